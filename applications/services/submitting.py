"""Submitting and resubmitting: everything is computed before the lock, verified under it, written at once."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.acting import Act
from accounts.enums import OfficeKind, Role
from accounts.models import User
from accounts.rules.identity import normal_name
from accounts.services.messages import tell
from accounts.statements import Statement
from applications.enums import EDITABLE, PaperKind, State
from applications.models import Application, Commitment, Receipt
from applications.papers import applicant as papers
from applications.rules import guards
from applications.rules.refusal import Refusal, Refused, require
from applications.rules.routing import Destination, NoRoute, choose
from applications.sections import SECTIONS
from applications.selectors.applicant import Workspace
from applications.selectors.deadlines import read_window
from applications.selectors.faults import open_faults
from applications.services import blinding
from applications.services.papers import request_first
from applications.services.steps import carry_out, locked
from applications.services.submissions import Snapshot, freeze_submission, snapshot, unchanged
from applications.signals import application_submitted
from campaigns.enums import WindowKind
from campaigns.loaders import campaign_rules
from campaigns.rules.campaign import RouteRule

LOADED = Statement(
    lambda pk: Application.objects.select_related(
        "campaign", "applicant", "employer__division", "series", "specialty", "title"
    ).filter(pk=pk),
    int,
)
RECEIPT = Statement(
    lambda application, token: Receipt.objects.filter(application=application, token=token), int, str
)


@dataclass(frozen=True)
class Signed:
    """The commitment as it was signed on the page: ticked, with a name typed, under a token of that page (C14)."""

    agreed: bool
    name: str
    token: str

    def gaps(self, name: str) -> dict[str, str]:
        """Give what is wrong, keyed by field; the name is `name`, however its dots and spaces were typed (C14)."""
        wrong = {}
        if not self.agreed:
            wrong["agreed"] = _("还没有勾选。请读完承诺，再勾选。")
        if not self.name.strip():
            wrong["name"] = _("还没有签名。请写下您的姓名。")
        elif normal_name(self.name) != normal_name(name):
            wrong["name"] = _("和登记的姓名不一样。请写“%(name)s”。") % {"name": name}
        return wrong


@dataclass(frozen=True)
class Filed:
    """What a filing writes beside the state: made before the lock, saved under it."""

    commitment: Commitment
    receipt: Receipt
    papers: dict[PaperKind, dict[str, Any]]


def submit(*, application_id: int, signed: Signed, act: Act) -> Receipt:
    """File a draft with the employer and give its receipt; raises `Refused` and writes nothing otherwise.

    The same token gives the receipt that it already got: a double click files once. The row lock is held only to
    verify that nothing changed and to write (C05, C14, C15, C41, C45).
    """
    application = LOADED.get(application_id)
    if known := _receipt(application, signed.token):
        return known
    space = Workspace(application, act.at)
    obstacles = obstacles_of(space) if application.state == State.DRAFT else ()
    seen, route = snapshot(application, space), _route(application, act)
    filing = read_window(application, WindowKind.FILING)
    facts: dict[str, Any] = {
        "opens": filing.opens_at if filing else None,
        "closes": filing.closes_at if filing else act.at,
        "listed_until": space.facts.on_integrity_list_until,
        "obstacles": obstacles,
        "commitment_signed": not signed.gaps(application.applicant.name),
        "offices": (route.initial_office_id, route.final_office_id),
    }
    filed = _prepared(application, seen, signed, act, submission=1)
    with transaction.atomic():
        held = locked(application_id)
        if known := _receipt(held, signed.token):
            return known
        require(_still_same(held, application, seen))
        carry_out(held.submit, act, **facts)
        _write(filed)
        application_submitted.send(Application, application=held, act=act)
    return filed.receipt


def resubmit(*, application_id: int, signed: Signed, act: Act) -> Receipt:
    """File a corrected application again with the office that returned it; freezes the next submission (C16, C17)."""
    application = LOADED.get(application_id)
    if known := _receipt(application, signed.token):
        return known
    space = Workspace(application, act.at)
    seen = snapshot(application, space)
    obstacles = obstacles_of(space) if application.state == State.RETURNED else ()
    filed = _prepared(application, seen, signed, act, submission=application.submissions_used + 1)
    with transaction.atomic():
        held = locked(application_id)
        if known := _receipt(held, signed.token):
            return known
        require(_still_same(held, application, seen))
        carry_out(
            held.resubmit,
            act,
            obstacles=obstacles,
            unanswered=sum(not fault.is_dealt_with for fault in open_faults(held)),
            commitment_signed=not signed.gaps(application.applicant.name),
        )
        freeze_submission(held, at=act.at, seen=seen)
        _write(filed)
    return filed.receipt


def obstacles_of(space: Workspace) -> tuple[Refusal, ...]:
    """Give everything that stands in the way: gaps in the form, materials, rules that fail hard, a reason not given."""
    gaps = [
        Refusal(_("“%(section)s”还没有填完。") % {"section": SECTIONS[key].label}, "C15", _("请补齐后再提交。"))
        for key in space.incomplete
    ]
    files = [
        Refusal(_("还没有上传：%(what)s。") % {"what": missing.label}, missing.clause, _("请补传后再提交。"))
        for missing in space.missing_slots
    ]
    masks = [
        Refusal(
            _("“%(slot)s”里的“%(name)s”还没有遮盖。") % {"slot": label, "name": file.name},
            "C21",
            _("请打开它，遮住姓名、照片和工作单位，再点“这份都遮好了”。"),
        )
        for label, file in space.unmasked
    ]
    rules = [Refusal(f"{finding.text}。", finding.clause) for finding in space.assessment.hard_fails]
    if space.lacks_explanation:
        rules.append(
            Refusal(_("有条件没有达到，还没有说明原因。"), "C24", _("请在“申报类别”一节写明，写了就可以提交。"))
        )
    return (*gaps, *files, *masks, *rules)


def _receipt(application: Application, token: str) -> Receipt | None:
    return RECEIPT.first(application.pk, token) if token else None


def _still_same(held: Application, loaded: Application, seen: Snapshot) -> Refusal | None:
    """Nothing that was looked at before the lock has changed since; a step taken meanwhile is told by the workflow."""
    same_step = (held.state, held.submissions_used) == (loaded.state, loaded.submissions_used)
    return guards.holds(
        held.state not in EDITABLE or (same_step and unchanged(held, seen)),
        _("您在别的窗口里刚改过内容。"),
        "C15",
        _("请刷新这一页，看过最新的内容再提交。"),
    )


def _prepared(application: Application, seen: Snapshot, signed: Signed, act: Act, *, submission: int) -> Filed:
    """Give the commitment, the receipt and both papers' data, not yet written; `submission` counts those to review."""
    campaign = application.campaign
    commitment = Commitment(
        application=application,
        version=campaign.commitment_version,
        text=campaign.commitment_text,
        name=application.applicant.name,
        signed_at=act.at,
        address=act.address,
    )
    receipt = Receipt(application=application, at=act.at, digest=seen.digest, token=signed.token)
    slots = dict(campaign.slots.values_list("key", "label"))
    wanted = {
        PaperKind.RECEIPT: papers.receipt(application, receipt, seen.materials, slots, submission=submission),
        PaperKind.COMMITMENT: papers.commitment(application, commitment),
    }
    return Filed(commitment, receipt, wanted)


def _write(filed: Filed) -> None:
    """Write commitment and receipt, ask for both papers and the blind copies; the caller holds the application's row."""
    filed.commitment.save()
    filed.receipt.save()
    blinding.ask(filed.receipt.application_id, at=filed.receipt.at)
    request_first(
        filed.papers, at=filed.receipt.at, application=filed.receipt.application, part=f"r{filed.receipt.pk}"
    )


def _route(application: Application, act: Act) -> RouteRule:
    """Give the offices of the case; where the table knows none the title office is told, and the case kept (C40)."""
    employer, series, specialty = application.employer, application.series, application.specialty
    if employer is None or series is None or specialty is None:
        raise Refused(Refusal(_("还没有选定单位、系列和专业。"), "C12", _("请先填好“申报类别”一节。")))
    found = choose(
        Destination(
            kind=application.kind,
            level=application.level,
            division=employer.division.key,
            tier=employer.tier,
            series=series.key,
            specialty=specialty.key,
        ),
        routes=campaign_rules(application.campaign).routes,
    )
    if isinstance(found, NoRoute):
        _tell_title_office(application, act)
        raise Refused(Refusal(f"{found.text}。", found.clause, _("您填的内容都在，没有丢。")))
    return found


def _tell_title_office(application: Application, act: Act) -> None:
    officers = User.objects.filter(
        memberships__office__kind=OfficeKind.TITLE_OFFICE,
        memberships__role=Role.TITLE_OFFICER,
        memberships__is_active=True,
    ).distinct()
    body = _("%(number)s（%(employer)s，%(specialty)s）没有受理机构，申报人不能提交。请在“受理路径”里补一条。")
    said = {
        "number": application.number,
        "employer": application.employer,
        "specialty": application.specialty,
    }
    for officer in officers:
        tell(
            officer,
            key=f"no-route:{application.pk}:{officer.pk}",
            subject=_("有申报找不到受理机构"),
            body=body % said,
            at=act.at,
            link=reverse("campaigns:home"),
        )
