"""The ledger counts what decided something, and shows a refusal before any other example."""

from applications.rules.refusal import Refusal, Refused
from hetian_titles.rehearsal.ledger import CLAUSES, Ledger
from tests.factories import beijing


def test_a_refusal_is_the_example():
    """C16: counted as decided and as refused; its words go before what only happened."""
    ledger = Ledger()
    ledger.note("C16", "退回后改到03-10")
    ledger.refused(
        Refused(Refusal("修改的时间已经截止。", "C16"), Refusal("没有条款")), "张三", beijing(2025, 3, 4)
    )
    assert (ledger.counts["C16"], ledger.refusals["C16"]) == (2, 1)
    assert ledger.examples["C16"] == "张三，03-04 00:00:00：修改的时间已经截止。"


def test_what_decided_nothing_is_named():
    ledger = Ledger()
    for clause in CLAUSES[:-1]:
        ledger.note(clause, "例")
    ledger.note("C48", "没有一次", times=0)
    assert ledger.silent() == ["C48"]
