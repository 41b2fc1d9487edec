"""How a file stands before the experts, what keeps it from them, and who does what about it (C21)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.enums import BlindStatus, CopyStand, MaskKind
from applications.rules.masking import MaskBox, box_of
from applications.rules.refusal import Refusal


class CopyLike(Protocol):
    status: str
    withdrawn_at: object

    @property
    def is_fit(self) -> bool: ...


#: What the committee's secretary is told of files that are not fit: what is wrong, and what helps.
KEPT_OUT: Mapping[CopyStand, tuple[str | Promise, str | Promise]] = {
    CopyStand.WITHDRAWN: (gettext_lazy("专家看出了是谁，副本已撤下"), gettext_lazy("请职称办重新遮盖。")),
    CopyStand.LEAKING: (
        gettext_lazy("盲评副本里可能还有没遮的"),
        gettext_lazy("请职称办看过，放行或再遮一次。"),
    ),
    CopyStand.FAILED: (gettext_lazy("盲评副本没有做成"), gettext_lazy("请职称办重新生成。")),
    CopyStand.MISSING: (gettext_lazy("还没有盲评副本"), gettext_lazy("请职称办生成。")),
    CopyStand.UNMASKED: (gettext_lazy("没有确认遮好"), gettext_lazy("请职称办遮好并确认。")),
    CopyStand.WAITING: (gettext_lazy("盲评副本正在生成"), gettext_lazy("请过几分钟再看。")),
}

#: What the officer does about them.
TO_DO: Mapping[CopyStand, str | Promise] = {
    CopyStand.WITHDRAWN: gettext_lazy("看专家指出的地方，再遮一次。"),
    CopyStand.LEAKING: gettext_lazy("看标出的地方：再遮一次，或写明理由放行。"),
    CopyStand.FAILED: gettext_lazy("重新生成；还不行的，再遮一次。"),
    CopyStand.MISSING: gettext_lazy("生成。"),
    CopyStand.UNMASKED: gettext_lazy("遮好，点“这份都遮好了”。"),
    CopyStand.WAITING: gettext_lazy("不用办，做好、查过了自己从这里消失。"),
    CopyStand.FIT: gettext_lazy("不用办。"),
}
#: What is said of a leak that is no word, face, code or seal on a page.
LEFT: Mapping[str, str | Promise] = {
    "unread": gettext_lazy("没有识别文字，要人看过"),
    "text": gettext_lazy("文件里还有文字"),
    "metadata": gettext_lazy("文件里还有说明信息"),
    "structure": gettext_lazy("文件里还有图以外的内容"),
    "file_name": gettext_lazy("文件名"),
}


@dataclass(frozen=True)
class Suspect:
    """Something that may still show whose copy it is: on which page (0: in the file), in words, where; who said so."""

    page: int
    words: str
    place: MaskBox | None
    by_expert: bool = False

    def is_told_by(self, other: "Suspect") -> bool:
        """Tell whether the other says the same of the same place: two readers, or two experts, saw one thing."""
        is_there = self.place is None or (other.place is not None and other.place.meets(self.place))
        return (self.page, self.words) == (other.page, other.words) and is_there


def distinct(suspects: Iterable[Suspect]) -> list[Suspect]:
    """Give each thing once, the largest place for it, page by page."""
    told: list[Suspect] = []
    for one in sorted(suspects, key=lambda one: -one.place.area if one.place else 0):
        if not any(one.is_told_by(other) for other in told):
            told.append(one)
    return sorted(told, key=lambda one: (one.page, not one.by_expert))


def by_page(suspects: Iterable[Suspect]) -> list[tuple[int, str, bool]]:
    """Give, for each page, its number (0: the file), what may be left on it in words, and whether each has a place."""
    pages: dict[int, list[Suspect]] = {}
    for one in suspects:
        pages.setdefault(one.page, []).append(one)
    return [
        (page, "、".join(dict.fromkeys(one.words for one in here)), all(one.place for one in here))
        for page, here in pages.items()
    ]


def suspect_of(leak: Mapping[str, Any]) -> Suspect:
    """Give what the leak check found, from its plain data (`BlindCopy.leaks`)."""
    words = LEFT.get(leak["kind"]) or MaskKind(leak["what"]).label
    return Suspect(leak["page"], str(words), leak["box"] and box_of(leak["box"]))


def stand_of(copy: CopyLike | None, *, is_masked: bool, are_made: bool) -> CopyStand:
    """Give how a file that experts are to see stands, by its blind copy and by whether somebody says that it is masked.

    `are_made`: whether the portal makes copies at all; where it does not, a file without one is shown as it was declared.
    """
    if not is_masked:
        return CopyStand.UNMASKED
    if copy is not None and copy.status == BlindStatus.READY and not copy.is_fit:
        return CopyStand.WITHDRAWN if copy.withdrawn_at else CopyStand.LEAKING
    if not are_made or (copy is not None and copy.is_fit):
        return CopyStand.FIT
    if copy is None:
        return CopyStand.MISSING
    known = {BlindStatus.WAITING: CopyStand.WAITING, BlindStatus.FAILED: CopyStand.FAILED}
    return known.get(BlindStatus(copy.status), CopyStand.UNMASKED)


def kept_out(stands: Iterable[tuple[CopyStand, str]]) -> tuple[Refusal, ...]:
    """Give a refusal for each way in which files are not fit, with the words of their slots (C21)."""
    labels: dict[CopyStand, list[str]] = {}
    for stand, label in stands:
        labels.setdefault(stand, []).append(label)
    return tuple(
        Refusal(
            _("%(slots)s：%(what)s。") % {"slots": "、".join(dict.fromkeys(labels[stand])), "what": what},
            "C21",
            help_,
        )
        for stand, (what, help_) in KEPT_OUT.items()
        if stand in labels
    )
