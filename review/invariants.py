"""What must hold of every meeting, result, document and certificate, and of every record; read-only."""

from collections.abc import Iterator

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import IntegrityEntry
from applications.enums import DECIDED_WELL, ItemStatus, RunStatus, State, Transition
from applications.invariants import CHUNK, Breach, Invariant, holds, of_night, same_bytes
from applications.models import Application, Event, PrintRun
from campaigns.enums import Kind
from campaigns.rules.calendar import day_of
from review.enums import CertificateStatus, FilingKind, FilingStatus, MeetingStatus, Outcome, PublicityStatus
from review.models import Certificate, Committee, Meeting, ResultDocument, Tally
from review.rules.ballot import Count as Votes
from review.rules.ballot import decide, has_quorum, is_odd, places
from review.services.certificates import filing_made
from review.services.chain import breaks_in
from review.services.meeting import filing_due

TITLED = (State.QUALIFIED, State.CERTIFIED)


def every_record_is_whole() -> Iterator[Breach | None]:
    """No event was changed or taken out: digests, links and numbers agree (C44)."""
    for row in Application.objects.order_by("pk").prefetch_related("events").iterator(chunk_size=CHUNK):
        broken = breaks_in(row, row.events.all())
        yield holds(not broken, row, "；".join(f"{each.sequence}：{each.what}" for each in broken))


def committees_are_odd() -> Iterator[Breach | None]:
    """A committee has an odd number of members (C37)."""
    for row in Committee.objects.annotate(size=Count("members")).order_by("pk"):
        yield holds(is_odd(row.size), row, _("委员不是单数。"))


def meetings_were_filed_and_seated() -> Iterator[Breach | None]:
    """A meeting that opened was filed in good time, with its quorum, each case with the rubric of its layer."""
    rows = Meeting.objects.exclude(status=MeetingStatus.PLANNED).select_related("committee__campaign")
    seated = Count("attendance", filter=Q(attendance__present=True), distinct=True)
    for row in rows.annotate(members=Count("attendance", distinct=True), seated=seated).order_by("pk"):
        filing = row.filings.get(kind=FilingKind.PRE_MEETING)
        in_time = filing.submitted_at is not None and filing.submitted_at <= filing_due(row)
        filed = filing.status == FilingStatus.FILED and in_time
        without = row.tallies.filter(rubric=None).exists()
        fits = filed and has_quorum(row.members, row.seated) and not without
        yield holds(fits, row, _("会前备案、到会人数或量化赋分标准不合规定。"))


def counts_are_of_the_seats() -> Iterator[Breach | None]:
    """Nobody votes who does not sit; a count is countersigned by another than who entered it (C37, C44)."""
    rows = Tally.objects.filter(entered_at__isnull=False).select_related("application")
    seats = Count("meeting__attendance", filter=Q(meeting__attendance__present=True))
    for row in rows.annotate(seats=seats).order_by("pk").iterator(chunk_size=CHUNK):
        present = row.present or 0  # that the votes make up those present is a constraint of the database
        alone = row.countersigned_by_id == row.entered_by_id
        yield holds(0 < present <= row.seats and not alone, row.application, _("票数与到会不符。"))


def outcomes_follow_the_votes() -> Iterator[Breach | None]:
    """Counted again, every closed meeting gives the outcomes that stand, inside the pass rate (C37)."""
    closed = Meeting.objects.filter(status=MeetingStatus.CLOSED).select_related("committee")
    for row in closed.order_by("pk").prefetch_related("tallies__application"):
        tallies = list(row.tallies.all())
        again = decide(
            [Votes(each.pk, each.present or 0, each.yes or 0, each.score, each.runoff_yes) for each in tallies],
            members=row.committee.members.count(),
            percent=row.committee.pass_rate,
        )
        for tally in tallies:
            good = tally.application.state in (*DECIDED_WELL, State.REVOKED)
            agrees = tally.outcome == again[tally.pk] and good == (tally.outcome == Outcome.PASSED)
            yield holds(agrees, tally.application, _("评审结果与票数不符。"))
        limit = places(len(tallies), row.committee.pass_rate)
        passed = sum(tally.outcome == Outcome.PASSED for tally in tallies)
        yield holds(limit is None or passed <= limit, row, _("通过的人超出通过率名额。"))


def documents_follow_the_publicity() -> Iterator[Breach | None]:
    """A result document names people of one concluded list, signed after its last day (C08, C10)."""
    rows = ResultDocument.objects.select_related("publicity").prefetch_related(
        "applications__publicity_entry__publicity"
    )
    for row in rows.order_by("pk"):
        listed = all(case.publicity_entry.publicity_id == row.publicity_id for case in row.applications.all())
        concluded = row.publicity.status == PublicityStatus.CONCLUDED and row.issued_on > row.publicity.last_day
        yield holds(listed and concluded, row, _("文件与结果公示不符。"))


def every_title_has_its_document() -> Iterator[Breach | None]:
    """Who has a title stands in exactly one result document (C10)."""
    rows = Application.objects.filter(state__in=TITLED).annotate(documents=Count("result_documents"))
    for row in rows.order_by("pk").iterator(chunk_size=CHUNK):
        yield holds(row.documents == 1, row, _("不在任何一份任职资格文件里，或在几份里。"))


def certificates_follow_the_state() -> Iterator[Breach | None]:
    """Who is certified holds one valid certificate, the filing made before; a revoked title's says so (C11, C33, C45)."""
    for row in Certificate.objects.select_related("application").order_by("pk").iterator(chunk_size=CHUNK):
        valid = row.status == CertificateStatus.VALID
        fits = row.application.state == (State.CERTIFIED if valid else State.REVOKED)
        document = row.application.result_documents.first()
        filed = document is not None and filing_made(row.application, document)
        yield holds(fits and filed, row.application, _("证书与申报的状态或备案不符。"))
    without = Application.objects.filter(state=State.CERTIFIED, certificate=None)
    yield from (Breach(str(row), _("已发证，却没有证书。")) for row in without)


def every_fraud_is_listed() -> Iterator[Breach | None]:
    """Each revocation for fraud put the person on the integrity list from that day (C45)."""
    events = Event.objects.filter(transition=Transition.REVOKE).select_related("application__applicant")
    for event in events.order_by("pk"):
        person = event.application.applicant
        listed = IntegrityEntry.objects.filter(document_index=person.document_index, starts_on=day_of(event.at))
        yield holds(listed.exists(), event.application, _("撤销了资格，没有列入诚信名单。"))


def the_right_body_decided() -> Iterator[Breach | None]:
    """评审 is decided by a meeting, 初定 and 授予 without one (C38, C40)."""
    rows = Application.objects.filter(state__in=(State.FAILED, *DECIDED_WELL))
    for row in rows.annotate(judged=Count("tallies")).order_by("pk").iterator(chunk_size=CHUNK):
        yield holds((row.kind == Kind.REVIEW) == bool(row.judged), row, _("作决定的机构不对。"))


def print_runs_are_whole(night: int | None = None) -> Iterator[Breach | None]:
    """A print run that is ready has its file, unchanged, and each of its cases is printed or left out (C44)."""
    counts = {
        status: Count("items", filter=Q(items__status=status))
        for status in (ItemStatus.PRINTED, ItemStatus.LEFT_OUT)
    }
    ready = PrintRun.objects.filter(status__in=(RunStatus.READY, RunStatus.LOST))
    rows = ready.annotate(in_it=counts[ItemStatus.PRINTED], out=counts[ItemStatus.LEFT_OUT], every=Count("items"))
    for row in of_night(rows, night):
        adds_up = row.in_it + row.out == row.every == row.cases and row.out == row.left_out
        yield holds(adds_up, f"PrintRun {row.pk}", _("打印的件数不符。"))
        yield same_bytes(str(row.file.name), row.file_sha256, f"PrintRun {row.pk}")


INVARIANTS = (
    Invariant("records", gettext_lazy("办理记录逐条完整"), ("C44",), every_record_is_whole),
    Invariant("committees", gettext_lazy("委员为单数"), ("C37",), committees_are_odd),
    Invariant(
        "meetings",
        gettext_lazy("开过的会都备案、够人数、有标准"),
        ("C31", "C33", "C37"),
        meetings_were_filed_and_seated,
    ),
    Invariant("votes", gettext_lazy("票数不超过到会，会签的是另一个人"), ("C37",), counts_are_of_the_seats),
    Invariant("outcomes", gettext_lazy("结果就是票数算出来的"), ("C37",), outcomes_follow_the_votes),
    Invariant("decisions", gettext_lazy("评审的经评审会，其他的不经"), ("C38", "C40"), the_right_body_decided),
    Invariant("documents", gettext_lazy("文件上的人都公示期满"), ("C08", "C10"), documents_follow_the_publicity),
    Invariant("titles", gettext_lazy("有资格的都在一份文件里"), ("C10",), every_title_has_its_document),
    Invariant(
        "certificates", gettext_lazy("证书与状态、备案相符"), ("C11", "C33", "C45"), certificates_follow_the_state
    ),
    Invariant(
        "print_runs", gettext_lazy("批量打印的件数和文件相符"), ("C44",), print_runs_are_whole, by_nights=True
    ),
    Invariant("fraud", gettext_lazy("撤销资格的都列入诚信名单"), ("C45",), every_fraud_is_listed),
)
