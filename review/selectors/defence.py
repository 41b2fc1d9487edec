"""Who of a meeting is called to his defence when and where, and how that was arranged before (C27)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from review.models import DefenceCall, DefencePlan, Meeting, Tally
from review.rules.meeting_papers import Summons, summoned, turns
from review.selectors.meeting_papers import cases_in

PLANS = 20


@dataclass(frozen=True)
class Called:
    """A case of a meeting with what it is called to; None: in none of several groups yet. turn: in its group, from 1."""

    tally: Tally
    summons: Summons | None
    turn: int


@dataclass(frozen=True)
class Group:
    """What several cases are called to alike, and how many they are."""

    summons: Summons
    cases: int


def called_in(meeting: Meeting) -> list[Called]:
    """Give the cases of a meeting by their codes, each with its call (four queries)."""
    cases = cases_in(meeting)
    plan = plan_of(meeting)
    planned = {call.tally_id: summons_of(call) for call in plan.calls.all()} if plan else {}
    calls = summoned([tally.pk for tally in cases], planned, Summons(meeting.starts_at, meeting.place))
    return [Called(*each) for each in zip(cases, calls, turns(calls), strict=True)]


def groups_of(calls: Iterable[Summons | None]) -> list[Group]:
    """Give the groups that calls make, in the order of their time; a case in none is left out."""
    counted = Counter(each for each in calls if each)
    found = sorted(counted, key=lambda each: (each.starts_at, each.group, each.place))
    return [Group(each, counted[each]) for each in found]


def plan_of(meeting: Meeting) -> DefencePlan | None:
    """Give the plan that counts, or None where everybody is called to the meeting itself."""
    return meeting.defence_plans.order_by("-pk").first()


def plans_of(meeting: Meeting) -> list[tuple[DefencePlan, list[Group]]]:
    """Give the plans of a meeting that were made last, the newest first, each with its groups (two queries)."""
    found = meeting.defence_plans.order_by("-pk").prefetch_related("calls")[:PLANS]
    return [(plan, groups_of(summons_of(call) for call in plan.calls.all())) for plan in found]


def summons_of(call: DefenceCall) -> Summons:
    """Give what a row says."""
    return Summons(call.starts_at, call.place, call.group)
