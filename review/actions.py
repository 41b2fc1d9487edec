"""What a title office may do with a case now; for what it may not, the rule that says no stands beside the button."""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django_fsm import TransitionNotAllowed

from accounts.acting import Act
from applications.enums import DECIDED_WELL, State
from applications.models import Application
from applications.rules.refusal import Refusal, Refused
from campaigns.enums import Kind


@dataclass(frozen=True)
class Action:
    """One action of the page: its name in addresses, its label, and the refusals that stand against it now."""

    name: str
    label: str | Promise
    refusals: tuple[Refusal, ...] = ()

    @property
    def is_open(self) -> bool:
        return not self.refusals


def actions_on(application: Application, act: Act) -> list[Action]:
    """Give the actions of the present state, tried on a copy that is thrown away."""
    if application.state == State.ACCEPTED:
        return _on_accepted(application, act)
    if application.state in DECIDED_WELL:
        refusals = _trial(application, "revoke", act, finding=str(_("（待填）")))
        return [Action("revoke", _("撤销资格"), refusals)]
    return []


def _on_accepted(application: Application, act: Act) -> list[Action]:
    actions = []
    if application.originals_confirmed_at is None:
        due: datetime | None = application.paper_due_at
        refusals = _trial(application, "confirm_originals", act, copies=2, originals_seen=True, due=due)
        actions.append(Action("originals", _("现场核验原件"), refusals))
    if application.kind != Kind.REVIEW:
        refusals = _trial(application, "determine_pass", act, needs_committee=False)
        actions.append(Action("determine", _("审定"), refusals))
    return actions


def _trial(application: Application, step: str, act: Act, **facts: Any) -> tuple[Refusal, ...]:
    trial: Callable[..., Any] = getattr(copy(application), step)
    try:
        trial(act, **facts)
    except Refused as refused:
        return refused.refusals
    except TransitionNotAllowed:
        return (Refusal(_("现在的状态不能办理这一步。")),)
    return ()
