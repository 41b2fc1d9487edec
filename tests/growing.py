"""Growing worlds for the budgets of queries: what strangers and applicants see."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse

from accounts.services.messages import tell
from applications.enums import FaultTarget, State
from applications.models import Application, Fault, Section
from applications.sections import SECTIONS
from campaigns.enums import Kind
from campaigns.models import Announcement, Campaign, Download, Question
from campaigns.rules.calendar import day_of
from review.models import (
    Certificate,
    Committee,
    Publicity,
    PublicityEntry,
)
from tests import factories, stories, stories_after
from tests.factories import beijing
from tests.review.after import world
from tests.review.desk import cases
from tests.stories_after import certificate_of

ROWS = (1, 3, 50)
HEAVIEST = 100_000  # bytes of HTML of a list
#: What one person, office or case has few of: fifty are counted, not weighed.
UNWEIGHED = ("section", "materials", "check")
REVIEW_TIME = beijing(2025, 3, 4, 10)
COMMITTEE_TIME = beijing(2025, 4, 11, 15)

Grow = Callable[[int], str]
World = Callable[[Client], Grow]


def signed_in(client: Client, member: Any) -> Any:
    """Sign in as a person for himself, or in the capacity of a membership."""
    client.force_login(getattr(member, "user", member), "accounts.backends.NumberBackend")
    session = client.session
    session["membership"] = member.pk if hasattr(member, "user") else None
    session.save()
    return member


def growing(address: str, add: Callable[[int], Any]) -> Grow:
    """Give a function that calls `add` with the numbers of the rows that are missing, and gives `address`."""
    made = [0]

    def grow(rows: int) -> str:
        for number in range(made[0], rows):
            add(number)
        made[0] = rows
        return address

    return grow


# What strangers see


def public(name: str, *args: str) -> World:
    """Give a public page whose notices, questions and blank forms grow."""

    def world_of(_client: Client) -> Grow:
        campaign = Campaign.objects.get(key="2025")

        def add(number: int) -> None:
            published = REVIEW_TIME - timedelta(days=1)
            Announcement.objects.create(
                campaign=campaign, slug=f"n{number}", title="演示通知", body="正文", published_at=published
            )
            Question.objects.create(campaign=campaign, question="问？", answer="答。", order=200 + number)
            Download.objects.create(campaign=campaign, form=f"form-{number}", label="表", order=200 + number)

        return growing(reverse(f"campaigns:{name}", args=args), add)

    return world_of


def posted(number: int = 0, status: str = "open") -> Publicity:
    """Give a list of results that hangs in April."""
    office = factories.office("title-office")
    return Publicity.objects.create(
        campaign=Campaign.objects.get(key="2025"),
        office=office,
        title=f"演示公示{number}",
        slug=f"list-{number}",
        posted_on=day_of(COMMITTEE_TIME),
        last_day=day_of(COMMITTEE_TIME) + timedelta(days=7),
        posted_by=factories.person(),
        posted_at=COMMITTEE_TIME,
        status=status,
    )


def entered(listed: Publicity, unit: Any = None) -> PublicityEntry:
    """Put a person of an employer of his own, unless given, on a list."""
    unit = unit or factories.employer()
    case = world.accepted_case(kind=Kind.GRANT, state=State.PUBLICISED, unit=unit)
    return PublicityEntry.objects.create(publicity=listed, application=case)


def publicities(_client: Client) -> Grow:
    return growing(reverse("results:publicities"), lambda number: entered(posted(number)))


def publicity(_client: Client) -> Grow:
    listed = posted()
    return growing(reverse("results:publicity", args=[listed.slug]), lambda _number: entered(listed))


def certify(case: Application, number: int) -> Certificate:
    return Certificate.objects.create(
        application=case,
        number=f"ZS{number:06d}",
        qualified_on=day_of(COMMITTEE_TIME),
        issued_by=case.applicant,
        issued_at=COMMITTEE_TIME,
    )


def certificate_check(_client: Client) -> Grow:
    return growing(
        reverse("results:certificate_check"),
        lambda number: certify(world.accepted_case(state=State.CERTIFIED), number),
    )


def certificate(_client: Client) -> Grow:
    shown = certificate_of(stories_after.certified())
    return growing(
        reverse("results:certificate", args=[shown.token]),
        lambda number: certify(world.accepted_case(state=State.CERTIFIED), number + 1),
    )


def committees() -> Callable[[int], world.Panel]:
    """Give a function that makes a committee, the first one whole, the next ones like it."""
    panel = world.panel()
    first = panel.committee

    def add(_number: int) -> world.Panel:
        members, rubrics = list(first.members.all()), list(first.rubrics.prefetch_related("criteria"))
        made = Committee.objects.get(pk=first.pk)
        made.pk = None
        made.save()
        for row in members:
            row.pk, row.committee = None, made
            row.save()
        for rubric in rubrics:
            criteria = list(rubric.criteria.all())
            rubric.pk, rubric.committee = None, made
            rubric.save()
            rubric.criteria.model.objects.bulk_create(copied(row, rubric=rubric) for row in criteria)
        return world.Panel(made, panel.secretary, panel.chair, panel.registrar)

    return add


def copied(row: Any, **fields: Any) -> Any:
    row.pk = None
    for name, value in fields.items():
        setattr(row, name, value)
    return row


def rubrics(_client: Client) -> Grow:
    return growing(reverse("results:rubrics"), committees())


def rubric(_client: Client) -> Grow:
    add = committees()
    shown = add(0).committee.rubrics.first()
    return growing(reverse("results:rubric", args=[shown.pk]), add)


# What an applicant sees


def applicants_home(client: Client) -> Grow:
    """A draft beside applications that were withdrawn, and messages."""
    draft = stories.filled()
    user = signed_in(client, draft.applicant)

    def add(number: int) -> None:
        factories.application(State.WITHDRAWN, applicant=user, employer=draft.employer)
        tell(user, key=f"k{number}", subject="标题", body="内容", at=REVIEW_TIME)

    return growing(reverse("applications:home"), add)


def filled_rows(key: str, rows: int) -> dict[str, Any]:
    """Give what somebody typed into a section with so many rows in every group of it."""
    spec = SECTIONS[key]
    typed: dict[str, Any] = {field.name: "x" for field in spec.fields}
    for group in spec.rows:
        typed[group.name] = [{field.name: "x" for field in group.fields} for _number in range(rows)]
    return typed


def faulty(case: Application) -> Callable[[int], Fault]:
    """Give a function that pins one more fault of the last return to a section and to a slot."""
    first = Fault.objects.get(review__application=case)

    def add(number: int) -> Fault:
        fault = Fault.objects.get(pk=first.pk)
        on_slot = {"target": FaultTarget.SLOT, "target_key": "achievements", "field": ""}
        on_section = {"target_key": list(SECTIONS)[number % len(SECTIONS)], "field": ""}
        copied(fault, **(on_slot if number % 2 else on_section)).save()
        return fault

    return add


def returned_home(client: Client) -> Grow:
    case = stories.returned()
    signed_in(client, case.applicant)
    return growing(reverse("applications:home"), faulty(case))


def section(key: str, *, is_returned: bool = False) -> World:
    """Give the page of a section, with more and more rows in it; in a returned case with more and more faults."""

    def world_of(client: Client) -> Grow:
        case = stories.returned() if is_returned else stories.filled(files=False)
        signed_in(client, case.applicant)
        pin = faulty(case) if is_returned else None

        def add(number: int) -> None:
            Section.objects.filter(application=case, key=key).update(data=filled_rows(key, number + 1))
            if pin:
                pin(number)

        return growing(reverse("applications:section", args=[case.number, key]), add)

    return world_of


def step(name: str, *, is_returned: bool = False) -> World:
    """Give a page of the form that lists files, with more and more of them."""

    def world_of(client: Client) -> Grow:
        case = stories.returned() if is_returned else stories.filled()
        signed_in(client, case.applicant)
        pin = faulty(case) if is_returned else None

        def add(number: int) -> None:
            cases.material(case, "achievements", at=REVIEW_TIME)
            if pin:
                pin(number)

        return growing(reverse(f"applications:{name}", args=[case.number]), add)

    return world_of
