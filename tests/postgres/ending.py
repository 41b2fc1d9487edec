"""A small model of the second half: the committee's meeting, the publicity, the document, the certificate, revocation.

Written from the notice and `workflow.md`, not from the code. Three cases: two before one committee, one that the county
determines. It asks no database; the machine in `test_ending.py` does everything twice and compares.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from accounts.enums import Role
from campaigns.rules.calendar import WorkingCalendar, day_of, end_of_day, start_of_day
from tests.postgres.model import Who

PREFECTURE, COUNTY = "title-office", "hetian-shi-title"
MEETS_FROM, MEETS_UNTIL = start_of_day(date(2025, 4, 10)), end_of_day(date(2025, 4, 15))
SEATS, DAYS_BEFORE, WORKDAYS = 11, 5, 5
DECIDED_WELL = ("passed", "publicised", "qualified", "certified")


class Deed(StrEnum):
    """What somebody may try; where a deed can be done in several ways, `choice` (0 to 3) says which."""

    WITHDRAW = "withdraw"
    DETERMINE = "determine"
    PLAN = "plan"
    HAND_IN = "hand_in"
    REGISTER = "register"
    GIVE_BACK = "give_back"
    TAKE_IN = "take_in"
    SEAT = "seat"
    OPEN = "open"
    COUNT = "count"
    SIGN = "sign"
    CLOSE = "close"
    PUBLICISE = "publicise"
    OBJECT = "object"
    SETTLE = "settle"
    CONCLUDE = "conclude"
    ISSUE = "issue"
    HAND_IN_AFTER = "hand_in_after"
    REGISTER_AFTER = "register_after"
    CERTIFY = "certify"
    REVOKE = "revoke"


#: Who does what for the office that decides; the committee's office is the prefecture's.
SECRETARYS = (
    Deed.PLAN,
    Deed.HAND_IN,
    Deed.TAKE_IN,
    Deed.SEAT,
    Deed.OPEN,
    Deed.COUNT,
    Deed.CLOSE,
    Deed.HAND_IN_AFTER,
)
REGISTRARS = (Deed.REGISTER, Deed.GIVE_BACK, Deed.REGISTER_AFTER)
OFFICERS = (
    Deed.DETERMINE,
    Deed.PUBLICISE,
    Deed.SETTLE,
    Deed.CONCLUDE,
    Deed.ISSUE,
    Deed.CERTIFY,
    Deed.REVOKE,
)
#: Nobody does these to what is his own: alone, or among others.
NEVER_OWN = (Deed.DETERMINE, Deed.TAKE_IN, Deed.SETTLE, Deed.REVOKE)
#: The votes of a choice: in favour, against, abstained, score, in favour when voted on again.
VOTES = ((9, 0, 0, 80, None), (6, 2, 0, 90, None), (5, 3, 1, 70, None), (8, 0, 1, 80, 7))
#: How many sit, and when the meeting is to be.
SEATED = (11, 8, 7, 9)
STARTS = (
    MEETS_FROM + timedelta(days=1, hours=9),
    MEETS_UNTIL - timedelta(hours=13),
    MEETS_UNTIL + timedelta(hours=9),
    MEETS_FROM - timedelta(hours=14),
)


@dataclass
class Posted:
    """A list in publicity: its cases by place, its last day, what stands open."""

    cases: list[int]
    last_day: date
    concluded: bool = False
    objections: list[int] = field(default_factory=list)
    issued: bool = False
    filing: str = ""


@dataclass
class Case:
    """One application: whose, which office decides, whether a committee judges."""

    applicant: str
    office: str
    by_committee: bool
    state: str = "accepted"
    count: tuple[int, int, int, int, int | None] | None = None
    counted_by: str = ""
    signed: bool = False
    objected: bool = False
    posted: Posted | None = None


@dataclass
class Ending:
    """The meeting and what became of it, beside the cases."""

    cases: tuple[Case, ...]
    calendar: WorkingCalendar
    rate: int
    starts_at: datetime | None = None
    meeting: str = ""
    filing: str = ""
    handed_in: date | None = None
    seated: int = 0

    # Whether there is anything to do it to

    def exists(self, which: int, deed: Deed) -> bool:
        """Tell whether there is anything that the deed could be done to."""
        case = self.cases[which]
        if deed in (Deed.PLAN, Deed.WITHDRAW, Deed.DETERMINE, Deed.PUBLICISE, Deed.REVOKE):
            return deed != Deed.PLAN or not self.meeting
        if deed in (Deed.COUNT, Deed.SIGN):
            return self.taken(case)
        if deed in (Deed.OBJECT, Deed.CONCLUDE, Deed.ISSUE):
            return case.posted is not None
        if deed == Deed.SETTLE:
            return case.posted is not None and which in case.posted.objections
        if deed in (Deed.HAND_IN_AFTER, Deed.REGISTER_AFTER):
            return case.posted is not None and case.posted.filing != ""
        if deed == Deed.CERTIFY:
            return case.posted is not None and case.posted.issued
        return self.meeting != ""

    def taken(self, case: Case) -> bool:
        """Tell whether the case was taken into the meeting."""
        return case.by_committee and case.state not in ("accepted", "withdrawn")

    # Who

    def is_his(self, which: int, who: Who, deed: Deed) -> bool:
        """Tell whether the deed belongs to this person in this capacity."""
        case = self.cases[which]
        if deed == Deed.OBJECT:
            return True
        if deed == Deed.WITHDRAW:
            return who == Who(case.applicant)
        if deed == Deed.SIGN:
            return who == Who("chair", PREFECTURE, Role.COMMITTEE_CHAIR)
        if deed in NEVER_OWN and who.person == case.applicant:
            return False
        if deed in SECRETARYS:
            return who.unit == PREFECTURE and who.role == Role.COMMITTEE_SECRETARY
        office = PREFECTURE if deed in REGISTRARS else case.office
        return who.unit == office and who.role == Role.TITLE_OFFICER

    def may(self, which: int, who: Who, deed: Deed, choice: int, at: datetime) -> bool:
        """Tell whether the deed must succeed."""
        allowed = getattr(self, f"_may_{deed}")
        return self.is_his(which, who, deed) and bool(allowed(self.cases[which], who, choice, at))

    # When and in what state: each is given the case, who, the choice, the moment

    def _may_withdraw(self, case: Case, who: Who, choice: int, at: datetime) -> bool:
        return case.state == "accepted"

    def _may_determine(self, case: Case, who: Who, choice: int, at: datetime) -> bool:
        return case.state == "accepted" and not case.by_committee and choice != 2

    def _may_plan(self, case: Case, who: Who, choice: int, at: datetime) -> bool:
        return MEETS_FROM <= STARTS[choice] <= MEETS_UNTIL and STARTS[choice] > at

    def _may_hand_in(self, case: Case, who: Who, choice: int, at: datetime) -> bool:
        return self.filing == "draft"

    def _may_register(self, case: Case, who: Who, choice: int, at: datetime) -> bool:
        return self.filing == "submitted"

    _may_give_back = _may_register

    def _may_take_in(self, case: Case, who: Who, choice: int, at: datetime) -> bool:
        return case.state == "accepted" and case.by_committee and self.filing == "filed" and self._is("planned")

    def _may_seat(self, case: Case, who: Who, choice: int, at: datetime) -> bool:
        return self._is("planned")

    def _may_open(self, case: Case, who: Who, choice: int, at: datetime) -> bool:
        assert self.starts_at
        on_the_day = day_of(at) == day_of(self.starts_at)
        filed = self.filing == "filed" and self.handed_in is not None
        in_time = filed and self.handed_in <= day_of(self.starts_at) - timedelta(days=DAYS_BEFORE)  # type: ignore[operator]
        return (
            self._is("planned")
            and on_the_day
            and in_time
            and 3 * self.seated >= 2 * SEATS
            and bool(self._judged())
        )

    def _may_count(self, case: Case, who: Who, choice: int, at: datetime) -> bool:
        yes, no, abstained, _score, again = VOTES[choice]
        return self._is("open") and yes + no + abstained <= self.seated and (again or 0) <= self.seated

    def _may_sign(self, case: Case, who: Who, choice: int, at: datetime) -> bool:
        return self._is("open") and case.count is not None and not case.signed and case.counted_by != who.person

    def _may_close(self, case: Case, who: Who, choice: int, at: datetime) -> bool:
        judged = self._judged()
        own = any(each.applicant == who.person for each in judged)
        signed = all(each.signed for each in judged)
        return self._is("open") and not own and signed and not self.is_cut_open()

    def _may_publicise(self, case: Case, who: Who, choice: int, at: datetime) -> bool:
        return self._goes_on(who, self._passed_with(case))

    def _may_object(self, case: Case, who: Who, choice: int, at: datetime) -> bool:
        assert case.posted
        return case.state == "publicised" and not case.posted.concluded and day_of(at) <= case.posted.last_day

    def _may_settle(self, case: Case, who: Who, choice: int, at: datetime) -> bool:
        return choice != 1 or case.state == "publicised"

    def _may_conclude(self, case: Case, who: Who, choice: int, at: datetime) -> bool:
        assert case.posted
        return not case.posted.concluded and day_of(at) > case.posted.last_day and not case.posted.objections

    def _may_issue(self, case: Case, who: Who, choice: int, at: datetime) -> bool:
        assert case.posted
        return case.posted.concluded and self._goes_on(who, self._on(case.posted, "publicised"))

    def _may_hand_in_after(self, case: Case, who: Who, choice: int, at: datetime) -> bool:
        assert case.posted
        return case.posted.filing == "draft"

    def _may_register_after(self, case: Case, who: Who, choice: int, at: datetime) -> bool:
        assert case.posted
        return case.posted.filing == "submitted"

    def _may_certify(self, case: Case, who: Who, choice: int, at: datetime) -> bool:
        assert case.posted
        waiting = self._on(case.posted, "qualified")
        filed = case.posted.filing == "filed" or not any(each.by_committee for each in waiting)
        return filed and self._goes_on(who, waiting)

    def _may_revoke(self, case: Case, who: Who, choice: int, at: datetime) -> bool:
        return case.state in DECIDED_WELL

    # What then holds

    def do(self, which: int, who: Who, deed: Deed, choice: int, at: datetime) -> None:
        """Let the deed have happened."""
        getattr(self, f"_{deed}")(self.cases[which], who, choice, at)

    def _withdraw(self, case: Case, who: Who, choice: int, at: datetime) -> None:
        case.state = "withdrawn"

    def _determine(self, case: Case, who: Who, choice: int, at: datetime) -> None:
        case.state = "failed" if choice == 1 else "passed"

    def _plan(self, case: Case, who: Who, choice: int, at: datetime) -> None:
        self.starts_at, self.meeting, self.filing = STARTS[choice], "planned", "draft"

    def _hand_in(self, case: Case, who: Who, choice: int, at: datetime) -> None:
        self.filing, self.handed_in = "submitted", day_of(at)

    def _register(self, case: Case, who: Who, choice: int, at: datetime) -> None:
        self.filing = "filed"

    def _give_back(self, case: Case, who: Who, choice: int, at: datetime) -> None:
        self.filing, self.handed_in = "draft", None

    def _take_in(self, case: Case, who: Who, choice: int, at: datetime) -> None:
        case.state = "in_committee"

    def _seat(self, case: Case, who: Who, choice: int, at: datetime) -> None:
        self.seated = SEATED[choice]

    def _open(self, case: Case, who: Who, choice: int, at: datetime) -> None:
        self.meeting = "open"

    def _count(self, case: Case, who: Who, choice: int, at: datetime) -> None:
        case.count, case.counted_by, case.signed = VOTES[choice], who.person, False

    def _sign(self, case: Case, who: Who, choice: int, at: datetime) -> None:
        case.signed = True

    def _close(self, case: Case, who: Who, choice: int, at: datetime) -> None:
        self.meeting = "closed"
        inside = self._inside()
        for each in self._judged():
            each.state = "passed" if any(each is one for one in inside) else "failed"

    def _publicise(self, case: Case, who: Who, choice: int, at: datetime) -> None:
        together = self._passed_with(case)
        last_day = self.calendar.add_workdays(day_of(at), WORKDAYS)
        posted = Posted([self.cases.index(each) for each in together], last_day)
        for each in together:
            each.state, each.posted = "publicised", posted

    def _object(self, case: Case, who: Who, choice: int, at: datetime) -> None:
        assert case.posted
        case.posted.objections.append(self.cases.index(case))
        case.objected = True

    def _settle(self, case: Case, who: Who, choice: int, at: datetime) -> None:
        assert case.posted
        case.posted.objections.remove(self.cases.index(case))
        if choice == 1:
            case.state = "revoked"

    def _conclude(self, case: Case, who: Who, choice: int, at: datetime) -> None:
        assert case.posted
        case.posted.concluded = True

    def _issue(self, case: Case, who: Who, choice: int, at: datetime) -> None:
        assert case.posted
        waiting = self._on(case.posted, "publicised")
        case.posted.issued = True
        case.posted.filing = "draft" if any(each.by_committee for each in waiting) else ""
        for each in waiting:
            each.state = "qualified"

    def _hand_in_after(self, case: Case, who: Who, choice: int, at: datetime) -> None:
        assert case.posted
        case.posted.filing = "submitted"

    def _register_after(self, case: Case, who: Who, choice: int, at: datetime) -> None:
        assert case.posted
        case.posted.filing = "filed"

    def _certify(self, case: Case, who: Who, choice: int, at: datetime) -> None:
        assert case.posted
        for each in self._on(case.posted, "qualified"):
            each.state = "certified"

    def _revoke(self, case: Case, who: Who, choice: int, at: datetime) -> None:
        case.state = "revoked"

    # Small answers

    def _is(self, status: str) -> bool:
        return self.meeting == status

    def _judged(self) -> list[Case]:
        return [case for case in self.cases if case.state == "in_committee"]

    def _passed_with(self, case: Case) -> list[Case]:
        """Give every case that passed at the same office, if this one did."""
        passed = [each for each in self.cases if each.state == "passed" and each.office == case.office]
        return passed if case.state == "passed" else []

    def _on(self, posted: Posted, state: str) -> list[Case]:
        return [self.cases[place] for place in posted.cases if self.cases[place].state == state]

    def _goes_on(self, who: Who, together: list[Case]) -> bool:
        return bool(together) and all(case.applicant != who.person for case in together)

    def _agreed(self) -> list[tuple[Case, tuple[int, int]]]:
        """Give who has two thirds of enough members, with his rank (C37)."""
        agreed = []
        for case in self._judged():
            assert case.count
            yes, no, abstained, score, again = case.count
            present = yes + no + abstained
            if 3 * present >= 2 * SEATS and 3 * yes >= 2 * present:
                agreed.append((case, (score, again or 0)))
        return agreed

    def _inside(self) -> list[Case]:
        """Give who passes: of those agreed the best, as many as the rate leaves places; equals on the cut do not."""
        agreed, places = self._agreed(), len(self._judged()) * self.rate // 100
        if len(agreed) <= places:
            return [case for case, _rank in agreed]
        first_out = sorted((rank for _case, rank in agreed), reverse=True)[places]
        return [case for case, rank in agreed if rank > first_out]

    def is_cut_open(self) -> bool:
        """Tell whether equals lie on the cut of whom one has not been voted on again; all are counted."""
        judged = self._judged()
        places = len(judged) * self.rate // 100
        if not places or any(case.count is None for case in judged):
            return False
        agreed = self._agreed()
        if len(agreed) <= places:
            return False
        ranks = sorted((rank for _case, rank in agreed), reverse=True)
        equals = [case for case, rank in agreed if rank == ranks[places]]
        return ranks[places - 1] == ranks[places] and any(case.count and case.count[4] is None for case in equals)

    def edges(self) -> list[datetime]:
        """Give the moments at which something opens or runs out."""
        lists = [case.posted for case in self.cases if case.posted]
        ends = [end_of_day(posted.last_day) for posted in lists]
        if self.starts_at:
            day = day_of(self.starts_at)
            ends += [end_of_day(day - timedelta(days=DAYS_BEFORE)), start_of_day(day), end_of_day(day)]
        return ends
