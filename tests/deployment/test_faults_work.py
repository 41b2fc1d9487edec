"""Faults under the work that nobody waits for at a screen: workers killed, beat doubled, Redis emptied, mail refused.

One world for the module: a worker is killed while it is in the middle of every kind of task at once; then the workers of
production and two beats begin, and all that was begun is done once. What befalls Redis and the mail comes after.
"""

import json
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import closing, nullcontext
from dataclasses import dataclass, field
from typing import Any

import psycopg2
import pytest

from documents.papers.catalogue import BLANKS
from tests import services
from tests.deployment import faults, servers
from tests.deployment.faults import until
from tests.deployment.inside import Inside, inside
from tests.deployment.moody import Moods, moody
from tests.deployment.post import PostOffice, post_office

CELERY = ("celery", "-A", "hetian_titles")
HELD, FORGOTTEN = "held@example.com", "forgotten@example.com"
#: Who acts while Redis is away goes on within this.
ACT_SECONDS = 30
SWEPT, REMINDED = ["first@example.com", "second@example.com"], ["third@example.com", "fourth@example.com"]


@dataclass
class World:
    """An installation with what befalls it at hand; `rows` are what the tasks are about."""

    whole: servers.Installation
    there: Inside
    office: PostOffice
    moods: Moods
    postgres: faults.Server
    redis: faults.Server
    rows: dict[str, Any] = field(default_factory=dict)

    def work(self, name: str, queues: str, concurrency: int) -> None:
        """Start a worker and wait until it takes tasks."""
        settings = (f"--queues={queues}", f"--hostname={name}@test", f"--concurrency={concurrency}")
        self.whole.start(name, *CELERY, "worker", *settings, "--loglevel=info")
        self.whole.wait_for_log(name, "ready.")

    def beat(self, name: str) -> None:
        schedule = self.whole.place / name
        self.whole.start(name, *CELERY, "beat", "--loglevel=info", "--pidfile=", f"--schedule={schedule}")

    def let_beat(self, times: int) -> None:
        """Wait until both beats have asked for everything of the day so many times more, and the workers have done it."""
        wanted = {name: self.asked_by(name) + times for name in ("beat-1", "beat-2")}
        until(lambda: all(self.asked_by(name) >= times for name, times in wanted.items()))
        until(lambda: self.there.unacknowledged() == 0)

    def asked_by(self, name: str) -> int:
        log = self.whole.log(name)
        often = set(self.there.schedule()) - {"hetian_titles.tasks.check_invariants"}
        return min(log.count(f"({task})") for task in often)

    def mails(self, *addresses: str) -> list[int]:
        return [len(self.office.to(address)) for address in addresses]

    def stopped_by_a_lock(self) -> int:
        """Give how many processes wait in the database for somebody else's lock."""
        with self.connect() as own, own.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
            return int(cursor.fetchone()[0])

    def connect(self) -> Any:
        """Give a connection of the test's own, whose locks are its own."""
        return closing(psycopg2.connect(self.whole.env["DATABASE_URL"]))


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    moods, (place, port) = Moods(), (services.free_port(), services.free_port())
    with post_office() as office, faults.postgres(place) as postgres, faults.redis(port) as redis:
        mail = {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(office.port), "EMAIL_USE_SSL": "off"}
        with servers.installation(
            postgres=lambda: nullcontext(f"postgres://portal@127.0.0.1:{place}/postgres"),
            redis=lambda: nullcontext(f"redis://127.0.0.1:{port}"),
            s3=lambda: servers.s3(moody(moods)),
            DJANGO_SETTINGS_MODULE="tests.deployment.quick",
            **mail,
        ) as whole:
            released = whole.run("-m", "scripts.release")
            assert released.returncode == 0, released.stderr
            with inside(whole) as there:
                yield World(whole, there, office, moods, postgres, redis)
            moods.let_go()
            office.let_go()


# A worker killed in every kind of task


@dataclass(frozen=True)
class Kind:
    """A kind of task: how to look at what it is about, what is seen after the kill, and once the work has gone on."""

    look: Callable[[World], Any]
    half: Any
    whole: Any


def waiting(attempts: int) -> dict[str, Any]:
    return {"status": "waiting", "attempts": attempts, "error": ""}


def sent(attempts: int) -> dict[str, Any]:
    return {"status": "sent", "attempts": attempts, "error": ""}


def case(state: str, **counts: int) -> dict[str, Any]:
    return {"state": state, "events": 0, "papers": 0, "reminders": 0, "messages": 0} | counts


def paper(status: str, *, attempts: int, files: int) -> dict[str, Any]:
    return {"status": status, "attempts": attempts, "files": files}


def blind(status: str, attempts: int) -> dict[str, Any]:
    return {"status": status, "attempts": attempts, "error": "", "is_there": status == "ready"}


def run(status: str, *, printed: int) -> dict[str, Any]:
    return {"status": status, "error": "", "printed": printed, "is_there": status == "ready"}


def forms(*, attempts: int, are_set: int, empty: int) -> dict[str, Any]:
    """Two forms, and the files in which such lie together: those in which none does, and those that no row names."""
    return {"attempts": [attempts] * 2, "set": are_set, "empty": empty, "lost": 0}


def examination(*, finished: bool, attempts: int) -> dict[str, Any]:
    return {"finished": finished, "failed": "", "attempts": attempts}


REFUSED = case("rejected", events=1, papers=1, messages=1)
KINDS = {
    "accounts.tasks.deliver": Kind(
        lambda w: (w.there.delivery(w.rows["delivery"]), w.mails(HELD)), (waiting(1), [0]), (sent(2), [1])
    ),
    "accounts.tasks.requeue_deliveries": Kind(
        lambda w: (w.there.delivery(w.rows["forgotten"]["delivery"]), w.mails(FORGOTTEN)),
        (waiting(0), [0]),
        (sent(1), [1]),
    ),
    "applications.tasks.typeset_paper": Kind(
        lambda w: w.there.paper(w.rows["paper"]),
        paper("waiting", attempts=1, files=1),
        paper("ready", attempts=2, files=1),
    ),
    "applications.tasks.requeue_papers": Kind(
        lambda w: w.there.paper(w.rows["forgotten"]["paper"]),
        paper("waiting", attempts=0, files=0),
        paper("ready", attempts=1, files=1),
    ),
    "applications.tasks.check_material": Kind(
        lambda w: w.there.check(w.rows["check"]),
        {"status": "waiting", "attempts": 1, "error": "", "pages": 0, "kept": 1},
        {"status": "ready", "attempts": 2, "error": "", "pages": 1, "kept": 1},
    ),
    "applications.tasks.requeue_checks": Kind(
        lambda w: w.there.check(w.rows["forgotten"]["check"]),
        {"status": "waiting", "attempts": 0, "error": "", "pages": 0, "kept": 0},
        {"status": "ready", "attempts": 1, "error": "", "pages": 1, "kept": 1},
    ),
    "applications.tasks.make_blind_copy": Kind(
        lambda w: w.there.copy(w.rows["copy"]), blind("waiting", 1), blind("ready", 2)
    ),
    "applications.tasks.requeue_blind_copies": Kind(
        lambda w: w.there.copy(w.rows["forgotten"]["copy"]), blind("waiting", 0), blind("ready", 1)
    ),
    "review.tasks.print_part": Kind(
        lambda w: [w.there.print_run(w.rows["run"]), w.there.forms_of(w.rows["forms"])],
        [run("making", printed=0), run("making", printed=0) | forms(attempts=1, are_set=0, empty=1)],
        [run("ready", printed=2), run("ready", printed=2) | forms(attempts=2, are_set=2, empty=0)],
    ),
    "review.tasks.bind_print_run": Kind(
        lambda w: w.there.print_run(w.rows["bound"]), run("waiting", printed=2), run("ready", printed=2)
    ),
    "review.tasks.requeue_print_runs": Kind(
        lambda w: w.there.print_run(w.rows["forgotten"]["run"]), run("making", printed=0), run("ready", printed=2)
    ),
    "applications.tasks.sweep": Kind(
        lambda w: (w.there.cases(w.rows["swept"]), w.mails(*SWEPT)),
        ([REFUSED, case("returned")], [1, 0]),
        ([REFUSED, REFUSED], [1, 1]),
    ),
    "applications.tasks.remind": Kind(
        lambda w: (w.there.cases(w.rows["reminded"]), w.mails(*REMINDED)),
        ([case("returned")] * 2, [0, 0]),
        ([case("returned", reminders=1, messages=1)] * 2, [1, 1]),
    ),
    "campaigns.tasks.make_download": Kind(
        lambda w: w.there.download(w.rows["blanks"][0]), {"made": False, "files": 1}, {"made": True, "files": 1}
    ),
    "campaigns.tasks.make_waiting_downloads": Kind(
        lambda w: [w.there.download(pk) for pk in w.rows["blanks"][1:]],
        [{"made": False, "files": 0}] * (len(BLANKS) - 1),
        [{"made": True, "files": 1}] * (len(BLANKS) - 1),
    ),
    "hetian_titles.tasks.examine": Kind(
        lambda w: w.there.examination(w.rows["examination"]),
        examination(finished=False, attempts=1),
        examination(finished=True, attempts=2),
    ),
    "hetian_titles.tasks.requeue_examinations": Kind(
        lambda w: w.there.examination(w.rows["forgotten"]["examination"]),
        examination(finished=False, attempts=0),
        examination(finished=True, attempts=1),
    ),
    "hetian_titles.tasks.check_invariants": Kind(lambda w: w.there.told_of_breaches(), 0, 2),
}
#: Queues that one worker of production serves beside its own.
TOGETHER = {"scan": "scan,blind", "paper": "paper,print"}
#: Tasks that a locked table holds up, as the tasks before them are past it: those of a worker, then those of beat.
READERS = {
    "applications.tasks.remind": "accounts_message IN SHARE MODE",
    "hetian_titles.tasks.examine": "payments_feeorder IN ACCESS EXCLUSIVE MODE",
    "hetian_titles.tasks.check_invariants": "payments_feeorder IN ACCESS EXCLUSIVE MODE",
}
ASKERS = {
    "accounts.tasks.requeue_deliveries": "accounts_delivery IN ACCESS EXCLUSIVE MODE",
    "applications.tasks.requeue_checks": "applications_check IN ACCESS EXCLUSIVE MODE",
    "applications.tasks.requeue_blind_copies": "applications_blindcopy IN ACCESS EXCLUSIVE MODE",
    "applications.tasks.requeue_papers": "applications_paper IN ACCESS EXCLUSIVE MODE",
    "review.tasks.requeue_print_runs": "applications_printpart IN ACCESS EXCLUSIVE MODE",
    "campaigns.tasks.make_waiting_downloads": "campaigns_download IN ACCESS EXCLUSIVE MODE",
    "hetian_titles.tasks.requeue_examinations": "campaigns_examination IN ACCESS EXCLUSIVE MODE",
}


def look(world: World) -> dict[str, Any]:
    """Give what is seen of every kind."""
    return plain({task: kind.look(world) for task, kind in KINDS.items()})


def plain(data: Any) -> Any:
    """Give data as they come through JSON."""
    return json.loads(json.dumps(data))


def begin_a_sweep(world: World, cursor: Any) -> None:
    """Bring a sweep to its second application, whose row the test has locked; the first is ended and its mail sent."""
    world.rows["swept"] = world.there.return_two(200, SWEPT)
    cursor.execute("SELECT 1 FROM applications_application WHERE id = %s FOR UPDATE", [world.rows["swept"][1]])
    world.there.queue("applications.tasks.sweep")
    until(lambda: world.mails(SWEPT[0]) == [1])


def begin_what_a_server_holds(world: World) -> None:
    """Bring a mail and seven files to servers that take them and say nothing."""
    world.office.hold(HELD)
    world.moods.hold(f"/papers/{world.there.code_of(world.rows['paper'])}")
    world.moods.hold("/downloads/")
    world.moods.hold(f"/sights/{world.there.digest_of(world.rows['check'])}")
    world.moods.hold("/blind/")
    world.moods.hold("/sheaves/")
    world.moods.hold(f"/runs/{world.rows['run']}/")
    world.moods.hold(f"/runs/{world.rows['bound']}-")
    world.there.queue("applications.tasks.make_blind_copy", world.rows["copy"])
    world.there.queue("accounts.tasks.deliver", world.rows["delivery"])
    world.there.queue("applications.tasks.typeset_paper", world.rows["paper"])
    world.there.queue("campaigns.tasks.make_download", world.rows["blanks"][0])
    world.there.queue("applications.tasks.check_material", world.rows["check"])
    for asked in ("run", "forms"):
        world.there.queue("review.tasks.print_part", world.there.part_of(world.rows[asked]))
    world.there.queue("review.tasks.bind_print_run", world.rows["bound"])
    until(lambda: world.office.waiting and len(world.moods.waiting) == 7)


def begin_every_task(world: World, row: Any, tables: Any) -> None:
    """Bring a worker into the middle of every kind of task; `row` and `tables` are cursors that hold locks."""
    there = world.there
    world.rows |= {"blanks": there.blank_forms(), "forgotten": there.forgotten(FORGOTTEN), **there.forgotten(HELD)}
    begin_a_sweep(world, row)
    world.rows["reminded"] = there.return_two(1, REMINDED)
    for task, table in READERS.items():
        tables.execute(f"LOCK TABLE {table}")
        there.queue(task, *[world.rows["examination"]] * task.endswith("examine"))
    until(lambda: world.stopped_by_a_lock() == 1 + len(READERS))
    begin_what_a_server_holds(world)
    for task, table in ASKERS.items():
        tables.execute(f"LOCK TABLE {table}")
        there.queue(task)
    until(lambda: world.stopped_by_a_lock() == len(KINDS) - 7)


@pytest.fixture(scope="module")
def killed(world: World) -> dict[str, Any]:
    """What is seen when the worker was killed in the middle of every kind of task."""
    world.work("every", "default,mail,paper,print,scan,blind,examination", len(KINDS) + 2)
    with world.connect() as first, world.connect() as second:
        begin_every_task(world, first.cursor(), second.cursor())
        faults.kill(world.whole.processes.pop("every"))
    world.office.let_go()
    world.moods.let_go()
    until(lambda: not world.moods.waiting)
    return look(world)


@pytest.fixture(scope="module")
def resumed(world: World, killed: dict[str, Any]) -> dict[str, Any]:
    """What is seen an hour later, when workers and two beats have begun anew and done what there was."""
    assert killed
    world.there.time_passes()
    for name, concurrency in (("default", 2), ("mail", 2), ("paper", 1), ("scan", 1), ("examination", 1)):
        world.work(name, TOGETHER.get(name, name), concurrency)
    for name in ("beat-1", "beat-2"):
        world.beat(name)
    until(lambda: world.there.unfinished() == 0 and world.there.told_of_breaches())
    world.let_beat(2)
    return look(world)


def test_every_task_has_its_row(world: World) -> None:
    """A task that this module does not know fails here by its name; so does one of beat's."""
    assert world.there.registered() == sorted(KINDS)
    assert set(world.there.schedule()) <= set(KINDS)


@pytest.mark.parametrize("task", KINDS)
def test_a_worker_killed_in_the_middle_leaves_nothing_half_done(killed: dict[str, Any], task: str) -> None:
    """C43: what was committed stays, what was not is as it was before."""
    assert killed[task] == plain(KINDS[task].half)


@pytest.mark.parametrize("task", KINDS)
def test_what_it_was_at_is_done_once_by_itself(resumed: dict[str, Any], task: str) -> None:
    """C43: beat asks for it again, twice since there are two, and the broker hands it out a third time."""
    assert resumed[task] == plain(KINDS[task].whole)


# PostgreSQL


@pytest.mark.parametrize("shutdown", [signal.SIGINT, signal.SIGQUIT], ids=["fast", "immediate"])
def test_a_database_restarted_under_workers_and_beats(
    world: World, resumed: dict[str, Any], shutdown: signal.Signals
) -> None:
    """C43: nobody starts a process anew; what is asked for afterwards is done, by each worker."""
    assert resumed
    world.postgres.end(shutdown)
    world.postgres.begin()
    address = f"{shutdown.name}@example.com"
    mail, paper_id = world.there.say(address), world.there.ask_for_paper()
    until(lambda: is_sent(world, mail, address))
    until(lambda: world.there.paper(paper_id)["status"] == "ready")
    world.let_beat(1)


# Redis


def is_sent(world: World, delivery: int, address: str) -> bool:
    return world.there.delivery(delivery)["status"] == "sent" and world.mails(address) == [1]


def test_what_waits_in_a_redis_that_is_emptied_is_done_all_the_same(world: World, resumed: dict[str, Any]) -> None:
    """C43: mail and paper stand in the database; nobody starts a process anew."""
    assert resumed
    with faults.frozen(
        *(world.whole.processes[name] for name in ("default", "mail", "paper", "scan", "examination"))
    ):
        mail, paper_id = world.there.say("flushed@example.com"), world.there.ask_for_paper()
        world.there.forget_everything()
    world.there.time_passes()
    until(lambda: is_sent(world, mail, "flushed@example.com"))
    until(lambda: world.there.paper(paper_id)["status"] == "ready")
    world.let_beat(1)
    assert world.mails("flushed@example.com") == [1]
    assert world.there.paper(paper_id)["files"] == 1


def test_beat_fills_no_queue_while_its_worker_is_away(world: World, resumed: dict[str, Any]) -> None:
    """C43: what waits in the queue is not asked for again, however long; then it is done once."""
    assert resumed
    until(lambda: world.there.queued("paper") == 0)
    until(lambda: world.there.unacknowledged() == 0)  # as time passes, the broker hands out again what it holds
    with faults.frozen(world.whole.processes["paper"]):
        papers = [world.there.ask_for_paper() for _each in range(2)]
        world.there.time_passes()
        world.let_beat(2)
        assert world.there.queued("paper") <= len(papers)
    until(lambda: all(world.there.paper(pk)["status"] == "ready" for pk in papers))
    assert [world.there.paper(pk)["attempts"] for pk in papers] == [1, 1]


def test_redis_killed_and_started_empty(world: World, resumed: dict[str, Any]) -> None:
    """C43: who acts meanwhile is not held up, workers and beats come back by themselves, and no work is lost; nor does a
    worker end of a task that was under way and has nobody to report to.
    """
    assert resumed
    world.office.hold("under-way@example.com")
    under_way = world.there.say("under-way@example.com")
    until(lambda: "under-way@example.com" in world.office.waiting)
    world.redis.end(signal.SIGKILL)
    before = time.monotonic()
    mail = world.there.say("meanwhile@example.com")
    assert time.monotonic() - before < ACT_SECONDS
    assert world.there.delivery(mail) == waiting(0)
    world.redis.begin()
    world.office.let_go()
    until(lambda: is_sent(world, under_way, "under-way@example.com"))
    after = world.there.say("afterwards@example.com")
    world.there.time_passes()
    until(lambda: is_sent(world, after, "afterwards@example.com"))
    until(lambda: is_sent(world, mail, "meanwhile@example.com"))
    world.let_beat(1)
    assert world.whole.run("-m", "scripts.healthy", "worker", WORKER_NAME="default@test").returncode == 0
    assert world.mails("meanwhile@example.com", "afterwards@example.com") == [1, 1]


# The mail server


def test_an_address_that_nobody_has_holds_up_no_other(world: World, resumed: dict[str, Any]) -> None:
    """Messages: it is given up at once with what the server said; the next one leaves."""
    assert resumed
    world.office.refused.add("nobody@example.com")
    nobody, somebody = world.there.say("nobody@example.com"), world.there.say("somebody@example.com")
    until(lambda: is_sent(world, somebody, "somebody@example.com"))
    until(lambda: world.there.delivery(nobody)["status"] == "failed")
    assert "nobody of that name" in world.there.delivery(nobody)["error"]
    assert world.there.delivery(nobody)["attempts"] == 1


def test_a_mail_server_that_refuses_everybody_is_asked_again_later(world: World, resumed: dict[str, Any]) -> None:
    """Messages: due again after two minutes and not before, however often beat asks; sent once when it takes mail."""
    assert resumed
    world.office.is_closed = True
    mail = world.there.say("later@example.com")
    until(lambda: world.there.delivery(mail)["error"])
    world.let_beat(2)
    assert world.there.delivery(mail)["attempts"] == 1
    world.office.is_closed = False
    world.there.time_passes()
    until(lambda: is_sent(world, mail, "later@example.com"))
    assert world.there.delivery(mail) == sent(2)


def test_a_slow_mail_server_holds_up_no_deadline(world: World, resumed: dict[str, Any]) -> None:
    """C16, C18: while every worker of mail waits for the server, the sweep ends what ran out."""
    assert resumed
    slow = ["slow-1@example.com", "slow-2@example.com"]
    for address in slow:
        world.office.hold(address)
        world.there.say(address)
    until(lambda: world.office.waiting >= set(slow))
    swept = world.there.return_two(200, ["late-1@example.com", "late-2@example.com"])
    until(lambda: all(one["state"] == "rejected" for one in world.there.cases(swept)))
    assert world.mails(*slow) == [0, 0]
    world.office.let_go()
    until(lambda: world.mails(*slow) == [1, 1])


def test_a_worker_killed_between_the_servers_word_and_ours(world: World, resumed: dict[str, Any]) -> None:
    """Messages: then the mail leaves twice, which no order of steps prevents; both bear one Message-ID."""
    assert resumed
    world.office.forgets_to_answer.add("twice@example.com")
    mail = world.there.say("twice@example.com")
    until(lambda: world.mails("twice@example.com") == [1])
    for child in faults.family(world.whole.processes["mail"].pid)[1:]:
        os.kill(child, signal.SIGKILL)
    world.office.forgets_to_answer.clear()
    world.let_beat(1)
    assert world.there.delivery(mail) == waiting(1)
    world.there.time_passes()
    until(lambda: world.there.delivery(mail) == sent(2))
    first, second = world.office.to("twice@example.com")
    assert first["Message-ID"] == second["Message-ID"]
