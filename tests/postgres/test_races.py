"""Every race of two people, twice: without the locks, where it does its damage, and with them, where it does none.

The same steps are taken both times, by two connections that have both read before either writes. So each test shows
that it can fail, and that it is the lock which prevents it.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command

from applications.enums import PaperKind, SectionKey, State, Transition
from applications.models import Application, Reminder
from applications.rules.refusal import Refused
from applications.selectors.faults import open_faults
from applications.services.acceptance import settle_fee
from applications.services.reminders import remind
from applications.services.sections import save_section
from applications.services.submissions import snapshot
from applications.services.submitting import resubmit, submit
from applications.services.sweep import GRACE, refuse_correction
from campaigns.enums import Kind, Level
from campaigns.rules.calendar import day_of
from hetian_titles.invariants import examine_all
from payments.services.orders import confirm_payment
from review.models import Publicity, ResultDocument
from review.services import desk, publicity, results
from tests import factories, reference, stories, stories_after
from tests.factories import act_of, beijing
from tests.postgres.racing import SECONDS, at_once, split, without_counter, without_locks, without_unique

pytestmark = pytest.mark.django_db(transaction=True)
Steps = tuple[Callable[[], Any], ...]
Lock = Callable[[], AbstractContextManager[None]]
Scene = Callable[[], tuple[Application, Steps]]
LATER = beijing(2025, 3, 13, 10)
SECOND = timedelta(seconds=1)
FIRST_TIME = {
    SectionKey.CATEGORY: {"explanation": "首次申报，情况属实。"},
    SectionKey.CURRENT: {"has_title": "no", "has_skill": "no"},
}
TO_STATE = 'UPDATE "applications_application"'


@pytest.fixture(scope="module")
def _django_db_helper(django_db_setup, django_db_blocker):
    """In place of the plugin's: rows are committed and stay until the last race; each race has people of its own."""
    with django_db_blocker.unblock():
        reference.load_if_gone()
        yield
        call_command("flush", interactive=False, verbosity=0)


def damage(case: Application) -> set[str]:
    """Give the keys of the invariants that no longer hold of a case."""
    return {
        finding.invariant.key
        for finding in examine_all()
        for breach in finding.breaches
        if breach.where == case.number
    }


def unlocked(
    scene: Scene, *, before: str = TO_STATE, out: Lock = without_locks, **how: Any
) -> tuple[Application, list[Any]]:
    """Play a scene with the locks taken `out`; nobody writes before both have read, however slow the machine."""
    case, steps = scene()
    with out():
        return case, at_once(*steps, before=before, patience=SECONDS, **how)


def locked(scene: Scene, *, before: str = TO_STATE, **how: Any) -> tuple[Application, list[Any], list[Refused]]:
    """Play the same scene with them; give what was done, and what was refused."""
    case, steps = scene()
    return case, *split(at_once(*steps, before=before, **how))


def steps_of(case: Application) -> list[str]:
    return list(case.events.order_by("sequence").values_list("transition", flat=True))


# Submitting


def two_tabs() -> tuple[Application, Steps]:
    case = stories.filled()
    act = act_of(case.applicant, stories.SUBMITTED)
    return case, tuple(
        lambda tab=tab: submit(application_id=case.pk, signed=stories.signed(case, tab), act=act)
        for tab in ("tab 1", "tab 2")
    )


def test_submitting_from_two_tabs():
    """C05, C14: without the lock two receipts and two steps; with it one, and the other tab is told."""
    case, _found = unlocked(two_tabs)
    assert (case.receipts.count(), damage(case)) == (2, {"way"})

    case, done, refused = locked(two_tabs)
    assert (len(done), len(refused), case.receipts.count(), damage(case)) == (1, 1, 1, set())


def submitting_while_a_page_saves() -> tuple[Application, Steps]:
    case = stories.filled()
    revision = case.sections.get(key=SectionKey.SUMMARY).revision
    act, text = act_of(case.applicant, stories.SUBMITTED), {"text": "提交的同一瞬间，另一个窗口存下了这一句。"}
    return case, (
        lambda: submit(application_id=case.pk, signed=stories.signed(case), act=act),
        lambda: save_section(
            application_id=case.pk, key=SectionKey.SUMMARY, data=text, act=act, revision=revision
        ),
    )


def is_as_receipted(case: Application) -> bool:
    """Tell whether what the receipt stands for is what the application holds."""
    return all(receipt.digest == snapshot(case).digest for receipt in case.receipts.all())


def test_submitting_against_autosave():
    """C15: without the lock the receipt is for another text than the one filed; with it never."""
    case, _found = unlocked(submitting_while_a_page_saves, before="UPDATE")
    assert not is_as_receipted(case)

    case, done, refused = locked(submitting_while_a_page_saves, before="UPDATE")
    assert (len(done), len(refused), is_as_receipted(case)) == (1, 1, True)


def third_from_two_tabs() -> tuple[Application, Steps]:
    at = beijing(2025, 3, 4, 9)
    case = stories.returned(stories.resubmitted(stories.returned(at=at), at=at), at=at)
    act = act_of(case.applicant, at)
    for fault in open_faults(case):
        stories.answer_fault(application_id=case.pk, fault_id=fault.pk, answer="已改。", act=act)
    return case, tuple(
        lambda tab=tab: resubmit(application_id=case.pk, signed=stories.signed(case, tab), act=act)
        for tab in ("tab 1", "tab 2")
    )


def test_the_third_submission_twice():
    """C17: without the lock somebody reads an error of the database, which counts to three; with it he is told."""
    _case, found = unlocked(third_from_two_tabs)
    assert [type(one).__name__ for one in found].count("IntegrityError") == 1

    case, done, refused = locked(third_from_two_tabs)
    assert (len(done), len(refused), case.submissions.count(), damage(case)) == (1, 1, 3, set())


# Reviewing


def approval_against_return() -> tuple[Application, Steps]:
    case = stories.in_final_review()
    by = stories.marked(case, at=LATER)
    colleague = factories.act_as(factories.officer_of(case.final_office.key, role=by.membership.role), LATER)

    def return_it() -> Any:
        pin(case, colleague)
        return desk.return_for_correction(case.pk, submission=1, act=colleague)

    return case, (lambda: desk.accept(case.pk, submission=1, act=by), return_it)


def pin(case: Application, act: Any) -> None:
    desk.pin_fault(
        case.pk,
        item_key="achievements",
        reason_code="B04",
        comment="请写清楚您负责的部分。",
        target="section",
        target_key=SectionKey.ACHIEVEMENTS,
        submission=1,
        act=act,
    )


def test_approval_against_return():
    """C24, C25: without the lock accepted and returned at once; with it accepted, and the colleague is told."""
    case, _found = unlocked(approval_against_return, one_by_one=True)
    assert {Transition.ACCEPT, Transition.RETURN_FOR_CORRECTION} <= set(steps_of(case))
    assert "way" in damage(case)

    case, done, refused = locked(approval_against_return, one_by_one=True)
    assert (len(done), len(refused), damage(case)) == (1, 1, set())
    assert stories_after.fresh(case).state == State.ACCEPTED


# After acceptance


def one_fee_twice() -> tuple[Application, Steps]:
    case = stories.accepted()
    act = stories_after.officer_for(case, LATER)
    return case, (lambda: settle_fee(case.pk, act=act),) * 2


def test_the_same_fee_settled_twice():
    """C36: without the lock it arrives twice; with it once, and the second is told."""
    case, _found = unlocked(one_fee_twice)
    assert steps_of(case).count(Transition.SETTLE_FEE) == 2

    case, done, refused = locked(one_fee_twice)
    assert (len(done), len(refused), steps_of(case).count(Transition.SETTLE_FEE)) == (1, 1, 1)


def one_order_twice() -> tuple[Application, Steps]:
    case = stories.accepted()
    order, act = case.fee_orders.get(), stories_after.officer_for(case, LATER)
    return case, tuple(
        lambda bill=bill: confirm_payment(order.pk, paid_on=day_of(LATER), bill_number=bill, act=act)
        for bill in ("演示票据1", "演示票据2")
    )


def test_the_same_order_confirmed_twice():
    """C36: one bill is booked, and the second officer reads who booked it and when."""
    case, done, refused = locked(one_order_twice, before="UPDATE")
    assert (len(done), len(refused), damage(case)) == (1, 1, set())
    assert "已记过这笔到账" in str(refused[0])
    assert case.fee_orders.get().bill_number == done[0].bill_number
    assert case.papers.filter(kind=PaperKind.FEE_RECEIPT).count() == 1


def listed() -> tuple[Application, Publicity]:
    case = stories.accepted(kind=Kind.INITIAL, level=Level.ASSISTANT, contents=FIRST_TIME)
    case = stories_after.publicised(stories_after.passed(stories_after.originals_confirmed(case)))
    one = Publicity.objects.get(entries__application=case)
    publicity.conclude_publicity(one.pk, act=stories_after.officer_for(case, stories_after.CONCLUDED))
    return case, one


def issuing(case: Application, one: Publicity) -> Callable[[], ResultDocument]:
    act = stories_after.officer_for(case, stories_after.CONCLUDED)
    return lambda: results.issue_document(
        one.pk, title="关于确认任职资格的通知（演示）", issued_on=day_of(act.at), act=act
    )


def one_list_twice() -> tuple[Application, Steps]:
    case, one = listed()
    return case, (issuing(case, one),) * 2


TO_NUMBER, TO_COUNT = 'SELECT "campaigns_sequence"', 'UPDATE "campaigns_sequence"'


def test_one_list_issued_twice():
    """C10: without the lock two documents give one title; with it one, and the second officer is told."""
    case, _found = unlocked(one_list_twice, before=TO_NUMBER)
    assert case.result_documents.count() == 2

    case, done, refused = locked(one_list_twice, before=TO_NUMBER)
    assert (len(done), len(refused), case.result_documents.count(), damage(case)) == (1, 1, 1, set())


def two_lists() -> tuple[Application, Steps]:
    case, one = listed()
    campaign, year = case.campaign, stories_after.CONCLUDED.year
    results.next_number(
        campaign, results.own_prefix(case.final_office, campaign), year
    )  # so that both find the counter
    return case, (issuing(case, one), issuing(*listed()))


def test_a_document_number_taken_twice():
    """C10: without the counter's lock one document gets no number; with it two follow each other."""
    _case, found = unlocked(two_lists, before=TO_COUNT, out=without_counter)
    assert [type(one).__name__ for one in found].count("IntegrityError") == 1

    _case, done, refused = locked(two_lists, before=TO_COUNT)
    first, second = sorted(int(document.number.split("〕")[1].removesuffix("号")) for document in done)
    assert (refused, second) == ([], first + 1)


# The portal's own hand


def corrected_in_the_last_second() -> tuple[Application, Steps]:
    case = stories.returned()
    act = act_of(case.applicant, case.correction_due)
    for fault in open_faults(case):
        stories.answer_fault(application_id=case.pk, fault_id=fault.pk, answer="已改。", act=act)
    return case, (
        lambda: refuse_correction(case.pk, case.correction_due + GRACE + SECOND),
        lambda: resubmit(application_id=case.pk, signed=stories.signed(case, "again"), act=act),
    )


def test_the_sweep_against_a_resubmission_in_the_last_second():
    """C16, C18: without the lock refused and back in review at once; with it one of the two."""
    case, _found = unlocked(corrected_in_the_last_second)
    assert {Transition.REJECT, Transition.RESUBMIT} <= set(steps_of(case))
    assert "way" in damage(case)

    case, done, _refused = locked(corrected_in_the_last_second)
    assert damage(case) == set()
    assert (Transition.REJECT in steps_of(case)) is not (Transition.RESUBMIT in steps_of(case))
    assert sum(bool(one) for one in done) == 1


def two_sweeps() -> tuple[Application, Steps]:
    case = stories.returned()
    return case, (lambda: refuse_correction(case.pk, case.correction_due + GRACE + SECOND),) * 2


def test_two_sweeps():
    """C18: without the lock one case is refused twice; with it once."""
    case, _found = unlocked(two_sweeps)
    assert steps_of(case).count(Transition.REJECT) == 2

    case, done, refused = locked(two_sweeps)
    assert (sorted(done), refused, damage(case)) == ([False, True], [], set())
    assert case.papers.filter(kind=PaperKind.REFUSAL).count() == 1


def two_reminding_workers() -> tuple[Application, Steps]:
    case = factories.application(State.DRAFT)
    at = beijing(2025, 3, 6, 22)
    return case, (lambda: remind(at=at),) * 2


TO_TELL = 'INSERT INTO "accounts_message"'


def said(case: Application) -> tuple[int, int]:
    return Reminder.objects.filter(application=case).count(), case.applicant.inbox.count()


def test_two_workers_on_one_reminder():
    """C05: without the constraints it is said twice; with them once."""
    with without_unique("applications_reminder", "accounts_message"):
        case, _found = unlocked(two_reminding_workers, before=TO_TELL)
        assert said(case) == (2, 2)

    case, _done, refused = locked(two_reminding_workers, before=TO_TELL)
    assert (said(case), refused) == ((1, 1), [])
