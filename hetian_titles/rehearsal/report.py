"""What a rehearsal prints: final states, clauses, invariants. The same seed gives the same text, to the byte."""

from collections.abc import Iterator
from datetime import date
from functools import cached_property
from typing import Any

from applications.enums import State
from applications.rules.conflicts import Conflict, conflicts_of
from applications.rules.deadlines import publicity_period
from campaigns.enums import WindowKind
from campaigns.rules.calendar import day_of, days_from
from hetian_titles.invariants import findings_as_data
from hetian_titles.rehearsal.desks import busiest, overloaded
from hetian_titles.rehearsal.ledger import CLAUSES
from hetian_titles.rehearsal.outcome import Outcome
from hetian_titles.rehearsal.plots import Mishap
from hetian_titles.rehearsal.stage import Stage

WIDTH = 100


class Report:
    """What came of a rehearsal of a stage's campaign, as text and as plain data."""

    def __init__(self, stage: Stage, outcome: Outcome) -> None:
        self.stage, self.outcome = stage, outcome

    @cached_property
    def conflicts(self) -> list[Conflict]:
        """The dates that do not go together, and the desks with more cases than hours."""
        stage, names = self.stage, {office.pk: office.name for office in self.stage.offices.values()}
        closes = day_of(stage.closes(WindowKind.REVIEW))
        return [
            *conflicts_of(stage.campaign, stage.windows, stage.calendar),
            *overloaded(self.outcome.loads.values(), closes, names),
        ]

    @cached_property
    def table(self) -> str:
        """The whole text: states, clauses with an example, mishaps, invariants, conflicts, a line each."""
        return "\n".join(
            [
                f"{self.stage.campaign.name}，{self.stage.people}人，种子{self.stage.seed}",
                "",
                "最后的状态",
                *self._states(),
                "",
                "条款：决定了多少次，其中拒绝多少次，例",
                *self._clauses(),
                "",
                "意外：几人会遇到，几件留下了全部痕迹",
                *self._mishaps(),
                "",
                "核对：看了多少处，不成立多少处",
                *self._invariants(),
                "",
                "排在一起的冲突",
                *(f"  {conflict.clause}  {conflict.words}" for conflict in self.conflicts),
                "",
                *(f"不行：{failure}" for failure in self.outcome.failures),
            ]
        )

    def _states(self) -> Iterator[str]:
        states = self.outcome.states
        for state in State:
            yield f"  {states[state]:6}  {state.label}"
        yield f"  {self.outcome.people - states.total():6}  没有报上"

    def _clauses(self) -> Iterator[str]:
        ledger = self.outcome.ledger
        for clause in CLAUSES:
            counts = f"{ledger.counts[clause]:6} {ledger.refusals[clause]:6}"
            yield f"  {clause} {counts}  {ledger.examples.get(clause, '没有')[:WIDTH]}"

    def _mishaps(self) -> Iterator[str]:
        for mishap in Mishap:
            yield f"  {self.outcome.due[mishap]:6} {self.outcome.bit[mishap]:6}  {mishap.value}"

    def _invariants(self) -> Iterator[str]:
        for finding in self.outcome.findings:
            words = finding.invariant.words
            yield f"  {finding.checked:6} {len(finding.breaches):6}  {finding.invariant.key}：{words}"
            for breach in finding.breaches[:3]:
                yield f"                 {breach.where}：{breach.what}"

    @cached_property
    def data(self) -> dict[str, Any]:
        """The same as plain data for the page: states, clauses, invariants, dates, who waited where, conflicts."""
        ledger, outcome = self.outcome.ledger, self.outcome
        return {
            "people": self.stage.people,
            "seed": self.stage.seed,
            "states": [[str(state.label), outcome.states[state]] for state in State if outcome.states[state]],
            "clauses": [
                [clause, ledger.counts[clause], ledger.refusals[clause], ledger.examples.get(clause, "")[:WIDTH]]
                for clause in CLAUSES
            ],
            "invariants": findings_as_data(outcome.findings),
            "dates": _dates(self.stage),
            "desks": [
                load.as_data(self.stage.offices[load.office].name) for load in busiest(outcome.loads.values())
            ],
            "conflicts": [[conflict.clause, conflict.words] for conflict in self.conflicts],
            "failures": outcome.failures,
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
