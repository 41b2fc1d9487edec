"""Committees: formed with an odd number of members, their term, pass rate and members (C37, 40号令 articles 8, 9)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.acting import Act
from accounts.enums import Role
from accounts.models import Membership, User
from applications.rules import guards
from applications.rules.deadlines import add_years
from applications.rules.refusal import Refusal, require
from campaigns.enums import Band, WindowKind
from campaigns.models import Campaign, Series
from campaigns.selectors import window
from review.enums import FilingKind, MeetingStatus, MemberRole
from review.models import Committee, CommitteeMember, Filing
from review.rules.ballot import is_odd

TERM_YEARS = 3


@dataclass(frozen=True)
class MemberFacts:
    """A member as entered: name, title, unit, role (`MemberRole`)."""

    name: str
    title: str
    unit: str
    role: str = MemberRole.MEMBER


@transaction.atomic
def form_committee(
    *,
    campaign: Campaign,
    name: str,
    series: Series,
    band: Band,
    valid_from: date,
    valid_until: date,
    chair: User,
    members: Sequence[MemberFacts],
    pass_rate: int | None,
    act: Act,
) -> Committee:
    """Form a committee of the secretary's office, with its prior filing as a draft (C33).

    `pass_rate` in per cent. Raises `Refused`: another role, an even number of members, none or several in the chair,
    a term over three years, a chair without the role, an intermediate committee without a pass rate (C37).
    """
    require(
        secretary_of(act, act.membership.office_id if act.membership else None),
        *composition(members),
        *_term(valid_from, valid_until),
        guards.holds(_may_chair(chair, act), _("主任委员须先有本单位“主任委员”的身份。")),
        guards.holds(band != Band.INTERMEDIATE or pass_rate, _("中级评审须设通过率。"), "C37"),
    )
    committee = Committee.objects.create(
        campaign=campaign,
        office=act.own_office,
        name=name,
        series=series,
        band=band,
        valid_from=valid_from,
        valid_until=valid_until,
        chair=chair,
        pass_rate=pass_rate,
    )
    _replace_members(committee, members)
    prior = window(campaign, WindowKind.PRIOR_FILING)
    if prior:
        Filing.objects.create(committee=committee, kind=FilingKind.PRIOR, due_at=prior.closes_at)
    return committee


@transaction.atomic
def set_pass_rate(committee_id: int, *, percent: int, act: Act) -> Committee:
    """Set the pass rate of a committee, before any of its meetings has opened (C37)."""
    committee = Committee.objects.select_for_update().get(pk=committee_id)
    require(
        secretary_of(act, committee.office_id),
        guards.holds(1 <= percent <= 100, _("通过率应在1%至100%之间。"), "C37"),
        guards.holds(
            not committee.meetings.exclude(status=MeetingStatus.PLANNED).exists(),
            _("评审会已经开始，通过率不能再改。"),
            "C37",
        ),
    )
    committee.pass_rate = percent
    committee.save(update_fields=["pass_rate"])
    return committee


def secretary_of(act: Act, office_id: int | None) -> Refusal | None:
    """Only the secretary of the committee's office handles its work."""
    if act.acts_for_office(office_id, Role.COMMITTEE_SECRETARY):
        return None
    return Refusal(_("只有组建单位的评委会秘书能办理这一步。"), "C44")


def composition(members: Sequence[MemberFacts]) -> tuple[Refusal | None, ...]:
    """Check the members: odd in number, three at least, one chair, nobody twice (40号令, article 9)."""
    chairs = sum(member.role == MemberRole.CHAIR for member in members)
    once = {(member.name, member.unit) for member in members}
    return (
        guards.holds(
            is_odd(len(members)),
            _("委员有%(count)d人，应为单数，不少于3人。") % {"count": len(members)},
            "C37",
            _("请增加或减少一人。"),
        ),
        guards.holds(chairs == 1, _("主任委员应有且只有1人。")),
        guards.holds(len(once) == len(members), _("有委员填了两次。")),
        guards.holds(
            all(member.name and member.title and member.unit for member in members),
            _("委员的姓名、职称、单位要填全。"),
        ),
    )


def _term(valid_from: date, valid_until: date) -> tuple[Refusal | None, ...]:
    return (
        guards.holds(valid_from < valid_until, _("有效期的起止日期不对。")),
        guards.holds(
            valid_until <= add_years(valid_from, TERM_YEARS),
            _("评审委员会有效期不超过3年。"),
            "",
            _("期满后重新备案。"),
        ),
    )


def _may_chair(chair: User, act: Act) -> bool:
    held = Membership.objects.filter(user=chair, role=Role.COMMITTEE_CHAIR, is_active=True)
    return (
        act.office is not None
        and chair.pk != getattr(act.user, "pk", None)
        and held.filter(office=act.office).exists()
    )


def _replace_members(committee: Committee, members: Sequence[MemberFacts]) -> None:
    CommitteeMember.objects.bulk_create(
        CommitteeMember(
            committee=committee, name=member.name, title=member.title, unit=member.unit, role=member.role
        )
        for member in members
    )
