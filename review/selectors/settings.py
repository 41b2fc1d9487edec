"""What an office has changed of what its papers say, and when (C44)."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.enums import SealKind
from accounts.models import Office
from applications.enums import PaperKind
from campaigns.enums import FaceKind
from campaigns.models import Change, FaceFile

SHOWN = 10


@dataclass(frozen=True)
class Changed:
    """One value: who changed it, when, from what to what."""

    at: datetime
    by: str
    what: str
    before: str
    after: str


def changes_of(rows: Collection[Model], columns: Collection[str]) -> list[Changed]:
    """Give the last changes of columns (their names in words) of rows, the newest first."""
    of_rows = Q()
    for row in rows:
        of_rows |= Q(table=str(row._meta.verbose_name), row=str(row.pk))
    names = {
        str(field.verbose_name) for row in rows for field in row._meta.concrete_fields if field.name in columns
    }
    found = [
        Changed(change.at, change.by_name, *value)
        for change in Change.objects.filter(of_rows).order_by("-pk")[: SHOWN * 10]
        for value in change.values
        if value[0] in names
    ]
    return found[:SHOWN]


def seals_changed(office: Office) -> list[Changed]:
    """Give the last changes of an office's seals, in words."""
    return [
        Changed(one.at, one.by, one.what, _in_words(one.before), _in_words(one.after))
        for one in changes_of([office], ["seals"])
    ]


def faces_changed(office: Office) -> list[Changed]:
    """Give the last changes of the faces that papers are set in, each with the files that served before and after."""
    return [
        Changed(one.at, one.by, str(kind.label), before, after)
        for one in changes_of([office], ["faces"])
        for kind in FaceKind
        if (before := _face_name(one.before, kind)) != (after := _face_name(one.after, kind))
    ]


def face_files(kind: FaceKind) -> QuerySet[FaceFile]:
    """Give the files that were uploaded for a face, the latest first."""
    return FaceFile.objects.filter(kind=kind)


def _face_name(said: str, kind: FaceKind) -> str:
    faces = json.loads(said) if said else {}
    return str(faces[kind]["name"]) if kind in faces else _("随平台安装的字体")


def _in_words(said: str) -> str:
    seals = json.loads(said) if said else {}
    return "；".join(
        _("%(seal)s直径%(mm)d毫米，图片%(file)s，印在%(papers)s")
        % {
            "seal": SealKind(kind).label,
            "mm": seal["mm"],
            "file": seal["file"][:8],
            "papers": "、".join(str(PaperKind(paper).label) for paper in seal["papers"]) or _("哪里都不印"),
        }
        for kind, seal in sorted(seals.items())
    )
