"""Making a campaign from another: next year's from this year's, or a demonstration around today."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import models, transaction

from campaigns.enums import CampaignStatus
from campaigns.models import Campaign, Download, LoadedRow, Slot
from campaigns.models.campaign import new_revision

COPIED = (
    "windows",
    "fees",
    "slots",
    "reasons",
    "checklist",
    "routes",
    "thresholds",
    "exam_only",
    "questions",
    "downloads",
)
COLUMNS_OF_A_CAMPAIGN = ("issued_on", "years_counted_to")


@transaction.atomic
def copy_campaign(
    source: Campaign,
    *,
    key: str,
    name: str,
    year: int,
    shift: timedelta | None = None,
    status: str = CampaignStatus.PREPARING,
    is_demo: bool = False,
    **changes: Any,
) -> Campaign:
    """Make a campaign with the rules of `source`, its dates moved by `shift` (none moves them by whole years).

    Announcements stay behind: each speaks of its own year.
    `year` is the new year of application; slots that are for a year follow it. `changes` are further columns of the
    new campaign. It is in preparation unless told otherwise. IntegrityError when `key` is taken.
    """
    years = year - source.year
    values = {column.name: getattr(source, column.name) for column in _columns(Campaign)}
    for column in COLUMNS_OF_A_CAMPAIGN:
        values[column] = _moved(values[column], shift, years)
    values["revision"] = new_revision()
    values |= {"key": key, "name": name, "year": year, "status": status, "is_demo": is_demo} | changes
    target = Campaign.objects.create(**values)
    for related in COPIED:
        rows = getattr(source, related).all()
        rows.model.objects.bulk_create(_copy(row, target, shift, years) for row in rows)
    _copy_memory(source, target)
    return target


def _copy_memory(source: Campaign, target: Campaign) -> None:
    """Let the copy know which blank forms the source had from its files, so that one deleted there stays away."""
    LoadedRow.objects.filter(scope=f"campaign:{target.key}").delete()
    table = str(Download._meta.model_name)
    LoadedRow.objects.bulk_create(
        LoadedRow(scope=f"campaign:{target.key}", table=table, key=row.key, digest=row.digest)
        for row in LoadedRow.objects.filter(scope=f"campaign:{source.key}", table=table)
    )


def _columns(model: type[models.Model]) -> list[Any]:
    return [column for column in model._meta.concrete_fields if not column.primary_key]


def _copy(row: Any, target: Campaign, shift: timedelta | None, years: int) -> Any:
    values = {column.attname: getattr(row, column.attname) for column in _columns(type(row))}
    values["campaign_id"] = target.pk
    for column, value in values.items():
        if isinstance(value, date):
            values[column] = _moved(value, shift, years)
    if isinstance(row, Slot):
        values |= _dated(row, target.year - years, target.year)
    if isinstance(row, Download):
        values |= {"file": "", "size": 0, "pages": 0}  # the file bears the year and the telephones of the source
    return type(row)(**values)


def _moved(value: Any, shift: timedelta | None, years: int) -> Any:
    if value is None:
        return None
    if shift is not None:
        return value + shift
    leap = (value.month, value.day) == (2, 29)
    return value.replace(year=value.year + years, day=28 if leap else value.day)


def _dated(slot: Slot, old_year: int, new_year: int) -> dict[str, str]:
    if slot.years_back is None:
        return {}
    old, new = str(old_year - slot.years_back), str(new_year - slot.years_back)
    return {"label": slot.label.replace(old, new), "hint": slot.hint.replace(old, new)}


def shift_to(source_day: datetime, target_day: datetime) -> timedelta:
    """Give the whole days between two moments, so that hours stay where the notice put them."""
    return timedelta(days=(target_day.date() - source_day.date()).days)
