"""Every room's invariants together, and who is told when one is broken."""

import logging
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.services.messages import tell
from applications import invariants as applications
from applications.invariants import Finding, Invariant, examine
from campaigns.rules.calendar import day_of
from documents.store import StoreAway
from payments import invariants as payments
from review import invariants as review

log = logging.getLogger(__name__)
TOLD = 20
UNREAD = gettext_lazy("现在读不到存放的文件，没有核对")


def every_invariant() -> tuple[Invariant, ...]:
    """Give the invariants of all rooms, in the order of the way."""
    return (*applications.INVARIANTS, *payments.INVARIANTS, *review.INVARIANTS)


def examine_all() -> Iterator[Finding]:
    """Check every invariant on the data there are, one after the other; reads only."""
    return map(examine, every_invariant())


def findings_as_data(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Give plain data of findings: each sentence, how often it was checked and broken, and where, `TOLD` at most."""
    return [
        {
            "words": str(finding.invariant.words),
            "checked": finding.checked,
            "broken": len(finding.breaches),
            "where": [[breach.where, str(breach.what)] for breach in finding.breaches[:TOLD]],
        }
        for finding in findings
    ]


def report(*, at: datetime) -> int:
    """Log every breach and tell the administrators, once a day; give how many there are.

    Of the files only the night's part is read; where they cannot be read, that is told, and the rest is checked.
    """
    said = [line for invariant in every_invariant() for line in _broken(invariant.of_night(day_of(at)))]
    for line in said:
        log.error("Invariant broken: %s", line)
    if said:
        _tell_administrators(said, at)
    return len(said)


def _broken(invariant: Invariant) -> list[str]:
    try:
        breaches = examine(invariant).breaches
    except StoreAway as away:
        log.error("The files could not be checked: %s", away)
        return [f"{invariant.words}：{UNREAD}"]
    return [f"{invariant.words}：{breach.where}，{breach.what}" for breach in breaches]


def _tell_administrators(said: list[str], at: datetime) -> None:
    for user in User.objects.filter(is_superuser=True, is_active=True):
        tell(
            user,
            key=f"invariants:{day_of(at)}:{user.pk}",
            subject=_("数据核对发现%(count)d处不一致") % {"count": len(said)},
            body="\n".join(said[:TOLD]),
            at=at,
        )
