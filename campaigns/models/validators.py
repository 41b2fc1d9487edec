"""Checks of columns that hold codes and lists."""

import re
from collections.abc import Collection, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from campaigns.enums import SectionKey
from documents.formats import FORMATS

CLAUSE = re.compile(r"C(0[1-9]|[1-3][0-9]|4[0-8])")
FILE_TYPES = tuple(FORMATS)
SECTIONS = tuple(SectionKey.values)


def validate_clause(value: str) -> None:
    """A clause is C01 to C48."""
    if not CLAUSE.fullmatch(value):
        raise ValidationError(_("“%(value)s”不在C01至C48之内。") % {"value": value})


def known(column: str, values: object, allowed: Collection[str]) -> dict[str, str]:
    """Give an error for a list column that is no list or names something unknown, else nothing."""
    if not isinstance(values, list):
        return {column: _("这一栏应是列表。")}
    strange = [str(value) for value in values if not isinstance(value, str) or value not in allowed]
    return {column: _("没有：%(values)s。") % {"values": "、".join(strange)}} if strange else {}


def refuse(*errors: Mapping[str, Any]) -> None:
    """Raise ValidationError with all errors, by column, when there is one."""
    found = {column: message for error in errors for column, message in error.items()}
    if found:
        raise ValidationError(found)


def keys_of(campaign_id: int | None, rows: "models.Manager[Any] | models.QuerySet[Any]") -> set[str]:
    """Give the keys of a campaign's rows; none while no campaign is chosen yet."""
    return set(rows.filter(campaign=campaign_id).values_list("key", flat=True)) if campaign_id else set()
