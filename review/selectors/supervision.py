"""What the supervisor sees: how each office decides, the record of every step; nothing that he can change (C24)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from accounts.acting import Act
from accounts.enums import DivisionKind, Role
from accounts.models import Office
from applications.enums import REVIEWING, State
from applications.models import Application, Event, Material, Review, Withdrawal
from applications.selectors.likeness import Elsewhere, elsewhere
from applications.selectors.reach import in_area
from campaigns.models import Campaign
from review.models import CommitteeMember
from review.rules.rates import Concluded, Tally, by_office, tally
from review.selectors.desk import review_due

SLOW = timedelta(days=5)


@dataclass(frozen=True)
class OfficeLine:
    """One office: what it concluded, what waits there, how much of it too long, and the oldest."""

    office: Office
    tally: Tally
    waiting: int
    slow: int
    overdue: int
    oldest: datetime | None

    @property
    def slow_share(self) -> int:
        """The slow ones per hundred waiting."""
        return round(100 * self.slow / self.waiting) if self.waiting else 0


def applications_under(act: Act) -> QuerySet[Application]:
    """Give every application of the supervisor's area: all for the prefecture, else those of its county."""
    if act.office is None or act.role != Role.SUPERVISOR:
        return Application.objects.none()
    return Application.objects.filter(in_area(act))


def reviews_under(act: Act, campaign: Campaign | None) -> QuerySet[Review]:
    """Give the concluded reviews of the area in a campaign."""
    return Review.objects.filter(application__in=applications_under(act), application__campaign=campaign).exclude(
        conclusion=""
    )


def office_lines(act: Act, campaign: Campaign | None) -> tuple[list[OfficeLine], Tally]:
    """Give every office that reviewed or has to, highest return rate in front, and the tally of all (three queries)."""
    conclusions = [
        Concluded(office, conclusion, concluded - opened)
        for office, conclusion, opened, concluded in reviews_under(act, campaign).values_list(
            "office", "conclusion", "opened_at", "concluded_at"
        )
        if concluded
    ]
    tallies, waiting = by_office(conclusions), _waiting(act, campaign)
    offices = Office.objects.filter(pk__in={*tallies, *waiting}).select_related("division")
    lines = [_line(office, tallies.get(office.pk), waiting.get(office.pk, []), act.at) for office in offices]
    return sorted(lines, key=lambda line: -line.tally.return_rate), tally(conclusions)


def _waiting(act: Act, campaign: Campaign | None) -> dict[int, list[tuple[datetime, datetime | None]]]:
    rows = (
        applications_under(act)
        .filter(campaign=campaign, state__in=REVIEWING)
        .annotate(due=review_due())
        .values_list("state", "initial_office", "final_office", "state_since", "due")
    )
    found: dict[int, list[tuple[datetime, datetime | None]]] = {}
    for state, initial, final, since, due in rows:
        found.setdefault(initial if state == State.INITIAL_REVIEW else final, []).append((since, due))
    return found


def _line(
    office: Office, done: Tally | None, waiting: Sequence[tuple[datetime, datetime | None]], at: datetime
) -> OfficeLine:
    return OfficeLine(
        office,
        done or tally([]),
        len(waiting),
        sum(at - since > SLOW for since, _due in waiting),
        sum(due is not None and at > due for _since, due in waiting),
        min((since for since, _due in waiting), default=None),
    )


def events_under(act: Act) -> QuerySet[Event]:
    """Give every recorded step of the area, newest first (C44)."""
    return (
        Event.objects.filter(application__in=applications_under(act))
        .select_related("application__applicant", "application__employer")
        .order_by("-at", "-id")
    )


def matching(events: QuerySet[Event], words: str) -> QuerySet[Event]:
    """Narrow steps to a number, an applicant, or who took them, for which unit."""
    return events.filter(
        Q(application__number__icontains=words)
        | Q(application__applicant__name__icontains=words)
        | Q(actor_name__icontains=words)
        | Q(unit_name__icontains=words)
    )


def bearer_of(act: Act, code: str) -> CommitteeMember | None:
    """Give the member of a committee of the area who bears the code that a page shows, however it was copied (C21)."""
    area = Q()
    if act.own_office.division.kind != DivisionKind.PREFECTURE:
        area = Q(committee__office__division=act.own_office.division_id)
    plain = "".join(code.split()).upper()
    return CommitteeMember.objects.filter(area, code=plain).select_related("committee").first()


def files_elsewhere(application: Application) -> list[Elsewhere]:
    """Give where else the files that an application was submitted with are."""
    files = Material.objects.filter(application=application, submissions__isnull=False).distinct()
    return [one for there in elsewhere(application, list(files)).values() for one in there]


def withdrawals_of(application: Application) -> QuerySet[Withdrawal]:
    """Give what experts withdrew of an application, with who did: nobody else is told that (C21)."""
    return Withdrawal.objects.filter(material__application=application).select_related("material", "by")
