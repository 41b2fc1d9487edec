"""Telling the people of an application something; each occasion has a key, so that it is said once."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.urls import NoReverseMatch, reverse

from accounts.models import Membership, Message, User
from accounts.services import messages
from accounts.statements import Statement
from applications.models import Application

MEMBERS = Statement(
    lambda employer, applicant: (
        User.objects.filter(memberships__employer=employer, memberships__is_active=True, is_active=True)
        .exclude(pk=applicant)
        .distinct()
        .only("email")
    ),
    int,
    int,
)


def tell_applicant(application: Application, *, occasion: str, subject: str, body: str, at: datetime) -> None:
    """Tell the applicant; `occasion` names what happened, once an application."""
    messages.tell_all([to_applicant(application, occasion=occasion, subject=subject, body=body, at=at)])


def to_applicant(application: Application, *, occasion: str, subject: str, body: str, at: datetime) -> Message:
    """Give the message to the applicant, to be told."""
    key = f"application:{application.pk}:{occasion}"
    link = page("applications:home")
    return Message(user=application.applicant, key=key, subject=subject, body=body, link=link, created_at=at)


def to_employer(
    application: Application, *, occasion: str, subject: str, body: str, at: datetime
) -> Iterator[Message]:
    """Give the messages to everybody who acts for the employer, but not the applicant himself, to be told (C26)."""
    key, link = f"application:{application.pk}:{occasion}", page("employer:case", application.number)
    for user in members_of_employer(application):
        yield Message(user=user, key=f"{key}:{user.pk}", subject=subject, body=body, link=link, created_at=at)


def members_of_employer(application: Application) -> list[User]:
    """Give the people who act for the employer, but not the applicant himself, with what telling them takes."""
    return MEMBERS.all(application.employer_id or 0, application.applicant_id)


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
    messages.tell_all(
        Message(user=user, key=f"{occasion}:{user.pk}", subject=subject, body=body, link=link, created_at=at)
        for user in users
    )


def page(name: str, *args: object) -> str:
    """Give the path of a page by name, or an empty text where the page does not exist (yet)."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
