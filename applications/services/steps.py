"""One step of an application: the transition, its save, its event."""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext as _
from django_fsm import ConcurrentTransition, TransitionNotAllowed

from accounts.acting import Act
from accounts.statements import Statement
from applications.enums import State, Transition
from applications.models import Application, Event
from applications.rules.refusal import Refusal, Refused

#: What messages and papers name of an application.
BESIDE = ("campaign", "applicant", "employer", "series", "specialty", "title", "initial_office", "final_office")
LOCKED = Statement(lambda pk: Application.objects.select_for_update().filter(pk=pk), int)
LOCKED_WHOLE = Statement(
    lambda pk: Application.objects.select_for_update(of=("self",)).select_related(*BESIDE).filter(pk=pk),
    int,
)
LAST_EVENT = Statement(
    lambda pk: Event.objects.filter(application=pk).order_by("-sequence").values_list("sequence", "digest")[:1],
    int,
)


def locked(application_id: int) -> Application:
    """Give the application with its row locked until the transaction ends; raises `Application.DoesNotExist`."""
    return LOCKED.get(application_id)


def locked_whole(application_id: int) -> Application:
    """Give the same with all that messages and papers name of it at hand."""
    return LOCKED_WHOLE.get(application_id)


def locked_all(application_ids: Iterable[int]) -> list[Application]:
    """Give several applications as `locked` does, in the order of their keys, in one statement."""
    wanted = set(application_ids)
    found = list(Application.objects.select_for_update().filter(pk__in=wanted).order_by("pk"))
    if len(found) != len(wanted):
        raise Application.DoesNotExist
    return found


def carry_out(
    step: Callable[..., Any], act: Act, *, comment: str = "", reasons: tuple[str, ...] = (), **facts: Any
) -> Event:
    """Take one step (a bound transition method) with its facts, save it under the optimistic lock, add its event.

    To be called inside a transaction that holds the application's row. Raises `Refused`: with the rules that said
    no, with the state when the step does not exist from here, or when somebody else was first.
    """
    application: Application = step.__self__  # type: ignore[attr-defined]
    name, source, before = Transition(step.__name__), application.state, vars(application).copy()
    try:
        step(act, **facts)
    except TransitionNotAllowed:
        raise Refused(_not_from_here(name, State(source))) from None
    if application.state != source:
        application.state_since = act.at
    try:
        application.save(update_fields=_changed(application, before))
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
    [(sequence, digest)] = LAST_EVENT.tuples(application.pk) or [(0, "")]
    return Event.objects.create(
        application=application,
        sequence=sequence + 1,
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
        previous=digest,
    )


def _changed(application: Application, before: dict[str, Any]) -> set[str]:
    """Give the fields that a step has set; the state is among them even where it stays, for the optimistic lock."""
    return {
        field.name
        for field in application._meta.concrete_fields
        if field.attname == "state" or getattr(application, field.attname) != before[field.attname]
    }


def _not_from_here(name: Transition, state: State) -> Refusal:
    return Refusal(
        _("这件申报现在是“%(state)s”，不能办理“%(step)s”。") % {"state": state.label, "step": name.label},
        remedy=_("请刷新页面，看现在的状态。"),
    )
