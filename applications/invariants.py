"""What must hold of every application, whatever happened: read-only, to be run on a living database or a rehearsal.

An invariant looks at every row it is about and yields, for each, nothing wrong (None) or a `Breach`; so the caller knows
how often it was checked. Later rooms keep theirs in an `invariants.py` of their own.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import Any

from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.enums import ENDED, RELEASED_IN, REMASKED_IN, REVIEWING, PaperStatus, State, Transition, Verdict
from applications.models import Application, Event, Paper, Review, Sheaf, StoredFile, Submission
from applications.services.papers import digest_of
from applications.workflow import Workflow
from campaigns.models import FaceFile
from documents import digest, store

CHUNK = 500
NIGHTS = 30


@dataclass(frozen=True)
class Breach:
    """One place where an invariant does not hold: the number of an application or a row, and what is wrong."""

    where: str
    what: str


Check = Callable[..., Iterator[Breach | None]]


@dataclass(frozen=True)
class Invariant:
    """A sentence that is always true: its key, its words, the clauses it keeps, and how it is checked.

    One that reads every file is checked `by_nights`: its check takes which of `NIGHTS` parts of the rows to look at.
    """

    key: str
    words: str | Promise
    clauses: tuple[str, ...]
    check: Check
    by_nights: bool = False

    def of_night(self, day: date) -> "Invariant":
        """Give the invariant as it is checked in the night of `day`: a part of the files, so that all come round."""
        return replace(self, check=partial(self.check, day.toordinal() % NIGHTS)) if self.by_nights else self


@dataclass(frozen=True)
class Finding:
    """How often an invariant was checked, and where it does not hold."""

    invariant: Invariant
    checked: int
    breaches: list[Breach] = field(default_factory=list)


def examine(invariant: Invariant) -> Finding:
    """Check one invariant on everything there is."""
    found = list(invariant.check())
    return Finding(invariant, len(found), [breach for breach in found if breach])


def holds(condition: object, where: object, what: str) -> Breach | None:
    return None if condition else Breach(str(where), what)


def _applications() -> Iterator[Application]:
    return Application.objects.order_by("pk").iterator(chunk_size=CHUNK)


# The way


def allowed_steps() -> set[tuple[str, str, str]]:
    """Give every (from, transition, to) that the state machine knows."""
    known = set()
    for step in Workflow._meta.get_field("state").get_all_transitions(Application):
        targets = getattr(step.target, "allowed_states", None) or [step.target]
        known |= {(str(step.source), step.name, str(target)) for target in targets}
    known.add(("", Transition.START, State.DRAFT))
    known.add((State.ACCEPTED, Transition.SETTLE_FEE, State.ACCEPTED))
    copies = (Transition.RELEASE_COPY, Transition.WITHDRAW_COPY)
    known |= {(state, step, state) for state in RELEASED_IN for step in copies}
    known |= {(state, Transition.MASK_AGAIN, state) for state in REMASKED_IN}
    return known


def every_step_is_of_the_way() -> Iterator[Breach | None]:
    """Each event goes from the state that the event before led to, by a transition that exists from there."""
    known = allowed_steps()
    events = Event.objects.order_by("application_id", "sequence").values_list(
        "application_id", "application__number", "sequence", "source", "transition", "target", "at"
    )
    before: tuple[int, str] = (0, "")
    for application, number, sequence, source, transition, target, _at in events.iterator(chunk_size=5000):
        expected = before[1] if before[0] == application else ""
        fits = source == expected and (source, transition, target) in known
        yield holds(
            fits,
            number,
            _("第%(sequence)d步“%(step)s”不该从这里走。") % {"sequence": sequence, "step": transition},
        )
        before = (application, target)


def every_state_is_its_last_event() -> Iterator[Breach | None]:
    """The state is where the last event led, since that moment; ended cases stay ended."""
    rows = Application.objects.order_by("pk").prefetch_related(
        Prefetch("events", Event.objects.order_by("sequence"), to_attr="trail")
    )
    for row in rows.iterator(chunk_size=CHUNK):
        arrived = [event.at for event in row.trail if event.source != event.target]
        agrees = row.trail and row.trail[-1].target == row.state and row.state_since == arrived[-1]
        yield holds(agrees, row, _("状态“%(state)s”与最后一条记录不一致。") % {"state": row.state})


def dates_are_in_order() -> Iterator[Breach | None]:
    """Begun, submitted, accepted, proved, decided: each not before the one it follows."""
    for row in _applications():
        known = (row.created_at, row.submitted_at, row.accepted_at, row.originals_confirmed_at, row.decided_at)
        given = [moment for moment in known if moment]
        yield holds(given == sorted(given), row, _("日期的先后不对。"))


def nobody_handles_his_own() -> Iterator[Breach | None]:
    """No step of an employer or an office is taken by the applicant himself (C44)."""
    events = Event.objects.exclude(unit_name="").select_related("application")
    for event in events.iterator(chunk_size=5000):
        own = event.actor_id is not None and event.actor_id == event.application.applicant_id
        yield holds(not own, event.application.number, _("本人办理了自己的申报。"))


def every_decision_has_its_reason() -> Iterator[Breach | None]:
    """A return pins faults with reasons; a refusal names its reasons (C24)."""
    reasoned = (Transition.REJECT, Transition.RETURN_FOR_CORRECTION)
    events = Event.objects.filter(transition__in=reasoned).select_related("application")
    for event in events.iterator(chunk_size=CHUNK):
        yield holds(event.reasons, event.application.number, _("退回或不予受理没有写公布的原因。"))


def one_live_application_a_person() -> Iterator[Breach | None]:
    """A person has at most one application under way in a campaign (C12)."""
    rows = Application.objects.exclude(state__in=ENDED).values("campaign", "applicant")
    for row in rows.annotate(live=Count("pk")).order_by("campaign", "applicant"):
        yield holds(row["live"] == 1, row["applicant"], _("一人有几件在办的申报。"))


# What went to review


def submissions_are_counted() -> Iterator[Breach | None]:
    """As many frozen submissions as were counted, numbered from 1, never more than the campaign allows (C17)."""
    rows = Application.objects.select_related("campaign").prefetch_related("submissions")
    for row in rows.order_by("pk").iterator(chunk_size=CHUNK):
        numbers = [submission.number for submission in row.submissions.all()]
        fits = numbers == list(range(1, row.submissions_used + 1)) and len(numbers) <= row.campaign.max_submissions
        yield holds(fits, row, _("留存的提交与次数不符。"))


def submissions_are_unchanged() -> Iterator[Breach | None]:
    """The digest of a frozen submission is that of what it kept, and its files are those it names (C17, C44)."""
    rows = Submission.objects.select_related("application").prefetch_related("materials__file")
    for row in rows.order_by("pk").iterator(chunk_size=100):
        there = sorted([each.slot_key, each.file.sha256, each.name] for each in row.materials.all())
        same = row.digest == digest.of(row.data) and there == sorted(row.data.get("files", ()))
        yield holds(same, row, _("留存的内容与摘要不符。"))


def every_submission_is_committed() -> Iterator[Breach | None]:
    """Each time the applicant submitted there is a signed commitment and a receipt of that moment (C14)."""
    submitted = Count(
        "events", filter=Q(events__transition__in=(Transition.SUBMIT, Transition.RESUBMIT)), distinct=True
    )
    rows = Application.objects.annotate(
        times=submitted, signed=Count("commitments", distinct=True), received=Count("receipts", distinct=True)
    )
    for row in rows.order_by("pk").iterator(chunk_size=CHUNK):
        yield holds(row.times == row.signed == row.received, row, _("提交、承诺、回执的次数不一致。"))


def every_conclusion_saw_every_item() -> Iterator[Breach | None]:
    """A concluded review marked every item of the checklist; what was passed has no problem left (C25)."""
    rows = Review.objects.exclude(conclusion="").select_related("application")
    rows = rows.annotate(
        items=Count("application__campaign__checklist", distinct=True),
        marked=Count("marks", distinct=True),
        problems=Count("marks", filter=Q(marks__verdict=Verdict.PROBLEM), distinct=True),
    )
    passing = (Transition.PASS_INITIAL, Transition.ACCEPT)
    for row in rows.order_by("pk").iterator(chunk_size=CHUNK):
        fits = row.marked == row.items and not (row.conclusion in passing and row.problems)
        yield holds(fits, row.application, _("没有逐项核完就下了结论。"))


def nobody_reviews_out_of_turn() -> Iterator[Breach | None]:
    """A case in review has the office it waits for; one that is returned has time to be corrected (C16)."""
    for row in _applications():
        waits = row.state not in REVIEWING or row.reviewing_office is not None
        yield holds(waits and _has_time(row), row, _("没有受理机构，或没有修改期限。"))


def _has_time(row: Application) -> bool:
    if row.state != State.RETURNED:
        return True
    return bool(row.returned_at and row.correction_due and row.returned_at < row.correction_due)


# Files


def files_are_unchanged(night: int | None = None) -> Iterator[Breach | None]:
    """The bytes of every upload, and of every face of an office, are those of its digest; so are the pages drawn of an
    OFD, whose name is theirs.
    """
    for row in of_night(StoredFile.objects.all(), night).iterator(chunk_size=CHUNK):
        yield same_bytes(row.path, row.sha256, f"StoredFile {row.pk}")
        if row.drawn_path:
            yield same_bytes(row.drawn_path, row.drawn_path.rsplit("/", 1)[-1], f"StoredFile {row.pk}")
    for face in of_night(FaceFile.objects.defer("line"), night):
        yield same_bytes(face.stored.path, face.sha256, f"FaceFile {face.pk}")


def papers_are_unchanged(night: int | None = None) -> Iterator[Breach | None]:
    """A paper that is ready has its file, unchanged; its data are those of its digest."""
    for row in of_night(Paper.objects.filter(status=PaperStatus.READY), night).iterator(chunk_size=100):
        data = holds(row.digest == digest_of(row.kind, row.data), row.code, _("文书的内容与摘要不符。"))
        yield data or same_bytes(str(row.file.name), row.file_sha256, row.code)


def sheaves_are_unchanged(night: int | None = None) -> Iterator[Breach | None]:
    """What was set together for printing lies in its file, unchanged; the papers in it follow each other."""
    used = Sheaf.objects.filter(papers__status=PaperStatus.TOGETHER).distinct()  # the others go with their files
    for row in of_night(used.prefetch_related("papers"), night).iterator(chunk_size=100):
        first = 0
        for paper in sorted(row.papers.all(), key=lambda paper: paper.first_page):
            yield holds(paper.first_page >= first, paper.code, _("一起制作的文书页数不符。"))
            first = paper.first_page + paper.pages
        yield same_bytes(str(row.file.name), row.file_sha256, f"Sheaf {row.pk}")


def of_night(rows: QuerySet[Any], night: int | None) -> QuerySet[Any]:
    """Give the rows whose files are read in a night; None: all."""
    rows = rows.order_by("pk")
    return rows if night is None else rows.annotate(night=F("pk") % NIGHTS).filter(night=night)


def same_bytes(path: str, sha256: str, where: str) -> Breach | None:
    """Give the breach where a file is gone or is not that of its digest."""
    try:
        with store.opened(path) as file:
            return holds(digest.of_bytes(file) == sha256, where, _("文件与摘要不符。"))
    except FileNotFoundError:
        return Breach(where, _("文件不在了。"))


INVARIANTS = (
    Invariant("way", gettext_lazy("每一步都从上一步走到的状态出发"), ("C44",), every_step_is_of_the_way),
    Invariant("state", gettext_lazy("状态就是最后一步走到的状态"), ("C44",), every_state_is_its_last_event),
    Invariant("dates", gettext_lazy("日期先后有序"), (), dates_are_in_order),
    Invariant("own", gettext_lazy("没有人办理自己的申报"), ("C44",), nobody_handles_his_own),
    Invariant("reasons", gettext_lazy("退回和不予受理都有公布的原因"), ("C24",), every_decision_has_its_reason),
    Invariant("one-live", gettext_lazy("一人一年只有一件在办"), ("C12",), one_live_application_a_person),
    Invariant("submissions", gettext_lazy("留存的提交与次数相符，不超过上限"), ("C17",), submissions_are_counted),
    Invariant("frozen", gettext_lazy("留存的提交没有被改动"), ("C17",), submissions_are_unchanged),
    Invariant("commitments", gettext_lazy("每次提交都有承诺和回执"), ("C14",), every_submission_is_committed),
    Invariant("checklist", gettext_lazy("逐项核完才有结论"), ("C25",), every_conclusion_saw_every_item),
    Invariant("turn", gettext_lazy("在审的有受理机构，退回的有期限"), ("C16",), nobody_reviews_out_of_turn),
    Invariant("files", gettext_lazy("上传的文件没有被改动"), ("C15",), files_are_unchanged, by_nights=True),
    Invariant("papers", gettext_lazy("制作的文书没有被改动"), ("C39",), papers_are_unchanged, by_nights=True),
    Invariant(
        "sheaves", gettext_lazy("一起制作的文书没有被改动"), ("C39",), sheaves_are_unchanged, by_nights=True
    ),
)
