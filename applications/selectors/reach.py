"""How far an act reaches over applications, as conditions for whatever belongs to one."""

from django.db.models import Exists, OuterRef, Q

from accounts.acting import Act
from accounts.enums import DivisionKind
from applications.enums import Transition
from applications.models import Event


def routed(act: Act, path: str = "") -> Q:
    """Give the condition that something was or is reviewed by the office of the act (C38, C40).

    A case belongs to the first office from its first submission on, to the second once the first has passed it.
    `path`: how the application is reached, as `application__`; nothing where it is one.
    """
    passed = Event.objects.filter(application=OuterRef(f"{path}pk"), transition=Transition.PASS_INITIAL)
    first = Q(**{f"{path}initial_office": act.office, f"{path}submissions_used__gte": 1})
    return first | Q(Exists(passed), **{f"{path}final_office": act.office})


def in_area(act: Act, path: str = "") -> Q:
    """Give the condition that something lies in a supervisor's area: all for the prefecture, else his county (C24).

    `path`: as for `routed`.
    """
    if act.own_office.division.kind == DivisionKind.PREFECTURE:
        return Q()
    return Q(**{f"{path}employer__division": act.own_office.division_id})
