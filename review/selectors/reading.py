"""What an expert sees: meetings, packets under their codes, blind copies; nothing that says whose they are (C21)."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from accounts.acting import Act
from accounts.enums import Role
from accounts.models import User
from applications.enums import State
from applications.models import Application, BlindCopy, Material, Submission
from campaigns.rules.calendar import day_of
from review.enums import FilingKind, FilingStatus, MeetingStatus
from review.models import Attendance, CommitteeMember, Filing, Meeting, Tally
from review.rules.packet import Part, parts_of, sought_in
from review.targets import slot_labels


def applies_in(person: User, campaign_id: int) -> bool:
    """Tell whether somebody applies in a campaign himself: he reads nobody else's packet there (C21)."""
    return _own(person).filter(campaign=campaign_id).exists()


def _own(person: User | None) -> QuerySet[Application]:
    return Application.objects.filter(applicant=person).exclude(state=State.WITHDRAWN)


def seats_of(act: Act) -> QuerySet[CommitteeMember]:
    """Give the seats of an expert in committees of his office that are in term, but where he applies himself."""
    if act.role != Role.EXPERT:
        return CommitteeMember.objects.none()
    day, own = day_of(act.at), _own(act.user).filter(campaign=OuterRef("committee__campaign"))
    return CommitteeMember.objects.filter(
        ~Exists(own),
        user=act.user,
        committee__office=act.office,
        committee__valid_from__lte=day,
        committee__valid_until__gte=day,
    )


def meetings_of(act: Act) -> QuerySet[Meeting]:
    """Give the meetings whose packets an expert reads, the next first, with how many there are.

    From the registration of the meeting's filing on, before which no case enters it (C33); once it is open, who sits in
    it alone, for nobody else votes any more (C37); after it has closed nobody.
    """
    filed = Filing.objects.filter(meeting=OuterRef("pk"), kind=FilingKind.PRE_MEETING, status=FilingStatus.FILED)
    invited = Attendance.objects.filter(meeting=OuterRef("pk"), member__in=seats_of(act))
    planned = Q(Exists(filed), Exists(invited), status=MeetingStatus.PLANNED)
    is_open = Q(Exists(invited.filter(present=True)), status=MeetingStatus.OPEN)
    rows = Meeting.objects.filter(planned | is_open).select_related("committee__campaign")
    return rows.annotate(packets=Count("tallies")).order_by("starts_at", "pk")


def packets_of(meeting: Meeting) -> QuerySet[Tally]:
    """Give the cases of a meeting in the order of their codes, which says nothing."""
    return meeting.tallies.select_related(
        "application__series", "application__title", "application__specialty"
    ).order_by("code")


@dataclass(frozen=True)
class BlindFile:
    """A file of a packet by its number, from 1: what it is, and its blind copy where experts may see one."""

    number: int
    label: str
    pages: int
    copy: BlindCopy | None

    @property
    def version(self) -> str:
        """Which copy this is; one that is made anew is another."""
        return self.copy.path.rpartition("/")[2][:12] if self.copy else ""

    @property
    def page_numbers(self) -> range:
        return range(1, self.pages + 1)


class Packet:
    """One case under its code, as frozen in its last submission."""

    def __init__(self, tally: Tally) -> None:
        self.tally, self.code = tally, tally.code
        self.application = tally.application

    @cached_property
    def submission(self) -> Submission | None:
        files = Material.objects.select_related("file", "blind")
        rows = self.application.submissions.prefetch_related(Prefetch("materials", files))
        return rows.order_by("-number").first()

    @cached_property
    def files(self) -> list[BlindFile]:
        """The files that experts see, in the order of their slots."""
        slots = [slot for slot in self.application.campaign.slots.all() if slot.experts_see]
        labels, order = slot_labels(self.application, slots), {slot.key: slot.order for slot in slots}
        held = self.submission.materials.all() if self.submission else ()
        seen = sorted(
            (file for file in held if file.slot_key in order),
            key=lambda file: (order[file.slot_key], file.order, file.pk),
        )
        return [
            BlindFile(number, labels[file.slot_key], file.file.pages, _fit(file))
            for number, file in enumerate(seen, 1)
        ]

    def steps(self, file: BlindFile, page: int) -> tuple[tuple[int, int] | None, tuple[int, int] | None]:
        """Give file and page before and after a page, on through the files that can be read."""
        pages = [(each.number, number) for each in self.files if each.copy for number in each.page_numbers]
        here = (file.number, page)
        return (
            max((step for step in pages if step < here), default=None),
            min((step for step in pages if step > here), default=None),
        )

    @property
    def parts(self) -> list[Part]:
        """What the form says, with every word that names somebody covered."""
        from applications.services.checks import identity  # loads what only who looks for names needs

        data = self.submission.data if self.submission else {}
        more = (self.application.number, self.application.applicant.email)
        return parts_of(data, sought_in(data, identity(self.application), *more))


def _fit(file: Material) -> BlindCopy | None:
    copy: BlindCopy | None = getattr(file, "blind", None)
    return copy if copy and copy.is_fit else None


def packet_of(meeting: Meeting, code: str) -> Packet:
    """Give the packet of a code in a meeting; raises `Tally.DoesNotExist`."""
    rows = packets_of(meeting).select_related(
        *(f"application__{of}" for of in ("campaign", "employer", "applicant"))
    )
    return Packet(rows.get(code=code))


def neighbours(meeting: Meeting, code: str) -> tuple[str, str]:
    """Give the codes before and after one in a meeting, each empty at the end of the list."""
    codes = meeting.tallies.order_by("code").values_list("code", flat=True)
    before, after = codes.filter(code__lt=code).last(), codes.filter(code__gt=code).first()
    return before or "", after or ""
