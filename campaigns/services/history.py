"""The history of a year's rules and of offices: every row that is written tells what it was before (C44)."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from accounts.models import User
from campaigns.enums import ChangeKind
from campaigns.models import Campaign, Change
from campaigns.rules.wording import plain_day, whole_moment

BEFORE = "_values_before"


@dataclass(frozen=True)
class Author:
    """Who writes, and when."""

    person: User
    at: datetime


_author: ContextVar[Author | None] = ContextVar("author_of_changes", default=None)


@contextmanager
def changes_by(person: User, at: datetime) -> Iterator[None]:
    """Put `person` and `at` under every change of a campaign's data, or of an office's, that is made inside."""
    token = _author.set(Author(person, at))
    try:
        yield
    finally:
        _author.reset(token)


def remember(sender: type[models.Model], instance: models.Model, **kwargs: Any) -> None:
    """Keep what a row says before it is saved."""
    stored = sender._default_manager.filter(pk=instance.pk).first() if instance.pk else None
    setattr(instance, BEFORE, described(stored) if stored else {})


def record_save(sender: type[models.Model], instance: models.Model, created: bool, **kwargs: Any) -> None:
    """Record a row that somebody added, or whose values changed; a file's new rows have no history yet."""
    if created and _author.get() is None:
        return
    before, after = getattr(instance, BEFORE, {}), described(instance)
    changed = [[name, before.get(name, ""), said] for name, said in after.items() if said != before.get(name, "")]
    if changed:
        _record(instance, ChangeKind.ADDED if created else ChangeKind.CHANGED, changed)


def record_delete(sender: type[models.Model], instance: models.Model, **kwargs: Any) -> None:
    """Record a row that was deleted, with all that it said."""
    _record(instance, ChangeKind.DELETED, [[name, said, ""] for name, said in described(instance).items() if said])


def scope_of(row: models.Model) -> dict[str, str]:
    """Give which changes are a row's own, by column; of a campaign they are those of everything that belongs to it."""
    if isinstance(row, Campaign):
        return {"campaign": row.key}
    return {"table": str(row._meta.verbose_name), "row": str(row.pk)}


def last_change(row: models.Model) -> int:
    """Give the number of the latest change of a row, 0 where there is none."""
    return Change.objects.filter(**scope_of(row)).aggregate(latest=models.Max("pk"))["latest"] or 0


def missed(row: models.Model, *, seen: int) -> str:
    """Say who changed what of a row after the change numbered `seen`; nothing when nobody did.

    Holds the row until the transaction ends, so that of two who save at once the second is told.
    """
    type(row)._default_manager.select_for_update().get(pk=row.pk)
    later = Change.objects.filter(**scope_of(row), pk__gt=seen).order_by("pk")
    names = dict.fromkeys(f"{change.table}：{change.row_name}" for change in later)
    if not names:
        return ""
    return _("您打开这一页以后，%(who)s改过：%(what)s。") % {
        "who": "、".join(dict.fromkeys(later.values_list("by_name", flat=True))),
        "what": "；".join(list(names)[:5]),
    }


def described(row: models.Model) -> dict[str, str]:
    """Give what a row says, in words, by the name of its column; only what can be edited."""
    columns = [column for column in row._meta.concrete_fields if column.editable and not column.primary_key]
    return {str(column.verbose_name): _said(row, column) for column in columns}


def _said(row: models.Model, column: "models.Field[Any, Any]") -> str:
    value = getattr(row, column.attname)
    if value in (None, "", [], {}):
        return ""
    if isinstance(column, models.BooleanField):
        return _("是") if value else _("否")
    if column.choices:
        return str(getattr(row, f"get_{column.name}_display")())
    if isinstance(column, models.ForeignKey):
        return str(getattr(row, column.name))
    if isinstance(column, models.DecimalField):
        return f"{column.to_python(value):.{column.decimal_places}f}"
    return _plain(column.to_python(value))


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return whole_moment(value)
    if isinstance(value, date):
        return plain_day(value)
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return "\n".join(str(value).strip().splitlines())


def _record(row: models.Model, kind: ChangeKind, values: list[list[str]]) -> None:
    author = _author.get()
    campaign = row if isinstance(row, Campaign) else getattr(row, "campaign", None)
    change = Change(
        by=author.person if author else None,
        by_name=author.person.name if author else _("由文件载入"),
        kind=kind,
        campaign=campaign.key if campaign else "",
        table=str(row._meta.verbose_name),
        row=str(row.pk),
        row_name=str(row)[:300],
        values=values,
    )
    if author:
        change.at = author.at
    change.save()
