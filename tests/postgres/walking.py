"""A random walk: whoever, whatever, whenever, through the services, each deed compared with a small model.

The model asks no database; it says of each deed whether it must succeed. The services must agree; a refusal leaves every
row as it was; after every step each invariant of the portal holds. HETIAN_WAYS=3000 walks that many ways, new ones each
time, and makes the one that fails as short as it can, which takes minutes.
"""

import os
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, run_state_machine_as_test

from applications.rules.refusal import Refused
from hetian_titles.invariants import examine_all

WAYS = int(os.environ.get("HETIAN_WAYS", "0"))
TOUCHED = ("applications_", "payments_", "review_", "accounts_message", "accounts_integrity", "campaigns_sequence")


def rows_as_they_are() -> str:
    """Give a digest of every row that a deed could touch."""
    tables = [name for name in connection.introspection.table_names() if name.startswith(TOUCHED)]
    parts = [f"SELECT '{name}', md5(string_agg(t::text, '' ORDER BY t.id)) FROM {name} t" for name in tables]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts))
        return repr(sorted(cursor.fetchall()))


class Walk(RuleBasedStateMachine):
    """One way, in a transaction that is undone at its end. A deed is named by whatever arguments the four below take."""

    start: datetime

    def __init__(self) -> None:
        super().__init__()
        self.whole = transaction.atomic()
        self.whole.__enter__()
        self.now, self.turn, self.changed = self.start, 0, False

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.whole.__exit__(None, None, None)

    def exists(self, *deed: Any) -> bool:
        """Tell whether there is anything that the deed could be done to."""
        raise NotImplementedError

    def may(self, *deed: Any) -> bool:
        """Tell whether the model says that the deed must succeed."""
        raise NotImplementedError

    def happens(self, *deed: Any) -> None:
        """Let the deed have happened in the model."""
        raise NotImplementedError

    def does(self, *deed: Any) -> None:
        """Do it in the portal; raises `Refused`."""
        raise NotImplementedError

    def tries(self, *deed: Any) -> None:
        """Do it here and there; the outcomes agree, and a refusal changes nothing."""
        if not self.exists(*deed):
            return
        if self.may(*deed):
            refused = self.refusal(*deed)
            assert refused is None, f"refused at {self.now}: {deed}: {refused}"
            self.happens(*deed)
            self.changed = True
        else:
            self.are_refused(deed)

    def are_refused(self, *deeds: tuple[Any, ...]) -> None:
        """None of the deeds succeeds, and none leaves a trace."""
        before = rows_as_they_are()
        for deed in deeds:
            assert self.refusal(*deed), f"done at {self.now}: {deed}"
        assert rows_as_they_are() == before

    def refusal(self, *deed: Any) -> Refused | None:
        """Do it in the portal; give why it was refused, or None."""
        self.turn += 1
        try:
            with transaction.atomic():
                self.does(*deed)
        except Refused as refused:
            return refused
        return None

    @invariant()
    def every_invariant_holds(self) -> None:
        """Where nothing changed since it was looked at, nothing else can be found."""
        if self.changed:
            assert [finding.breaches for finding in examine_all() if finding.breaches] == []
        self.changed = False


def walk(machine: type[Walk], *, ways: int, steps: int = 20) -> None:
    """Walk `ways` ways of up to `steps` rules each, always the same ones, or HETIAN_WAYS new ones."""
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=WAYS or ways,
            stateful_step_count=steps,
            derandomize=not WAYS,
            phases=(Phase.generate, Phase.shrink) if WAYS else (Phase.generate,),
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
