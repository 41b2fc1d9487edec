"""Papers: asked for by services, set by a worker. The row is the truth of the job, the queue only hurries it."""

import base64
import hashlib
import json
import logging
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Employer, Office
from accounts.statements import Statement
from applications.enums import PaperKind, PaperStatus
from applications.models import Application, Paper
from applications.services import sealing
from applications.services.jobs import Jobs
from applications.services.materials import storage_path
from campaigns.services.faces import in_own_faces
from documents import digest, store
from documents.papers.shape import OtherShape, PaperDataError
from documents.pictures import id_photo
from documents.signing.keys import KeyWrong, SigningAway

log = logging.getLogger(__name__)
#: A page takes a second, a booklet a few.
PAPERS = Jobs(Paper, claim_lives=timedelta(minutes=3), queue_waits=timedelta(minutes=1))
#: What a paper of several people calls each, or itself, by.
NAMED_BY = ("number", "code", "name", "committee", "heading", "issuer", "office")
WAITS_FOR = {store.StoreAway: "store of files", SigningAway: "signature", KeyWrong: "key that signs"}
HELD = Statement(lambda pk: Application.objects.select_for_update().filter(pk=pk).values_list("pk"), int)
CURRENT = Statement(
    lambda kind, part, application: (
        Paper.objects.filter(kind=kind, part=part, application=application)
        .exclude(status=PaperStatus.OUTDATED)
        .values_list("digest", "pk")
    ),
    str,
    str,
    int,
)


def request_paper(
    kind: PaperKind,
    data: dict[str, Any],
    *,
    at: datetime,
    application: Application | None = None,
    office: Office | None = None,
    employer: Employer | None = None,
    part: str = "",
    soon: bool = True,
) -> Paper:
    """Give the paper of `kind` with the JSON-ready `data`, to be set after the commit; not `soon`: by who asks for it.

    The same data give the row that is there already. `part` tells several papers of one kind apart (the year of an
    appraisal form, the number of a submission); older ones of the same application, kind and part become void. A paper
    of no application may be an `office`'s or `employer`'s; the caller holds the row that orders two requests at once.
    """
    digest = digest_of(kind, data)
    with transaction.atomic(savepoint=False):
        known = _current(kind, application, part, office=office, employer=employer)
        if digest in known:
            if soon:
                make_again(known[digest])
            return Paper.objects.get(pk=known[digest])
        if known:
            Paper.objects.filter(pk__in=known.values()).update(status=PaperStatus.OUTDATED)
        paper = Paper.objects.create(
            kind=kind,
            application=application,
            office=office,
            employer=employer,
            part=part,
            data=data,
            digest=digest,
            created_at=at,
        )
        if soon:
            hurry(paper.pk)
    return paper


def outdate(parts: Collection[str], *kinds: PaperKind, **whose: int | None) -> None:
    """What an `office` or an `employer` had printed of `parts` is true no longer: who scans such a print is told so."""
    papers = Paper.objects.filter(**whose, part__in=parts, kind__in=kinds)
    papers.exclude(status=PaperStatus.OUTDATED).update(status=PaperStatus.OUTDATED)


def request_first(
    wanted: Mapping[PaperKind, dict[str, Any]], *, at: datetime, application: Application, part: str
) -> None:
    """Ask for papers of a `part` that is new: none can be there already or become void, so one statement does."""
    papers = Paper.objects.bulk_create(
        Paper(
            kind=kind, application=application, part=part, data=data, digest=digest_of(kind, data), created_at=at
        )
        for kind, data in wanted.items()
    )
    for paper in papers:
        hurry(paper.pk)


def make_again(paper_id: int) -> bool:
    """Tell whether a paper that had been given up, or has no file of its own, now gets three attempts."""
    lacking = Paper.objects.filter(pk=paper_id, status__in=(PaperStatus.FAILED, PaperStatus.TOGETHER))
    if not lacking.update(status=PaperStatus.WAITING, attempts=0, claimed_at=None, error=""):
        return False
    hurry(paper_id)
    return True


def _current(
    kind: PaperKind, application: Application | None, part: str, **whose: Office | Employer | None
) -> dict[str, int]:
    """Give the papers that a new one replaces, by digest; the application's row orders two requests at once."""
    if application is not None:
        HELD.tuples(application.pk)
        return dict(CURRENT.tuples(kind, part, application.pk))
    if not part:
        return {}
    papers = Paper.objects.filter(kind=kind, part=part, application=None, **whose)
    return dict(papers.exclude(status=PaperStatus.OUTDATED).values_list("digest", "pk"))


def digest_of(kind: str, data: dict[str, Any]) -> str:
    """Give the SHA-256 over a paper's kind and data."""
    said = json.dumps([str(kind), data], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()


def hurry(paper_id: int) -> None:
    """Put a paper into the queue after the commit; beat finds it where the queue has lost it."""
    from applications.tasks import typeset_paper  # the task calls back into this module

    transaction.on_commit(lambda: typeset_paper.delay(paper_id), robust=True)


def make(paper_id: int, *, at: datetime) -> bool:
    """Tell whether this call set the paper. Two workers at once set it once; a third failure is the last.

    While files cannot be stored, or what is to be signed cannot, the paper waits as if nobody had tried.
    """
    paper = PAPERS.claim(paper_id, at=at)
    if paper is None:
        return False
    try:
        pdf = _typeset(paper)
        name = keep(paper, pdf)
    except (store.StoreAway, SigningAway) as away:
        log.warning("Paper %s waits for the %s: %s", paper.pk, WAITS_FOR[type(away)], away)
        PAPERS.give_back(paper)
        return False
    except Exception as wrong:  # whatever it is, somebody waits for the paper and must see why it does not come
        log.exception("Paper %s failed at attempt %s", paper.pk, paper.attempts)
        PAPERS.fail(paper, _why_failed(paper, wrong))
        return False
    done = PAPERS.held(paper).update(
        status=PaperStatus.READY, file=name, file_sha256=hashlib.sha256(pdf).hexdigest(), ready_at=at, error=""
    )
    return bool(done)


def _why_failed(paper: Paper, wrong: Exception) -> str:
    """Say what is wrong with which case, and what helps where making the same once more cannot."""
    field = wrong.field if isinstance(wrong, PaperDataError) else ""
    number = paper.application.number if paper.application else row_named(paper.data, field)
    case = f"{number}，" if number else ""
    if not isinstance(wrong, OtherShape) or paper.application:
        kind = PaperDataError if isinstance(wrong, OtherShape) else type(wrong)
        return f"{case}{kind.__name__}: {wrong}"
    return _(
        "%(case)s这份%(paper)s是按以前的表式提交的（%(field)s：%(why)s），再做一次也不成。请到提交它的页面点“重新制作”。"
    ) % {
        "case": case,
        "paper": paper.get_kind_display(),
        "field": field,
        "why": wrong.why,
    }


def row_named(data: dict[str, Any], field: str) -> str:
    """Give the number, code or name of the row that a field stands in, as `people.3.name`; else whose paper it is."""
    rows: list[Any] = [data]
    for part in field.split("."):
        last = rows[-1]
        if isinstance(last, dict):
            rows.append(last.get(part))
        elif isinstance(last, list) and part.isdigit() and int(part) < len(last):
            rows.append(last[int(part)])
    told = (row[key] for row in reversed(rows) if isinstance(row, dict) for key in NAMED_BY if row.get(key))
    return str(next(told, ""))


def _typeset(paper: Paper) -> bytes:
    from documents.typesetting import typeset  # takes a second to load, which only who sets papers waits for

    sealing.require_key(paper)
    data = printed_data(paper)
    with in_own_faces():
        pdf = typeset(paper.kind, with_photo(data))
    return sealing.sealed(paper, pdf, data)


def printed_data(paper: Paper) -> dict[str, Any]:
    """Give what is printed: the data, and the paper's own code, version, address and date where the data name none."""
    own = {
        "code": paper.code,
        "version": paper.version,
        "code_url": settings.PORTAL_ADDRESS + reverse("papers:download", args=[paper.code]),
        "at": paper.created_at.isoformat(),
    }
    return own | paper.data


def with_photo(data: dict[str, Any]) -> dict[str, Any]:
    """Give `data` with 证件照 and seal where they name them by the SHA-256 of a file, which the data keep frozen.

    Raises FileNotFoundError when a photo is gone, `StoreAway` when no file can be read, ValueError when it is another,
    FileRefused when it cannot be drawn; PaperDataError for a seal that is gone or is another.
    """
    data = {name: with_photo(value) if isinstance(value, dict) else value for name, value in data.items()}
    if data.get("seal"):
        data["seal"] = _seal(data["seal"])
    return data | {"photo": id_photo(_photo(data["photo"]))} if data.get("photo") else data


def _seal(sha256: str) -> str:
    try:
        found = store.read(storage_path(sha256))
    except FileNotFoundError as gone:
        raise PaperDataError("seal", f"the file {sha256[:12]} is gone") from gone
    if digest.of_bytes(found) != sha256:
        raise PaperDataError("seal", f"the file {sha256[:12]} has changed")
    return "data:image/png;base64," + base64.b64encode(found).decode()


def _photo(sha256: str) -> bytes:
    found = store.read(storage_path(sha256))
    if digest.of_bytes(found) != sha256:
        raise ValueError(f"the photo {sha256} has changed")
    return found


def keep(paper: Paper, pdf: bytes) -> str:
    """Give the name under which the file lies; the same bytes are stored once. Raises `StoreAway`."""
    return store.keep(f"papers/{paper.code}-{hashlib.sha256(pdf).hexdigest()[:16]}.pdf", pdf)
