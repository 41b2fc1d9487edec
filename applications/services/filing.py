"""Beginning an application, and taking it back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.acting import Act
from accounts.enums import EmployerStatus
from accounts.models import Employer
from accounts.services.messages import tell_all
from applications.enums import ENDED, SectionKey, State, Transition
from applications.forms.section import SectionForm
from applications.models import Application, Section
from applications.rules import guards
from applications.rules.eligibility import assess
from applications.rules.findings import Assessment
from applications.rules.refusal import Refusal, Refused, require
from applications.sections import SECTIONS
from applications.selectors.deadlines import read_window
from applications.selectors.facts import eligibility_facts, form_facts, listed_until
from applications.services.employer.batches import outdate_batch
from applications.services.employer.common import void_posted
from applications.services.steps import carry_out, locked, record
from applications.services.telling import to_employer
from applications.signals import application_withdrawn
from campaigns.enums import Kind, Level, WindowKind
from campaigns.loaders import campaign_rules
from campaigns.models import Campaign, Sequence, Specialty, Title
from campaigns.rules.calendar import day_of


@dataclass(frozen=True)
class Choice:
    """What somebody applies for, at which employer; `answers` are first contents of sections, by section key."""

    campaign: Campaign
    kind: Kind
    level: Level
    path: str
    specialty: Specialty
    title: Title
    employer: Employer
    answers: Mapping[str, Mapping[str, Any]]


def start_application(*, choice: Choice, act: Act) -> Application:
    """Begin a draft with a number of its own; raises `Refused` and writes nothing when a rule forbids it.

    Inside the filing window (C05), for a confirmed employer (C01) that the campaign does not suspend (C41), not for an
    examined specialty (C03), not while on the integrity list (C45), one live application a person (by constraint).
    """
    application = _made(choice, act)
    require(_fits(choice), *_in_time(application, act), *_allowed(application, choice, act))
    try:
        with transaction.atomic():
            application.number = _number(choice)
            application.save()
            _add_sections(application, choice, act)
            record(application, Transition.START, "", act)
    except IntegrityError:
        raise Refused(one_live()) from None
    return application


def one_live() -> Refusal:
    return Refusal(_("您在本次申报中已经有一件申报，一人一次只能报一件。"), "C12", _("请到“我的申报”接着办。"))


def assessed(application: Application, contents: Mapping[str, Mapping[str, Any]], act: Act) -> Assessment:
    """Give the three lists for an application as it stands, at the moment of the act."""
    rules = campaign_rules(application.campaign)
    until = listed_until(application.applicant, act.at)
    facts = eligibility_facts(application, contents, rules=rules, listed_until=until)
    return assess(facts, campaign=rules, at=day_of(act.at))


def _made(choice: Choice, act: Act) -> Application:
    return Application(
        campaign=choice.campaign,
        applicant=act.user,
        employer=choice.employer,
        kind=choice.kind,
        level=choice.level,
        path=choice.path,
        series=choice.specialty.series,
        specialty=choice.specialty,
        title=choice.title,
        created_at=act.at,
        state_since=act.at,
    )


def _number(choice: Choice) -> str:
    """Give the next number of the year: 2025-P-000318."""
    taken = Sequence.take(f"application:{choice.campaign.year}")
    return f"{choice.campaign.year}-{Kind(choice.kind).letter}-{taken:06d}"


def _fits(choice: Choice) -> Refusal | None:
    together = (
        choice.title.series_id == choice.specialty.series_id
        and choice.title.level == choice.level
        and choice.employer.status == EmployerStatus.CONFIRMED
    )
    return guards.holds(
        together,
        _("系列、专业、资格名称和级别对不上，或者单位还没有确认。"),
        "C12",
        _("请回到上一步重新选。"),
    )


def _in_time(application: Application, act: Act) -> tuple[Refusal | None, ...]:
    found = read_window(application, WindowKind.FILING)
    if found is None:
        return (Refusal(_("这次申报还没有定申报时间。"), "C05"),)
    return (guards.inside(act.at, opens=found.opens_at, closes=found.closes_at, what=_("网上申报"), clause="C05"),)


def _allowed(application: Application, choice: Choice, act: Act) -> tuple[Refusal, ...]:
    """Every hard rule that fails, as a refusal."""
    assessment = assessed(application, choice.answers, act)
    return tuple(Refusal(f"{finding.text}。", finding.clause) for finding in assessment.hard_fails)


def _add_sections(application: Application, choice: Choice, act: Act) -> None:
    rows = []
    for key in SECTIONS:
        form = SectionForm(
            key,
            facts=form_facts(application),
            today=day_of(act.at),
            year=application.campaign.year,
            kept=choice.answers.get(key, {}),
            check=True,
        )
        # what nobody looked at is not called filled
        complete = form.complete and (key == SectionKey.CATEGORY or bool(choice.answers.get(key)))
        rows.append(
            Section(application=application, key=key, data=form.stored, complete=complete, saved_at=act.at)
        )
    Section.objects.bulk_create(rows)


def has_live_application(campaign: Campaign, act: Act) -> bool:
    """Tell whether the person has an application under way in the campaign."""
    return Application.objects.filter(campaign=campaign, applicant=act.user).exclude(state__in=ENDED).exists()


def withdraw(*, application_id: int, act: Act) -> Application:
    """Take an application back, before the committee; a fee already paid goes to refund by the signal.

    What its employer posted is void unless it was forwarded; the employer is told once it had the case (C26).
    """
    with transaction.atomic():
        application = locked(application_id)
        began_in = application.state
        carry_out(application.withdraw, act)
        outdate_batch(application)
        if not application.submissions_used:
            void_posted(application)
        if began_in != State.DRAFT:
            _tell_employer_withdrawn(application, act, is_posted=began_in == State.EMPLOYER_NOTICE)
        application_withdrawn.send(Application, application=application, act=act)
    return application


def _tell_employer_withdrawn(application: Application, act: Act, *, is_posted: bool) -> None:
    body = (
        _("推荐单位公示已作废，请把张贴的取下；做好的公示结果、推荐报告不要再用。")
        if is_posted
        else _("单位不用再为他办理什么。")
    )
    subject = _("%(name)s撤回了申报") % {"name": application.applicant.name}
    tell_all(to_employer(application, occasion="withdrawn", subject=subject, body=body, at=act.at))
