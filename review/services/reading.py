"""An expert sees in a page whose it is and says so: every expert loses it at once (C21)."""

from django.utils.translation import gettext as _

from accounts.acting import Act
from applications.models import Withdrawal
from applications.rules import guards
from applications.rules.refusal import require
from applications.services.blinding import withdraw
from review.models import CommitteeMember
from review.selectors.reading import BlindFile


def flag(
    file: BlindFile,
    *,
    page: int,
    place: tuple[int, int, int, int] | None,
    version: str,
    seat: CommitteeMember,
    act: Act,
) -> Withdrawal:
    """Withdraw a blind copy on an expert's word; who it was is kept for the supervisor alone.

    `place`: in ten-thousandths of the page as it is shown, or None; `version`: of the copy that he looked at. Raises
    `Refused` when that is no longer there.
    """
    copy = file.copy
    require(
        guards.holds(copy and file.version == version, _("这份材料刚刚重新处理过。"), "C21", _("请看现在的。"))
    )
    assert copy
    return withdraw(copy, page=page, place=place, by=act.person, code=seat.code, now=act.at)
