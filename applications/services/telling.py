"""Telling the people of an application something; each occasion has a key, so that it is said once."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import NoReverseMatch, reverse

from accounts.models import Membership, User
from accounts.services.messages import tell
from applications.models import Application


def tell_applicant(application: Application, *, occasion: str, subject: str, body: str, at: datetime) -> None:
    """Tell the applicant; `occasion` names what happened, once an application."""
    tell(
        application.applicant,
        key=f"application:{application.pk}:{occasion}",
        subject=subject,
        body=body,
        at=at,
        link=page("applications:home"),
    )


def tell_employer(application: Application, *, occasion: str, subject: str, body: str, at: datetime) -> None:
    """Tell everybody who acts for the employer, but not the applicant himself (C26)."""
    members = User.objects.filter(
        memberships__employer=application.employer_id, memberships__is_active=True, is_active=True
    )
    tell_all(
        members.exclude(pk=application.applicant_id).distinct(),
        occasion=f"application:{application.pk}:{occasion}",
        subject=subject,
        body=body,
        at=at,
        link=page("employer:case", application.number),
    )


def members_of_office(office_id: int, *, roles: Iterable[str] = ()) -> list[User]:
    """Give the people who act for an office, in one of the roles if any are named."""
    members = Membership.objects.filter(office=office_id, is_active=True, user__is_active=True)
    if roles:
        members = members.filter(role__in=list(roles))
    return list(User.objects.filter(memberships__in=members).distinct())


def tell_all(
    users: Iterable[User], *, occasion: str, subject: str, body: str, at: datetime, link: str = ""
) -> None:
    """Tell several people the same, each under a key of his own."""
    for user in users:
        tell(user, key=f"{occasion}:{user.pk}", subject=subject, body=body, at=at, link=link)


def page(name: str, *args: object) -> str:
    """Give the path of a page by name, or an empty text where the page does not exist (yet)."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
