"""A whole campaign is rehearsed in a process of its own, on a database of its own."""

import os
import re
import subprocess
import sys

import pytest

from hetian_titles.rehearsal.ledger import CLAUSES
from hetian_titles.rehearsal.plots import PLOTS, Mishap
from hetian_titles.rehearsal.scratch import SETTINGS, RehearsalFailed, Wish
from hetian_titles.rehearsal.troupes import play_side_by_side, troupes_of
from tests.deployment.faults import family, lives, until
from tests.deployment.servers import ROOT

FEW = 2


def rehearse(folder, people, *, papers, more=()):
    """Run the command in a clone where nothing was installed yet; give the process and the table it wrote."""
    out = folder / "out"
    environment = os.environ | {
        "DATA": str(folder / "data"),
        "DJANGO_SETTINGS_MODULE": "hetian_titles.settings.demo",
    }
    wish = ("2025", f"--people={people}", "--seed=7", f"--papers={papers}", f"--out={out}", *more)
    done = subprocess.run(
        [sys.executable, "manage.py", "rehearse", *wish],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    return done, (out / "table.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    folder = tmp_path_factory.mktemp("rehearsal")
    return folder / "out", *rehearse(folder, len(PLOTS), papers=1)


def test_every_clause_decides_something_and_every_invariant_holds(whole):
    """C01 to C48: each plot played once; the command exits with 0 only then."""
    _out, done, table = whole
    assert done.returncode == 0, done.stdout + done.stderr
    counts = {clause: int(count) for clause, count in re.findall(r"^  (C\d\d) +(\d+) +\d+  ", table, re.MULTILINE)}
    assert [clause for clause in CLAUSES if not counts[clause]] == []
    assert "不行" not in table
    assert "用时" in done.stdout


def test_each_mishap_leaves_every_trace_of_itself(whole):
    """The refusal it meets, the steps it leads to, its end: nothing is only said to have happened."""
    told = re.findall(r"^ +(\d+) +(\d+)  (.+)$", whole[2].split("意外：")[1].split("核对：")[0], re.MULTILINE)
    assert [name for _due, _bit, name in told] == [mishap.value for mishap in Mishap]
    assert [name for due, bit, name in told if not 0 < int(due) == int(bit)] == []


def test_each_way_ends_where_its_plot_leads(whole):
    """Late, returned, refused, lapsed, withdrawn, failed, revoked: somebody ends in each."""
    table = whole[2]
    ended = dict(reversed(line.split()) for line in table.splitlines()[3:21])
    for state in ("已发证", "评审未通过", "不予受理", "逾期失效", "已撤回", "已撤销", "单位审核", "没有报上"):
        assert int(ended[state]) > 0, state
    assert sum(map(int, ended.values())) == len(PLOTS)


def test_it_leaves_the_papers_of_a_case_and_every_message(whole):
    out = whole[0]
    papers = sorted(path.name for path in (out / "papers").glob("*/*.pdf"))
    assert any("呈报表" in name for name in papers)
    assert any("电子证书" in name for name in papers)
    messages = (out / "outbox" / "2025-03-04.txt").read_text(encoding="utf-8")
    assert "申报还没有提交，还剩3天" in messages
    own = (out / "outbox" / "2025-03-06.txt").read_text(encoding="utf-8")
    assert (
        "申报截止时间已过，逾期失效" in own
    )  # C09: a county's own date was the day before, the prefecture's is today
    assert "1990903" not in messages  # a telephone is masked, there as everywhere


def test_the_same_seed_gives_the_same_table_and_too_few_people_fail(tmp_path):
    """Two people, each a troupe, twice: they cannot live every clause, and the command exits with 1."""
    first = rehearse(tmp_path / "first", FEW, papers=1, more=["--most=1"])
    second = rehearse(tmp_path / "second", FEW, papers=0, more=["--most=1"])
    assert first[1] == second[1]
    assert first[0].returncode == second[0].returncode == 1
    assert "不行：C18没有决定过任何事" in first[1]
    assert all(f"第{number}组（共2组）演完，1人" in first[0].stdout for number in (1, 2))
    ended = first[1].split("最后的状态\n")[1].split("\n\n")[0]
    assert sum(int(line.split()[0]) for line in ended.splitlines()) == FEW
    left = tmp_path / "first" / "out"
    assert sorted(path.name for path in left.iterdir()) == ["1", "2", "table.txt"]
    assert list((left / "1" / "papers").glob("*/*.pdf"))
    assert not list((left / "2" / "papers").iterdir())
    assert list((left / "2" / "outbox").glob("2025-*.txt"))


def test_a_troupe_that_breaks_off_ends_the_rehearsal(tmp_path, monkeypatch):
    """On a database without tables nobody can play: which troupe it was and its last words come back."""
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", SETTINGS)
    (tmp_path / "nothing").touch()
    several = troupes_of(Wish("2025", 2, "7", most=1), tmp_path)
    with pytest.raises(RehearsalFailed, match=r"第[12]组(.|\n)*no such table"):
        list(play_side_by_side(several, tmp_path / "nothing", at_once=2))


WORKER = """
import django
django.setup()
from hetian_titles.rehearsal import scratch
with scratch._prepared(scratch.Wish("2025", 200, 7)) as (_folder, process):
    print(process.pid, flush=True)
    process.wait()
"""


def test_a_rehearsal_ends_with_the_worker_that_is_killed(tmp_path):
    """Faults: kill -9 of the worker leaves nobody who plays on."""
    environment = os.environ | {"DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "hetian_titles.settings.demo"}
    command = [sys.executable, "-c", WORKER]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as worker:
        player = int(worker.stdout.readline())
        assert player in family(worker.pid)
        worker.kill()
    until(lambda: not lives(player))
