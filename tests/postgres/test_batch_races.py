"""A joint paper is asked for in the instant in which a further notice is posted and its person withdraws."""

import threading
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection

from accounts.models import Membership
from applications.enums import PaperKind, State
from applications.models import Application, Paper
from applications.rules.batches import Days
from applications.services.employer import print_batch
from applications.services.filing import withdraw
from tests import factories
from tests.applications.employer.test_notice import MONDAY, at_work, checked, posted
from tests.postgres.racing import SECONDS

pytestmark = pytest.mark.django_db(transaction=True)
TO_LOCK, TO_WRITE = 'FROM "applications_application" WHERE', 'INSERT INTO "applications_paper"'


class Meanwhile:
    """Lets others act, each in a connection of his own, before the first statement in which some words stand."""

    def __init__(self, **steps: Callable[[], Any]) -> None:
        self.steps = {TO_LOCK: steps["before_lock"], TO_WRITE: steps["before_write"]}
        self.acted: list[str] = []

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        words = next((words for words in self.steps if words in sql), "")
        if words and (words != TO_LOCK or sql.endswith("FOR UPDATE")):
            self._take(self.steps.pop(words))
            self.acted.append(words)
        return execute(sql, params, many, context)

    def _take(self, step: Callable[[], Any]) -> None:
        def run() -> None:
            try:
                step()
            finally:
                connection.close()

        thread = threading.Thread(target=run)
        thread.start()
        thread.join(SECONDS)
        assert not thread.is_alive(), "somebody else never came back"


def in_check(clerk: Membership) -> Application:
    case = factories.application(State.EMPLOYER_CHECK, employer=clerk.employer)
    factories.sections(case)
    checked(case, clerk)
    return case


def leaves(case: Application) -> None:
    withdraw(application_id=case.pk, act=factories.act_of(case.applicant, MONDAY))


def test_who_comes_and_leaves_while_a_joint_paper_is_asked_for_is_not_on_it() -> None:
    """C26, C46: whom nobody held is not named, else what is printed would name somebody who has withdrawn, for ever."""
    clerk = factories.clerk_of(factories.employer())
    first, second, late = (in_check(clerk) for _number in range(3))
    posted(first, clerk)
    posted(second, clerk)
    meanwhile = Meanwhile(before_lock=lambda: posted(late, clerk), before_write=lambda: leaves(late))
    part = Days(first.campaign_id, date(2025, 2, 24), date(2025, 3, 3)).part
    with connection.execute_wrapper(meanwhile):
        print_batch(part=part, kind=PaperKind.EMPLOYER_BATCH_NOTICE, act=at_work(clerk, MONDAY))
    assert meanwhile.acted == [TO_LOCK, TO_WRITE]
    late.refresh_from_db()
    assert late.state == State.WITHDRAWN
    paper = Paper.objects.exclude(status="outdated").get(employer=clerk.employer)
    assert [person["name"] for person in paper.data["people"]] == [case.applicant.name for case in (first, second)]
