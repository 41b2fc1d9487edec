"""One step of an application: the transition, its save, its event."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django_fsm import ConcurrentTransition, TransitionNotAllowed

from accounts.acting import Act
from applications.enums import State, Transition
from applications.models import Application, Event
from applications.rules.refusal import Refusal, Refused


def locked(application_id: int) -> Application:
    """Give the application with its row locked until the transaction ends; raises `Application.DoesNotExist`."""
    return Application.objects.select_for_update().get(pk=application_id)


def carry_out(
    step: Callable[..., Any], act: Act, *, comment: str = "", reasons: tuple[str, ...] = (), **facts: Any
) -> Event:
    """Take one step (a bound transition method) with its facts, save it under the optimistic lock, add its event.

    To be called inside a transaction that holds the application's row. Raises `Refused`: with the rules that said
    no, with the state when the step does not exist from here, or when somebody else was first.
    """
    application: Application = step.__self__  # type: ignore[attr-defined]
    name, source = Transition(step.__name__), application.state
    try:
        step(act, **facts)
    except TransitionNotAllowed:
        raise Refused(_not_from_here(name, State(source))) from None
    if application.state != source:
        application.state_since = act.at
    try:
        application.save()
    except ConcurrentTransition:
        raise Refused(Refusal(_("刚才已有人办理过这件申报。"), remedy=_("请刷新页面，看现在的状态。"))) from None
    return record(application, name, source, act, comment=comment, reasons=reasons)


def record(
    application: Application,
    name: Transition,
    source: str,
    act: Act,
    *,
    comment: str = "",
    reasons: tuple[str, ...] = (),
) -> Event:
    """Add one event to the application's chain; the caller holds the application's row (C44)."""
    last = Event.objects.filter(application=application).order_by("-sequence").first()
    return Event.objects.create(
        application=application,
        sequence=last.sequence + 1 if last else 1,
        transition=name,
        source=source,
        target=application.state,
        at=act.at,
        actor=act.user,
        actor_name=act.name,
        unit_name=act.unit_name,
        reasons=list(reasons),
        comment=comment,
        address=act.address,
        previous=last.digest if last else "",
    )


def _not_from_here(name: Transition, state: State) -> Refusal:
    return Refusal(
        _("这件申报现在是“%(state)s”，不能办理“%(step)s”。") % {"state": state.label, "step": name.label},
        remedy=_("请刷新页面，看现在的状态。"),
    )
