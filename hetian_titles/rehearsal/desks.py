"""What review desks do: one case after the other in the hours of the office, item by item (C16 to C18, C24, C25)."""

from collections import Counter, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from typing import Any

from accounts.acting import Act
from accounts.enums import Role
from applications.enums import REVIEWING, FaultTarget, State, Verdict
from applications.models import Application
from applications.rules.conflicts import Conflict
from applications.services.filing import withdraw
from campaigns.rules.calendar import days_from
from campaigns.rules.wording import short_day
from hetian_titles.rehearsal.cast import Person
from hetian_titles.rehearsal.plots import Mishap
from hetian_titles.rehearsal.stage import Stage, Story, Turn
from review.services.desk import accept, mark_item, onward, pin_fault, reject, return_for_correction

M = Mishap
REVIEWERS = (Role.REVIEWER, Role.TITLE_OFFICER)
#: Hours of the offices, 北京时间, and what one officer needs for one case.
OPENS, CLOSES = time(10), time(19)
A_CASE = timedelta(minutes=12)
A_DAY = 45  # cases that one officer does in the nine hours
FIRST = 1


@dataclass
class Load:
    """What one office's review desk had to do: how many came and were done on each day."""

    office: int
    officers: int
    came: Counter[date] = field(default_factory=Counter)
    done: Counter[date] = field(default_factory=Counter)

    @property
    def handled(self) -> int:
        return self.done.total()

    @property
    def left(self) -> dict[date, int]:
        """How many waited at the end of each day, days of rest among them, from the first case to the last."""
        days = list(days_from(min(self.came), max(self.came | self.done)))
        left = accumulate(self.came[day] - self.done[day] for day in days)
        return dict(zip(days, left, strict=True))

    @property
    def most(self) -> int:
        """How many waited on the worst day."""
        return max(self.left.values(), default=0)

    def as_data(self, name: str) -> dict[str, Any]:
        """Give the desk for the page: each day with how many came and how many waited at its end."""
        return {
            "office": name,
            "officers": self.officers,
            "handled": self.handled,
            "days": [[day.isoformat(), self.came[day], left] for day, left in self.left.items()],
        }

    def add(self, other: "Load") -> None:
        """Add the same desk of another troupe, with its officers."""
        self.officers += other.officers
        self.came += other.came
        self.done += other.done


def busiest(loads: Iterable[Load]) -> list[Load]:
    """Give the desks, the one where most waited first."""
    return sorted(loads, key=lambda load: (-load.most, -load.handled, load.office))


def overloaded(loads: Iterable[Load], closes: date, names: Mapping[int, str]) -> list[Conflict]:
    """Give the desks that were not done on the last day of review: more cases than working hours (C06).

    `names` of the offices by their keys.
    """
    found = []
    for load in busiest(loads):
        last = max((day for day, left in load.left.items() if left or day > closes), default=None)
        if last is None or last <= closes or load.most < load.officers * A_DAY:
            continue
        found.append(
            Conflict(
                "C06",
                f"{names[load.office]}：{load.officers}人办理，最多时有{load.most}件在等，"
                f"到{short_day(last)}才办完，晚于审核截止{short_day(closes)}。",
            )
        )
    return found


@dataclass
class Desk:
    """One office's review desk at work: who waits, and what it has to do."""

    load: Load
    waiting: deque[Person] = field(default_factory=deque)
    at_work: bool = False


class Desks:
    """The desks of all offices."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.known: dict[int, Desk] = {}

    def arrives(self, stage: Stage, person: Person) -> Story:
        """A case comes to the office that reviews it now."""
        application = stage.application(person)
        office = application.reviewing_office_id
        assert office
        desk = self.known.setdefault(office, Desk(Load(office, stage.officers_of(office))))
        desk.waiting.append(person)
        desk.load.came[stage.today] += 1
        if not desk.at_work:
            desk.at_work = True
            stage.start(self._works(desk))
        yield stage.now

    @property
    def loads(self) -> dict[int, Load]:
        """What each office's desk had to do."""
        return {office: desk.load for office, desk in self.known.items()}

    def _works(self, desk: Desk) -> Story:
        """Take one case after the other while the office is open, until none waits."""
        while desk.waiting:
            yield self._next_moment(desk)
            if not self._is_open():
                continue
            person = desk.waiting.popleft()
            _reviews(self.stage, person, desk)
            desk.load.done[self.stage.today] += 1
            yield self.stage.now + A_CASE / desk.load.officers
        desk.at_work = False

    def _is_open(self) -> bool:
        now = self.stage.now.astimezone(self.stage.on(self.stage.today, 0).tzinfo)
        return self.stage.calendar.is_workday(self.stage.today) and OPENS <= now.time() < CLOSES

    def _next_moment(self, desk: Desk) -> datetime:
        if self._is_open():
            return self.stage.now
        today = self.stage.on(self.stage.today, OPENS.hour)
        if self.stage.now < today and self.stage.calendar.is_workday(self.stage.today):
            return today
        return self.stage.workday(1, OPENS.hour)


def _reviews(stage: Stage, person: Person, desk: Desk) -> None:
    """Review one case as its plot wants it."""
    application = stage.application(person)
    if application.state not in REVIEWING:
        return
    act = stage.officer(desk.load.office, *REVIEWERS)
    if _tries_wrongly(stage, person, application, act):
        return
    if _returns(person, application):
        _gives_back(stage, person, application, act)
    elif person.suffers(M.REFUSED):
        _refuse(stage, person, application, act)
    else:
        _lets_pass(stage, person, application, act)


def _tries_wrongly(stage: Stage, person: Person, application: Application, act: Act) -> bool:
    """Try what must be refused; tells whether the case is gone meanwhile, withdrawn by its applicant."""
    used = application.submissions_used
    step = onward(application.state)
    if person.suffers(M.WRONG_OFFICE):
        other = next(pk for (pk, role) in stage.officers if pk != act.own_office.pk and role in REVIEWERS)
        stage.attempt(person, step, person.application, submission=used, act=stage.officer(other, *REVIEWERS))
    if person.suffers(M.UNMARKED):
        stage.attempt(person, step, person.application, submission=used, act=act)
    if person.suffers(M.OLD_PAGE) and used > FIRST:
        stage.attempt(person, step, person.application, submission=used - 1, act=act)
    if person.suffers(M.NO_FAULT):
        _mark_all(stage, application, act)
        stage.attempt(person, return_for_correction, person.application, submission=used, act=act)
    if person.suffers(M.WITHDRAWS_REVIEW):
        withdraw(application_id=person.application, act=stage.oneself(person.user))
        return True
    return False


def _returns(person: Person, application: Application) -> bool:
    """Whether this submission goes back at this stage."""
    used, final = application.submissions_used, application.state == State.FINAL_REVIEW
    if person.suffers(M.RETURNED_BY_FINAL):
        return final and used == FIRST
    times = {
        M.RETURNED_ONCE: 1,
        M.NOT_CORRECTED: 1,
        M.CORRECTED_LATE: 1,
        M.RETURNED_TWICE: 2,
        M.RETURNED_THRICE: 3,
    }
    return not final and any(person.suffers(mishap) and used <= most for mishap, most in times.items())


def _mark_all(stage: Stage, application: Application, act: Act, *, but: str = "") -> None:
    for item in stage.checklist:
        if item != but:
            mark_item(
                application.pk,
                item_key=item,
                verdict=Verdict.OK,
                submission=application.submissions_used,
                act=act,
            )
    stage.ledger.note("C25", f"{application.number}：逐项核对{len(stage.checklist)}项")


def _gives_back(stage: Stage, person: Person, application: Application, act: Act) -> None:
    """Return with a codified reason on the diploma; a third submission cannot go back and is refused (C17, C18)."""
    used = application.submissions_used
    _mark_all(stage, application, act, but="education")
    pin_fault(
        application.pk,
        item_key="education",
        reason_code="M03",
        comment="毕业证书右上角没有拍全，请重新拍，四个角都要在画面里。",
        target=FaultTarget.SLOT,
        target_key="diploma",
        submission=used,
        act=act,
    )
    stage.ledger.note("C24", f"{person}：退回，原因M03")
    back = stage.attempt(person, return_for_correction, application.pk, submission=used, act=act)
    if back is not None:
        stage.pass_to(Turn.CORRECTION, person)
    elif used >= stage.campaign.max_submissions:
        stage.ledger.note("C17", f"{person}：第{used}次提交，不能再退回")
        _refuse_with(stage, person, act, used, "R01", "第三次提交的毕业证书仍然不全。")
    else:
        _refuse_with(stage, person, act, used, "R06", "退回修改的时间已过，毕业证书仍然不全。")


def _refuse(stage: Stage, person: Person, application: Application, act: Act) -> None:
    """Refuse, at first without one of the published reasons (C24)."""
    _mark_all(stage, application, act)
    used = application.submissions_used
    _refuse_with(stage, person, act, used, "X99", "不合适。")
    _refuse_with(stage, person, act, used, "E04", "从事本专业工作的年限不够，时间从毕业后算起。")


def _refuse_with(stage: Stage, person: Person, act: Act, used: int, code: str, words: str) -> None:
    done = stage.attempt(
        person, reject, person.application, submission=used, reason_codes=(code,), comment=words, act=act
    )
    if done is not None:
        clause = "C18" if code in ("R01", "R06") else "C24"
        stage.ledger.note(clause, f"{person}：不予受理，原因{code}")


def _lets_pass(stage: Stage, person: Person, application: Application, act: Act) -> None:
    _mark_all(stage, application, act)
    step = onward(application.state)
    done = stage.attempt(person, step, application.pk, submission=application.submissions_used, act=act)
    if done is None:
        return
    stage.pass_to(Turn.ACCEPTED if step is accept else Turn.REVIEW, person)
