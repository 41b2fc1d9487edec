"""Faults under the people at their screens: PostgreSQL restarted, files that can be neither read nor written, no Redis.

One world for the module; each test has people of its own and leaves every server running.
"""

import base64
import hashlib
import io
import json
import os
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from PIL import Image

from tests import services, stories
from tests.deployment import faults, servers
from tests.deployment.faults import until
from tests.deployment.inside import Inside, inside
from tests.deployment.moody import HANGS_UP, Moods, moody
from tests.deployment.visitor import Answer, Visitor
from tests.factories import credit_code

#: A page that does without Redis comes within this.
PAGE_SECONDS = 30


@dataclass
class World:
    """An installation whose web process runs, with what befalls it at hand."""

    whole: servers.Installation
    there: Inside
    moods: Moods
    postgres: faults.Server
    redis: faults.Server

    def locked(self, application: int) -> Any:
        """Give a connection that holds an application's row."""
        connection = psycopg2.connect(self.whole.env["DATABASE_URL"])
        connection.cursor().execute(
            "SELECT 1 FROM applications_application WHERE id = %s FOR UPDATE", [application]
        )
        return connection

    def waiting(self) -> int:
        """Give how many requests stand behind somebody's lock."""
        with closing(psycopg2.connect(self.whole.env["DATABASE_URL"])) as own, own.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
            return int(cursor.fetchone()[0])


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    moods, ports = Moods(), (services.free_port(), services.free_port())
    with (
        faults.postgres(ports[0]) as postgres,
        faults.redis(ports[1]) as redis,
        servers.installation(
            postgres=lambda: nullcontext(f"postgres://portal@127.0.0.1:{ports[0]}/postgres"),
            redis=lambda: nullcontext(f"redis://127.0.0.1:{ports[1]}"),
            s3=lambda: servers.s3(moody(moods)),
            TMPDIR=str(tmp_path_factory.mktemp("spooled")),
        ) as whole,
    ):
        for command in (
            ("-m", "scripts.release"),
            ("manage.py", "collectstatic", "--no-input", "--verbosity=0"),
        ):
            done = whole.run(*command)
            assert done.returncode == 0, done.stderr
        whole.start("web", "gunicorn", "-c", "deploy/gunicorn.conf.py", "hetian_titles.wsgi")
        with inside(whole) as there:
            there.open_for_filing()
            whole.wait_for_log("web", "Booting worker")
            yield World(whole, there, moods, postgres, redis)


@pytest.fixture
def case(world: World) -> dict[str, Any]:
    """A draft that is ready to be submitted."""
    return world.there.draft()


@pytest.fixture
def applicant(world: World, case: dict[str, Any]) -> Visitor:
    return Visitor(world.whole, case["session"])


@pytest.fixture(autouse=True)
def _served_again(world: World) -> Iterator[None]:
    """The store of files is as it should be, before and after."""
    yield
    world.moods.refuses = lambda _method, _path: 0


def scan() -> bytes:
    """Give a picture of three megabytes, which is no longer held in memory while it comes."""
    out = io.BytesIO()
    Image.frombytes("RGB", (1000, 1000), os.urandom(3_000_000)).save(out, "PNG")
    return out.getvalue()


# What a person does


@dataclass(frozen=True)
class Step:
    """What a person sends for a case, what comes back when it is done and when it is sent once more, what it changes."""

    send: Callable[[Visitor, dict[str, Any]], Answer]
    done: int
    again: int
    changes: dict[str, Any]


def submit(who: Visitor, case: dict[str, Any]) -> Answer:
    return who.post(
        f"/applications/{case['number']}/check/", {"agreed": "on", "name": case["name"], "token": "this-page"}
    )


def save(who: Visitor, case: dict[str, Any]) -> Answer:
    fields = {"revision": case["revision"], "text": "数据库重启的时候写下的一句。"}
    return who.post(
        f"/applications/{case['number']}/sections/summary/autosave/", fields, Accept="application/json"
    )


def upload(who: Visitor, case: dict[str, Any], **headers: str) -> Answer:
    fields = {"files": case["scan"], "declassified": "on", "masked": "on"}
    return who.post(f"/applications/{case['number']}/materials/awards/upload/", fields, **headers)


STEPS = {
    "submit": Step(submit, 302, 302, {"state": "employer_check", "receipts": 1, "events": 1}),
    "autosave": Step(save, 200, 200, {"summary": {"text": "数据库重启的时候写下的一句。"}}),
    "upload": Step(upload, 302, 409, {"materials": 1, "stored": 1}),
}


# PostgreSQL


def prepared(world: World, case: dict[str, Any]) -> dict[str, Any]:
    """Give the case with what its steps send."""
    return case | {"revision": world.there.stands(case["id"])["revision"], "scan": scan()}


@pytest.mark.parametrize("shutdown", [signal.SIGINT, signal.SIGQUIT], ids=["fast", "immediate"])
@pytest.mark.parametrize("name", STEPS)
def test_a_database_restarted_under_a_step(
    world: World, case: dict[str, Any], applicant: Visitor, name: str, shutdown: signal.Signals
) -> None:
    """C05, C15: the step is not done and says so in plain words; sent again it is done, once more it changes nothing."""
    step, case = STEPS[name], prepared(world, case)
    before = world.there.stands(case["id"])
    with closing(world.locked(case["id"])), ThreadPoolExecutor(1) as someone:
        sent = someone.submit(step.send, applicant, case)
        until(lambda: world.waiting() == 1)
        world.postgres.end(shutdown)
        answer = sent.result()
        away = applicant.get("/applications/")
        world.postgres.begin()
    for one in (answer, away):
        assert one.status == 503
        assert "数据库暂时连不上" in (one.text if one is away else words(one))
        assert one.headers["Retry-After"]
    assert world.there.stands(case["id"]) == before
    assert step.send(applicant, case).status == step.done
    after = world.there.stands(case["id"])
    assert changed(before, after) == step.changes
    assert step.send(applicant, case).status == step.again
    assert world.there.stands(case["id"]) == after


def words(answer: Answer) -> str:
    """Give what an answer says, page or JSON."""
    is_json = answer.headers["Content-Type"] == "application/json"
    return "".join(json.loads(answer.text)["messages"]) if is_json else answer.text


def changed(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """Give what differs: of counts by how much."""
    found = {}
    for name, value in after.items():
        if name != "revision" and value != before[name]:
            found[name] = value - before[name] if isinstance(value, int) else value
    return found


def test_what_was_typed_stands_on_the_page_that_says_so(
    world: World, case: dict[str, Any], applicant: Visitor
) -> None:
    """Bad input: a form that could not be taken is on the page, to be sent again with one press; no password is."""
    world.postgres.end(signal.SIGINT)
    page = submit(applicant, case).text
    sign_in = applicant.post("/account/sign-in/", {"username": "13800000001", "password": "Geheim-2025"}).text
    world.postgres.begin()
    assert f'action="/applications/{case["number"]}/check/"' in page
    for name, value in (("name", case["name"]), ("token", "this-page"), ("agreed", "on")):
        assert f'name="{name}">\n{value}</textarea>' in page
    assert "Geheim-2025" not in sign_in
    assert "13800000001" not in sign_in


# The store of files

TROUBLES = {"away": HANGS_UP, "full": 507, "read-only": 403}


def in_trouble(world: World, status: int) -> None:
    """Let the store refuse every change; who is away answers nothing at all."""
    world.moods.refuses = lambda method, _path: (
        status if status == HANGS_UP or method not in ("GET", "HEAD") else 0
    )


@pytest.mark.parametrize("status", TROUBLES.values(), ids=TROUBLES)
def test_an_upload_that_cannot_be_stored(
    world: World, case: dict[str, Any], applicant: Visitor, status: int
) -> None:
    """C15: said beside the slot, nothing is written or left behind; the file goes up when the store is back."""
    case = prepared(world, case)
    before = world.there.stands(case["id"])
    in_trouble(world, status)
    page, script = upload(applicant, case), upload(applicant, case, Accept="application/json")
    assert (page.status, script.status) == (503, 503)
    slot = page.text.partition('id="s-awards"')[2].partition('id="s-')[0]
    assert "现在存不了文件，这个文件没有上传" in slot
    assert "现在存不了文件" in words(script)
    assert world.there.stands(case["id"]) == before
    assert list(Path(world.whole.env["TMPDIR"]).glob("*.upload*")) == []
    world.moods.refuses = lambda _method, _path: 0
    assert upload(applicant, case).status == 302
    assert changed(before, world.there.stands(case["id"])) == STEPS["upload"].changes


PIECE = 512 * 1024
LEFT = "from django.core.files.storage import default_storage; print(default_storage.listdir('pieces'))"


def begin(who: Visitor, case: dict[str, Any]) -> str:
    """Begin to send the scan piece by piece; give its address."""
    digest = base64.b64encode(hashlib.sha256(case["scan"]).hexdigest().encode()).decode()
    said = {"Upload_Length": str(len(case["scan"])), "Upload_Metadata": f"sha256 {digest},declassified,masked"}
    path = f"/applications/{case['number']}/materials/awards/transfers/"
    answer = who.send("POST", path, Tus_Resumable="1.0.0", **said)
    assert answer.status == 201, answer.text
    return answer.headers["Location"]


def piece(who: Visitor, case: dict[str, Any], address: str, offset: int) -> Answer:
    said = {
        "Tus_Resumable": "1.0.0",
        "Upload_Offset": str(offset),
        "Content_Type": "application/offset+octet-stream",
    }
    return who.send("PATCH", address, case["scan"][offset : offset + PIECE], **said)


def test_pieces_wait_for_the_store_and_outlive_the_process_that_took_them(
    world: World, case: dict[str, Any], applicant: Visitor
) -> None:
    """C15: the store is away for a piece and for the whole, a web process dies: what has arrived is sent once."""
    case = prepared(world, case)
    before, address = world.there.stands(case["id"]), begin(applicant, case)
    for offset in range(0, len(case["scan"]), PIECE):
        in_trouble(world, HANGS_UP)
        assert piece(applicant, case, address, offset).status == 503
        world.moods.refuses = lambda _method, _path: 0
        assert piece(applicant, case, address, offset).status == 204
        os.kill(web_worker(world), signal.SIGKILL)
    place, fields = (
        f"/applications/{case['number']}/materials/awards/upload/",
        {"declassified": "on", "masked": "on"},
    )
    fields["transfer"] = address.split("/")[-2]
    in_trouble(world, HANGS_UP)
    assert applicant.post(place, fields).status == 503
    world.moods.refuses = lambda _method, _path: 0
    assert applicant.post(place, fields).status == 302
    assert changed(before, world.there.stands(case["id"])) == STEPS["upload"].changes
    assert world.whole.shell(LEFT) == "([], [])"


def web_worker(world: World) -> int:
    """Give one of the processes that answer requests."""
    master = world.whole.processes["web"].pid
    children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    return int(children[0])


def test_files_that_cannot_be_read_are_said_to_be_there(
    world: World, case: dict[str, Any], applicant: Visitor
) -> None:
    """C43: a page for who opens a file, a picture of the words where the page should stand in a list."""
    in_trouble(world, HANGS_UP)
    whole = applicant.get(f"/files/{case['material']}/original/")
    small = applicant.get(f"/files/{case['material']}/pages/1/", Sec_Fetch_Dest="image")
    assert (whole.status, small.status) == (503, 503)
    assert "文件没有丢" in whole.text
    assert small.headers["Content-Type"] == "image/svg+xml"
    assert "文件现在打不开" in small.text


def test_a_full_store_still_shows_what_it_holds(world: World, case: dict[str, Any], applicant: Visitor) -> None:
    in_trouble(world, TROUBLES["full"])
    assert applicant.get(f"/files/{case['material']}/original/").status == 200
    assert applicant.get(f"/files/{case['material']}/pages/1/").status == 200


def test_papers_wait_for_the_store(world: World) -> None:
    """C43: however often it is tried, a paper is not given up for want of a place; nor is a blank form."""
    paper, blank = world.there.ask_for_paper(), world.there.blank_forms()[0]
    in_trouble(world, TROUBLES["full"])
    assert not any(world.there.set_paper(paper) for _attempt in range(4))
    assert not world.there.set_blank_form(blank)
    world.moods.refuses = lambda _method, _path: 0
    assert world.there.paper(paper) == {"status": "waiting", "attempts": 0, "files": 0}
    assert world.there.set_paper(paper)
    assert world.there.paper(paper)["files"] == 1
    assert world.there.set_blank_form(blank)


def test_a_licence_that_cannot_be_stored(world: World) -> None:
    """C01: the employer keeps what it typed, reads why beside the licence, and is not half signed up."""
    stranger, before = world.there.stranger(), world.there.employers()
    fields = {
        "name": "和田断网建筑有限公司",
        "uscc": credit_code(),
        "kind": "private",
        "division": stranger["division"],
        "tier": "county",
        "registered_at": "和田市",
        "contact_phone": "0903-1000001",
        "licence": stories.picture(7),
    }
    in_trouble(world, TROUBLES["full"])
    page = Visitor(world.whole, stranger["session"]).post("/account/employer/sign-up/", fields)
    assert page.status == 503
    assert "现在存不了文件，资料没有提交" in page.text
    assert 'value="和田断网建筑有限公司"' in page.text
    assert world.there.employers() == before


# Redis


def test_a_redis_that_is_emptied_signs_nobody_out(world: World, case: dict[str, Any], applicant: Visitor) -> None:
    """C15: a form half filled goes on; who is signed in is so by the database."""
    world.there.forget_everything()
    case = prepared(world, case)
    assert save(applicant, case).status == 200
    assert submit(applicant, case).status == 302


def test_without_redis_every_step_is_done(world: World, case: dict[str, Any], applicant: Visitor) -> None:
    """C05, C14: pages come, forms are kept, an application is submitted; its papers wait in the database."""
    case = prepared(world, case)
    world.redis.end(signal.SIGKILL)
    try:
        for ask in (
            lambda: applicant.get("/"),
            lambda: applicant.get("/results/certificates/?number=653220250001&name=x"),
            lambda: save(applicant, case),
            lambda: submit(applicant, case),
        ):
            began = time.monotonic()
            assert ask().status in (200, 302)
            assert time.monotonic() - began < PAGE_SECONDS
    finally:
        world.redis.begin()
    assert world.there.stands(case["id"])["receipts"] == 1
