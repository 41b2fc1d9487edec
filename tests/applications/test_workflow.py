"""Every transition of `workflow.py`: who may, who may not, from where, when not, and which fields it wrote.

No database: an application in memory, every capacity that a person can act in, every state, one broken fact at a time.
What a step leaves in the rows (event, messages) is in `test_what_a_step_leaves.py`.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django_fsm import TransitionNotAllowed

from accounts.acting import Act
from accounts.enums import Role
from accounts.models import Membership, User
from applications.enums import ENDED, State
from applications.models import Application
from applications.rules.refusal import Refusal, Refused
from tests.factories import beijing

AT = beijing(2025, 3, 4, 10)
INSTANT = timedelta(microseconds=1)
PERSON, EMPLOYER, FIRST, SECOND, PANEL = 1, 21, 31, 32, 33
ELSEWHERE = 99
OFFICE_ROLES = [role for role in Role if role not in Role.of_employer()]
UNITS = {"first": FIRST, "second": SECOND, "panel": PANEL, "another": ELSEWHERE}


def acting(user: int, role: Role | None = None, **unit: int) -> Act:
    """Give an act of a person at AT, for himself or in a role for a unit; nothing is saved."""
    membership = Membership(role=role, user_id=user, **unit) if role else None
    return Act(at=AT, user=User(pk=user, name="某人"), membership=membership)


def capacities() -> dict[str, Act]:
    """Give every capacity by a name: the applicant himself, others, every role in every unit, the portal."""
    found = {"portal": Act.by_portal(AT), "applicant": acting(PERSON), "stranger": acting(2)}
    for role in Role.of_employer():
        for place, unit in {"own": EMPLOYER, "another": ELSEWHERE}.items():
            found[f"{role} of {place}"] = acting(3, Role(role), employer_id=unit)
            found[f"applicant as {role} of {place}"] = acting(PERSON, Role(role), employer_id=unit)
    for role in OFFICE_ROLES:
        for place, unit in UNITS.items():
            found[f"{role} of {place}"] = acting(4, role, office_id=unit)
            found[f"applicant as {role} of {place}"] = acting(PERSON, role, office_id=unit)
    return found


APPLICANT = ("applicant",)
UNIT = ("employer_clerk of own", "employer_head of own")
FIRST_OFFICE = ("reviewer of first", "title_officer of first")
SECOND_OFFICE = ("reviewer of second", "title_officer of second")
OFFICER = ("title_officer of second",)
SECRETARY = ("committee_secretary of panel",)
GAP = Refusal("缺", "C15")


@dataclass(frozen=True)
class Step:
    """A transition from one state: what is true when it may be taken, who may, what breaks it, what it writes."""

    name: str
    source: State
    target: State
    who: tuple[str, ...]
    facts: dict[str, Any] = field(default_factory=dict)
    #: Fields of the application beside those of `application_in`.
    having: dict[str, Any] = field(default_factory=dict)
    #: One broken fact (of `facts`, else a field), and the clause that refuses it.
    broken: tuple[tuple[str, Any, str], ...] = ()
    writes: dict[str, Any] = field(default_factory=dict)
    #: What still goes: boundaries of a fact.
    fine: tuple[tuple[str, Any], ...] = ()


OPEN = {"opens": AT - timedelta(days=1), "closes": AT + timedelta(days=1)}
EDGES: tuple[tuple[str, Any], ...] = (("closes", AT), ("opens", AT), ("opens", None))


def shut(clause: str) -> tuple[tuple[str, Any, str], ...]:
    """Give a window that closed an instant ago, and one that opens in an instant."""
    return (("closes", AT - INSTANT, clause), ("opens", AT + INSTANT, clause))


MARKED: dict[str, Any] = {"unmarked": (), "faults": 0}
NOT_CLEAR = (("unmarked", ("学历",), "C25"), ("faults", 1, "C25"))
COUNTED = {"office_id": PANEL, "certified": True}
SEEN = {"originals_confirmed_at": AT - timedelta(days=1)}
PAID = {"fee_amount": Decimal(280), "fee_settled_at": AT - timedelta(days=1)}
FILING = {**OPEN, "listed_until": None, "obstacles": (), "commitment_signed": True, "offices": (1, 2)}
SUBMIT = Step(
    "submit",
    State.DRAFT,
    State.EMPLOYER_CHECK,
    APPLICANT,
    facts=FILING,
    broken=(
        *shut("C05"),
        ("listed_until", date(2027, 4, 30), "C45"),
        ("obstacles", (GAP,), "C15"),
        ("commitment_signed", False, "C14"),
    ),
    fine=EDGES,
    writes={"submitted_at": AT, "initial_office_id": 1, "final_office_id": 2},
)
START_NOTICE = Step(
    "start_notice",
    State.EMPLOYER_CHECK,
    State.EMPLOYER_NOTICE,
    UNIT,
    facts={"opinion_complete": True, "workdays": 5, "least": 5},
    broken=(("opinion_complete", False, "C43"), ("workdays", 4, "C26")),
    fine=(("workdays", 6),),
)
FORWARD = Step(
    "forward",
    State.EMPLOYER_NOTICE,
    State.INITIAL_REVIEW,
    UNIT,
    facts={**OPEN, "notice_concluded": True, "open_objections": 0, "missing_scans": ()},
    broken=(
        ("notice_concluded", False, "C26"),
        ("open_objections", 1, "C26"),
        ("missing_scans", ("推荐报告",), "C20"),
        *shut("C06"),
    ),
    fine=EDGES,
    writes={"submissions_used": 1},
)
ACCEPT = Step(
    "accept",
    State.FINAL_REVIEW,
    State.ACCEPTED,
    SECOND_OFFICE,
    facts=MARKED
    | {
        "print_due": AT + timedelta(days=7),
        "paper_due": AT + timedelta(days=9),
        "fee_amount": Decimal(280),
        "fee_due": AT + timedelta(days=20),
    },
    broken=NOT_CLEAR,
    writes={
        "accepted_at": AT,
        "print_due_at": AT + timedelta(days=7),
        "paper_due_at": AT + timedelta(days=9),
        "fee_amount": Decimal(280),
        "fee_due_at": AT + timedelta(days=20),
    },
)
SWEEP_REJECTS = Step(
    "reject",
    State.RETURNED,
    State.REJECTED,
    ("portal",),
    facts={"reason_codes": ("R02",)},
    having={"correction_due": AT - INSTANT},
    broken=(("correction_due", AT, "C18"), ("reason_codes", (), "C24")),
    writes={"decided_at": AT},
)
CONFIRM = Step(
    "confirm_originals",
    State.ACCEPTED,
    State.ACCEPTED,
    OFFICER,
    facts={"copies": 2, "originals_seen": True, "due": AT + timedelta(days=9)},
    broken=(
        ("copies", 1, "C39"),
        ("copies", 3, "C39"),
        ("originals_seen", False, "C39"),
        ("due", AT - INSTANT, "C06"),
        ("originals_confirmed_at", AT, ""),
    ),
    fine=(("due", AT),),
    writes={"originals_confirmed_at": AT},
)
ENTER = Step(
    "enter_committee",
    State.ACCEPTED,
    State.IN_COMMITTEE,
    SECRETARY,
    facts={"office_id": PANEL, "hidden": (), "committee_filed": True},
    having=SEEN | PAID,
    broken=(
        ("hidden", (Refusal("副本没有做成。", "C21"),), "C21"),
        ("committee_filed", False, "C33"),
        ("originals_confirmed_at", None, "C39"),
        ("fee_settled_at", None, "C36"),
    ),
    fine=(("fee_amount", None),),
)
DETERMINE_PASS = Step(
    "determine_pass",
    State.ACCEPTED,
    State.PASSED,
    OFFICER,
    facts={"needs_committee": False},
    having=SEEN | PAID,
    broken=(
        ("needs_committee", True, "C40"),
        ("originals_confirmed_at", None, "C39"),
        ("fee_settled_at", None, "C36"),
    ),
    writes={"decided_at": AT},
)
DETERMINE_FAIL = Step(
    "determine_fail",
    State.ACCEPTED,
    State.FAILED,
    OFFICER,
    facts={"needs_committee": False, "why": "不符合条件"},
    having=SEEN,
    broken=(("needs_committee", True, "C40"), ("originals_confirmed_at", None, "C39"), ("why", " ", "C24")),
    fine=(("fee_amount", Decimal(140)),),
    writes={"decided_at": AT},
)
PASS_REVIEW = Step(
    "pass_review",
    State.IN_COMMITTEE,
    State.PASSED,
    SECRETARY,
    facts=COUNTED | {"agreed": True},
    broken=(("certified", False, "C37"), ("agreed", False, "C37")),
    writes={"decided_at": AT},
)
FAIL_REVIEW = Step(
    "fail_review",
    State.IN_COMMITTEE,
    State.FAILED,
    SECRETARY,
    facts=COUNTED | {"agreed": False},
    broken=(("certified", False, "C37"), ("agreed", True, "C37")),
    writes={"decided_at": AT},
)
UPHOLD = Step(
    "uphold_objection",
    State.PUBLICISED,
    State.REVOKED,
    OFFICER,
    facts={"finding": "业绩不实"},
    broken=(("finding", " ", "C24"),),
    writes={"decided_at": AT},
)
ISSUE = Step(
    "issue",
    State.PUBLICISED,
    State.QUALIFIED,
    OFFICER,
    facts={"publicity_over": True, "open_objections": 0, "document_signed": True},
    broken=(("publicity_over", False, "C08"), ("open_objections", 1, "C08"), ("document_signed", False, "C10")),
)
CERTIFY = Step(
    "certify",
    State.QUALIFIED,
    State.CERTIFIED,
    OFFICER,
    facts={"filing_made": True},
    broken=(("filing_made", False, "C33"),),
)


def returns(source: State, who: tuple[str, ...]) -> Step:
    return Step(
        "return_for_correction",
        source,
        State.RETURNED,
        who,
        facts={"unmarked": (), "faults": 2, "limit": 3, "due": AT + timedelta(days=2)},
        having={"submissions_used": 2},
        broken=(
            ("unmarked", ("学历",), "C25"),
            ("faults", 0, "C24"),
            ("submissions_used", 3, "C18"),
            ("due", AT, "C18"),
        ),
        fine=(("due", AT + INSTANT),),
        writes={"returned_from": source, "returned_at": AT, "correction_due": AT + timedelta(days=2)},
    )


def resubmits(stage: State) -> Step:
    return Step(
        "resubmit",
        State.RETURNED,
        stage,
        APPLICANT,
        facts={"obstacles": (), "unanswered": 0, "commitment_signed": True},
        having={"returned_from": stage, "submissions_used": 1},
        broken=(
            ("correction_due", AT - INSTANT, "C16"),
            ("unanswered", 1, "C16"),
            ("obstacles", (GAP,), "C15"),
            ("commitment_signed", False, "C14"),
        ),
        fine=(("correction_due", AT),),
        writes={"submissions_used": 2},
    )


def rejects(source: State, who: tuple[str, ...]) -> Step:
    return Step(
        "reject",
        source,
        State.REJECTED,
        who,
        facts={"reason_codes": ("E01",), "unmarked": ()},
        broken=(("reason_codes", (), "C24"), ("unmarked", ("学历",), "C25")),
        writes={"decided_at": AT},
    )


def gives_back(source: State) -> Step:
    facts, broken = {"reason": "姓名写错"}, (("reason", "  ", "C24"),)
    return Step("return_to_applicant", source, State.DRAFT, UNIT, facts=facts, broken=broken)


def lapses(source: State) -> Step:
    facts = {"due": AT - INSTANT, "what": "申报时间", "clause": "C05"}
    return Step("lapse", source, State.LAPSED, ("portal",), facts=facts, broken=(("due", AT, "C05"),))


def revokes(source: State) -> Step:
    facts, broken = {"finding": "伪造学历"}, (("finding", " ", "C45"),)
    return Step("revoke", source, State.REVOKED, OFFICER, facts=facts, broken=broken)


BEFORE_THE_COMMITTEE = (
    State.DRAFT,
    State.EMPLOYER_CHECK,
    State.EMPLOYER_NOTICE,
    State.INITIAL_REVIEW,
    State.FINAL_REVIEW,
    State.RETURNED,
    State.ACCEPTED,
)
STEPS = (
    SUBMIT,
    gives_back(State.EMPLOYER_CHECK),
    gives_back(State.EMPLOYER_NOTICE),
    START_NOTICE,
    FORWARD,
    returns(State.INITIAL_REVIEW, FIRST_OFFICE),
    returns(State.FINAL_REVIEW, SECOND_OFFICE),
    resubmits(State.INITIAL_REVIEW),
    resubmits(State.FINAL_REVIEW),
    Step("pass_initial", State.INITIAL_REVIEW, State.FINAL_REVIEW, FIRST_OFFICE, facts=MARKED, broken=NOT_CLEAR),
    ACCEPT,
    rejects(State.INITIAL_REVIEW, FIRST_OFFICE),
    rejects(State.FINAL_REVIEW, SECOND_OFFICE),
    SWEEP_REJECTS,
    CONFIRM,
    ENTER,
    DETERMINE_PASS,
    DETERMINE_FAIL,
    PASS_REVIEW,
    FAIL_REVIEW,
    Step("publicise", State.PASSED, State.PUBLICISED, OFFICER),
    UPHOLD,
    ISSUE,
    CERTIFY,
    *(Step("withdraw", source, State.WITHDRAWN, APPLICANT) for source in BEFORE_THE_COMMITTEE),
    lapses(State.DRAFT),
    lapses(State.ACCEPTED),
    *(revokes(source) for source in (State.PASSED, State.PUBLICISED, State.QUALIFIED, State.CERTIFIED)),
)
each_step = pytest.mark.parametrize("step", STEPS, ids=lambda step: f"{step.name}-{step.source}")


def application_in(state: State, **fields: Any) -> Application:
    """Give an application in memory, with its people and offices."""
    given: dict[str, Any] = {
        "pk": 7,
        "state": state,
        "applicant_id": PERSON,
        "employer_id": EMPLOYER,
        "initial_office_id": FIRST,
        "final_office_id": SECOND,
        "submissions_used": 0,
        "returned_from": State.INITIAL_REVIEW if state == State.RETURNED else "",
        "correction_due": AT + timedelta(days=1) if state == State.RETURNED else None,
    }
    return Application(**(given | fields))


def take(step: Step, act: Act, **changed: Any) -> Application:
    """Take the step with one thing changed, a fact or a field; give the application, or raise as the step does."""
    own = {name: value for name, value in changed.items() if name not in step.facts}
    row = application_in(step.source, **(step.having | own))
    facts = step.facts | {name: value for name, value in changed.items() if name in step.facts}
    getattr(row, step.name)(act, **facts)
    return row


def of(step: Step) -> Act:
    return capacities()[step.who[0]]


def fields_of(row: Application) -> dict[str, Any]:
    return {each.attname: getattr(row, each.attname) for each in Application._meta.concrete_fields}


def clauses(refused: Any) -> set[str]:
    return {refusal.clause for refusal in refused.value.refusals}


def test_the_table_holds_every_transition_from_every_state() -> None:
    """A transition, or a state that it leaves from, cannot be added or lost unseen."""
    real: set[tuple[str, str]] = set()
    for way in Application(state=State.DRAFT).get_all_state_transitions():  # type: ignore[attr-defined]
        real.add((way.name, str(way.source)))
    assert {(step.name, str(step.source)) for step in STEPS} == real


def test_nothing_leaves_an_end() -> None:
    """What ended stays ended; a failed, refused, lapsed, withdrawn or revoked case has no way on."""
    ended = {State.FAILED, State.REJECTED, State.LAPSED, State.WITHDRAWN, State.REVOKED}
    assert set(ENDED) == ended
    assert not ended & {step.source for step in STEPS}


@each_step
def test_who_may_and_who_may_not(step: Step) -> None:
    """C18, C26, C38, C40, C44: in every capacity but the right ones the step is refused, and changes nothing."""
    allowed = set()
    for name, act in capacities().items():
        row = application_in(step.source, **step.having)
        before = fields_of(row)
        try:
            getattr(row, step.name)(act, **step.facts)
            allowed.add(name)
        except Refused:
            assert fields_of(row) == before, name
    assert allowed == set(step.who)


@each_step
def test_from_no_other_state(step: Step) -> None:
    """The step does not exist from a state that the table does not name for it."""
    sources = {other.source for other in STEPS if other.name == step.name}
    for state in set(State) - sources:
        row = application_in(state, **step.having)
        with pytest.raises(TransitionNotAllowed):
            getattr(row, step.name)(of(step), **step.facts)
        assert row.state == state


BROKEN = [
    pytest.param(step, name, value, clause, id=f"{step.name}-{step.source}-{name}-{value}")
    for step in STEPS
    for name, value, clause in step.broken
]


@pytest.mark.parametrize(("step", "name", "value", "clause"), BROKEN)
def test_one_broken_fact_refuses_with_its_clause(step: Step, name: str, value: Any, clause: str) -> None:
    """Each guard refuses alone, names its clause, says something, and nothing is written."""
    with pytest.raises(Refused) as refused:
        take(step, of(step), **{name: value})
    assert clauses(refused) == {clause}
    assert all(str(refusal.text).strip() for refusal in refused.value.refusals)


@each_step
def test_at_the_boundary_it_still_goes(step: Step) -> None:
    """C05, C06, C16: the last instant and the first one count."""
    for name, value in step.fine:
        assert take(step, of(step), **{name: value}).state == step.target


@pytest.mark.parametrize("step", [ENTER, DETERMINE_PASS], ids=lambda step: step.name)
def test_what_costs_nothing_owes_nothing(step: Step) -> None:
    """C36: without a fee there is nothing to settle."""
    assert take(step, of(step), fee_amount=None, fee_settled_at=None).state == step.target


@each_step
def test_what_it_wrote(step: Step) -> None:
    """Only the state and the fields that the step is for."""
    before = fields_of(application_in(step.source, **step.having))
    changed = {name: value for name, value in fields_of(take(step, of(step))).items() if value != before[name]}
    wanted = {"state": step.target, **step.writes}
    assert changed == {name: value for name, value in wanted.items() if value != before[name]}


@each_step
def test_every_rule_that_refuses_is_told_at_once(step: Step) -> None:
    """C24: whatever stands in the way is named together, not one after the other."""
    first = {name: (value, clause) for name, value, clause in reversed(step.broken)}
    with pytest.raises(Refused) as refused:
        take(step, acting(2), **{name: value for name, (value, _) in first.items()})
    assert {clause for _, clause in first.values()} <= clauses(refused)
    assert len(refused.value.refusals) >= len(first) + (not first)
