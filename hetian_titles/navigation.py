"""The main navigation of each role: label, address, and the names of the pages that belong under it."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, ResolverMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.acting import Act
from accounts.enums import Role

INBOX = "accounts:inbox"


@dataclass(frozen=True)
class Entry:
    label: str | Promise
    view: str

    @property
    def address(self) -> str:
        return reverse(self.view)


PUBLIC = (
    Entry(_("首页"), "campaigns:home"),
    Entry(_("申报指南"), "campaigns:guide"),
    Entry(_("资料下载"), "campaigns:downloads"),
    Entry(_("常见问题"), "campaigns:questions"),
    Entry(_("结果公示"), "results:publicities"),
    Entry(_("证书核验"), "results:certificate_check"),
)
APPLICANT = (
    Entry(_("我的申报"), "applications:home"),
    Entry(_("消息"), INBOX),
    Entry(_("帮助"), "campaigns:guide"),
)
REVIEWER = (
    Entry(_("待办"), "desk:queue"),
    Entry(_("退回中"), "desk:returned"),
    Entry(_("已办"), "desk:done"),
    Entry(_("单位"), "accounts:employers"),
    Entry(_("消息"), INBOX),
)
TITLE_OFFICER = (
    Entry(_("工作台"), "office:dashboard"),
    Entry(_("复审"), "desk:queue"),
    Entry(_("接收与核验"), "office:accepted"),
    Entry(_("缴费"), "payments:orders"),
    Entry(_("结果"), "office:results"),
    Entry(_("单位"), "accounts:employers"),
    Entry(_("消息"), INBOX),
)
SECRETARY = (
    Entry(_("评审会"), "committee:meetings"),
    Entry(_("备案"), "committee:filings"),
    Entry(_("消息"), INBOX),
)
CHAIR = (Entry(_("会签"), "committee:countersign"), Entry(_("消息"), INBOX))
EXPERT = (Entry(_("评审材料"), "reading:meetings"), Entry(_("消息"), INBOX))
SUPERVISOR = (Entry(_("监督"), "supervision:overview"), Entry(_("办理记录"), "supervision:events"))
EMPLOYER = (
    Entry(_("本单位申报"), "employer:home"),
    Entry(_("单位资料"), "accounts:employer"),
    Entry(_("消息"), INBOX),
)
BY_ROLE = {
    Role.EMPLOYER_CLERK: EMPLOYER,
    Role.EMPLOYER_HEAD: EMPLOYER,
    Role.REVIEWER: REVIEWER,
    Role.TITLE_OFFICER: TITLE_OFFICER,
    Role.COMMITTEE_SECRETARY: SECRETARY,
    Role.COMMITTEE_CHAIR: CHAIR,
    Role.EXPERT: EXPERT,
    Role.SUPERVISOR: SUPERVISOR,
}


def navigation(act: Act, match: ResolverMatch | None) -> list[dict[str, object]]:
    """Give the entries for who acts, with `current` on the page that is open, and how many messages are unread."""
    entries = PUBLIC if act.user is None else BY_ROLE.get(act.role, APPLICANT)  # type: ignore[call-overload]
    here = match.view_name if match else ""
    return [
        {
            "label": entry.label,
            "address": entry.address,
            "current": entry.view == here,
            "unread": getattr(act.user, "unread", 0) if entry.view == INBOX else 0,
        }
        for entry in entries
        if _exists(entry)
    ]


def _exists(entry: Entry) -> bool:
    try:
        return bool(entry.address)
    except NoReverseMatch:
        return False
