"""Annotated copies of a certificate: for how long one may be made, and what it is worth on a day."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from review.enums import AnnotatedState

LONGEST = timedelta(days=366)
A_DAY = 10  # copies of one certificate: enough for every tender, too few to fill a store
#: What tells a copy's data from those of its certificate.
OF_A_COPY = frozenset({"purpose", "valid_until", "code_url"})


def latest_day(today: date) -> date:
    """Give the last day until which a copy made `today` may be valid: a year and a day from now."""
    return today + LONGEST


def state_on(day: date, *, valid_until: date, certificate_stands: bool, is_of_current: bool) -> AnnotatedState:
    """Give what a copy is worth on `day`; its last day still counts.

    certificate_stands: it is not revoked (C45); is_of_current: the certificate says what it said when the copy was made.
    """
    if not certificate_stands:
        return AnnotatedState.REVOKED
    if not is_of_current:
        return AnnotatedState.SUPERSEDED
    return AnnotatedState.VALID if day <= valid_until else AnnotatedState.EXPIRED


def says_the_same(certificate: Mapping[str, Any], copy: Mapping[str, Any]) -> bool:
    """Tell whether the data of a copy are still those of its certificate."""
    return _without(certificate) == _without(copy)


def _without(data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if name not in OF_A_COPY}
