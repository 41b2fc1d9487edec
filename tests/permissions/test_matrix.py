"""Every address of the portal against everybody: an own object opens, a foreign one is 404 and nothing changes."""

from collections.abc import Iterator
from itertools import cycle, product
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from hetian_titles import urls
from tests import reference
from tests.permissions.doors import Doors, addresses, admin_address, digest, text_of, undone
from tests.permissions.matrix import ONLY_SENT_TO, ROWS, Row
from tests.permissions.who import NEAREST, Who, knocking
from tests.permissions.world import World

pytestmark = pytest.mark.django_db
SIGN_IN = "/account/sign-in/"
#: The sign-in of the administration, and the sign-out.
OPEN_IN_ADMIN = {"admin:login", "admin:logout"}
DOORS_OF_ADMIN = (SIGN_IN, "/admin/login/")


@pytest.fixture(scope="module")
def doors(django_db_setup: None, django_db_blocker: Any) -> Iterator[Doors]:
    """One world for every test here; each undoes what it does."""
    with django_db_blocker.unblock(), transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(urls, "handler404", plainly_missing, raising=False)
        reference.load_if_gone()
        yield Doors(World())
        transaction.set_rollback(True)


def plainly_missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Stand in for the page of what is not found: drawn two thousand times it would take half of the time."""
    return HttpResponse(status=404)


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    """A URL that the matrix does not know fails here by its name; the admin has a rule of its own."""
    known = {name for name, _route in addresses() if not name.startswith("admin:")}
    assert known == set(ROWS)


def outcome(answer: HttpResponse) -> str:
    """Give the status, or where a visitor is sent to sign in."""
    if answer.status_code == 302 and answer.headers["Location"].startswith(SIGN_IN):
        return "sign in"
    return str(answer.status_code)


def refused(who: Who, row: Row, key: str) -> str:
    """Give what an outsider gets: a stranger is sent to sign in, others find nothing, unless the row says otherwise."""
    other = next((str(code) for code, people in row.else_.get(key, {}).items() if who in people), "")
    return other or ("sign in" if who is Who.STRANGER and not row.is_public else "404")


def opened(doors: Doors, name: str, row: Row, key: str) -> Iterator[str]:
    """Give each way in which looking at a thing is not as the matrix says."""
    thing, insiders = doors.world.things[key], row.to[key]
    address = doors.address(name, row, thing)
    for who in knocking(insiders):
        answer = doors.knock(who, thing, address)
        want = {str(code) for code in row.get} if who in insiders else {refused(who, row, key)}
        got = outcome(answer)
        if got not in want:
            yield f"GET {name} of {key} by {who}: {got} instead of {' or '.join(sorted(want))}"
        elif got == "200" and row.shows:
            yield from listed(doors, name, row, who, text_of(answer))


def listed(doors: Doors, name: str, row: Row, who: Who, text: str) -> Iterator[str]:
    """Give each object that stands on the list of somebody whose it is not, or is missing."""
    for key, people in row.shows.items():
        parts = doors.world.things[key].parts
        if (str(parts.get("label", parts.get("number"))) in text) is not (who in people):
            yield f"GET {name} by {who}: {key} {'is missing' if who in people else 'is shown'}"


def sent(doors: Doors, name: str, row: Row, key: str) -> Iterator[str]:
    """Give each way in which sending to a thing is not as the matrix says: outsiders first, who change nothing."""
    thing, insiders = doors.world.things[key], (row.by or row.to)[key]
    address = doors.address(name, row, thing)
    for who in knocking(insiders | row.to[key]):
        if who not in insiders:
            data = doors.filled(row.post or {}, thing)
            got, want = outcome(doors.knock(who, thing, address, data, **row.headers)), refused(who, row, key)
            if got != want:
                yield f"POST {name} of {key} by {who}: {got} instead of {want}"


def accepted(doors: Doors, name: str, row: Row, key: str) -> Iterator[str]:
    """Give each way in which the same data does not do its work for whom the matrix names."""
    thing = doors.world.things[key]
    for who in sorted((row.by or row.to)[key] & set(knocking((row.by or row.to)[key]))):
        with undone() as written:
            data = doors.filled(row.post or {}, thing)
            answer = doors.knock(who, thing, doors.address(name, row, thing), data, **row.headers)
        if answer.status_code not in row.sent or outcome(answer) == "sign in":
            yield f"POST {name} of {key} by {who}: {outcome(answer)} instead of {sorted(row.sent)}"
        elif row.writes is not bool(written):
            yield f"POST {name} of {key} by {who}: {'nothing' if row.writes else written[0]} was written"


def only_read(doors: Doors, name: str, row: Row, key: str) -> Iterator[str]:
    """Give who is answered oddly when he sends something to an address that takes nothing."""
    thing = doors.world.things[key]
    for who in (Who.STRANGER, *(() if row.is_public else (Who.OTHER_APPLICANT, *sorted(row.to[key])[:1]))):
        got = outcome(doors.knock(who, thing, doors.address(name, row, thing), {"pk": "1"}))
        if got not in {"405", "404", "sign in", *map(str, row.get)}:
            yield f"POST {name} of {key} by {who}: {got}"


def foreign_parts(doors: Doors, name: str, row: Row, key: str) -> set[str]:
    """Give which parts of the address or of what is sent may be taken from something else."""
    sent_along = {str(value).strip("{}") for value in (row.post or {}).values()}
    return doors.world.things[key].foreign.keys() & {*doors.parts(name), *sent_along}


def crossed(doors: Doors, name: str, row: Row, key: str) -> Iterator[str]:
    """Give who reaches a part of something else through his own object, or changes anything by it."""
    thing = doors.world.things[key]
    for part in sorted(foreign_parts(doors, name, row, key)):
        changed = {part: thing.foreign[part]}
        for who in sorted((row.by or row.to)[key]):
            with undone() as written:
                data = None if row.post is None else doors.filled(row.post, thing, **changed)
                answer = doors.knock(who, thing, doors.address(name, row, thing, **changed), data, **row.headers)
            if answer.status_code not in (404, 409, 422) or written:
                yield f"{name} of {key} by {who} with a foreign {part}: {outcome(answer)}, wrote {written}"


def test_everybody_gets_what_the_matrix_says(doors: Doors) -> None:
    """C38, C40, C44: every address, every role, own and foreign, looked at and sent to; `matrix.py` is the law."""
    wrong, before = [], digest()
    for name, row in ROWS.items():
        for key in row.to:
            wrong += opened(doors, name, row, key) if row.get != ONLY_SENT_TO else ()
            wrong += only_read(doors, name, row, key) if row.post is None else sent(doors, name, row, key)
        if digest() != before:
            wrong.append(f"{name}: somebody who may not changed something")
            before = digest()
    assert not wrong, "\n".join(wrong)


def test_whoever_the_matrix_names_can_do_it(doors: Doors) -> None:
    """C44: what changed nothing for outsiders does its work for each insider, with the same data."""
    rows = [(name, row, key) for name, row in ROWS.items() if row.post is not None for key in row.to]
    wrong = [line for each in rows for line in accepted(doors, *each)]
    assert not wrong, "\n".join(wrong)


def test_nothing_foreign_is_reached_through_an_object_of_ones_own(doors: Doors) -> None:
    """C38, C40: one's own with another's file, receipt, fault, entry, case, member or code: no writing."""
    rows = [(name, row, key) for name, row in ROWS.items() for key in row.to]
    tried = {part for each in rows for part in foreign_parts(doors, *each)}
    assert tried == {"material", "transfer", "receipt", "fault", "entry", "case", "member", "code"}
    wrong = [line for each in rows for line in crossed(doors, *each)]
    assert not wrong, "\n".join(wrong)


def test_the_administration_opens_to_staff_alone(doors: Doors) -> None:
    """C44: every address of it, the roles in turn: who is no administrator is sent away, and nothing changes."""
    thing, wrong, before = doors.world.things["review"], [], digest()
    turn = cycle(sorted(NEAREST - {Who.STRANGER, Who.ADMINISTRATOR}))
    for name, route in addresses():
        if not name.startswith("admin:") or name in OPEN_IN_ADMIN:
            continue
        place = admin_address(route)
        for who, data in product((Who.STRANGER, next(turn)), (None, {"name": "x", "post": "yes"})):
            answer = doors.knock(who, thing, place, data)
            if not (answer.status_code == 404 or answer.headers.get("Location", "").startswith(DOORS_OF_ADMIN)):
                wrong.append(f"{place} by {who}: {outcome(answer)}")
        if name.endswith(("_changelist", ":index")):
            answer = doors.knock(Who.ADMINISTRATOR, thing, place)
            wrong += [] if answer.status_code == 200 else [f"{place} by administrator: {outcome(answer)}"]
    assert not wrong, "\n".join(wrong)
    assert digest() == before
