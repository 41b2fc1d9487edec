"""An employer signs up; its county's office confirms or refuses it; its head takes clerks on (C01)."""

import logging
import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.acting import Act
from accounts.enums import EmployerStatus, Role
from accounts.models import Division, Employer, EmployerDecision, Membership, User
from accounts.rules.refused import AccountRefused
from accounts.selectors.employers import confirming_memberships
from accounts.services.messages import tell
from documents import store, virus

log = logging.getLogger(__name__)
FIELDS = ("name", "kind", "tier", "division", "registered_at", "address", "contact_phone")


@dataclass(frozen=True, kw_only=True)
class EmployerData:
    """What an employer says of itself; the code comes normalised and checked."""

    name: str
    uscc: str
    kind: str
    tier: str
    division: Division
    registered_at: str
    address: str
    contact_phone: str


@dataclass(frozen=True, kw_only=True)
class Licence:
    """An inspected scan of the business licence: its bytes, what it is (jpeg, png, pdf), and the name it came with."""

    content: bytes
    kind: str
    name: str


def register_employer(data: EmployerData, licence: Licence, *, act: Act) -> Employer:
    """Give the employer, waiting for its county's office, with the acting person as its head.

    A code that was refused before may be tried again, by whoever holds the licence. Raises AccountRefused when the
    code is registered, or when no file can be scanned or stored just now.
    """
    _require_no_virus(licence)
    stored = _store(licence)
    try:
        with transaction.atomic():
            employer = _row_for(data.uscc)
            _fill(employer, data, stored, licence.name)
            employer.memberships.all().delete()
            Membership.objects.create(user=act.person, role=Role.EMPLOYER_HEAD, employer=employer, is_active=False)
            _tell_office(employer, act.at)
    except (AccountRefused, IntegrityError) as error:
        store.forget(stored)
        raise error if isinstance(error, AccountRefused) else _registered() from None
    return employer


def _registered() -> AccountRefused:
    return AccountRefused(
        _("这个信用代码的单位已登记。请单位负责人登录后，在“单位资料”里把您加为经办人。"), field="uscc"
    )


def _row_for(uscc: str) -> Employer:
    found = Employer.objects.select_for_update().filter(uscc=uscc).first()
    if found and found.status != EmployerStatus.REFUSED:
        raise _registered()
    return found or Employer(uscc=uscc)


def _require_no_virus(licence: Licence) -> None:
    try:
        name = virus.found(licence.content)
    except virus.ScannerAway as away:
        log.error("A licence could not be scanned: %s", away)
        text = _("现在不能检查病毒，资料没有提交。请过几分钟重新选择执照，再提交。")
        raise AccountRefused(text, field="licence", status=503) from None
    if name:
        log.warning("A licence was refused for a virus: %s", name)
        text = _("文件里有病毒，不能接收。请先给电脑或手机杀毒，再重新扫描执照上传。")
        raise AccountRefused(text, field="licence")


def _store(licence: Licence) -> str:
    try:
        return store.keep(f"licences/{uuid.uuid4().hex}.{licence.kind}", licence.content)
    except store.StoreAway as away:
        log.error("A licence could not be stored: %s", away)
        text = _("现在存不了文件，资料没有提交。请过几分钟重新选择执照，再提交。")
        raise AccountRefused(text, field="licence", status=503) from None


def _fill(employer: Employer, data: EmployerData, stored: str, licence_name: str) -> None:
    _keep_decision(employer)
    for field in FIELDS:
        setattr(employer, field, getattr(data, field))
    employer.licence.name, employer.licence_name = stored, licence_name[:200]
    employer.status, employer.status_reason = EmployerStatus.PENDING, ""
    employer.decided_by = employer.decided_at = None
    employer.save()


def _tell_office(employer: Employer, at: datetime) -> None:
    for membership in confirming_memberships(employer):
        tell(
            membership.user,
            key=f"employer-pending:{employer.pk}:{at.isoformat()}:{membership.user_id}",
            subject=_("有单位等待确认：%(name)s") % {"name": employer.name[:150]},
            body=_("请核对营业执照和填写的资料，确认或说明不通过的原因。"),
            at=at,
            link=reverse("accounts:employer_case", args=[employer.pk]),
        )


def confirm_employer(employer_id: int, *, act: Act) -> Employer:
    """Give the employer, confirmed by the acting officer; its head may act for it now. AccountRefused when decided."""
    with transaction.atomic():
        employer = _decide(employer_id, EmployerStatus.CONFIRMED, "", act)
        employer.memberships.update(is_active=True)
        _tell_heads(employer, act, _("单位已确认，可以办理本单位人员的申报了。"))
    return employer


def refuse_employer(employer_id: int, *, reason: str, act: Act) -> Employer:
    """Give the employer, refused for a reason that it is told; it may correct and sign up again."""
    if not reason.strip():
        raise AccountRefused(_("请写明不通过的原因，单位要看着它修改。"), field="reason")
    with transaction.atomic():
        employer = _decide(employer_id, EmployerStatus.REFUSED, reason.strip(), act)
        _tell_heads(
            employer, act, _("单位登记未通过，原因：%(reason)s。修改后可以重新提交。") % {"reason": reason}
        )
    return employer


def correct_decision(employer_id: int, *, seen: datetime | None, reason: str, act: Act) -> Employer:
    """Give the employer with the opposite decision, for a reason that it is told; the earlier one stays readable (C44).

    A confirmed one is refused and nobody acts for it; a refused one is confirmed and its head may act. `seen` is when
    the decision to be corrected was taken. AccountRefused without a reason, or when it was decided anew meanwhile.
    """
    if not reason.strip():
        raise AccountRefused(_("请写明为什么更正，单位会看到，也留存在记录里。"), field="reason")
    with transaction.atomic():
        employer = Employer.objects.select_for_update().get(pk=employer_id)
        if employer.status == EmployerStatus.PENDING or employer.decided_at != seen:
            raise _decided_before(employer)
        was_confirmed = employer.status == EmployerStatus.CONFIRMED
        _write(
            employer, EmployerStatus.REFUSED if was_confirmed else EmployerStatus.CONFIRMED, reason.strip(), act
        )
        heads = employer.memberships.filter(role=Role.EMPLOYER_HEAD)
        (employer.memberships if was_confirmed else heads).update(is_active=not was_confirmed)
        _tell_heads(employer, act, _("原来的结论已更正。原因：%(reason)s") % {"reason": reason.strip()})
    return employer


def _decide(employer_id: int, status: EmployerStatus, reason: str, act: Act) -> Employer:
    employer = Employer.objects.select_for_update().get(pk=employer_id)
    if employer.status != EmployerStatus.PENDING:
        raise _decided_before(employer)
    _write(employer, status, reason, act)
    return employer


def _decided_before(employer: Employer) -> AccountRefused:
    words = {
        "who": employer.decided_by.name if employer.decided_by else _("单位"),
        "state": employer.get_status_display(),
    }
    return AccountRefused(_("这个单位已由%(who)s办理，现在是“%(state)s”。") % words, status=409)


def _write(employer: Employer, status: EmployerStatus, reason: str, act: Act) -> None:
    if employer.memberships.filter(user=act.user).exists():
        raise AccountRefused(_("这是您自己登记的单位，要由本机构的其他审核员办理。"), status=409)
    _keep_decision(employer)
    employer.status, employer.status_reason = status, reason
    employer.decided_by, employer.decided_at = act.user, act.at
    employer.save(update_fields=["status", "status_reason", "decided_by", "decided_at"])
    _keep_decision(employer)


def _keep_decision(employer: Employer) -> None:
    """Write the present decision down, once: also one that was taken before decisions were kept."""
    if employer.decided_at is None or employer.decided_by is None:
        return
    EmployerDecision.objects.get_or_create(
        employer=employer,
        decided_at=employer.decided_at,
        defaults={
            "status": employer.status,
            "reason": employer.status_reason,
            "decided_by": employer.decided_by,
        },
    )


def _tell_heads(employer: Employer, act: Act, body: str) -> None:
    for membership in employer.memberships.select_related("user").filter(role=Role.EMPLOYER_HEAD):
        tell(
            membership.user,
            key=f"employer-decided:{employer.pk}:{act.at.isoformat()}:{membership.user_id}",
            subject=_("单位登记：%(state)s") % {"state": employer.get_status_display()},
            body=f"{employer.name}：{body}",
            at=act.at,
            link=reverse("accounts:employer"),
        )


def add_clerk(employer_id: int, person: User | None, *, act: Act) -> Membership:
    """Give the membership of a registered person taken on as clerk of the head's own employer."""
    if person is None:
        raise AccountRefused(_("没有找到这个号码的账号。请对方先注册，再来添加。"), field="number")
    with transaction.atomic():
        Employer.objects.select_for_update().get(pk=employer_id)
        held = Membership.objects.filter(user=person, employer=employer_id)
        if held.filter(is_active=True).exists():
            raise AccountRefused(_("这个人已经是本单位的经办人或负责人。"), field="number")
        membership, _new = Membership.objects.update_or_create(
            user=person,
            employer_id=employer_id,
            role=Role.EMPLOYER_CLERK,
            defaults={"is_active": True},
        )
        _tell_clerk(membership, act, _("您现在可以代表单位办理申报。登录后在“身份”里切换。"))
    return membership


def remove_clerk(membership_id: int, *, act: Act) -> Membership:
    """Give the clerk's membership, ended. What the clerk did stays signed with his name (C44)."""
    with transaction.atomic():
        membership = Membership.objects.select_for_update().get(pk=membership_id)
        membership.is_active = False
        membership.save(update_fields=["is_active"])
        _tell_clerk(membership, act, _("您不再是单位的经办人。"))
    return membership


def _tell_clerk(membership: Membership, act: Act, body: str) -> None:
    tell(
        membership.user,
        key=f"clerk:{membership.pk}:{act.at.isoformat()}",
        subject=_("单位经办人变更"),
        body=f"{membership.unit_name}：{body}",
        at=act.at,
        link=reverse("accounts:capacities"),
    )
