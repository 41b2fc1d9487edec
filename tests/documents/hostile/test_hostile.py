"""What arrives is told apart: taken and shown, or refused with a reason. Nothing falls over, nothing grows (C15, C22)."""

import io
import os
import re
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PIL import Image

from documents import apart, opener
from documents.inspection import MB, FileRefused, Inspection
from tests.deployment.faults import until
from tests.documents import crafted
from tests.documents.hostile import ANY, HEAVY, TAKEN, Case, ofds, others, papers, pictures

CASES = [*pictures.cases(), *papers.cases(), *ofds.cases(), *others.cases()]
CODES = {
    *("empty", "kind", "broken", "too_small", "too_many_pixels", "several", "mixed"),
    *("encrypted", "active", "too_many_pages", "page_size", "too_heavy"),
}
SEVERAL = {ANY: CODES | {TAKEN}, HEAVY: {"broken", "too_heavy"}}
MOST_SECONDS = 60
SENTENCE = re.compile(r"[\u4e00-\u9fff].*。请[\u4e00-\u9fff].*。")


@pytest.fixture(autouse=True)
def _apart(settings):
    settings.FILES_APART = True


def looked_at(data: bytes) -> Inspection:
    return apart.inspect(data, max_bytes=20 * MB, max_pages=papers.PAGES)


def answer_to(data: bytes) -> str:
    """Give the code of the refusal, or TAKEN once the first and the last page are drawn."""
    try:
        seen = looked_at(data)
        kind = seen.kind
        if kind == "ofd":
            data, kind = apart.ofd_pages(data), "pdf"
    except FileRefused as refused:
        return refused.code if SENTENCE.search(str(refused)) else f"no sentence: {refused}"
    for page in {1, seen.pages}:
        assert apart.page_picture(data, kind, page, 900)[8:12] == b"WEBP"
    return TAKEN


def test_there_are_many_and_each_is_another():
    """C15: the table is as long as it claims."""
    assert len({case.name for case in CASES}) == len(CASES)
    assert len({case.data for case in CASES if case.code != ANY}) > 250


@pytest.mark.parametrize("case", CASES, ids=str)
def test_each_is_answered(case: Case):
    """C15, C22: with its own reason, in words, within a minute; what is taken is shown."""
    began = time.monotonic()
    code = answer_to(case.data)
    assert code in SEVERAL.get(case.code, {case.code})
    assert time.monotonic() - began < MOST_SECONDS


def process() -> int:
    """Give the opener, which has opened something and is at nothing now."""
    looked_at(crafted.jpeg())
    pid = apart._opener._process.pid
    until(lambda: not children(pid), pause=0.001)
    return pid


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@pytest.fixture
def hasty(settings):
    """Two seconds for a file, in a process that is told so."""
    settings.FILES_SECONDS = 2
    apart._opener.stop()
    yield
    apart._opener.stop()


def test_what_is_opened_apart_is_bounded_and_knows_nothing(monkeypatch, hasty):
    """C15: a gigabyte at most, nothing written, no secret; the first to die when a machine has no memory left."""
    monkeypatch.setenv("SECRET_KEY", "whatever")
    pid = process()
    assert b"whatever" not in Path(f"/proc/{pid}/environ").read_bytes()
    with ThreadPoolExecutor(1) as pool:
        endless = pool.submit(answer_to, papers.pattern_loop())
        (child,) = until(lambda: children(pid), pause=0.001)
        time.sleep(0.2)
        limits = Path(f"/proc/{child}/limits").read_text()
        assert re.search(rf"Max address space +{opener.MEMORY} ", limits)
        assert re.search(r"Max file size +0 ", limits)
        assert Path(f"/proc/{child}/oom_score_adj").read_text().strip() == "1000"
        assert looked_at(crafted.png()).kind == "png"  # meanwhile others are served
        assert endless.result() == "too_heavy"
    assert children(pid) == []


def test_nobody_waits_for_anothers_file(hasty):
    """C15: an answer ends with its own file, also while a file that came later is still being opened."""
    pid = process()
    slow = io.BytesIO()
    Image.new("I;16", (5_000, 5_000)).save(slow, "PNG", compress_level=1)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(looked_at, slow.getvalue())
        until(lambda: children(pid), pause=0.001)
        later = pool.submit(answer_to, papers.pattern_loop())
        assert first.result().kind == "png"
        told = time.monotonic()
        assert later.result() == "too_heavy"
        assert time.monotonic() - told > 0.5


def test_a_dead_opener_is_started_anew():
    """C15: nobody is told about it."""
    pid = process()
    os.kill(pid, 9)
    apart._opener._process.wait()
    assert process() != pid


def test_a_process_that_was_forked_has_an_opener_of_its_own():
    """C15: the workers of the web are forked from one that may have opened something already."""
    pid, fork = process(), os.fork()
    if not fork:
        try:
            os._exit(0 if process() != pid else 1)
        finally:
            os._exit(2)  # whatever it met: the copy of a test must not go on as a test
    assert os.waitstatus_to_exitcode(os.waitpid(fork, 0)[1]) == 0
    assert process() == pid


def test_many_at_once_are_told_apart():
    """C15: answers go to who asked."""
    sizes = [(100 + n, 200 + n) for n in range(40)]
    with ThreadPoolExecutor(8) as pool:
        seen = list(pool.map(lambda size: looked_at(crafted.jpeg(*size)), sizes))
    assert [(one.width, one.height) for one in seen] == sizes


def test_a_page_that_is_not_there_is_the_callers_error():
    """C25: apart as well as here."""
    with pytest.raises(IndexError):
        apart.page_picture(crafted.pdf(), "pdf", 2, 300)
