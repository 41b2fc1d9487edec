"""What a rehearsal prints: final states, clauses, invariants. The same seed gives the same text, to the byte."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from applications.enums import State
from applications.rules.conflicts import Conflict
from applications.rules.deadlines import publicity_period
from campaigns.enums import WindowKind
from campaigns.rules.calendar import day_of, days_from
from hetian_titles.invariants import findings_as_data
from hetian_titles.rehearsal.ledger import CLAUSES
from hetian_titles.rehearsal.play import Played
from hetian_titles.rehearsal.stage import Stage

WIDTH = 100


def table(played: Played, conflicts: list[Conflict]) -> str:
    """Give the whole text, a line each: states, clauses with an example, invariants, conflicts."""
    return "\n".join(
        [
            f"{played.stage.campaign.name}，{played.stage.people}人，种子{played.stage.seed}",
            "",
            "最后的状态",
            *_states(played),
            "",
            "条款：决定了多少次，其中拒绝多少次，例",
            *_clauses(played),
            "",
            "意外：几人会遇到，几件留下了全部痕迹",
            *_mishaps(played),
            "",
            "核对：看了多少处，不成立多少处",
            *_invariants(played),
            "",
            "排在一起的冲突",
            *(f"  {conflict.clause}  {conflict.words}" for conflict in conflicts),
            "",
            *(f"不行：{failure}" for failure in played.failures),
        ]
    )


def _states(played: Played) -> Iterator[str]:
    for state in State:
        yield f"  {played.states.get(state, 0):6}  {state.label}"
    yield f"  {len(played.people) - sum(played.states.values()):6}  没有报上"


def _clauses(played: Played) -> Iterator[str]:
    ledger = played.ledger
    for clause in CLAUSES:
        counts = f"{ledger.counts[clause]:6} {ledger.refusals[clause]:6}"
        yield f"  {clause} {counts}  {ledger.examples.get(clause, '没有')[:WIDTH]}"


def _mishaps(played: Played) -> Iterator[str]:
    for mishap, due, bit in played.mishaps:
        yield f"  {due:6} {bit:6}  {mishap.value}"


def _invariants(played: Played) -> Iterator[str]:
    for finding in played.findings:
        words = finding.invariant.words
        yield f"  {finding.checked:6} {len(finding.breaches):6}  {finding.invariant.key}：{words}"
        for breach in finding.breaches[:3]:
            yield f"                 {breach.where}：{breach.what}"


def as_data(played: Played, conflicts: list[Conflict]) -> dict[str, Any]:
    """Give the same as plain data for the page: states, clauses, invariants, dates, who waited where, conflicts."""
    ledger = played.ledger
    return {
        "people": played.stage.people,
        "seed": played.stage.seed,
        "states": [[str(state.label), played.states[state]] for state in State if played.states.get(state)],
        "clauses": [
            [clause, ledger.counts[clause], ledger.refusals[clause], ledger.examples.get(clause, "")[:WIDTH]]
            for clause in CLAUSES
        ],
        "invariants": findings_as_data(played.findings),
        "dates": _dates(played.stage),
        "desks": [desk.as_data(played.stage.offices[desk.office].name) for desk in played.desks.busiest()],
        "conflicts": [[conflict.clause, conflict.words] for conflict in conflicts],
        "failures": played.failures,
    }


def _dates(stage: Stage) -> dict[str, Any]:
    """Give the prefecture's windows with the publicity of results, the first to close in front, and the days of rest."""
    spans = [(str(kind.label), stage.windows[kind]) for kind in WindowKind if kind in stage.windows]
    windows = [(label, each.opens_at and day_of(each.opens_at), day_of(each.closes_at)) for label, each in spans]
    days = sorted([*windows, _publicity(stage)], key=lambda window: window[2])
    first, last = day_of(stage.opens(WindowKind.FILING)), days[-1][2]
    return {
        "first": first.isoformat(),
        "review_closes": day_of(stage.closes(WindowKind.REVIEW)).isoformat(),
        "windows": [
            [str(label), opens and opens.isoformat(), closes.isoformat()] for label, opens, closes in days
        ],
        "rest": [day.isoformat() for day in days_from(first, last) if not stage.calendar.is_workday(day)],
    }


def _publicity(stage: Stage) -> tuple[str, date, date]:
    """Give the latest publicity of results: of what the last meeting decided (C08)."""
    posted = stage.calendar.add_workdays(day_of(stage.closes(WindowKind.MEETING)), 1)
    period = publicity_period(posted, workdays=stage.campaign.publicity_days, calendar=stage.calendar)
    return "结果公示（最后一批）", posted, period.last_day
