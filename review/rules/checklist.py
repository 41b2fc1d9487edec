"""What a checklist allows: which items are still open, which conclusions are possible, and why one is not (C24, C25)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from applications.enums import State, Transition, Verdict


@dataclass(frozen=True)
class Standing:
    """Where a review stands: labels of the items still open, and the number of faults pinned."""

    total: int
    unmarked: tuple[str, ...]
    faults: int

    @property
    def marked(self) -> int:
        return self.total - len(self.unmarked)

    @property
    def is_clean(self) -> bool:
        """Whether every item is marked and nothing is wrong, so that the application can go on."""
        return not self.unmarked and not self.faults


def standing(items: Iterable[tuple[int, str]], verdicts: Mapping[int, str], faults: Mapping[int, int]) -> Standing:
    """Give where a review stands (C25).

    `items`: id and label of every checklist item; `verdicts`: the marks by item; `faults`: how many are pinned to an
    item. An item marked as a problem stays open until a fault is pinned to it, for a return names every fault (C24).
    """
    listed = list(items)
    still_open = [_said(label, verdicts.get(pk)) for pk, label in listed if _is_open(pk, verdicts, faults)]
    return Standing(len(listed), tuple(still_open), sum(faults.values()))


def _is_open(item: int, verdicts: Mapping[int, str], faults: Mapping[int, int]) -> bool:
    verdict = verdicts.get(item)
    return not verdict or (verdict == Verdict.PROBLEM and not faults.get(item))


def _said(label: str, verdict: str | None) -> str:
    return _("%(item)s（还没有钉上问题）") % {"item": label} if verdict == Verdict.PROBLEM else label


@dataclass(frozen=True)
class Choice:
    """One conclusion as the desk offers it: what its button says, and why it cannot be used yet (empty: it can)."""

    name: str
    label: str
    why_not: str = ""

    @property
    def is_refusal(self) -> bool:
        return self.name == Transition.REJECT


def may_return(used: int, limit: int, due: datetime, at: datetime) -> bool:
    """Tell whether a return is still possible: a further submission to come, and time to correct (C17, C18)."""
    return used < limit and due > at


def choices(state: str, stands: Standing, *, returnable: bool) -> tuple[Choice, ...]:
    """Give the conclusions of a stage in the order of the desk.

    `returnable`: see `may_return`; where a return is no longer possible only acceptance and refusal are left (C18).
    """
    unmarked = _("先核完全部项目。") if stands.unmarked else ""
    onward = Choice(*_onward(state), unmarked or (_("还有问题没有解决。") if stands.faults else ""))
    refusal = Choice(Transition.REJECT, _("不予受理"), unmarked)
    if not returnable:
        return (onward, refusal)
    label = _("退回修改，%(count)d处") % {"count": stands.faults} if stands.faults else _("退回修改")
    back = Choice(
        Transition.RETURN_FOR_CORRECTION, label, unmarked or ("" if stands.faults else _("没有钉上问题。"))
    )
    return (back, onward, refusal)


def _onward(state: str) -> tuple[str, str]:
    if state == State.INITIAL_REVIEW:
        return Transition.PASS_INITIAL, _("通过初审")
    return Transition.ACCEPT, _("接收材料")
