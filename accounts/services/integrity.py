"""The integrity list (诚信名单库): entering a person or an employer (C45)."""

from datetime import date

from django.utils.translation import gettext as _

from accounts.acting import Act
from accounts.crypto import blind_index
from accounts.enums import IntegrityKind
from accounts.models import Employer, IntegrityEntry
from accounts.rules.integrity import ban_ends_on
from accounts.rules.refused import AccountRefused


def enter(
    *,
    kind: IntegrityKind,
    name: str,
    finding: str,
    starts_on: date,
    years: int,
    act: Act,
    document_number: str = "",
    employer: Employer | None = None,
) -> IntegrityEntry:
    """Give the new entry, which bars applications from `starts_on` for `years` years (C45).

    A person is known by the blind index of his document number (normalised), an employer by its row. Raises
    AccountRefused when neither is given or the finding is empty.
    """
    if not (document_number or employer):
        raise AccountRefused(_("请填证件号码，或选择单位，否则以后认不出是谁。"))
    if not finding.strip():
        raise AccountRefused(_("请写明认定情况。"), field="finding")
    return IntegrityEntry.objects.create(
        kind=kind,
        name=name,
        document_index=blind_index(document_number) if document_number else "",
        employer=employer,
        starts_on=starts_on,
        ends_on=ban_ends_on(starts_on, years),
        finding=finding.strip(),
        entered_by=act.person,
        entered_at=act.at,
    )
