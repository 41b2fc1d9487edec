"""Loading the reference tables and a campaign from readable files; a second run changes nothing."""

from pathlib import Path
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from accounts.models import Division, Office
from campaigns.code_tables import REFERENCE
from campaigns.enums import CampaignStatus, ChangeKind
from campaigns.models import (
    Announcement,
    Campaign,
    Change,
    ChecklistItem,
    Download,
    ExamOnly,
    FeeRule,
    LoadedRow,
    Question,
    Reason,
    Route,
    Series,
    Slot,
    Specialty,
    Threshold,
    Title,
    Window,
)
from campaigns.services.checks import inconsistencies
from campaigns.services.files import LoadError, SourceRow, read_csv, read_toml, toml_rows
from campaigns.services.tables import LoadReport, TableLoad
from campaigns.signals import one_revision

REFERENCE_TABLES: tuple[tuple[type[models.Model], str, tuple[str, ...]], ...] = (
    (Division, "divisions.csv", ("key",)),
    (Office, "offices.csv", ("key",)),
    (Series, "series.csv", ("key",)),
    (Title, "titles.csv", ("series", "level", "name")),
    (Specialty, "specialties.csv", ("key",)),
)
CAMPAIGN_TABLES: tuple[tuple[type[models.Model], str, tuple[str, ...]], ...] = (
    (FeeRule, "fees.csv", ("kind", "band")),
    (Slot, "slots.csv", ("key",)),
    (ChecklistItem, "checklist.csv", ("key",)),
    (Reason, "reasons.csv", ("code",)),
    (Threshold, "thresholds.csv", ("key",)),
    (ExamOnly, "exam_only.csv", ("series", "specialty", "level")),
    (Route, "routes.csv", ("order",)),
    (Question, "questions.csv", ("order",)),
)
CAMPAIGN_ARRAYS: tuple[tuple[type[models.Model], str, tuple[str, ...]], ...] = (
    (Window, "windows", ("kind", "division")),
    (Announcement, "announcements", ("slug",)),
    (Download, "downloads", ("form",)),
)


@transaction.atomic
@one_revision()
def load_reference(*, folder: Path = REFERENCE, overwrite: bool = False, prune: bool = False) -> LoadReport:
    """Load divisions, offices, series, titles and specialties; LoadError names every wrong row by file and line."""
    return LoadReport(
        [
            TableLoad(
                model, key, read_csv(folder / file), scope="reference", overwrite=overwrite, prune=prune
            ).run()
            for model, file, key in REFERENCE_TABLES
        ]
    )


@transaction.atomic
@one_revision()
def load_campaign(folder: Path, *, overwrite: bool = False, prune: bool = False) -> LoadReport:
    """Load a campaign from a folder of files, all or nothing.

    Rows are matched by their natural key. A row that the office edited or deleted since the last load stays as the
    office left it unless `overwrite`; a row that the files do not name stays unless `prune`. LoadError names every
    wrong row by file and line, and whatever does not fit together.
    """
    path = folder / "campaign.toml"
    data = read_toml(path)
    values = dict(data.get("campaign", {}))
    if "key" not in values:
        raise LoadError([_("campaign.toml：[campaign]缺少key")])
    scope = f"campaign:{values['key']}"
    if not Campaign.objects.filter(key=values["key"]).exists():
        LoadedRow.objects.filter(scope=scope).delete()
    line = path.read_text(encoding="utf-8").split("[campaign]")[0].count("\n") + 1
    top = TableLoad(Campaign, ("key",), [SourceRow(path.name, line, values)], scope, {}, overwrite).run()
    campaign = Campaign.objects.get(key=values["key"])
    common: dict[str, Any] = {
        "scope": scope,
        "fixed": {"campaign": campaign},
        "overwrite": overwrite,
        "prune": prune,
    }
    report = LoadReport([top])
    for model, name, key in CAMPAIGN_ARRAYS:
        report.tables.append(TableLoad(model, key, toml_rows(path, data, name), **common).run())
    for model, file, key in CAMPAIGN_TABLES:
        report.tables.append(TableLoad(model, key, _prepared(model, folder / file, campaign), **common).run())
    faults = inconsistencies(campaign)
    if faults:
        raise LoadError(faults)
    return report


@transaction.atomic
def load_blanks(*, folder: Path = REFERENCE) -> LoadReport:
    """Give every campaign that is not archived the blank forms that its year's files, or the newest ones, name by now.

    What the office edited stays, what it deleted stays away, in a campaign that was copied too.
    """
    years = {path.parent.name: path for path in sorted(folder.glob("*/campaign.toml"))}
    rows = {year: toml_rows(path, read_toml(path), "downloads") for year, path in years.items()}
    report = LoadReport()
    for campaign in Campaign.objects.exclude(status=CampaignStatus.ARCHIVED).order_by("pk"):
        away = _taken_away(campaign)
        wanted = [row for row in rows.get(campaign.key, rows[max(rows)]) if row.values.get("form") not in away]
        scope, fixed = f"campaign:{campaign.key}", {"campaign": campaign}
        report.tables.append(TableLoad(Download, ("form",), wanted, scope=scope, fixed=fixed).run())
    return report


def _taken_away(campaign: Campaign) -> set[str]:
    """Give the blank forms that somebody deleted from a campaign, by its history."""
    form = str(Download._meta.get_field("form").verbose_name)
    gone = Change.objects.filter(
        campaign=campaign.key, table=str(Download._meta.verbose_name), kind=ChangeKind.DELETED
    )
    said = [{name: before for name, before, _after in values} for values in gone.values_list("values", flat=True)]
    return {values[form] for values in said if form in values}


def _prepared(model: type[models.Model], path: Path, campaign: Campaign) -> list[SourceRow]:
    rows = read_csv(path)
    return [_dated(row, campaign.year) for row in rows] if model is Slot else rows


def _dated(row: SourceRow, year: int) -> SourceRow:
    """Write the year that a slot is for into its label and hint, where they say {year}."""
    back = row.values.get("years_back", "")
    if not back.isdigit():
        return row
    said = str(year - int(back))
    values = {name: text.replace("{year}", said) for name, text in row.values.items()}
    return SourceRow(row.file, row.line, values)
