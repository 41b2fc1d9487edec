"""What title offices do after the acceptance: originals, fees, determination, publicity, documents, certificates.

C06, C07, C08, C10, C11, C33, C35, C36, C38, C39, C40, C45.
"""

from collections import defaultdict
from datetime import date, datetime, timedelta

from accounts.acting import Act
from accounts.enums import IntegrityKind, Role
from accounts.services.integrity import enter
from applications.enums import State
from applications.models import Application
from applications.services.acceptance import confirm_originals
from applications.services.filing import withdraw
from campaigns.enums import Kind
from campaigns.rules.calendar import DAY
from documents.sheets import write_list
from hetian_titles.rehearsal.cast import Person, title_office
from hetian_titles.rehearsal.plots import Mishap
from hetian_titles.rehearsal.stage import SECOND, Stage, Story, Turn
from payments.models import FeeOrder
from payments.services.imports import book_import, preview_import
from payments.services.orders import confirm_payment, mark_refunded
from review.enums import FilingKind, FilingStatus
from review.models import Filing, Publicity, ResultDocument, ResultObjection
from review.services.certificates import issue_certificates
from review.services.determination import determine
from review.services.filings import register_filing, submit_filing
from review.services.publicity import conclude_publicity, object_to, publicise, settle_objection
from review.services.results import issue_document
from review.services.revocation import Responsible, revoke

M = Mishap
Line = tuple[str, str, date, str]


class Fees:
    """What the bank tells an office: a list a day, booked in the afternoon (C36)."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.lines: dict[int, list[Line]] = defaultdict(list)

    def pays(self, office: int, order: FeeOrder, on: date) -> None:
        """Money comes in for an order; the first of an office's day makes its officer book the list at five."""
        if not self.lines[office]:
            self.stage.start(self._books(office), self.stage.workday(1, 17))
        self.lines[office].append((order.payment_code, str(order.amount), on, f"排演{order.pk:06d}"))

    def _books(self, office: int) -> Story:
        lines, self.lines[office] = self.lines[office], []
        act = self.stage.officer(office, Role.TITLE_OFFICER)
        data = write_list("到账", ("缴款码", "金额", "到账日期", "票据号"), lines, at=self.stage.now)
        listed = self.stage.attempt("缴费清单", preview_import, name="到账.xlsx", data=data, act=act)
        booked = self.stage.attempt("缴费清单", book_import, listed.pk, act=act)
        good = [told for told in booked.outcome if told["outcome"] == "matched"]
        self.stage.ledger.note("C36", f"{lines[0][2]}的到账清单：{len(good)}笔入账", len(good))
        yield self.stage.now


def accepted(stage: Stage, person: Person) -> Story:
    """After the acceptance: pay, bring the form twice and the originals, then wait for the decision."""
    application = stage.application(person)
    clause = "C38" if application.final_office_id != title_office(stage) else "C40"
    stage.ledger.note(clause, f"{person}：由{stage.offices[application.final_office_id or 0].name}决定")
    order = FeeOrder.objects.filter(application=application).first()
    if order:
        stage.ledger.note("C35", f"{person}：{order.amount}元")
        _money(stage, person, application, order)
    yield stage.workday(1 + person.serial % 3, 11, person.serial % 60)
    if person.suffers(M.WITHDRAWS_PAID):
        yield from _withdraws(stage, person, application)
        return
    yield from _brings_originals(stage, person, application)
    if application.kind == Kind.REVIEW:
        stage.pass_to(Turn.DECISION, person)
    else:
        yield from _determination(stage, person, application)


def _money(stage: Stage, person: Person, application: Application, order: FeeOrder) -> None:
    """Pay in time, late, or never; the office books it, or tries to book what it must not."""
    office, today = application.final_office_id or 0, stage.today
    act = stage.officer(office, Role.TITLE_OFFICER)
    if person.suffers(M.PAYS_BEFORE):
        stage.attempt(person, confirm_payment, order.pk, paid_on=today - 3 * DAY, bill_number="早", act=act)
    if person.suffers(M.BOOKED_LATE, M.PAYS_LATE):
        stage.start(_booked_after_deadline(stage, person, application, order))
    elif not person.suffers(M.NEVER_PAYS):
        stage.fees.pays(office, order, today)


def _booked_after_deadline(stage: Stage, person: Person, application: Application, order: FeeOrder) -> Story:
    """The bank's list comes after the deadline: who paid in time is booked, who paid late is not (C07)."""
    due = order.due_at
    yield due + timedelta(hours=34)
    paid_on = due.astimezone(stage.on(stage.today, 0).tzinfo).date()
    if person.suffers(M.PAYS_LATE):
        paid_on += DAY
    act = stage.officer(application.final_office_id, Role.TITLE_OFFICER)
    booked = stage.attempt(person, confirm_payment, order.pk, paid_on=paid_on, bill_number="晚", act=act)
    if booked is not None:
        stage.ledger.note("C07", f"{person}：按时缴费，入账晚，不失效")


def _withdraws(stage: Stage, person: Person, application: Application) -> Story:
    """Take the application back after paying; the fee is refunded."""
    yield stage.workday(3, 11)
    withdraw(application_id=application.pk, act=stage.oneself(person.user))
    yield stage.workday(2, 11)
    order = FeeOrder.objects.get(application=application)
    act = stage.officer(application.final_office_id, Role.TITLE_OFFICER)
    stage.attempt(person, mark_refunded, order.pk, refunded_on=stage.today, act=act)


def _brings_originals(stage: Stage, person: Person, application: Application) -> Story:
    """Bring the form in two copies and the originals to the office (C39); too late is too late (C06)."""
    if person.suffers(M.PAPER_LATE):
        yield _due(application) + SECOND
    tries = [(2, True)]
    if person.suffers(M.ONE_COPY):
        tries.insert(0, (1, True))
    if person.suffers(M.NO_ORIGINALS):
        tries.insert(0, (2, False))
    for copies, seen in tries:
        done = stage.attempt(
            person,
            confirm_originals,
            application.pk,
            copies=copies,
            originals_seen=seen,
            act=stage.officer(application.final_office_id, Role.TITLE_OFFICER),
        )
        if done is not None:
            stage.ledger.note("C39", f"{person}：呈报表两份，原件已看")


def _due(application: Application) -> datetime:
    application.refresh_from_db()
    assert application.paper_due_at
    return application.paper_due_at


def _determination(stage: Stage, person: Person, application: Application) -> Story:
    """The competent office determines 初定 and 授予 after the fee, where one is due (C38, C40)."""
    yield stage.workday(2, 16, person.serial % 60)
    passed = not person.suffers(M.NOT_DETERMINED)
    act = stage.officer(application.final_office_id, Role.TITLE_OFFICER)
    if not passed:
        stage.attempt(person, determine, application.pk, passed=False, comment="", act=act)
    words = "" if passed else "岗位与申报专业不符。"
    stage.attempt(person, determine, application.pk, passed=passed, comment=words, act=act)


def lists_somebody(stage: Stage, person: Person) -> None:
    """A fraud of an earlier year stands on the integrity list before the campaign begins (C45)."""
    enter(
        kind=IntegrityKind.PERSON,
        name=person.user.name,
        finding="上一年度业绩材料不实（排演）。",
        starts_on=stage.today - timedelta(days=200),
        years=stage.campaign.fraud_ban_years,
        document_number=person.user.document_number,
        act=stage.officer(title_office(stage), Role.TITLE_OFFICER),
    )


def results(stage: Stage, office: int, people: dict[int, Person]) -> Story:
    """Publicise what an office has decided well, settle objections, sign the document, file, sign certificates."""
    passed = Application.objects.filter(state=State.PASSED, final_office=office)
    chosen = list(passed.order_by("pk").values_list("pk", flat=True))
    if not chosen:
        return
    act = stage.officer(office, Role.TITLE_OFFICER)
    title = f"{stage.campaign.year}年{stage.offices[office].name}结果公示（排演）"
    shown: Publicity = publicise(campaign=stage.campaign, application_ids=chosen, title=title, act=act)
    stage.ledger.note("C08", f"{title}：{len(chosen)}人，到{shown.last_day:%m-%d}")
    yield stage.workday(1, 12)
    objections = _objections(stage, shown, people)
    stage.attempt(title, conclude_publicity, shown.pk, act=stage.officer(office, Role.TITLE_OFFICER))
    yield stage.on(shown.last_day + DAY, 11)
    _settle(stage, objections, people, office)
    yield stage.workday(0, 12)
    act = stage.officer(office, Role.TITLE_OFFICER)
    stage.attempt(title, conclude_publicity, shown.pk, act=act)
    name = f"关于确认{stage.campaign.year}年专业技术任职资格的通知（排演）"
    stage.attempt(title, issue_document, shown.pk, title=name, issued_on=shown.last_day, act=act)
    document: ResultDocument = issue_document(shown.pk, title=name, issued_on=stage.today, act=act)
    stage.ledger.note(
        "C10", f"{document.number}：{document.applications.count()}人", document.applications.count()
    )
    yield from _certificates(stage, document, office, people)


def _objections(stage: Stage, shown: Publicity, people: dict[int, Person]) -> list[ResultObjection]:
    taken = []
    for entry in shown.entries.order_by("pk"):
        if people[entry.application_id].suffers(M.OBJECTED, M.UPHELD):
            act = Act(at=stage.now, address="127.0.0.1")
            taken.append(object_to(entry.pk, content="论文不是他写的。", contact="", act=act))
    return taken


def _settle(stage: Stage, taken: list[ResultObjection], people: dict[int, Person], office: int) -> None:
    for objection in taken:
        person = people[objection.entry.application_id]
        upheld = person.suffers(M.UPHELD)
        settle_objection(
            objection.pk,
            finding="调阅原始材料核实。",
            upheld=upheld,
            act=stage.officer(office, Role.TITLE_OFFICER),
        )
        stage.ledger.note("C08", f"{person}：结果公示的异议{'成立' if upheld else '不成立'}")


def _certificates(stage: Stage, document: ResultDocument, office: int, people: dict[int, Person]) -> Story:
    """File the committees' work, then sign; before the filing is registered nothing is signed (C11, C33)."""
    yield stage.workday(2, 10)
    act = stage.officer(office, Role.TITLE_OFFICER)
    filings = list(
        Filing.objects.filter(document=document, kind=FilingKind.POST).exclude(status=FilingStatus.FILED)
    )
    if filings:
        stage.attempt(document.number, issue_certificates, document.pk, act=act)
    for filing in filings:
        files(stage, filing, f"事后〔{stage.campaign.year}〕{filing.pk}号")
    signed = stage.attempt(document.number, issue_certificates, document.pk, act=act) or []
    stage.ledger.note("C11", f"{document.number}：电子证书{len(signed)}份", len(signed))
    for certificate in signed:
        stage.pass_to(Turn.CERTIFIED, people[certificate.application_id])


def files(stage: Stage, filing: Filing, number: str) -> None:
    """Hand a filing in and register it (C33)."""
    secretary = stage.officer(filing.committee.office_id, Role.COMMITTEE_SECRETARY)
    submit_filing(filing.pk, act=secretary)
    register_filing(filing.pk, number=number, act=stage.officer(title_office(stage), Role.TITLE_OFFICER))
    stage.ledger.note("C33", f"{filing.committee.name}：{filing.get_kind_display()}，{number}")


def certified(stage: Stage, person: Person) -> Story:
    """Some weeks after the certificate a fraud may be found: the title goes, those who did it are listed (C45)."""
    if not person.suffers(M.FRAUD):
        return
    yield stage.workday(10, 10)
    application = stage.application(person)
    revoke(
        application.pk,
        finding="业绩材料系伪造（排演）。",
        responsible=[Responsible(person.unit.clerk.user.name, person.unit.clerk.user.document_number)],
        act=stage.officer(application.final_office_id, Role.TITLE_OFFICER),
    )
    stage.ledger.note("C45", f"{person}：发证后撤销，列入诚信名单")
