"""Growing worlds for the budgets of queries: what strangers and applicants see."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.services.messages import tell
from applications.enums import FaultTarget, State, Transition
from applications.models import Application, Fault, Masking, Section
from applications.rules.masking import PORTAL, MaskBox, plain
from applications.sections import SECTIONS
from applications.services.steps import record
from campaigns.enums import Kind
from campaigns.models import Announcement, Campaign, Download, Question
from campaigns.rules.calendar import day_of
from review.codes import expert_code
from review.enums import FilingKind, MeetingStatus
from review.models import Certificate, Committee, Meeting, Publicity, PublicityEntry, Tally
from tests import factories, stories, stories_after
from tests.factories import beijing
from tests.review.after import world
from tests.review.copies.made import NAME_LEFT, blinded, file_of, withdrawn
from tests.review.desk import cases
from tests.review.reading import room
from tests.stories_after import certificate_of

REVIEW_TIME = beijing(2025, 3, 4, 10)
COMMITTEE_TIME = beijing(2025, 4, 11, 15)

#: The addresses of a world's pages, and what brings it to so many rows.
Growing = tuple[list[str], Callable[[int], None]]
World = Callable[[Client], Growing]


def signed_in(client: Client, member: Any) -> Any:
    """Sign in as a person for himself, or in the capacity of a membership."""
    client.force_login(getattr(member, "user", member), "accounts.backends.NumberBackend")
    session = client.session
    session["membership"] = member.pk if hasattr(member, "user") else None
    session.save()
    return member


def growing(add: Callable[[int], Any], *pages: str) -> Growing:
    """Give the pages with a function that calls `add` with the numbers of the rows that are missing."""
    made = [0]

    def grow(rows: int) -> None:
        for number in range(made[0], rows):
            add(number)
        made[0] = rows

    return [*pages], grow


# What strangers see


def notices(_client: Client) -> Growing:
    """Public pages whose notices, questions and blank forms grow."""
    campaign = Campaign.objects.get(key="2025")

    def add(number: int) -> None:
        published = REVIEW_TIME - timedelta(days=1)
        Announcement.objects.create(
            campaign=campaign, slug=f"n{number}", title="演示通知", body="正文", published_at=published
        )
        Question.objects.create(campaign=campaign, question="问？", answer="答。", order=200 + number)
        Download.objects.create(campaign=campaign, form=f"form-{number}", label="表", order=200 + number)

    pages = [reverse(f"campaigns:{name}") for name in ("home", "guide", "questions", "downloads")]
    return growing(add, *pages, reverse("campaigns:announcement", args=["n0"]))


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


def publicities(_client: Client) -> Growing:
    """Lists of results, each with a person on it, and one list that grows."""
    longest = posted()

    def add(number: int) -> None:
        entered(longest)
        entered(posted(number + 1))

    return growing(add, reverse("results:publicities"), reverse("results:publicity", args=[longest.slug]))


def certify(case: Application, number: int) -> Certificate:
    return Certificate.objects.create(
        application=case,
        number=f"ZS{number:06d}",
        qualified_on=day_of(COMMITTEE_TIME),
        issued_by=case.applicant,
        issued_at=COMMITTEE_TIME,
    )


def certificates(_client: Client) -> Growing:
    shown = certificate_of(stories_after.certified())
    return growing(
        lambda number: certify(world.accepted_case(state=State.CERTIFIED), number + 1),
        reverse("results:certificate_check"),
        reverse("results:certificate", args=[shown.token]),
    )


def committees() -> Callable[[int], world.Panel]:
    """Give a function that makes a committee, the first one whole, the next ones like it."""
    panel = world.panel()
    first = panel.committee

    def add(_number: int) -> world.Panel:
        members, rubrics = (
            [copied(row, code=expert_code()) for row in first.members.all()],
            list(first.rubrics.prefetch_related("criteria")),
        )
        prior = first.filings.get(kind=FilingKind.PRIOR)
        made = Committee.objects.get(pk=first.pk)
        made.pk = None
        made.save()
        for row in (*members, prior):
            copied(row, committee=made).save()
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


def rubrics(_client: Client) -> Growing:
    add = committees()
    shown = add(0).committee.rubrics.first()
    return growing(add, reverse("results:rubrics"), reverse("results:rubric", args=[shown.pk]))


# What an applicant sees


def applicants_home(client: Client) -> Growing:
    """A draft whose record grows, beside applications that were withdrawn, and messages."""
    draft = stories.filled()
    user = signed_in(client, draft.applicant)

    def add(number: int) -> None:
        factories.application(State.WITHDRAWN, applicant=user, employer=draft.employer)
        record(draft, Transition.START, draft.state, factories.act_of(user, REVIEW_TIME))
        tell(user, key=f"k{number}", subject="标题", body="内容", at=REVIEW_TIME)

    return growing(add, reverse("applications:home"))


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


def returned_home(client: Client) -> Growing:
    case = stories.returned()
    signed_in(client, case.applicant)
    return growing(faulty(case), reverse("applications:home"))


def sections(*, is_returned: bool = False) -> World:
    """Give the pages of the sections, with more and more rows in each; in a returned case with more and more faults."""

    def world_of(client: Client) -> Growing:
        case = stories.returned() if is_returned else stories.filled(files=False)
        signed_in(client, case.applicant)
        pin = faulty(case) if is_returned else None

        def add(number: int) -> None:
            for key in SECTIONS:
                Section.objects.filter(application=case, key=key).update(data=filled_rows(key, number + 1))
            if pin:
                pin(number)

        return growing(add, *(reverse("applications:section", args=[case.number, key]) for key in SECTIONS))

    return world_of


def files(*, is_returned: bool = False) -> World:
    """Give the pages of the form that list files, with more and more of them."""

    def world_of(client: Client) -> Growing:
        case = stories.returned() if is_returned else stories.filled()
        signed_in(client, case.applicant)
        pin = faulty(case) if is_returned else None

        def add(number: int) -> None:
            cases.material(case, "achievements", at=REVIEW_TIME)
            if pin:
                pin(number)

        return growing(
            add, *(reverse(f"applications:{name}", args=[case.number]) for name in ("materials", "check"))
        )

    return world_of


def masked(client: Client) -> Growing:
    """Give the masking page of a file with more and more boxes, and as much that the portal found."""
    case = stories.filled()
    signed_in(client, case.applicant)
    masking = Masking.objects.create(material=case.materials.get(slot_key="achievements"), proposed=[])

    def add(number: int) -> None:
        masking.boxes += plain([MaskBox(1, 100 * number, 100, 100 * number + 90, 200, "name")])
        masking.proposed += plain([MaskBox(1, 100 * number, 300, 100 * number + 90, 400, "name", PORTAL)])
        masking.save()

    return growing(add, reverse("applications:masking", args=[case.number, masking.material_id, 1]))


# What the title office sees


def blind_copies(client: Client) -> Growing:
    """Files that experts may not see: of many cases, with more and more suspected places in the one that is open."""
    signed_in(client, factories.officer_of("title-office", role=Role.TITLE_OFFICER))
    shown = blinded(file_of(), leaks=[NAME_LEFT])
    file = shown.material

    def add(number: int) -> None:
        copy = blinded(file_of(), leaks=[NAME_LEFT])
        withdrawn(copy if number % 2 else shown, now=REVIEW_TIME)

    pages = [reverse("office:copies"), reverse("office:copy", args=[file.pk])]
    pages.append(reverse("office:masking", args=[file.application.number, file.pk, 1]))
    return growing(add, *pages)


# What experts see


def packets(client: Client) -> Growing:
    """More and more meetings of his committee, and one that more and more cases enter."""
    held = room.room()
    signed_in(client, room.act_of(held.one).membership)

    def add(number: int) -> None:
        case = world.accepted_case(state=State.IN_COMMITTEE)
        Tally.objects.create(meeting=held.meeting, application=case)
        opened = {"status": MeetingStatus.OPEN, "opened_at": COMMITTEE_TIME}
        when = COMMITTEE_TIME + timedelta(minutes=number)
        other = Meeting.objects.create(committee=held.meeting.committee, starts_at=when, place="演示", **opened)
        other.attendance.create(member=held.one, present=True)

    return growing(add, reverse("reading:meetings"), reverse("reading:packets", args=[held.tally.meeting_id]))


def packet(client: Client) -> Growing:
    """A packet with more and more files, each with its blind copy, and the viewer on one of them."""
    held = room.room()
    signed_in(client, room.act_of(held.one).membership)

    def add(_number: int) -> None:
        held.case.submissions.get().materials.add(cases.material(held.case, "achievements", at=REVIEW_TIME))
        room.make_fit(held.case)

    return growing(add, reverse("reading:packet", args=held.parts), held.page(2))


def members(client: Client) -> Growing:
    """The members of a committee, each with an account."""
    panel = world.panel()
    signed_in(client, panel.secretary.membership)

    def add(number: int) -> None:
        person = factories.person(f"委员{number}")
        panel.committee.members.create(name=person.name, title="高级工程师", unit="演示单位", user=person)

    return growing(add, reverse("committee:members", args=[panel.committee.pk]))
