"""Who may open an uploaded file (404 for everybody else)."""

from django.db.models import Q, QuerySet

from accounts.acting import Act
from accounts.enums import Role
from applications.enums import State
from applications.models import Material, Transfer
from applications.selectors.reach import in_area, routed

READERS = (Role.REVIEWER, Role.TITLE_OFFICER)


def materials_visible_to(act: Act) -> QuerySet[Material]:
    """Give the materials that may be opened in this capacity.

    The applicant sees his own. His employer, once he has submitted; the first office on the route and the supervisor
    of the area, once it was forwarded; the second office, once the first has passed it (C38, C40). Nobody reads his
    own case in an office's or employer's name. A file taken out is seen by others only where a submission holds it.
    """
    rows = Material.objects.select_related("file", "application")
    if act.user is None:
        return rows.none()
    if act.membership is None:
        return rows.filter(application__applicant=act.user)
    kept = Q(removed_at=None) | Q(submissions__isnull=False)
    others = rows.filter(kept).exclude(application__applicant=act.user).exclude(application__state=State.DRAFT)
    return others.filter(_in_reach(act)).distinct()


def _in_reach(act: Act) -> Q:
    nothing = Q(pk__in=[])
    if act.role in Role.of_employer():
        return Q(application__employer=act.employer, application__submitted_at__isnull=False)
    if act.role == Role.SUPERVISOR:
        return Q(application__submissions_used__gte=1) & in_area(act, "application__")
    if act.role in READERS:
        return routed(act, "application__")
    return nothing


def transfers_visible_to(act: Act) -> QuerySet[Transfer]:
    """Give the transfers that may be gone on with: whoever began one, for the same application, until it expires."""
    rows = Transfer.objects.select_related("material").filter(expires_at__gt=act.at)
    if act.user is None or act.membership is not None:
        return rows.none()
    return rows.filter(begun_by=act.user, application__applicant=act.user)
