"""Letting several applications go on at once: each under its own lock, each with its own answer (C25, C44)."""

from collections.abc import Iterable
from dataclasses import dataclass

from accounts.acting import Act
from applications.models import Application, Event
from applications.rules.refusal import Refused
from review.services.desk.conclusions import onward


@dataclass(frozen=True)
class Outcome:
    """What became of one application of the bulk: its event, or why it was refused."""

    application: Application
    event: Event | None = None
    refused: str = ""


def let_pass(chosen: Iterable[tuple[Application, int]], *, act: Act) -> list[Outcome]:
    """Pass, or accept, each chosen application whose checklist is clean (C25).

    `chosen`: applications with the submission that the reviewer saw. One that is refused does not hold up the others.
    """
    return [_one(application, submission, act) for application, submission in chosen]


def _one(application: Application, submission: int, act: Act) -> Outcome:
    try:
        event = onward(application.state)(application.pk, submission=submission, act=act)
    except Refused as refused:
        return Outcome(application, refused="".join(str(refusal) for refusal in refused.refusals))
    return Outcome(application, event)
