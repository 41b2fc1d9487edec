"""How often each clause of the notice decided something in a rehearsal, with the first example of it."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from applications.rules.findings import Assessment
from applications.rules.refusal import Refused
from campaigns.rules.calendar import BEIJING

CLAUSES = tuple(f"C{number:02}" for number in range(1, 49))


@dataclass
class Ledger:
    """Counts and first examples, by clause."""

    counts: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)
    refusals: Counter[str] = field(default_factory=Counter)

    def note(self, clause: str, example: str, times: int = 1) -> None:
        """Write down that a clause decided something, `times` times."""
        if times > 0:
            self.counts[clause] += times
            self.examples.setdefault(clause, example)

    def refused(self, refused: Refused, who: str, at: datetime) -> None:
        """Write down every rule that refused an act; an example of a refusal goes before any other."""
        for refusal in refused.refusals:
            if not refusal.clause:
                continue
            self.counts[refusal.clause] += 1
            if not self.refusals[refusal.clause]:
                self.examples[refusal.clause] = f"{who}，{at.astimezone(BEIJING):%m-%d %H:%M:%S}：{refusal.text}"
            self.refusals[refusal.clause] += 1

    def assessed(self, assessment: Assessment, who: str) -> None:
        """Write down what each rule about the person answered."""
        for finding in (*assessment.meets, *assessment.fails, *assessment.needs_person):
            self.note(finding.clause, f"{who}：{finding.text}")

    def add(self, other: "Ledger") -> None:
        """Add what another troupe wrote down; its refusal goes before an example here that is none."""
        for clause, example in other.examples.items():
            if other.refusals[clause] and not self.refusals[clause]:
                self.examples[clause] = example
            self.examples.setdefault(clause, example)
        self.counts += other.counts
        self.refusals += other.refusals

    def silent(self) -> list[str]:
        """Give the clauses that decided nothing."""
        return [clause for clause in CLAUSES if not self.counts[clause]]
