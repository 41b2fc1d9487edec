"""Events, and what was filed, are only ever added: by the model, and by the database itself."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from applications.enums import State, Transition
from applications.models import Event
from applications.services.steps import record
from campaigns.models.change import AppendOnlyError
from tests import factories, stories

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    row = factories.application(State.DRAFT)
    return record(row, Transition.START, "", factories.act_of(row.applicant, row.created_at))


def test_the_model_refuses(event):
    """C44: neither save nor delete of a recorded event."""
    event.comment = "别的"
    with pytest.raises(AppendOnlyError):
        event.save()
    with pytest.raises(AppendOnlyError):
        event.delete()


def test_the_database_refuses_a_change_that_goes_round_the_model(event):
    """C44: an UPDATE by query is refused by PostgreSQL and by SQLite; the row is as it was."""
    with pytest.raises((IntegrityError, DatabaseError), match="append-only"), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(actor_name="某人")
    assert Event.objects.get(pk=event.pk).actor_name == event.actor_name


def test_a_row_taken_out_is_refused_or_shows(event):
    """C44: PostgreSQL refuses the DELETE; on SQLite, where a test could not empty its tables then, the chain shows it."""
    second = record(event.application, Transition.SUBMIT, "", factories.act_of(event.actor, event.at))
    delete = "DELETE FROM applications_event WHERE id = %s"
    if connection.vendor == "postgresql":
        with (
            pytest.raises(IntegrityError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(delete, [event.pk])
        assert Event.objects.filter(pk=event.pk).exists()
        return
    with connection.cursor() as cursor:
        cursor.execute(delete, [event.pk])
    first = Event.objects.filter(application=event.application).first()
    assert first == second
    assert first.previous == event.digest


@pytest.mark.parametrize("frozen", ["submissions", "receipts", "commitments"])
def test_what_was_filed_is_never_changed(frozen):
    """C14, C17: the snapshot, the receipt and the commitment stay as they were, whoever asks the database."""
    rows = getattr(stories.forwarded(), frozen)
    before = list(rows.values())
    with pytest.raises((IntegrityError, DatabaseError), match="append-only"), transaction.atomic():
        rows.update(application=rows.get().application_id)
    if connection.vendor == "postgresql":
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            rows.all()._raw_delete(rows.db)
    assert list(rows.values()) == before


@pytest.mark.django_db(transaction=True)
def test_a_test_can_still_empty_its_tables(event):
    """C44: the guard does not stand in the way of a test that empties the tables behind it."""
    assert Event.objects.count() == 1
