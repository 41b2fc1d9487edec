"""A kept statement asks and answers like the query it was built from, locks where that locks, and keeps no answer."""

import pkgutil
import sys
from collections import Counter
from contextlib import suppress
from importlib import import_module

import pytest
from django.db import connection, connections, transaction
from django.db.models import Model
from django.db.models.query import ModelIterable
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from accounts.backends import NumberBackend
from accounts.enums import IntegrityKind, Role
from accounts.models import Membership, User
from accounts.selectors import active_membership
from accounts.selectors.inbox import unread_count
from accounts.services import messages
from accounts.services.integrity import enter
from accounts.statements import EXAMPLES, Statement
from applications.enums import PaperKind, Verdict
from applications.rules.refusal import Refused
from applications.selectors.facts import listed_until
from applications.services.papers import request_paper
from applications.services.sections import autosave_section
from campaigns.rules.calendar import DAY, day_of
from hetian_titles.rehearsal.stage import READ
from review.services import desk
from scripts.house import ROOMS
from tests import factories, stories, stories_after
from tests.factories import act_as, act_of

pytestmark = pytest.mark.django_db
BY_KEY = Statement(lambda pk: User.objects.filter(pk=pk), int)


def every_statement() -> dict[Statement, str]:
    """Give every statement of the rooms with its place."""
    for room in ROOMS:
        for found in pkgutil.walk_packages(import_module(room).__path__, f"{room}."):
            if ".settings" not in found.name and not found.name.endswith("__main__"):
                import_module(found.name)
    return {
        value: f"{name}.{constant}"
        for name, module in sorted(sys.modules.items())
        if name.split(".")[0] in ROOMS
        for constant, value in vars(module).items()
        if isinstance(value, Statement)
    }


EVERY = every_statement()


def seen(row: object, *above: int) -> object:
    """Give all that a row holds and what is at hand beside it; what is left out of it stays left out.

    `above`: the rows that have this one at hand; a row that stands beside them leads back to them.
    """
    if not isinstance(row, Model) or id(row) in above:
        return "above" if isinstance(row, Model) else row
    fields = {name: value for name, value in vars(row).items() if name != "_state"}
    beside = {name: seen(value, *above, id(row)) for name, value in row._state.fields_cache.items()}
    return type(row), fields, beside, row._state.adding, row._state.db


def asked(ask):
    """Give what `ask` gives, seen, and the SQL that went to the database."""
    with CaptureQueriesContext(connection) as captured:
        rows = sorted((seen(row) for row in ask()), key=repr)
    return rows, [query["sql"] for query in captured.captured_queries]


@pytest.fixture
def answered(monkeypatch) -> Counter[Statement]:
    """Hold every call of a statement against its query; count the rows that each gave."""
    rows: Counter[Statement] = Counter()

    def against_its_query(plain, reads_rows):
        def held(self, *given):
            query = self.rows(*given)
            if (query._iterable_class is ModelIterable) == reads_rows:
                kept = asked(lambda: plain(self, *given))
                assert kept == asked(lambda: query), EVERY[self]
                rows[self] += len(kept[0])
            return plain(self, *given)

        return held

    for name in ("all", "tuples"):
        monkeypatch.setattr(Statement, name, against_its_query(getattr(Statement, name), name == "all"))
    return rows


def test_every_statement_answers_like_its_query_in_the_course_of_a_case(answered):
    """To the certificate, with a return, mails and what is saved while it is typed: none is left out, all gave rows."""
    case = stories.filled(user=factories.person(email="a@example.invalid"))
    _types(case)
    for slot in ("achievements", "achievements", "diploma"):
        with suppress(Refused):  # the second is there already
            stories.upload(case, slot, serial=901)
    for _click in range(2):
        stories.submitted(case)
    forwarded = stories.forwarded(stories.in_notice(stories.in_check(case)))
    _marks_what_is_pinned(forwarded)
    again = stories.resubmitted(stories.returned(forwarded))
    accepted = stories.accepted(stories.in_final_review(again))
    passed = stories_after.passed(stories_after.paid(stories_after.originals_confirmed(accepted)))
    stories_after.certified(stories_after.qualified(stories_after.publicised(passed)))
    for words in ("", "改过"):
        request_paper(PaperKind.CONDUCT, {"words": words}, at=stories.PASSED, application=case)
    for delivery in messages.late_deliveries(stories_after.CERTIFIED):
        messages.send(delivery, at=stories_after.CERTIFIED)
    assert _is_listed(case.applicant)
    assert READ.get(case.pk) == case
    _open_a_page(case.applicant, stories.reviewer_of(forwarded))
    assert {EVERY[one] for one in EVERY if not answered[one]} == set()


def _types(case):
    section, act = case.sections.get(key="summary"), act_of(case.applicant, stories.SUBMITTED)
    autosave_section(number=case.number, key="summary", typed=section.data, act=act, revision=section.revision)


def _marks_what_is_pinned(case):
    fault = stories.pinned(case, at=stories.RETURNED)
    act = act_as(stories.reviewer_of(case), stories.RETURNED)
    with pytest.raises(Refused):
        desk.mark_item(case.pk, item_key="achievements", verdict=Verdict.OK, submission=1, act=act)
    desk.unpin_fault(case.pk, fault_id=fault.pk, submission=1, act=act)


def _is_listed(user):
    """Tell whether somebody who is found out after all stands on the integrity list the next day."""
    enter(
        kind=IntegrityKind.PERSON,
        name=user.name,
        finding="材料不实。",
        starts_on=day_of(stories_after.CERTIFIED),
        years=3,
        document_number=user.document_number,
        act=act_as(factories.officer_of("title-office", role=Role.TITLE_OFFICER), stories_after.CERTIFIED),
    )
    return listed_until(user, stories_after.CERTIFIED + DAY)


def _open_a_page(applicant, reviewer):
    assert NumberBackend().get_user(applicant.pk).unread == unread_count(applicant) > 0
    assert active_membership(reviewer.user, reviewer.pk) == reviewer


@pytest.mark.django_db(transaction=True)
def test_what_locks_rows_fails_outside_a_transaction():
    """As the query itself does on PostgreSQL, before and after its SQL was built."""
    for statement, name in EVERY.items():
        given = [EXAMPLES[kind][place] for place, kind in enumerate(statement.kinds)]
        locks = statement.rows(*given).query.select_for_update
        new = Statement(statement.rows, *statement.kinds)
        assert _fails(new, given) == locks, name
        with transaction.atomic():
            assert new.tuples(*given) == []
        assert _fails(new, given) == locks, name


def _fails(statement, given):
    try:
        return bool(statement.tuples(*given))
    except TransactionManagementError:
        return True


def test_nothing_of_an_answer_is_kept():
    user = factories.person("阿曼古丽")
    assert BY_KEY.get(user.pk).name == "阿曼古丽"
    User.objects.filter(pk=user.pk).update(name="阿曼古丽·库尔班")
    assert BY_KEY.get(user.pk).name == "阿曼古丽·库尔班"
    assert BY_KEY.first(user.pk + 1) is None
    with pytest.raises(User.DoesNotExist):
        BY_KEY.get(user.pk + 1)


def test_encrypted_numbers_and_moments_are_read_as_the_model_reads_them():
    user = factories.person()
    row = User.objects.values_list("document_number", "created_at").filter(pk=user.pk)
    columns = Statement(lambda pk: User.objects.values_list("document_number", "created_at").filter(pk=pk), int)
    assert columns.tuples(user.pk) == [(user.document_number, user.created_at)] == list(row)
    assert seen(BY_KEY.get(user.pk)) == seen(User.objects.get(pk=user.pk))


def test_nobody_stands_beside_a_row_whose_column_is_empty():
    clerk = factories.clerk_of(factories.employer())
    beside = Statement(lambda pk: Membership.objects.select_related("employer", "office").filter(pk=pk), int)
    found = beside.get(clerk.pk)
    with CaptureQueriesContext(connection) as captured:
        assert (found.employer, found.office) == (clerk.employer, None)
    assert not captured.captured_queries


def test_sql_is_built_once_for_each_kind_of_database(monkeypatch):
    """What was written down for one is not sent to another."""
    built_for: list[str] = []

    def rows(pk):
        built_for.append(connection.vendor)
        return User.objects.filter(pk=pk)

    user, statement = factories.person(), Statement(rows, int)
    here = connection.vendor
    for vendor in (here, "another", here):
        monkeypatch.setattr(connections[connection.alias], "vendor", vendor)
        assert [statement.get(user.pk), statement.get(user.pk)] == [user, user]
    assert built_for == [here, "another"]


def test_a_parameter_that_the_query_does_not_hold_is_refused():
    with pytest.raises(ValueError, match="not every parameter is in"):
        Statement(lambda pk, _name: User.objects.filter(pk=pk), int, str).first(1, "x")
