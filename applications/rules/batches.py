"""Which notices of an employer are one batch, and what can be printed of it (C26, C46; forms.md §3)."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from applications.enums import PaperKind
from applications.rules.refusal import Refusal

SEVERAL = 2
#: What each paper of a batch joins: a paper of every one of its people that stands.
JOINS = {
    PaperKind.EMPLOYER_BATCH_NOTICE: PaperKind.EMPLOYER_NOTICE,
    PaperKind.EMPLOYER_BATCH_RESULT: PaperKind.EMPLOYER_NOTICE_RESULT,
    PaperKind.EMPLOYER_COMMITMENT: PaperKind.EMPLOYER_NOTICE_RESULT,
}


@dataclass(frozen=True)
class Days:
    """What makes notices of one employer a batch: the same year's rules, posted and over on the same days."""

    campaign_id: int
    posted_on: date
    last_day: date

    @property
    def part(self) -> str:
        """Give what tells the papers of these days from others, in at most 30 characters."""
        return f"{self.campaign_id}-{self.posted_on:%Y%m%d}-{self.last_day:%Y%m%d}"


def why_not_yet(kind: PaperKind, *, people: int, standing: int) -> Refusal | None:
    """Tell why a paper of a batch cannot be printed now.

    people: how many the batch has; standing: of how many the paper that it joins stands.
    """
    if people < SEVERAL and kind is not PaperKind.EMPLOYER_COMMITMENT:
        return Refusal(_("同一公示期里不到两人，请用各人自己的一份。"), "C46")
    lacking = people - standing
    if not lacking:
        return None
    if kind is PaperKind.EMPLOYER_BATCH_NOTICE:
        return Refusal(_("其中%(count)d人的公示还没有制作。") % {"count": lacking}, "C46")
    return Refusal(_("其中%(count)d人还没有确认公示期满。") % {"count": lacking}, "C26", _("逐人确认以后再制作。"))
