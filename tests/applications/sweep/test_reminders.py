"""Reminders: what is due is said once, to whom it concerns, and not after it has become moot."""

import threading
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.enums import Role
from accounts.models import Delivery, Message
from applications.enums import State
from applications.models import Application, EmployerNotice, Reminder
from applications.services.reminders import Notice, remind
from applications.signals import reminders_due
from campaigns.rules.calendar import end_of_day, start_of_day
from tests import factories

pytestmark = pytest.mark.django_db
INSTANT, MINUTE = timedelta(microseconds=1), timedelta(minutes=1)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
CLOSES = end_of_day(date(2025, 3, 6))


def inbox(user):
    return list(user.inbox.order_by("created_at", "id").values_list("subject", flat=True))


def test_a_draft_is_reminded_three_days_one_day_and_three_hours_before():
    """C05: three messages on the way to the end of the window, each at its moment and not an instant sooner."""
    row = factories.application(State.DRAFT)
    for before, span in ((3 * DAY, "3天"), (DAY, "1天"), (3 * HOUR, "3小时")):
        assert remind(at=CLOSES - before - INSTANT) == 0
        assert remind(at=CLOSES - before) == 1
        assert remind(at=CLOSES - before + MINUTE) == 0
        assert span in inbox(row.applicant)[-1]
    assert remind(at=CLOSES + INSTANT) == 0
    kinds = row.reminders.order_by("due_at").values_list("kind", "due_at")
    assert list(kinds) == [
        ("draft_3d", CLOSES - 3 * DAY),
        ("draft_1d", CLOSES - DAY),
        ("draft_3h", CLOSES - 3 * HOUR),
    ]


def test_many_are_reminded_with_as_many_statements_as_one(django_assert_num_queries):
    """A case looks at its own state as soon as it is made: whatever is read of it, the state must be among it."""
    for state in (State.DRAFT, State.RETURNED):
        factories.application(state)
    with CaptureQueriesContext(connection) as one:
        assert remind(at=CLOSES - DAY)
    for state in (State.DRAFT, State.RETURNED) * 3:
        factories.application(state)
    with django_assert_num_queries(len(one)):
        assert remind(at=CLOSES - DAY)


def test_what_was_missed_is_said_once_not_three_times():
    """C05: beat stood still for days: only the nearest reminder is said."""
    row = factories.application(State.DRAFT)
    assert remind(at=CLOSES - HOUR) == 1
    assert inbox(row.applicant) == ["申报还没有提交，还剩3小时"]


def test_a_draft_begun_in_the_last_hour_is_left_in_peace():
    """C05: who began after the reminder's moment knows what time it is; who has filed is not reminded."""
    factories.application(State.DRAFT, at=CLOSES - HOUR)
    factories.application(State.EMPLOYER_CHECK)
    factories.application(State.WITHDRAWN)
    assert remind(at=CLOSES - HOUR + MINUTE) == 0


def test_a_return_is_said_at_once_a_day_and_three_hours_before():
    """C16: at once, one day, three hours; the first carries the deadline."""
    at = factories.beijing(2025, 3, 6, 16, 20)
    due = end_of_day(date(2025, 3, 10))
    row = factories.application(State.RETURNED, at=at, correction_due=due)
    assert [remind(at=moment) for moment in (at, at + MINUTE, due - DAY, due - 3 * HOUR, due - HOUR)] == [
        1,
        0,
        1,
        1,
        0,
    ]
    assert inbox(row.applicant) == ["您的申报退回修改", "退回修改还剩1天", "退回修改还剩3小时"]
    assert "2025年3月10日（星期一）24时" in row.applicant.inbox.order_by("id").first().body


def test_whoever_was_told_by_the_reviewer_is_not_told_again():
    """C16: the return itself tells the applicant; the reminder is there for what got lost."""
    at = factories.beijing(2025, 3, 6, 16, 20)
    row = factories.application(State.RETURNED, at=at, correction_due=end_of_day(date(2025, 3, 10)))
    key = f"application:{row.pk}:returned:1"
    Message.objects.create(user=row.applicant, key=key, subject="退回修改", body="", created_at=at)
    assert remind(at=at + MINUTE) == 0


def test_a_second_return_is_reminded_again():
    """C16, C17: each return has reminders of its own."""
    first = factories.beijing(2025, 3, 3, 9)
    row = factories.application(State.RETURNED, at=first, correction_due=first + 2 * DAY)
    remind(at=first + DAY)
    again = first + 3 * DAY
    Application.objects.filter(pk=row.pk).update(
        state_since=again, returned_at=again, correction_due=again + 2 * DAY
    )
    assert [remind(at=again), remind(at=again + DAY)] == [1, 1]


def test_print_fee_and_paper_three_days_and_one_day_before():
    """C06, C07, C39: each of the three deadlines twice; settled ones not at all."""
    at = factories.beijing(2025, 3, 1, 10)
    fields = {
        "print_due_at": end_of_day(date(2025, 3, 10)),
        "paper_due_at": end_of_day(date(2025, 3, 20)),
        "fee_amount": Decimal(280),
        "fee_due_at": end_of_day(date(2025, 3, 30)),
    }
    row = factories.application(State.ACCEPTED, at=at, **fields)
    factories.application(State.ACCEPTED, at=at, **fields, originals_confirmed_at=at, fee_settled_at=at)
    for closes in (fields["print_due_at"], fields["paper_due_at"], fields["fee_due_at"]):
        assert [remind(at=closes - before) for before in (3 * DAY, DAY)] == [1, 1]
    assert inbox(row.applicant) == [
        "打印呈报表还剩3天",
        "打印呈报表还剩1天",
        "纸质材料接收还剩3天",
        "纸质材料接收还剩1天",
        "缴费还剩3天",
        "缴费还剩1天",
    ]


def noticed(**fields):
    row = factories.application(State.EMPLOYER_NOTICE)
    clerk = factories.clerk_of(row.employer)
    given = {
        "application": row,
        "posted_on": date(2025, 2, 24),
        "last_day": date(2025, 3, 3),
        "workdays": 5,
        "phone": "0903-1000001",
        "started_by": clerk.user,
        "started_at": factories.beijing(2025, 2, 24, 10),
    }
    EmployerNotice.objects.create(**(given | fields))
    return row, clerk


def test_an_employer_hears_of_each_submission_once():
    """C26: clerk and head are told once, with the last day for the notice; the applicant in their midst is not."""
    row = factories.application(State.EMPLOYER_CHECK, at=factories.beijing(2025, 2, 20, 9))
    clerk = factories.clerk_of(row.employer)
    factories.clerk_of(row.employer, user=row.applicant)
    noon = factories.beijing(2025, 2, 20, 12)
    assert [remind(at=noon), remind(at=noon + HOUR)] == [1, 0]
    assert inbox(clerk.user) == ["有职工提交了申报，等您审核"]
    assert "3月7日" in clerk.user.inbox.get().body
    assert inbox(row.applicant) == []
    Application.objects.filter(pk=row.pk).update(state_since=factories.beijing(2025, 2, 25, 9))
    assert remind(at=factories.beijing(2025, 2, 25, 12)) == 1


def test_a_notice_that_may_be_concluded_today():
    """C26: on the morning after the last day clerk and head are told, the applicant in their midst is not."""
    row, clerk = noticed()
    head = factories.clerk_of(row.employer, role=Role.EMPLOYER_HEAD)
    factories.clerk_of(row.employer, user=row.applicant)
    over = start_of_day(date(2025, 3, 4))
    assert remind(at=over - INSTANT) == 0
    assert remind(at=over) == 2
    assert remind(at=over + HOUR) == 0
    assert [inbox(clerk.user), inbox(head.user), inbox(row.applicant)] == [["公示期满，可以确认了"]] * 2 + [[]]
    noticed(cancelled_at=over)
    noticed(concluded_at=over, concluded_by=clerk.user)
    assert remind(at=over + HOUR) == 0


def test_a_slow_office_is_told_each_morning_once():
    """C06, C24: from nine each day, one message a member, saying how many have waited more than five days."""
    officer = factories.officer_of("hetian-shi-hr")
    elsewhere = factories.officer_of("moyu-hr")
    for _ in range(3):
        factories.application(State.INITIAL_REVIEW, at=factories.beijing(2025, 2, 25, 8))
    factories.application(State.INITIAL_REVIEW, at=factories.beijing(2025, 3, 3, 8))
    assert remind(at=factories.beijing(2025, 3, 4, 8, 59)) == 0
    assert remind(at=factories.beijing(2025, 3, 4, 9)) == 1
    factories.application(State.INITIAL_REVIEW, at=factories.beijing(2025, 2, 25, 8))
    assert remind(at=factories.beijing(2025, 3, 4, 17)) == 0
    assert remind(at=factories.beijing(2025, 3, 5, 9)) == 1
    assert inbox(officer.user) == ["有3件审核等了5天以上", "有4件审核等了5天以上"]
    assert inbox(elsewhere.user) == []


def test_an_office_whose_cases_all_wait_for_the_final_review_is_told_too():
    """C24: as when all wait for the initial one."""
    officer, waiting = factories.officer_of("title-office"), factories.beijing(2025, 3, 10, 8)
    factories.application(State.FINAL_REVIEW, at=waiting, final_office=officer.office)
    assert remind(at=waiting + 6 * DAY + HOUR) == 1
    assert inbox(officer.user) == ["有1件审核等了5天以上"]


def test_later_rooms_add_their_own():
    """C33: filings due: the review room answers the signal; what it gives is said once, too."""
    secretary = factories.person("何静")
    asked = []

    def filings(sender, at, **_rest):
        asked.append(at)
        return [Notice("filing:1:2025-04-05", [secretary], "会前备案明天截止", "请提交。")]

    reminders_due.connect(filings)
    try:
        at = factories.beijing(2025, 4, 4, 9)
        assert [remind(at=at), remind(at=at)] == [1, 0]
    finally:
        reminders_due.disconnect(filings)
    assert asked == [at, at]
    assert inbox(secretary) == ["会前备案明天截止"]


def test_by_mail_where_an_address_is_known(django_capture_on_commit_callbacks, mailoutbox):
    """C16: inbox always, e-mail where set up; running twice mails once."""
    user = factories.person(email="somebody@example.com")
    row = factories.application(State.DRAFT, applicant=user)
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            remind(at=CLOSES - DAY)
    assert Delivery.objects.filter(message__user=user).count() == 1
    assert [mail.to for mail in mailoutbox] == [["somebody@example.com"]]
    assert row.number in mailoutbox[0].body


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(moments=st.lists(st.timedeltas(-4 * DAY, HOUR), min_size=1, max_size=8))
def test_whenever_it_runs_nothing_is_said_twice_and_nothing_late(moments):
    """C05: any sequence of runs says each kind at most once, never before its time, never after the window."""
    Message.objects.all().delete()
    row = factories.application(State.DRAFT)
    for moment in sorted(moments):
        remind(at=CLOSES + moment)
    rows = list(row.reminders.all())
    assert len({one.kind for one in rows}) == len(rows) == row.applicant.inbox.count()
    assert all(one.due_at <= one.sent_at <= CLOSES for one in rows)
    row.reminders.all().delete()
    Application.objects.filter(pk=row.pk).delete()


def test_a_run_costs_a_fixed_number_of_queries_when_nothing_is_new(django_assert_max_num_queries):
    """C05: what was said is sorted out by the database, not row by row."""
    for _ in range(20):
        factories.application(State.DRAFT)
    remind(at=CLOSES - DAY)
    with django_assert_max_num_queries(20):
        assert remind(at=CLOSES - DAY + MINUTE) == 0


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_say_it_once():
    """C05, C16: two workers at the same time; one row, one message, for each."""
    rows = [factories.application(State.DRAFT) for _ in range(5)]
    said = []

    def work():
        try:
            said.append(remind(at=CLOSES - DAY))
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(said) == 5
    assert Reminder.objects.count() == 5
    assert [row.applicant.inbox.count() for row in rows] == [1] * 5
