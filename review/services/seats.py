"""A member of a committee gets an account with which he reads the blind packets, and loses it again (C21)."""

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.acting import Act
from accounts.enums import Role
from accounts.models import Membership, User
from accounts.rules.identity import is_same_name
from accounts.services.messages import tell
from applications.rules import guards
from applications.rules.refusal import Refusal, require
from review.models import CommitteeMember
from review.selectors.reading import applies_in
from review.services.committee import secretary_of


@transaction.atomic
def seat(member_id: int, *, phone: str, act: Act) -> CommitteeMember:
    """Give a member the account of a normalised telephone number; who has it registered himself before.

    Raises `Refused`: another office's secretary, a member with an account, no such account, another person's name, an
    account of another member, somebody who applies in the campaign that the committee judges (C21).
    """
    member = _locked(member_id)
    require(
        secretary_of(act, member.committee.office_id),
        guards.holds(member.user is None, _("这位委员已经有账号。"), "", _("要换账号，请先收回。")),
    )
    person = User.objects.with_phone(phone)
    require(*_fits(member, person))
    assert person
    member.user = person
    member.save(update_fields=["user"])
    Membership.objects.update_or_create(
        user=person, role=Role.EXPERT, office=member.committee.office, defaults={"is_active": True}
    )
    _tell(member, person, act, _("您现在可以在网上看盲评材料。登录后在“身份”里切换为评审专家。"))
    return member


@transaction.atomic
def unseat(member_id: int, *, act: Act) -> CommitteeMember:
    """Take a member's account away; who has no seat left at the office is no expert of it any more.

    Raises `Refused` for another office's secretary, and where there is no account.
    """
    member = _locked(member_id)
    require(
        secretary_of(act, member.committee.office_id),
        guards.holds(member.user is not None, _("这位委员没有账号。")),
    )
    person, office = member.user, member.committee.office
    assert person
    member.user = None
    member.save(update_fields=["user"])
    if not CommitteeMember.objects.filter(user=person, committee__office=office).exists():
        Membership.objects.filter(user=person, role=Role.EXPERT, office=office).update(is_active=False)
    _tell(member, person, act, _("您不再在网上看这个评审委员会的材料。"))
    return member


def _locked(member_id: int) -> CommitteeMember:
    rows = CommitteeMember.objects.select_for_update(of=("self",)).select_related("committee__office")
    return rows.get(pk=member_id)


def _fits(member: CommitteeMember, person: User | None) -> tuple[Refusal | None, ...]:
    """Check an account before a member gets it."""
    if person is None:
        return (Refusal(_("没有找到这个手机号码的账号。"), "", _("请这位委员先自己注册账号，再来添加。")),)
    return (
        guards.holds(
            is_same_name(person.name, member.name),
            _("这个账号登记的姓名和委员名单上的不一样。"),
            "",
            _("请核对手机号码是不是这位委员的。"),
        ),
        guards.holds(
            not CommitteeMember.objects.filter(committee=member.committee_id, user=person).exists(),
            _("这个账号已经是本委员会另一位委员的。"),
        ),
        guards.holds(
            not applies_in(person, member.committee.campaign_id),
            _("这个人在这个年度自己申报职称，不能看别人的评审材料。"),
            "C21",
            _("请换一位委员，或等本人撤回申报以后再添加。"),
        ),
    )


def _tell(member: CommitteeMember, person: User, act: Act, body: str) -> None:
    tell(
        person,
        key=f"seat:{member.pk}:{act.at.isoformat()}",
        subject=_("评审专家身份变更"),
        body=f"{member.committee.name}：{body}",
        at=act.at,
        link=reverse("accounts:capacities"),
    )
