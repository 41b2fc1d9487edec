"""Which employers one may see, and which office answers for one."""

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from accounts.acting import Act
from accounts.enums import EmployerStatus, OfficeKind, Role
from accounts.models import Employer, EmployerDecision, Membership, Office


def _has_county_office() -> Exists:
    return Exists(Office.objects.filter(kind=OfficeKind.COUNTY_HR, division=OuterRef("division")))


def employers_for_office(act: Act) -> QuerySet[Employer]:
    """Give the employers that the acting office confirms: its own county's.

    A division without a county office (地直) falls to the prefecture's title office.
    """
    office = act.office
    employers = Employer.objects.select_related("division", "decided_by")
    if office and office.kind == OfficeKind.COUNTY_HR and act.role == Role.REVIEWER:
        return employers.filter(division=office.division_id)
    if office and office.kind == OfficeKind.TITLE_OFFICE and act.role == Role.TITLE_OFFICER:
        return employers.filter(~_has_county_office())
    return employers.none()


def confirming_memberships(employer: Employer) -> list[Membership]:
    """Give the officers who confirm an employer, to be told that it waits."""
    county = Membership.objects.filter(
        is_active=True,
        role=Role.REVIEWER,
        office__kind=OfficeKind.COUNTY_HR,
        office__division=employer.division_id,
    )
    if Office.objects.filter(kind=OfficeKind.COUNTY_HR, division=employer.division_id).exists():
        return list(county.select_related("user"))
    title = Membership.objects.filter(
        is_active=True, role=Role.TITLE_OFFICER, office__kind=OfficeKind.TITLE_OFFICE
    )
    return list(title.select_related("user"))


def confirming_office(employer: Employer) -> Office | None:
    """Give the office that confirms an employer, whose telephone its page shows."""
    county = Office.objects.filter(kind=OfficeKind.COUNTY_HR, division=employer.division_id).first()
    return county or Office.objects.filter(kind=OfficeKind.TITLE_OFFICE).first()


def own_employers(act: Act) -> QuerySet[Employer]:
    """Give the employer one acts for; and, acting for oneself, those one has signed up and that are not confirmed."""
    employers = Employer.objects.select_related("division", "decided_by")
    if act.membership:
        return employers.filter(memberships=act.membership)
    undecided = Q(status__in=[EmployerStatus.PENDING, EmployerStatus.REFUSED])
    heads = Membership.objects.filter(user=act.user, role=Role.EMPLOYER_HEAD)
    return employers.filter(undecided, pk__in=heads.values("employer"))


def licences_visible_to(act: Act) -> QuerySet[Employer]:
    """Give the employers whose licence one may open: the office that confirms them, and themselves."""
    return (employers_for_office(act) | own_employers(act)).exclude(licence="").distinct()


def staff_of(employer: Employer) -> list[Membership]:
    """Give who acts for an employer, heads first."""
    rows = employer.memberships.filter(is_active=True).select_related("user")
    return sorted(rows, key=lambda row: (row.role != Role.EMPLOYER_HEAD, row.pk))


def removable_clerks(act: Act) -> QuerySet[Membership]:
    """Give the clerks whom the acting head may remove: his own employer's, active."""
    if act.role != Role.EMPLOYER_HEAD:
        return Membership.objects.none()
    return Membership.objects.filter(employer=act.employer, role=Role.EMPLOYER_CLERK, is_active=True)


def refused_employers(act: Act) -> QuerySet[Employer]:
    """Give the employers one has signed up and that were refused, to be corrected."""
    return own_employers(act).filter(status=EmployerStatus.REFUSED)


def heads_of(employer: Employer) -> list[Membership]:
    """Give who signed an employer up, whether or not it is confirmed yet."""
    return list(employer.memberships.filter(role=Role.EMPLOYER_HEAD).select_related("user"))


def decisions_on(employer: Employer) -> list[EmployerDecision]:
    """Give every decision on an employer that another one followed, newest first."""
    rows = employer.decisions.select_related("decided_by")
    return list(rows.exclude(decided_at=employer.decided_at) if employer.decided_at else rows)


def counted_states(employers: QuerySet[Employer]) -> list[tuple[str, str, int]]:
    """Give each state with its name and how many of the employers are in it, in one query."""
    counts = {row["status"]: row["n"] for row in employers.order_by().values("status").annotate(n=Count("pk"))}
    return [(value, str(label), counts.get(value, 0)) for value, label in EmployerStatus.choices]
