"""How far an act reaches over applications, as conditions for whatever belongs to one."""

from django.db.models import Q

from accounts.acting import Act
from accounts.enums import DivisionKind


def in_area(act: Act, path: str = "") -> Q:
    """Give the condition that something lies in a supervisor's area: all for the prefecture, else his county (C24).

    `path`: how its application is reached, as `application__`; nothing where it is one.
    """
    if act.own_office.division.kind == DivisionKind.PREFECTURE:
        return Q()
    return Q(**{f"{path}employer__division": act.own_office.division_id})
