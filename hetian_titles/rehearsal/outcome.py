"""What a rehearsal found, in figures that add up: of one stage, or of several troupes together."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from applications.invariants import Finding
from campaigns.models import Campaign
from hetian_titles.invariants import examine_all
from hetian_titles.rehearsal import evidence
from hetian_titles.rehearsal.desks import Load
from hetian_titles.rehearsal.ledger import Ledger
from hetian_titles.rehearsal.play import Played
from hetian_titles.rehearsal.plots import Mishap
from hetian_titles.rehearsal.traces import bitten


@dataclass
class Outcome:
    """How many people ended where, what decided, what each desk had to do, and whether all of it holds.

    `due` counts how many were to suffer a mishap, `bit` those of whom every trace of it is there.
    """

    people: int
    states: Counter[str]
    ledger: Ledger
    loads: dict[int, Load]
    findings: list[Finding]
    due: Counter[Mishap]
    bit: Counter[Mishap]

    @property
    def failures(self) -> list[str]:
        """Give in words what must not be: a clause that decided nothing, an invariant that broke."""
        broken = [f"{each.invariant.key}：{len(each.breaches)}处不成立" for each in self.findings if each.breaches]
        return [f"{clause}没有决定过任何事" for clause in self.ledger.silent()] + broken

    def add(self, other: "Outcome") -> None:
        """Add what another troupe found by the same rules."""
        self.people += other.people
        self.states += other.states
        self.ledger.add(other.ledger)
        for office, load in other.loads.items():
            if office in self.loads:
                self.loads[office].add(load)
            else:
                self.loads[office] = load
        self.findings = [_both(*pair) for pair in zip(self.findings, other.findings, strict=True)]
        self.due += other.due
        self.bit += other.bit


def _both(one: Finding, other: Finding) -> Finding:
    return replace(one, checked=one.checked + other.checked, breaches=one.breaches + other.breaches)


def outcome_of(played: Played, campaign: Campaign) -> Outcome:
    """Look at everything that a play left in the database."""
    evidence.weigh(campaign, played.stage.ledger)
    due, bit = bitten(played.stage, played.people)
    return Outcome(
        people=len(played.people),
        states=evidence.final_states(campaign),
        ledger=played.stage.ledger,
        loads=played.desks.loads,
        findings=list(examine_all()),
        due=due,
        bit=bit,
    )


def together(outcomes: Iterable[Outcome]) -> Outcome:
    """Give the outcomes of several troupes as one, the first one's examples in front."""
    first, *others = outcomes
    for other in others:
        first.add(other)
    return first
