"""Guards of the transitions: each takes plain facts and gives None, or the refusal with its clause and what helps."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.acting import Act
from accounts.enums import Role
from applications.rules.refusal import Refusal


def acts_as_applicant(act: Act, applicant_id: int) -> Refusal | None:
    """Only the applicant files, answers and withdraws."""
    if act.user and act.user.pk == applicant_id and act.membership is None:
        return None
    return Refusal(_("只有申报人本人能办理这一步。"), remedy=_("请以申报人身份登录。"))


def acts_as_employer(act: Act, employer_id: int | None, applicant_id: int) -> Refusal | None:
    """The employer's clerk or head handles the application, never his own."""
    if act.user and act.user.pk == applicant_id:
        return Refusal(_("经办人不能办理自己的申报。"), "C26", _("请由本单位另一位经办人或负责人办理。"))
    if act.acts_for_employer(employer_id):
        return None
    return Refusal(_("只有申报人所在单位能办理这一步。"), "C26")


def acts_as_office(act: Act, office_id: int | None, applicant_id: int, *roles: Role) -> Refusal | None:
    """The competent office acts, by an officer who is not the applicant (C38, C40, C44)."""
    if act.user and act.user.pk == applicant_id:
        return Refusal(_("审核人不能办理自己的申报。"), "C44", _("请由本机构另一位同事办理。"))
    if act.acts_for_office(office_id, *roles):
        return None
    return Refusal(_("这件申报不归您所在的机构办理。"), "C40")


def portal_or_office(act: Act, office_id: int | None, applicant_id: int, *roles: Role) -> Refusal | None:
    return None if act.is_portal else acts_as_office(act, office_id, applicant_id, *roles)


def inside(at: datetime, *, opens: datetime | None, closes: datetime, what: str, clause: str) -> Refusal | None:
    """`at` lies in a window whose last instant counts."""
    if opens is not None and at < opens:
        return Refusal(_("%(what)s还没有开始。") % {"what": what}, clause, _("请等开始后再办理。"))
    if at > closes:
        return Refusal(
            _("%(what)s的时间已经截止。") % {"what": what}, clause, _("如有疑问，请打页面下方的咨询电话。")
        )
    return None


def over(at: datetime, due: datetime, what: str, clause: str) -> Refusal | None:
    """A period must have run out before this may be done."""
    if at > due:
        return None
    return Refusal(_("%(what)s还没有到期。") % {"what": what}, clause, _("到期后才能办理。"))


def not_listed(until: date | None) -> Refusal | None:
    """Nobody on the integrity list applies (C45)."""
    if until is None:
        return None
    return Refusal(
        _("您在诚信名单中，%(until)s以前不能申报。") % {"until": until.isoformat()},
        "C45",
        _("如有异议，请打监督电话。"),
    )


def fewer_than(used: int, limit: int) -> Refusal | None:
    """A return needs a further submission to come (C17, C18)."""
    if used < limit:
        return None
    return Refusal(_("这已是第%(used)d次提交，不能再退回。") % {"used": used}, "C18", _("只能接收或不予受理。"))


def holds(condition: object, text: str, clause: str = "", remedy: str = "") -> Refusal | None:
    """A named fact must be true."""
    return None if condition else Refusal(text, clause, remedy)


def each_marked(unmarked: Iterable[str]) -> Refusal | None:
    """Every checklist item is marked before any conclusion, so that all faults are told at once (C25)."""
    missing = list(unmarked)
    if not missing:
        return None
    return Refusal(
        _("还没有核完：%(items)s。") % {"items": "、".join(missing)}, "C25", _("核完全部项目再下结论，一次说全。")
    )
