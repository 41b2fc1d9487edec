"""Print runs: how much one takes, what makes two of them the same, and why a case had to be left out."""

import re
from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from documents import digest

#: Cases that one worker prints in one go, and so what is lost with it.
PART = 25
MOST = 3000
MOST_COPIES = 5
#: Pages of a paper, while none of its kind was printed yet.
TYPICAL_PAGES: Mapping[str, int] = {"report_form": 7, "appraisal_form": 2, "conduct": 2}

NUMBER_BEFORE = re.compile(r"^[^，：:]*，")
CaseInRun = tuple[int, tuple[str, ...]]


def fingerprint(kinds: Iterable[str], copies: int, cases: Iterable[CaseInRun]) -> str:
    """Give the SHA-256 of what a run holds: its kinds, its copies, and each case's key with its papers' digests."""
    return digest.of([[*kinds], copies, [[case, [*papers]] for case, papers in cases]])


def sheets(pages: int) -> int:
    """Give how many sheets a paper of so many pages takes on a duplex printer."""
    return (pages + 1) // 2


def about(counts: Mapping[str, int], copies: int, printed: Mapping[str, list[int]]) -> tuple[int, int]:
    """Give about how many pages and sheets a run takes.

    counts: papers of each kind; printed: how many pages papers of a kind had, where some were printed already.
    """
    pages = sheets_of_paper = 0.0
    for kind, count in counts.items():
        known = printed.get(kind) or [TYPICAL_PAGES.get(kind, 1)]
        pages += count * sum(known) / len(known)
        sheets_of_paper += count * sum(map(sheets, known)) / len(known)
    return round(copies * pages), round(copies * sheets_of_paper)


def why_left_out(paper: str, error: str) -> str:
    """Give in words why a case was left out: the paper, the field and what is wrong with it.

    error: what the making of the paper left behind, as `T000123，PaperDataError: person.sex: 缺少这一项`; the number is
    not told again, for the case stands beside it.
    """
    error = NUMBER_BEFORE.sub("", error)
    kind, _colon, told = error.partition(": ")
    if kind == "PaperDataError":
        field, _colon, why = told.partition(": ")
        return _("%(paper)s：“%(field)s”%(why)s。") % {"paper": paper, "field": field_name(field), "why": why}
    if kind == "FaceGone":
        return _("%(paper)s：%(why)s。") % {"paper": paper, "why": told.partition(": ")[2]}
    if kind in ("FileNotFoundError", "FileRefused") or "the photo" in told:
        why = told if kind == "FileRefused" else _("的文件不在了，或者已经不是原来的那一个。")
        return _("%(paper)s：“证件照”%(why)s") % {"paper": paper, "why": why}
    return _("%(paper)s没有做成：%(error)s") % {"paper": paper, "error": error}


def field_name(field: str) -> str:
    """Give the name of a form's field as people know it: `works.0.employer` is 工作单位（第1行）."""
    numbers = [int(part) + 1 for part in field.split(".") if part.isdigit()]
    own = re.sub(r"\.\d+", "", field).rpartition(".")[2]
    name = str(_names().get(own, field))
    return _("%(name)s（第%(row)d行）") % {"name": name, "row": numbers[-1]} if numbers else name


def _names() -> dict[str, str]:
    return {
        "name": _("姓名"),
        "sex": _("性别"),
        "born": _("出生年月"),
        "ethnicity": _("民族"),
        "political": _("政治面貌"),
        "id_number": _("证件号码"),
        "photo": _("证件照"),
        "employer": _("工作单位"),
        "employer_code": _("统一社会信用代码"),
        "series": _("系列"),
        "specialty": _("专业"),
        "title": _("资格名称"),
        "level": _("级别"),
        "number": _("编号"),
        "kind": _("申报类别"),
        "period": _("起止时间"),
        "year": _("年度"),
        "grade": _("考核等次"),
        "qualified_from": _("资格取得日期"),
    }
