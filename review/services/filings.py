"""The three filings of a committee: handed in by its secretary, registered by the prefecture's title office (C33)."""

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.acting import Act
from accounts.enums import OfficeKind, Role
from accounts.models import Membership
from accounts.services.messages import tell
from applications.rules import guards
from applications.rules.refusal import require
from review.enums import FilingKind, FilingStatus
from review.models import Filing
from review.services.committee import secretary_of


@transaction.atomic
def submit_filing(filing_id: int, *, act: Act) -> Filing:
    """Hand in a filing; the day it is handed in is the day that counts (C33).

    Raises `Refused`: another office, or handed in before.
    """
    filing = _locked(filing_id)
    require(
        secretary_of(act, filing.committee.office_id),
        guards.holds(filing.status == FilingStatus.DRAFT, _("这份备案已经提交过了。"), "C33"),
    )
    filing.status, filing.submitted_by, filing.submitted_at = FilingStatus.SUBMITTED, act.user, act.at
    filing.save()
    return filing


@transaction.atomic
def register_filing(filing_id: int, *, number: str, act: Act) -> Filing:
    """Register a filing that was handed in, under its number (C33).

    Raises `Refused`: not the prefecture's title office, not handed in, registered before, no number.
    """
    filing = _locked(filing_id)
    registers = act.role == Role.TITLE_OFFICER and act.office and act.office.kind == OfficeKind.TITLE_OFFICE
    require(
        guards.holds(registers, _("备案由地区职称办登记。"), "C33"),
        guards.holds(filing.status != FilingStatus.DRAFT, _("评委会还没有提交这份备案。"), "C33"),
        guards.holds(filing.status != FilingStatus.FILED, _("这份备案已经登记过了。"), "C33"),
        guards.holds(number.strip(), _("请填写备案号。"), "C33"),
    )
    filing.status, filing.number = FilingStatus.FILED, number.strip()
    filing.filed_by, filing.filed_at = act.user, act.at
    filing.save()
    _tell_secretaries(filing, act)
    return filing


@transaction.atomic
def give_back_filing(filing_id: int, *, why: str, act: Act) -> Filing:
    """Give a filing that was handed in back to its secretary, with the reason."""
    filing = _locked(filing_id)
    registers = act.role == Role.TITLE_OFFICER and act.office and act.office.kind == OfficeKind.TITLE_OFFICE
    require(
        guards.holds(registers, _("备案由地区职称办登记。"), "C33"),
        guards.holds(filing.status == FilingStatus.SUBMITTED, _("只有已提交的备案可以退回。"), "C33"),
        guards.holds(why.strip(), _("请写明退回的原因。"), "C33"),
    )
    filing.status, filing.submitted_by, filing.submitted_at = FilingStatus.DRAFT, None, None
    filing.save()
    for user in _secretaries(filing):
        tell(
            user,
            key=f"filing/{filing.pk}/back/{user.pk}/{act.at.isoformat()}",
            subject=_("%(kind)s被退回") % {"kind": filing.get_kind_display()},
            body=why.strip(),
            link=reverse("committee:filing", args=[filing.pk]),
            at=act.at,
        )
    return filing


def is_filed(filing: Filing | None) -> bool:
    return filing is not None and filing.status == FilingStatus.FILED


def _locked(filing_id: int) -> Filing:
    return Filing.objects.select_for_update(of=("self",)).select_related("committee").get(pk=filing_id)


def _secretaries(filing: Filing) -> list:  # type: ignore[type-arg]
    held = Membership.objects.filter(
        office=filing.committee.office_id, role=Role.COMMITTEE_SECRETARY, is_active=True
    )
    return [membership.user for membership in held.select_related("user")]


def _tell_secretaries(filing: Filing, act: Act) -> None:
    for user in _secretaries(filing):
        tell(
            user,
            key=f"filing/{filing.pk}/filed/{user.pk}",
            subject=_("%(kind)s已登记") % {"kind": FilingKind(filing.kind).label},
            body=_("%(committee)s，备案号%(number)s。")
            % {"committee": filing.committee.name, "number": filing.number},
            link=reverse("committee:filing", args=[filing.pk]),
            at=act.at,
        )
