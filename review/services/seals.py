"""The pictures of an office's seals, and which of its papers bear them (GB/T 9704-2012, 7.3.5; C44)."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.acting import Act
from accounts.enums import Role, SealKind
from accounts.models import Office
from applications.enums import PaperKind
from applications.rules import guards
from applications.rules.refusal import Refusal, require
from applications.services.materials import keep_picture, require_no_virus
from campaigns.services.history import changes_by
from documents import apart
from documents.papers.shape import SEALS_MM
from documents.streams import Source

#: The papers on which an office's seal has its place.
SEALED = (
    PaperKind.RESULT_DOCUMENT,
    PaperKind.CERTIFICATE,
    PaperKind.RESULT_PUBLICITY,
    PaperKind.REFUSAL,
    PaperKind.FEE_NOTICE,
    PaperKind.FEE_RECEIPT,
)
OfficeSeal = dict[str, Any]


@dataclass(frozen=True)
class Wanted:
    """How a seal is to be printed: its picture where a new one came, diameter in mm, on which papers."""

    picture: bytes | None
    mm: int
    papers: Collection[str]


def may_seal(act: Act) -> Refusal | None:
    """Whether somebody may put a seal on papers: an officer of the title office whose seal it is."""
    return guards.holds(
        act.role == Role.TITLE_OFFICER and act.office is not None, _("印章由职称办的工作人员设置。")
    )


def checked(data: Source) -> bytes:
    """Give an uploaded picture as papers bear it. Raises FileRefused, `Refused` for a virus, `NotNow`."""
    picture = apart.seal_picture(data)
    require_no_virus(data)
    return picture


def set_seal(kind: SealKind, wanted: Wanted | None, *, instead_of: OfficeSeal, act: Act) -> None:
    """Have papers of the act's office bear a seal from now on, or none with None; papers that are made already stay.

    instead_of: what stood there when whoever sets it looked. What changed stands in the history; pictures that were used
    once are kept. Raises `Refused`: not its office, no picture yet, a paper that bears the other seal, or somebody else
    was quicker; `NotNow` when no file can be stored.
    """
    require(may_seal(act))
    file = keep_picture(wanted.picture, act).sha256 if wanted and wanted.picture else instead_of.get("file", "")
    with transaction.atomic():
        assert act.office
        office = Office.objects.select_for_update().get(pk=act.office.pk)
        require(
            guards.holds(
                office.seals.get(kind, {}) == instead_of,
                _("别人刚改过这枚印章，您改的没有保存。请刷新页面，再改一次。"),
            )
        )
        others = {name: seal for name, seal in office.seals.items() if name != kind}
        if wanted:
            require(*_fits(wanted, file, others))
            others[kind] = {"file": file, "mm": wanted.mm, "papers": sorted(wanted.papers)}
        if others == office.seals:
            return
        office.seals = others
        with changes_by(act.person, act.at):
            office.save(update_fields=["seals"])


def _fits(wanted: Wanted, file: str, others: dict[str, OfficeSeal]) -> tuple[Refusal | None, ...]:
    taken = {paper for seal in others.values() for paper in seal["papers"]} & set(wanted.papers)
    return (
        guards.holds(bool(file), _("请先选择印章的图片。")),
        guards.holds(wanted.mm in SEALS_MM and set(wanted.papers) <= set(SEALED), _("请从列出的选项里选。")),
        guards.holds(
            not taken,
            _("%(papers)s已经印另一枚印章，请先在那里去掉。")
            % {"papers": "、".join(str(PaperKind(paper).label) for paper in sorted(taken))},
        ),
    )
