"""Looking at every file that arrives: asked for with the upload, done by a worker, redone when the form has changed.

It advises and never accuses (materials.md, Checks). A page is looked at once, whoever sends it wherever: what was seen
lies beside the file in the store, and holding it against the form again costs next to nothing.
"""

import json
import logging
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from accounts.enums import DocumentKind
from applications.enums import CheckStatus
from applications.models import Application, Check, Material, Section
from applications.rules.comparing import COMPARED, expected_of
from applications.services import masking
from applications.services.jobs import Jobs
from applications.services.likeness import keep_prints
from applications.services.sights import sights
from documents import store

if TYPE_CHECKING:
    from documents.scans.facts import Finding
    from documents.scans.identity import Identity
    from documents.scans.inspecting import Report, Sight
    from documents.scans.reports import EducationReport

log = logging.getLogger(__name__)
#: A page takes a second or two, and each renews the claim.
CHECKS = Jobs(Check, claim_lives=timedelta(minutes=3), queue_waits=timedelta(minutes=1))
#: How far back a changed form is looked for, should beat have been away.
LOOKS_BACK = timedelta(days=7)
VERDICTS = ("agrees", "differs", "absent")
Clock = Callable[[], datetime]


def ask(material: Material, *, at: datetime) -> None:
    """Have a new file looked at, after the commit; nothing where the installation looks at none."""
    if settings.SCAN_CHECKS:
        hurry(Check.objects.create(material=material, created_at=at).pk)


def ask_again(rows: QuerySet[Check], *, at: datetime) -> None:
    """Have files held against the form once more; beat asks for them at its next turn."""
    rows.update(status=CheckStatus.WAITING, attempts=0, claimed_at=None, created_at=at - CHECKS.queue_waits)


def ask_for_stale(at: datetime) -> None:
    """Ask again for the files of every form that was changed after they were held against it, and is at rest since."""
    changed = Section.objects.filter(
        key__in=COMPARED, saved_at__gt=at - LOOKS_BACK, saved_at__lte=at - CHECKS.queue_waits
    )
    since = changed.filter(application=OuterRef("material__application"), saved_at__gt=OuterRef("done_at"))
    of_these = Check.objects.filter(
        material__application__in=changed.values("application"), material__removed_at=None
    )
    ask_again(of_these.filter(Exists(since), status=CheckStatus.READY), at=at)


def hurry(check_id: int) -> None:
    """Put a check into the queue after the commit; beat finds it where the queue has lost it."""
    from applications.tasks import check_material  # the task calls back into this module

    transaction.on_commit(lambda: check_material.delay(check_id), robust=True)


def make(check_id: int, *, clock: Clock) -> bool:
    """Tell whether this call looked at the file. Two workers at once do it once; a third failure is the last."""
    begun = clock()
    check = CHECKS.claim(check_id, at=begun)
    if check is None:
        return False
    try:
        seen = _report(check, clock)
        masking.propose(check.material_id, at=clock())
    except store.StoreAway as away:
        log.warning("Check %s waits for the store of files: %s", check.pk, away)
        CHECKS.give_back(check)
        return False
    except Exception as wrong:  # whatever it is, the person must see that this file was not looked at
        log.exception("Check %s failed at attempt %s", check.pk, check.attempts)
        CHECKS.fail(check, f"{type(wrong).__name__}")
        return False
    # As of the beginning: what was saved in the form meanwhile may not have been read.
    done = CHECKS.held(check).update(**seen, status=CheckStatus.READY, done_at=begun, error="")
    return bool(done)


def _report(check: Check, clock: Clock) -> dict[str, Any]:
    """Give the columns that say what was seen."""
    from documents.scans.inspecting import inspected  # loads what only a worker needs

    rows = Material.objects.select_related(
        "file", *(f"application__{of}" for of in ("applicant", "employer", "campaign"))
    )
    material = rows.get(pk=check.material_id)
    application = material.application
    seen = list(sights(material.file, renew=lambda: CHECKS.held(check).update(claimed_at=clock())))
    keep_prints(material.file, seen)
    who, answers = identity(application), _expected(material)
    reports = [inspected(seen, material.slot_key, answer, who) for answer in answers]
    return {
        "is_read": reports[0].is_read,
        "pages": [_page(page) for page in reports[0].pages],
        "looks_like": reports[0].misplaced.kind if reports[0].misplaced else "",
        "kept_findings": json.dumps([*_findings(reports, answers)], ensure_ascii=False),
    }


def _page(seen: "Sight") -> dict[str, Any]:
    return {name: getattr(seen, name) for name in ("number", "width", "height", "faults", "quarter")}


def _findings(reports: list["Report"], answers: list[dict[str, str]]) -> Iterator[dict[str, Any]]:
    """Give for each value what speaks for it most: a file is held against every diploma, and belongs to one."""
    best = min(range(len(reports)), key=lambda one: sum(_weight(found) > 0 for found in reports[one].findings))
    for page, finding in sorted(reports[best].findings, key=_weight):
        yield {**asdict(finding), "page": page}
    if report := reports[best].education:
        yield from _of_education(report, answers[best].get("verification_code", ""))


def _of_education(report: "EducationReport", code: str) -> Iterator[dict[str, Any]]:
    """Give the code by which a report of 学信网 is verified, held against the form, and how long it can be (C19)."""
    told = {"page": 1, "box": None}
    if report.code:
        verdict = "read" if not code else "agrees" if code == report.code else "differs"
        yield {"what": "verification_code", "verdict": verdict, "expected": code, "found": report.code, **told}
    if report.valid_until:
        yield {"what": "valid_until", "verdict": "read", "expected": "", "found": report.valid_until, **told}


def _weight(found: tuple[int, "Finding"]) -> int:
    return VERDICTS.index(found[1].verdict)


def _expected(material: Material) -> list[dict[str, str]]:
    application = material.application
    person = application.applicant
    return expected_of(
        material.slot_key,
        dict(application.sections.values_list("key", "data")),
        name=person.name,
        id_number=person.document_number if person.document_kind == DocumentKind.ID_CARD else "",
        year=application.campaign.year,
    )


def identity(application: Application) -> "Identity":
    """Give the words by which a page could name the applicant (C21)."""
    from documents.scans.identity import Identity

    person = application.applicant
    return Identity(
        name=person.name,
        employer=application.employer.name if application.employer else "",
        id_number=person.document_number,
        phone=person.phone,
    )
