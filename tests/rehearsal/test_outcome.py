"""What several troupes found is added up to one outcome, the same whichever of them ends first."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from applications.invariants import Breach, Finding
from hetian_titles.invariants import every_invariant
from hetian_titles.rehearsal.desks import Load, busiest, overloaded
from hetian_titles.rehearsal.ledger import Ledger
from hetian_titles.rehearsal.outcome import Outcome, together
from hetian_titles.rehearsal.plots import Mishap
from hetian_titles.rehearsal.scratch import Wish
from hetian_titles.rehearsal.troupes import sizes, troupes_of

MONDAY, TUESDAY, LATE = date(2025, 3, 10), date(2025, 3, 11), date(2025, 3, 18)
CLOSES = date(2025, 3, 15)


@pytest.mark.parametrize(
    ("people", "most", "troupes"),
    [(1, 1250, [1]), (1250, 1250, [1250]), (1251, 1250, [626, 625]), (5000, 1250, [1250] * 4), (7, 3, [3, 2, 2])],
)
def test_troupes_are_as_strong_as_each_other(people, most, troupes):
    assert sizes(people, most) == troupes


def test_each_troupe_has_people_of_its_own_and_the_first_keeps_the_papers():
    wish = Wish("2025", 5, "7", Path("/out"), papers=3, most=2)
    first, second, third = troupes_of(wish, Path("/scratch"))
    assert [troupe.wish.people for troupe in (first, second, third)] == [2, 2, 1]
    assert (first.wish.seed, third.wish.seed) == ("7/1", "7/3")
    assert (first.wish.papers, second.wish.papers, third.wish.papers) == (3, 0, 0)
    assert (second.wish.out, second.folder) == (Path("/out/2"), Path("/scratch/2"))


def outcome(**more):
    """Give what a troupe of ten found, with `more` of it."""
    found = {
        "people": 10,
        "states": Counter(certified=8),
        "ledger": Ledger(Counter(C16=2), {"C16": "改到03-10"}),
        "loads": {},
        "findings": [Finding(each, 5) for each in every_invariant()],
        "due": Counter(),
        "bit": Counter(),
    }
    return Outcome(**found | more)


def test_everything_counted_is_added_up():
    first = outcome(due=Counter({Mishap.LATE: 1}), bit=Counter({Mishap.LATE: 1}))
    second = outcome(states=Counter(lapsed=3), due=Counter({Mishap.LATE: 2}))
    whole = together([first, second])
    assert (whole.people, whole.states) == (20, {"certified": 8, "lapsed": 3})
    assert whole.ledger.counts["C16"] == 4
    assert {finding.checked for finding in whole.findings} == {10}
    assert (whole.due[Mishap.LATE], whole.bit[Mishap.LATE]) == (3, 1)


def test_a_refusal_of_any_troupe_is_the_example():
    refused = Ledger(Counter(C16=1, C17=1), {"C16": "已经截止", "C17": "第3次"}, Counter(C16=1))
    ledger = together([outcome(), outcome(ledger=refused)]).ledger
    assert ledger.examples == {"C16": "已经截止", "C17": "第3次"}
    assert together([outcome(), outcome()]).ledger.examples == {"C16": "改到03-10"}


def test_what_breaks_in_one_troupe_breaks_the_rehearsal():
    broken = outcome()
    first, *others = broken.findings
    broken.findings = [Finding(first.invariant, 5, [Breach("2025-P-000001", "状态与日期不符")]), *others]
    failures = together([outcome(), broken]).failures
    assert f"{first.invariant.key}：1处不成立" in failures
    assert "C17没有决定过任何事" in failures


def test_a_desk_has_the_cases_and_the_officers_of_all_troupes():
    """C06: fifty cases a day come to each of two officers, who do forty-five: they are not done when review closes."""
    quiet = Load(2, 1, Counter({MONDAY: 3}), Counter({MONDAY: 3}))
    ours = outcome(loads={1: Load(1, 1, Counter({MONDAY: 50}), Counter({MONDAY: 45, LATE: 5}))})
    theirs = outcome(loads={1: Load(1, 1, Counter({TUESDAY: 60}), Counter({LATE: 60})), 2: quiet})
    loads = together([ours, theirs]).loads
    assert (loads[1].officers, loads[1].handled, loads[1].most) == (2, 110, 65)
    assert loads[1].left[MONDAY] == 5
    assert [load.office for load in busiest(loads.values())] == [1, 2]
    assert overloaded(loads.values(), CLOSES, {1: "和田县人社局"}) == []
    loads[1].came[TUESDAY] += 40
    loads[1].done[LATE] += 40
    (conflict,) = overloaded(loads.values(), CLOSES, {1: "和田县人社局"})
    assert conflict.clause == "C06"
    assert "和田县人社局：2人办理，最多时有105件在等，到3月18日" in conflict.words
