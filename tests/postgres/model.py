"""A small model of the way of an application: who may do what, when, and what then holds. It asks no database.

Written from the notice and `workflow.md`, not from the code: states by name, dates by their own arithmetic. The machine
in `test_way.py` does everything twice, here and through the services, and compares.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from campaigns.rules.calendar import DAY, WorkingCalendar, day_of, end_of_day, start_of_day

FILING_ENDS = end_of_day(date(2025, 3, 6))
REVIEW_OPENS, REVIEW_ENDS = start_of_day(date(2025, 2, 20)), end_of_day(date(2025, 3, 15))
PAPER_ENDS, FEE_ENDS = end_of_day(date(2025, 3, 25)), end_of_day(date(2025, 3, 30))
ON_THE_WAY = timedelta(minutes=2)
ENDED = ("rejected", "lapsed", "withdrawn", "failed")
AT_EMPLOYER = ("employer_check", "employer_notice")
IN_REVIEW = ("initial_review", "final_review")


class Deed(StrEnum):
    """What somebody may try with a case."""

    SUBMIT = "submit"
    WRITE = "write"
    WITHDRAW = "withdraw"
    ANSWER = "answer"
    RESUBMIT = "resubmit"
    RECOMMEND = "recommend"
    POST = "post"
    OBJECT = "object"
    SETTLE = "settle"
    CONCLUDE = "conclude"
    FORWARD = "forward"
    GIVE_BACK = "give_back"
    MARK = "mark"
    PIN = "pin"
    UNPIN = "unpin"
    RETURN = "return"
    PASS = "pass"
    ACCEPT = "accept"
    REFUSE = "refuse"
    SEE_ORIGINALS = "see_originals"
    BOOK_FEE = "book_fee"
    DETERMINE = "determine"


APPLICANTS = (Deed.SUBMIT, Deed.WRITE, Deed.WITHDRAW, Deed.ANSWER, Deed.RESUBMIT)
EMPLOYERS = (
    Deed.RECOMMEND,
    Deed.POST,
    Deed.OBJECT,
    Deed.SETTLE,
    Deed.CONCLUDE,
    Deed.FORWARD,
    Deed.GIVE_BACK,
)
REVIEWERS = (Deed.MARK, Deed.PIN, Deed.UNPIN, Deed.RETURN, Deed.PASS, Deed.ACCEPT, Deed.REFUSE)
#: What leads on, what is due last first; the others go round or end.
STRAIGHT = (
    Deed.DETERMINE,
    Deed.BOOK_FEE,
    Deed.SEE_ORIGINALS,
    Deed.ACCEPT,
    Deed.PASS,
    Deed.RESUBMIT,
    Deed.ANSWER,
    Deed.RETURN,
    Deed.MARK,
    Deed.FORWARD,
    Deed.CONCLUDE,
    Deed.POST,
    Deed.RECOMMEND,
    Deed.SUBMIT,
)
ONWARD = (*STRAIGHT, Deed.PIN)


@dataclass(frozen=True)
class Who:
    """Somebody in a capacity: a person by name, and for whom and as what he acts (nobody: for himself)."""

    person: str
    unit: str = ""
    role: str = ""


@dataclass
class Case:
    """One application as the model knows it; `offices`: who reviews first, who decides."""

    applicant: str
    employer: str
    offices: tuple[str, str]
    fee: bool
    by_committee: bool
    calendar: WorkingCalendar
    state: str = "draft"
    recommended: bool = False
    notice_ends: date | None = None
    concluded: bool = False
    objections: int = 0
    used: int = 0
    marked: bool = False
    faults: int = 0
    unanswered: int = 0
    returned_from: str = ""
    correction_ends: datetime | None = None
    accepted_at: datetime | None = None
    paper_ends: datetime | None = None
    fee_ends: datetime | None = None
    proved: bool = False
    paid: bool = False
    trail: list[str] = field(default_factory=list)

    # What may be tried at all: there is something to unpin, to settle, to pay

    def exists(self, deed: Deed) -> bool:
        """Tell whether there is anything that the deed could be done to."""
        there = {
            Deed.UNPIN: self.faults > 0 and self.state in IN_REVIEW,
            Deed.SETTLE: self.objections > 0,
            Deed.BOOK_FEE: self.accepted_at is not None and self.fee,
            Deed.CONCLUDE: self.notice_ends is not None,
            Deed.OBJECT: self.notice_ends is not None,
        }
        return there.get(deed, True)

    def is_done(self, deed: Deed) -> bool:
        """Tell whether the deed may be done again and would change nothing that the model knows."""
        return {Deed.MARK: self.marked, Deed.RECOMMEND: self.recommended}.get(deed, False)

    # Who

    def is_his(self, who: Who, deed: Deed) -> bool:
        """Tell whether the deed belongs to this person in this capacity; nobody handles his own application."""
        if deed in APPLICANTS:
            return who == Who(self.applicant)
        if who.person == self.applicant:
            return False
        if deed in EMPLOYERS:
            return who.unit == self.employer
        first, second = self.offices
        if deed in REVIEWERS:
            office = first if self.state == "initial_review" else second
            return who.unit == office and who.role in ("reviewer", "title_officer")
        return who.unit == second and who.role == "title_officer"

    # When and in what state

    def may(self, who: Who, deed: Deed, at: datetime) -> bool:
        """Tell whether the deed must succeed."""
        return self.is_his(who, deed) and bool(getattr(self, f"_may_{deed}")(at))

    def _may_submit(self, at: datetime) -> bool:
        return self.state == "draft" and at <= FILING_ENDS

    def _may_write(self, at: datetime) -> bool:
        return self.state in ("draft", "returned")

    def _may_withdraw(self, at: datetime) -> bool:
        return self.state in ("draft", *AT_EMPLOYER, *IN_REVIEW, "returned", "accepted")

    def _may_answer(self, at: datetime) -> bool:
        return self._may_correct(at) and self.unanswered > 0

    def _may_correct(self, at: datetime) -> bool:
        return self.state == "returned" and at <= (self.correction_ends or at)

    def _may_resubmit(self, at: datetime) -> bool:
        return self._may_correct(at) and not self.unanswered

    def _may_recommend(self, at: datetime) -> bool:
        return self.state == "employer_check"

    def _may_post(self, at: datetime) -> bool:
        return self.state == "employer_check" and self.recommended

    def _may_object(self, at: datetime) -> bool:
        return self.state == "employer_notice"

    def _may_settle(self, at: datetime) -> bool:
        return self.state == "employer_notice"

    def _may_conclude(self, at: datetime) -> bool:
        over = self.notice_ends is not None and day_of(at) > self.notice_ends
        return self.state == "employer_notice" and over and not self.concluded and not self.objections

    def _may_forward(self, at: datetime) -> bool:
        in_time = REVIEW_OPENS <= at <= REVIEW_ENDS
        return self.state == "employer_notice" and self.concluded and not self.objections and in_time

    def _may_give_back(self, at: datetime) -> bool:
        return self.state in AT_EMPLOYER

    def _may_mark(self, at: datetime) -> bool:
        return self.state in IN_REVIEW

    _may_pin = _may_unpin = _may_mark

    def _may_return(self, at: datetime) -> bool:
        in_time = self.correction_from(at) > at
        return self.state in IN_REVIEW and self.marked and self.faults > 0 and self.used < 3 and in_time

    def _may_pass(self, at: datetime) -> bool:
        return self.state == "initial_review" and self.marked and not self.faults

    def _may_accept(self, at: datetime) -> bool:
        return self.state == "final_review" and self.marked and not self.faults

    def _may_refuse(self, at: datetime) -> bool:
        return self.state in IN_REVIEW and self.marked

    def _may_see_originals(self, at: datetime) -> bool:
        return self.state == "accepted" and not self.proved and at <= (self.paper_ends or at)

    def _may_book_fee(self, at: datetime) -> bool:
        return self.state == "accepted" and not self.paid and day_of(at) <= day_of(self.fee_ends or at)

    def _may_determine(self, at: datetime) -> bool:
        return self.state == "accepted" and not self.by_committee and self.proved

    # What then holds

    def do(self, deed: Deed, at: datetime) -> None:
        """Let the deed have happened."""
        getattr(self, f"_{deed}")(at)
        self.trail.append(deed)

    def _submit(self, at: datetime) -> None:
        self.state = "employer_check"

    def _write(self, at: datetime) -> None:
        """Nothing that the model knows of: a text is no state."""

    def _withdraw(self, at: datetime) -> None:
        self.state = "withdrawn"

    def _answer(self, at: datetime) -> None:
        self.unanswered = 0

    def _resubmit(self, at: datetime) -> None:
        self._arrive(self.returned_from)
        self.used += 1

    def _recommend(self, at: datetime) -> None:
        self.recommended = True

    def _post(self, at: datetime) -> None:
        self.state, self.concluded = "employer_notice", False
        self.notice_ends = self.calendar.add_workdays(day_of(at), 5)

    def _object(self, at: datetime) -> None:
        self.objections += 1
        self.concluded = False

    def _settle(self, at: datetime) -> None:
        self.objections -= 1

    def _conclude(self, at: datetime) -> None:
        self.concluded = True

    def _forward(self, at: datetime) -> None:
        self._arrive("initial_review")
        self.used = 1

    def _give_back(self, at: datetime) -> None:
        self.state, self.notice_ends, self.concluded, self.objections = "draft", None, False, 0

    def _mark(self, at: datetime) -> None:
        self.marked = True

    def _pin(self, at: datetime) -> None:
        self.faults += 1

    def _unpin(self, at: datetime) -> None:
        self.faults -= 1
        self.marked = self.marked and self.faults > 0

    def _return(self, at: datetime) -> None:
        self.returned_from, self.correction_ends = self.state, self.correction_from(at)
        self.state, self.unanswered = "returned", self.faults

    def _pass(self, at: datetime) -> None:
        self._arrive("final_review")

    def _accept(self, at: datetime) -> None:
        self.state, self.accepted_at = "accepted", at
        self.paper_ends = self.after_acceptance(at, PAPER_ENDS)
        self.fee_ends = self.after_acceptance(at, FEE_ENDS) if self.fee else None

    def _refuse(self, at: datetime) -> None:
        self.state = "rejected"

    def _see_originals(self, at: datetime) -> None:
        self.proved = True

    def _book_fee(self, at: datetime) -> None:
        self.paid = True

    def _determine(self, at: datetime) -> None:
        self.state = "passed"

    def _arrive(self, stage: str) -> None:
        self.state, self.marked, self.faults = stage, False, 0

    # Dates

    def correction_from(self, at: datetime) -> datetime:
        """Give the end of the second day after `at`, on a working day, but not beyond the review (C16, C18)."""
        day = day_of(at) + 2 * DAY
        while not self.calendar.is_workday(day):
            day += DAY
        return min(end_of_day(day), REVIEW_ENDS)

    def after_acceptance(self, at: datetime, ends: datetime) -> datetime:
        """Give `ends`, or for who was accepted on its day or later five working days (C06, C07, C39)."""
        own = end_of_day(self.calendar.add_workdays(day_of(at), 5))
        return ends if day_of(at) < day_of(ends) else max(own, ends)

    def edges(self) -> list[datetime]:
        """Give the moments at which something runs out."""
        notice = end_of_day(self.notice_ends) if self.notice_ends else None
        known = (FILING_ENDS, REVIEW_ENDS, notice, self.correction_ends, self.paper_ends, self.booked_by())
        return [moment for moment in known if moment]

    def booked_by(self) -> datetime | None:
        """Give until when a fee paid in time may be booked (C07)."""
        return end_of_day(self.calendar.add_workdays(day_of(self.fee_ends), 5)) if self.fee_ends else None

    def sweep(self, at: datetime) -> None:
        """Let what ran out more than two minutes before `at` have ended."""
        late = at - ON_THE_WAY
        if self.state == "draft" and late > FILING_ENDS:
            self.state = "lapsed"
        elif self.state == "returned" and self.correction_ends and self.correction_ends < late:
            self.state = "rejected"
        elif self.state == "accepted" and self._is_overdue(late):
            self.state = "lapsed"

    def _is_overdue(self, late: datetime) -> bool:
        booked = self.booked_by()
        unproved = not self.proved and self.paper_ends is not None and self.paper_ends < late
        unpaid = self.fee and not self.paid and booked is not None and booked < late
        return unproved or unpaid
