"""What the portal has seen of the files, said in words: it advises, it never accuses (materials.md, Checks)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.rules.identity import masked_document
from applications.enums import CheckStatus, SectionKey
from applications.models import Check, Material
from applications.rules.comparing import NUMBERED
from campaigns.models import Slot
from documents.scans.kinds import kind_of_slot

#: What is wrong with a page, and what helps. `turned` is said of pages that lie on their side or head.
FAULTS: dict[str, str | Promise] = {
    "blank": gettext_lazy("是空白的，请看看是不是传错了。"),
    "small": gettext_lazy("图太小，字看不清。请凑近些拍，或用更高的分辨率扫描。"),
    "blur": gettext_lazy("拍虚了，字看不清。请拿稳、对好焦再拍一张。"),
    "cut": gettext_lazy("边上的字被裁掉了。请把整页拍全，四边留一点空。"),
    "skew": gettext_lazy("拍歪了，最好摆正再拍一张。"),
    "turned": gettext_lazy("不是正着放的。"),
}
VALUES: dict[str, str | Promise] = {
    "name": gettext_lazy("姓名"),
    "id_number": gettext_lazy("身份证号"),
    "certificate_number": gettext_lazy("证书编号"),
    "school": gettext_lazy("学校"),
    "graduated_on": gettext_lazy("毕业时间"),
    "verification_code": gettext_lazy("在线验证码"),
    "valid_until": gettext_lazy("报告有效期至"),
    "hours": gettext_lazy("学时"),
}  #: Where in the form a value is put right; a title's or skill's number stands elsewhere.
SECTIONS_OF_VALUES = {
    "certificate_number": SectionKey.EDUCATION,
    "school": SectionKey.EDUCATION,
    "graduated_on": SectionKey.EDUCATION,
    "verification_code": SectionKey.EDUCATION,
    "hours": SectionKey.CONTINUING,
}


@dataclass(frozen=True)
class Remark:
    """One thing to look at: its words; page: from 1, or None for the whole file; turn: degrees, clockwise, that make the
    page upright; slot_key: where the file belongs instead; around: the place on the page, left, top, right and bottom in
    ten-thousandths of its sides; section: of the form, where the value can be put right; what: which value differs.
    """

    text: str
    page: int | None = None
    turn: int = 0
    slot_key: str = ""
    around: str = ""
    section: str = ""
    what: str = ""


@dataclass(frozen=True)
class Compared:
    """A value of the form beside what was read: its label, both, the verdict, and the page where it was read."""

    label: str | Promise
    expected: str
    found: str
    verdict: str
    page: int


@dataclass(frozen=True)
class Seen:
    """What is said of one file: how far the check is, what to look at, what agrees, and what was not found."""

    check: Check
    material: Material
    remarks: list[Remark]
    agrees: list[str]
    absent: list[str]
    is_stale: bool = False

    @property
    def is_waiting(self) -> bool:
        return self.check.status == CheckStatus.WAITING or self.is_stale

    @property
    def has_failed(self) -> bool:
        return self.check.status == CheckStatus.FAILED

    @property
    def compared(self) -> list[Compared]:
        """The form's values beside what was read."""
        return [
            Compared(
                VALUES[each["what"]],
                _shown(each, "expected"),
                _shown(each, "found"),
                each["verdict"],
                each["page"],
            )
            for each in self.check.findings
        ]

    @property
    def is_plain(self) -> bool:
        """Whether there is nothing to look at."""
        return self.check.status == CheckStatus.READY and not (self.remarks or self.absent)


def check_of(material: Material) -> Check | None:
    """Give the check of a file that was read with it (`select_related("checked")`); None where it was not looked at."""
    return getattr(material, "checked", None)


def seen_of(
    material: Material, check: Check, slots: dict[str, Slot], *, today: date, is_stale: bool = False
) -> Seen:
    """Give what a check says of its file on a day.

    slots: of the campaign, by key; is_stale: the form has changed since.
    """
    if check.status != CheckStatus.READY or is_stale:
        return Seen(check, material, [], [], [], is_stale)
    findings = check.findings
    must_mask = material.slot_key in slots and slots[material.slot_key].must_mask
    return Seen(
        check,
        material,
        [
            *_misplaced(material, check, slots),
            *_of_pages(material, check),
            *_differing(material, check, findings),
            *_expired(findings, today),
        ],
        _labels(findings, "agrees"),
        [] if must_mask else _labels(findings, "absent"),
    )


def _labels(findings: Iterable[dict[str, Any]], verdict: str) -> list[str]:
    return [str(VALUES[each["what"]]) for each in findings if each["verdict"] == verdict]


def _misplaced(material: Material, check: Check, slots: dict[str, Slot]) -> Iterator[Remark]:
    """Say which slot the file looks like; of several years the applicant has to choose himself."""
    fitting = [slot for key, slot in slots.items() if kind_of_slot(key) == check.looks_like]
    if not check.looks_like or not fitting:
        return
    named = _("看起来像“%(slot)s”，不像这一栏要的。") % {"slot": fitting[0].label.partition("（")[0]}
    yield Remark(named, slot_key=fitting[0].key if len(fitting) == 1 else "")


def _of_pages(material: Material, check: Check) -> Iterator[Remark]:
    many = len(check.pages) > 1
    for page in check.pages:
        number, quarter = page["number"], page["quarter"] or 0
        for fault in page["faults"]:
            if fault == "turned" and material.turned(number) == quarter:
                continue
            where = _("第%(page)d页") % {"page": number} if many else _("这一页")
            yield Remark(f"{where}{FAULTS[fault]}", number, turn=quarter if fault == "turned" else 0)


def _differing(material: Material, check: Check, findings: Iterable[dict[str, Any]]) -> Iterator[Remark]:
    sizes = {page["number"]: (page["width"], page["height"]) for page in check.pages}
    for each in findings:
        if each["verdict"] == "differs":
            said = {
                "what": VALUES[each["what"]],
                "found": _shown(each, "found"),
                "expected": _shown(each, "expected"),
            }
            yield Remark(
                _("%(what)s不一致：文件上读到“%(found)s”，填的是“%(expected)s”。") % said,
                each["page"],
                around=_around(each["box"], sizes[each["page"]]),
                section=_section(each["what"], material.slot_key),
                what=each["what"],
            )


def _expired(findings: Iterable[dict[str, Any]], today: date) -> Iterator[Remark]:
    """Say when a report of 学信网 can no longer be verified: a reviewer could not do it either (C19)."""
    for each in findings:
        if each["what"] == "valid_until" and each["found"] < today.isoformat()[: len(each["found"])]:
            said = _("这份报告的在线验证%(day)s已经到期。请到学信网延长有效期，重新下载后上传。")
            yield Remark(said % {"day": each["found"]}, each["page"])


def _shown(finding: dict[str, Any], side: str) -> str:
    value = str(finding[side])
    return masked_document(value.upper()) if finding["what"] == "id_number" else value


def _around(box: dict[str, int] | None, size: tuple[int, int]) -> str:
    if not box:
        return ""
    sides = zip(("left", "top", "right", "bottom"), size * 2, strict=True)
    return ",".join(str(min(10_000, max(0, round(box[side] * 10_000 / length)))) for side, length in sides)


def _section(what: str, slot_key: str) -> str:
    """Give the section in which a value stands; a name or ID number is that of the account."""
    if what == "certificate_number" and kind_of_slot(slot_key) in NUMBERED:
        return SectionKey.CURRENT
    return SECTIONS_OF_VALUES.get(what, "")
