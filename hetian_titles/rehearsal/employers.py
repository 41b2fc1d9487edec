"""What employers do: check, recommend, post the notice, take objections, forward; or give back (C20, C26, C43, C46)."""

from datetime import timedelta

from accounts.models import Membership
from accounts.services.employers import correct_decision
from applications.models import EmployerNotice
from applications.services.employer import (
    Posting,
    conclude_notice,
    forward,
    record_objection,
    record_opinion,
    return_to_applicant,
    settle_objection,
    start_notice,
)
from applications.services.materials import add_material
from campaigns.enums import WindowKind
from campaigns.rules.calendar import DAY
from hetian_titles.demo.steps import OPINION
from hetian_titles.rehearsal.cast import Person
from hetian_titles.rehearsal.plots import Mishap
from hetian_titles.rehearsal.scans import scan_of
from hetian_titles.rehearsal.stage import SECOND, Stage, Story, Turn

M = Mishap
SCANS = ("posting_notice", "posting_result", "recommendation")
PHONE = "0903-1000231"


def handles(stage: Stage, person: Person) -> Story:
    """Handle an application of one's own people, from the submission to the forwarding."""
    yield stage.workday(person.chance.choice((0, 1, 1, 2)), 17, person.serial % 60)
    if person.suffers(M.SLOW_EMPLOYER):
        return
    if person.suffers(M.UNCONFIRMED):
        _office_corrects(stage, person)
    if person.suffers(M.OWN_CASE):
        _opinion(stage, person, person.unit.clerk)
    if person.suffers(M.EMPLOYER_RETURNS) and not person.returns:
        yield from _gives_back(stage, person)
        return
    if person.suffers(M.LATE_NOTICE):
        yield from _waits_too_long(stage, person)
    posted = _posts(stage, person)
    if posted is None:
        return
    if person.suffers(M.EARLY_FORWARD):
        _forwards(stage, person)
    yield stage.on(posted.last_day + DAY, 10, person.serial % 60)
    yield from _forwards_after_notice(stage, person)


def _who(person: Person) -> Membership:
    return person.unit.head if person.suffers(M.OWN_CASE) else person.unit.clerk


def _office_corrects(stage: Stage, person: Person) -> None:
    """The county office finds that the employer should not have been confirmed (C01)."""
    employer = person.unit.employer
    employer.refresh_from_db()
    officer = next(held for held in stage.officers.values() if held.user_id == employer.decided_by_id)
    correct_decision(
        employer.pk, seen=employer.decided_at, reason="营业执照已经注销（排演）。", act=stage.act(officer)
    )
    person.unit.clerk.refresh_from_db()


def _opinion(stage: Stage, person: Person, membership: Membership) -> object:
    return stage.attempt(
        person,
        record_opinion,
        application_id=person.application,
        texts=OPINION,
        act=stage.act(membership),
    )


def _gives_back(stage: Stage, person: Person) -> Story:
    """Give it back, at first without one of the published reasons (C24); costs no submission (C17)."""
    person.returns += 1
    for reason in ("别的", "B01"):
        stage.attempt(
            person,
            return_to_applicant,
            application_id=person.application,
            reason_code=reason,
            comment="工作经历缺2022年，请补上。",
            act=stage.act(_who(person)),
        )
    stage.ledger.note("C17", f"{person}：单位退回，不计提交次数")
    stage.pass_to(Turn.DRAFT_AGAIN, person)
    yield stage.now


def _waits_too_long(stage: Stage, person: Person) -> Story:
    """Wait until no notice can be over in time any more; the page says which day was the last (C26)."""
    yield stage.on(stage.closes(WindowKind.REVIEW).date() - timedelta(days=4), 11)


def _posts(stage: Stage, person: Person) -> EmployerNotice | None:
    """Write the opinion and post the notice; give it, or None when it was refused."""
    if not person.suffers(M.NO_OPINION):
        _opinion(stage, person, _who(person))
    late = DAY if person.suffers(M.LATE_NOTICE) else timedelta()
    posting = Posting(posted_on=stage.today + late, phone=PHONE, place="公告栏")
    posted = _start(stage, person, posting)
    if posted is None and person.suffers(M.NO_OPINION):
        _opinion(stage, person, _who(person))
        posted = _start(stage, person, posting)
    if posted is not None:
        stage.ledger.note("C43", f"{person}：推荐意见和现实表现已写")
        stage.ledger.note("C26", f"{person}：公示{posted.workdays}个工作日，到{posted.last_day:%m-%d}")
    return posted


def _start(stage: Stage, person: Person, posting: Posting) -> EmployerNotice | None:
    posted: EmployerNotice | None = stage.attempt(
        person,
        start_notice,
        application_id=person.application,
        posting=posting,
        act=stage.act(_who(person)),
    )
    return posted


def _forwards_after_notice(stage: Stage, person: Person) -> Story:
    """The notice is over: settle objections, scan the signed papers, forward."""
    if person.suffers(M.OBJECTION, M.UPHELD_AT_EMPLOYER):
        yield from _objection(stage, person)
    if person.suffers(M.UPHELD_AT_EMPLOYER):
        yield from _gives_back(stage, person)
        return
    act = stage.act(_who(person))
    stage.attempt(person, conclude_notice, application_id=person.application, act=act)
    if person.suffers(M.NO_SCANS):
        _forwards(stage, person)
    for key in SCANS:
        slot = next(slot for slot in stage.slots if slot.key == key)
        add_material(application_id=person.application, slot_key=key, upload=scan_of(slot), act=act)
    if person.suffers(M.FORWARD_LATE):
        yield stage.closes(WindowKind.REVIEW) + SECOND
    if _forwards(stage, person):
        stage.pass_to(Turn.REVIEW, person)


def _objection(stage: Stage, person: Person) -> Story:
    """Take an objection down; nothing goes on until it is settled with a finding (C26)."""
    act = stage.act(_who(person))
    taken = stage.attempt(
        person,
        record_objection,
        application_id=person.application,
        received_on=stage.today,
        content="业绩里的项目不是他负责的。",
        act=act,
    )
    stage.attempt(person, conclude_notice, application_id=person.application, act=act)
    yield stage.workday(1, 10)
    stage.attempt(
        person,
        settle_objection,
        objection_id=taken.pk,
        upheld=person.suffers(M.UPHELD_AT_EMPLOYER),
        finding="查了项目合同和签字记录。",
        act=stage.act(_who(person)),
    )


def _forwards(stage: Stage, person: Person) -> bool:
    sent = stage.attempt(person, forward, application_id=person.application, act=stage.act(_who(person)))
    return sent is not None
