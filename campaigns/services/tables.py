"""Bringing the rows of a file into a table: new rows are made, changed ones follow, the office's edits stay."""

import hashlib
import json
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from campaigns.models import LoadedRow
from campaigns.services.files import LoadError, SourceRow

__all__ = ["LoadError", "LoadReport", "TableLoad", "TableReport"]

Key = tuple[Any, ...]


@dataclass
class TableReport:
    """What a load did to one table."""

    name: str
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    kept: list[str] = field(default_factory=list)
    pruned: list[str] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        return bool(self.created or self.updated or self.pruned)

    def __str__(self) -> str:
        counts = _("%(name)s：新增%(created)d，更新%(updated)d，未变%(unchanged)d") % vars(self)
        if self.pruned:
            counts += _("，删除%(count)d") % {"count": len(self.pruned)}
        return "\n".join([counts, *("  " + line for line in (*self.kept, *self.pruned))])


@dataclass
class LoadReport:
    """What a load did, table by table."""

    tables: list[TableReport] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        return any(table.changed for table in self.tables)

    def __str__(self) -> str:
        lines = [str(table) for table in self.tables if table.changed or table.kept]
        return "\n".join(lines if self.changed else [*lines, _("没有变化")])


@dataclass
class TableLoad:
    """One file against one table. `fixed` are values that every row bears, the campaign above all."""

    model: type[models.Model]
    key: tuple[str, ...]
    rows: list[SourceRow]
    scope: str
    fixed: dict[str, Any] = field(default_factory=dict)
    overwrite: bool = False
    prune: bool = False
    _known: dict[str, dict[str, Any]] = field(default_factory=dict, init=False)
    _new: list[LoadedRow] = field(default_factory=list, init=False)
    _renewed: list[LoadedRow] = field(default_factory=list, init=False)

    def run(self) -> TableReport:
        """Load the rows; LoadError with every wrong row, by file and line. Call inside a transaction."""
        report = TableReport(str(self.model._meta.verbose_name))
        errors: list[str] = []
        seen: set[Key] = set()
        for row in self.rows:
            try:
                values = self._values(row)
                key = self._key(values)
                if key in seen:
                    raise ValidationError(_("与前面的一行重复"))
                seen.add(key)
                self._bring(key, values, report)
            except ValidationError as error:
                errors.extend(row.says(message) for message in _messages(error, self.model))
        if errors:
            raise LoadError(errors)
        self._leftovers(seen, report)
        self._write_memory()
        return report

    @cached_property
    def _existing(self) -> dict[Key, models.Model]:
        rows = self.model._default_manager.filter(**self.fixed)
        return {self._key({name: getattr(row, self._attname(name)) for name in self.key}): row for row in rows}

    @cached_property
    def _loaded(self) -> dict[str, LoadedRow]:
        rows = LoadedRow.objects.filter(scope=self.scope, table=self.model._meta.model_name)
        return {row.key: row for row in rows}

    def _attname(self, name: str) -> str:
        return self.model._meta.get_field(name).attname  # type: ignore[union-attr]

    def _key(self, values: dict[str, Any]) -> Key:
        return tuple(_plain(values[name]) for name in self.key)

    def _values(self, row: SourceRow) -> dict[str, Any]:
        missing = [name for name in self.key if name not in row.values]
        if missing:
            raise ValidationError(_("缺少“%(column)s”") % {"column": missing[0]})
        return {name: self._value(name, raw) for name, raw in row.values.items()}

    def _value(self, name: str, raw: Any) -> Any:
        try:
            target = self.model._meta.get_field(name)
        except FieldDoesNotExist:
            raise ValidationError(_("没有“%(column)s”这一栏") % {"column": name}) from None
        return self._related(target, raw) if target.is_relation else convert(target, raw)

    def _related(self, target: Any, key: str) -> models.Model | None:
        if not key:
            return None
        if target.name not in self._known:
            self._known[target.name] = {row.key: row for row in target.related_model._default_manager.all()}
        found = self._known[target.name].get(key)
        if found is None:
            name = target.related_model._meta.verbose_name
            raise ValidationError(_("没有代号为“%(raw)s”的%(name)s") % {"raw": key, "name": name})
        return found

    def _bring(self, key: Key, values: dict[str, Any], report: TableReport) -> None:
        row = self._existing.get(key)
        record = self._loaded.get(_key_text(key))
        if row is None:
            self._make(key, values, record, report)
            return
        new, current = digest(values), digest({name: getattr(row, self._attname(name)) for name in values})
        if new == current:
            report.unchanged += 1
        elif self.overwrite or (record is not None and record.digest == current):
            self._save(row, values)
            report.updated += 1
        else:
            report.kept.append(_("“%(row)s”已由职称办修改，保留不动") % {"row": row})
            return
        self._remember(key, new, record)

    def _make(self, key: Key, values: dict[str, Any], record: LoadedRow | None, report: TableReport) -> None:
        if record is not None and not self.overwrite:
            report.kept.append(_("“%(row)s”已由职称办删除，不再载入") % {"row": _key_text(key)})
            return
        self._save(self.model(**self.fixed), values)
        self._remember(key, digest(values), record)
        report.created += 1

    def _save(self, row: models.Model, values: dict[str, Any]) -> None:
        for name, value in values.items():
            setattr(row, name, value)
        links = [target.name for target in self.model._meta.concrete_fields if target.is_relation]
        row.full_clean(exclude=links, validate_unique=False)
        row.save()

    def _remember(self, key: Key, value: str, record: LoadedRow | None) -> None:
        if record is None:
            table = str(self.model._meta.model_name)
            self._new.append(LoadedRow(scope=self.scope, table=table, key=_key_text(key), digest=value))
        elif record.digest != value:
            record.digest = value
            self._renewed.append(record)

    def _write_memory(self) -> None:
        LoadedRow.objects.bulk_create(self._new)
        LoadedRow.objects.bulk_update(self._renewed, ["digest"])

    def _leftovers(self, seen: set[Key], report: TableReport) -> None:
        if not self.prune:
            return
        for key, row in self._existing.items():
            if key in seen:
                continue
            try:
                name = str(row)
                row.delete()
                report.pruned.append(_("删除“%(row)s”") % {"row": name})
            except ProtectedError:
                report.kept.append(_("“%(row)s”已在使用，不能删除") % {"row": row})


def convert(target: Any, raw: Any) -> Any:
    """Give the value that a cell means for a field; ValidationError when it means none."""
    if isinstance(target, models.JSONField):
        return [part for part in raw.split(";") if part] if isinstance(raw, str) else raw
    if isinstance(target, models.BooleanField) and isinstance(raw, str):
        return _boolean(raw)
    if raw == "" and not isinstance(target, models.CharField | models.TextField):
        return None if target.null else target.get_default()
    value = target.to_python(raw)
    if isinstance(target, models.DecimalField) and value is not None:
        value = value.quantize(Decimal(1).scaleb(-target.decimal_places))
    return value


def _boolean(raw: str) -> bool:
    words = {"true": True, "false": False, "": False}
    if raw.strip().lower() not in words:
        raise ValidationError(_("“%(raw)s”应为true或false") % {"raw": raw})
    return words[raw.strip().lower()]


def digest(values: dict[str, Any]) -> str:
    """Give a digest of a row's values that is equal for equal rows, read from a file or from the database."""
    plain = {name: _plain(value) for name, value in values.items()}
    return hashlib.sha256(json.dumps(plain, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, models.Model):
        return value.pk
    if hasattr(value, "timestamp"):
        return f"{value.timestamp():.6f}"
    if value is None or isinstance(value, bool | int | str | list | dict):
        return value
    return str(value)


def _key_text(key: Key) -> str:
    return "|".join("" if part is None else str(part) for part in key)


def _messages(error: ValidationError, model: type[models.Model]) -> list[str]:
    if not hasattr(error, "error_dict"):
        return error.messages
    return [
        message if name == "__all__" else f"{_column_name(model, name)}：{message}"
        for name, messages in error.message_dict.items()
        for message in messages
    ]


def _column_name(model: type[models.Model], name: str) -> str:
    return str(getattr(model._meta.get_field(name), "verbose_name", name))
