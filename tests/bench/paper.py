"""What papers cost: `make bench-paper`, beside three other ways of making them, in one run on one machine.

(a) WeasyPrint as its documentation shows it: the system's fonts, automatic table layout, one document at a time, the
HTML and CSS of `tests/bench/plain`. (b) This project. (c) typst, with a template of equal content. (d) Debian's chromium,
which prints the HTML of (a). Each number is a median of CPU seconds, children included, of runs that take turns.
Nothing is asserted here; what was scaled down is printed.

    make bench-paper                       # 1,000 certificates and forms and 3,000 people: hours for (a)
    make bench-paper BENCH="--count 20"    # 20 cases and 60 people, then per piece
"""

import argparse
import base64
import gc
import io
import itertools
import json
import os
import random
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import django

HERE = Path(__file__).resolve().parent
PLAIN = HERE / "plain"
CASES, PEOPLE = 1_000, 3_000
Data = dict[str, Any]
Maker = Callable[[], bytes]


def cpu(make: Callable[[], Any]) -> tuple[float, Any]:
    """Give the CPU seconds that `make` and its processes took, from a clean heap, and what it made."""
    gc.collect()
    before = _taken()
    made = make()
    return _taken() - before, made


def _taken() -> float:
    """Give the CPU seconds of this process and of its children that have ended."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in both)


def taking_turns(makers: dict[str, Maker], repeats: int) -> dict[str, tuple[float, bytes]]:
    """Give the median of each maker and what it made; each is warm, and a slow minute of the machine meets all."""
    times: dict[str, list[float]] = {name: [] for name in makers}
    made = {name: make() for name, make in makers.items()}
    for _turn in range(repeats):
        for name, make in makers.items():
            seconds, made[name] = cpu(make)
            times[name].append(seconds)
    return {name: (statistics.median(times[name]), made[name]) for name in makers}


def pages(pdf: bytes) -> int:
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()


# ---- the four ways


def plain_page(form: str, data: Data) -> str:
    """Give the HTML of a paper as somebody writes it who has read the documentation, with its style sheet inside."""
    from django.template import Context, Engine

    from documents import marks
    from documents.papers.catalogue import FORMS
    from documents.papers.shape import build

    kind = FORMS[form]
    paper = build(kind.shape, data)
    engine = Engine(dirs=[str(PLAIN)], builtins=["documents.marks"])
    context = Context({"paper": paper, "form": kind, "blank": False, "qr": marks.qr_picture(paper.code_url)})
    html = engine.get_template(f"{form}.html").render(context)
    style = "".join((PLAIN / f"{name}.css").read_text(encoding="utf-8") for name in ("base", form))
    return html.replace("</head>", f"<style>{style}</style></head>")


def by_documentation(form: str, data: Data) -> bytes:
    import weasyprint

    return weasyprint.HTML(string=plain_page(form, data)).write_pdf()


def by_project(form: str, data: Data) -> bytes:
    from documents.typesetting import typeset

    return typeset(form, data)


def by_chromium(form: str, data: Data) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        page, pdf = Path(folder, "page.html"), Path(folder, "page.pdf")
        page.write_text(plain_page(form, data), encoding="utf-8")
        quiet = ["--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", f"--user-data-dir={folder}/profile"]
        command = ["chromium-headless-shell", *quiet, f"--print-to-pdf={pdf}", page.as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=600)
        return pdf.read_bytes()


def by_typst(data: Data) -> Maker:
    """Give a maker that keeps its compiler. Each paper has another text, for typst remembers what it has set before."""
    import typst

    from tests.bench.paper_parts import parts_of

    fonts = typst.Fonts(include_system_fonts=True)
    compiler = typst.Compiler(str(PLAIN / "report_form.typ"), font_paths=fonts)
    photo = list(base64.b64decode(data["person"]["photo"].split(",")[1]))
    serial = itertools.count()

    def make() -> bytes:
        parts = parts_of(data, f"{next(serial)}") | {"photo": photo}
        return compiler.compile(format="pdf", sys_inputs={"data": json.dumps(parts, ensure_ascii=False)})

    return make


# ---- the data


def numbered(form: str, name: str, count: int) -> list[Data]:
    """Give the data of so many cases, each with a code and a person of its own."""
    from documents import specimens

    data = dict(specimens.all_of(form))[name]
    return [
        {**data, "code": f"PS-2025-{number:06}-1", "code_url": f"{data['code_url']}{number}"}
        for number in range(count)
    ]


def result_document(people: int) -> Data:
    """Give a result document with so many people, whose employers have 8 to 22 characters."""
    from documents import specimens

    data = specimens.ordinary("result_document")
    first, town = data["people"][0], "和田墨玉皮山洛浦策勒于田民丰昆玉"
    rows, chance = [], random.Random(9704)  # rows of one rhythm would fill each page alike
    for number in range(people):
        place = town[2 * (number % 8) : 2 * (number % 8) + 2]
        employer = f"{place}演示{'水利水电建筑安装工程勘察设计咨询'[: 2 * chance.randint(1, 8)]}有限公司"
        name = f"演示·{town[number % 16]}{town[number // 16 % 16]}{'江' * (number % 3)}"
        rows.append({**first, "name": name, "employer": employer})
    return {**data, "people": rows}


# ---- the work


def shown(title: str, results: dict[str, tuple[float, bytes]], pieces: int, most: float) -> None:
    print(f"\n{title}")
    base = results["a"][0]
    for name, (seconds, pdf) in results.items():
        size = f"{pages(pdf):6} pages {len(pdf) / 1000:9.1f} kB" if pdf else ""
        print(f"  ({name}) {seconds / pieces * 1000:10.1f} ms a piece {size}   {seconds / base:6.3f} of (a)")
    print(f"  (b) : (a) = {results['b'][0] / base:.3f}   (wanted: at most {most})", flush=True)


def one_form(repeats: int) -> None:
    data = numbered("report_form", "review-ordinary", 1)[0]
    makers: dict[str, Maker] = {
        "a": lambda: by_documentation("report_form", data),
        "b": lambda: by_project("report_form", data),
        "c": by_typst(data),
        "d": lambda: by_chromium("report_form", data),
    }
    results = taking_turns(makers, repeats)
    shown("One 呈报表, warm", results, 1, 0.30)
    print(f"  (b) : (c) = {results['b'][0] / results['c'][0]:.1f}   (wanted: within 8)")
    print(f"  size of (b) {len(results['b'][1]) / 1000:.0f} kB   (wanted: at most 130)", flush=True)


def one_document(people: int, repeats: int) -> None:
    some = max(10, people // 30)
    few, many = result_document(some), result_document(people)
    makers: dict[str, Maker] = {
        "a": lambda: by_documentation("result_document", many),
        "b": lambda: by_project("result_document", many),
        "d": lambda: by_chromium("result_document", many),
    }
    results = taking_turns(makers, repeats)
    shown(f"Result document, {people} people", results, people, 0.25)
    short = taking_turns({"b": lambda: by_project("result_document", few)}, repeats)["b"][0]
    print(
        f"  (b) a row: {short / some * 1000:.2f} ms of {some}, {results['b'][0] / people * 1000:.2f} ms of {people}"
    )


def print_run(form: str, name: str, count: int, most: float) -> None:
    """One run of so many cases: (a) one at a time, (b) in parts."""
    from documents.series import typeset_series

    cases = numbered(form, name, count)
    by_documentation(form, cases[0])
    list(typeset_series(form, cases[:2]))
    base, _pdf = cpu(lambda: [by_documentation(form, data) for data in cases])
    ours, parts = cpu(lambda: list(typeset_series(form, cases)))
    shown(f"{count} of {form} as one run", {"a": (base, b""), "b": (ours, b"")}, count, most)
    print(f"  (b) {sum(len(part.pdf) for part in parts) / count / 1000:.1f} kB a case", flush=True)


def signed_singly(count: int) -> None:
    """So many certificates, each set by itself, made fit for the archive, signed; the signatures are told apart."""
    from documents.archive import archived
    from documents.papers.catalogue import FORMS
    from documents.papers.explained import explained
    from documents.signing import own

    cases, title = numbered("certificate", "ordinary", count), FORMS["certificate"].title

    def filed(data: Data) -> bytes:
        told = explained("certificate", title, data)
        pdf = by_project("certificate", data)
        return archived(pdf, told, title=title, at=datetime.fromisoformat(data["at"]))

    def sign(data: Data, pdf: bytes) -> bytes:
        return own.signed(pdf, mark=data["code"], reason=title)

    by_documentation("certificate", cases[0])
    sign(cases[0], filed(cases[0]))
    base, _pdf = cpu(lambda: [by_documentation("certificate", data) for data in cases])
    ours, pdfs = cpu(lambda: [filed(data) for data in cases])
    signing, signed = cpu(lambda: [sign(data, pdf) for data, pdf in zip(cases, pdfs, strict=True)])
    shown(
        f"{count} certificates singly, before their signatures", {"a": (base, b""), "b": (ours, b"")}, count, 0.5
    )
    print(f"  a signature {signing / count * 1000:.1f} ms, {len(signed[0]) / 1000:.1f} kB with it", flush=True)


def workers(count: int) -> None:
    """Peak memory of one worker with so many forms, and what a second one brings."""
    command = [sys.executable, "-m", "tests.bench.paper", "--worker", str(count)]

    def run(number: int) -> tuple[float, list[dict[str, float]]]:
        began = time.monotonic()
        running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _each in range(number)]
        said = [json.loads(each.communicate()[0]) for each in running]
        return time.monotonic() - began, said

    alone, (first,) = run(1)
    beside, both = run(2)
    print(f"\nWorkers with {count} forms each")
    print(f"  peak memory {max(each['megabytes'] for each in (first, *both)):.0f} MB   (wanted: at most 300)")
    gain = 2 * first["seconds"] / max(each["seconds"] for each in both)
    print(f"  two do {gain:.2f} times what one does   (wanted: at least 1.7; load {os.getloadavg()[0]:.1f})")
    print(f"  (with their start: {2 * alone / beside:.2f})", flush=True)


def worker(count: int) -> None:
    """Set so many forms as a worker does, and say how long it took and what memory."""
    from documents.series import typeset_series

    cases = numbered("report_form", "review-ordinary", count)
    list(typeset_series("report_form", cases[:1]))
    began = time.monotonic()
    for part in typeset_series("report_form", cases):
        io.BytesIO(part.pdf)
    seconds = time.monotonic() - began
    # not ru_maxrss, in which a process begins with the peak of the one that started it
    peak = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    print(json.dumps({"seconds": seconds, "megabytes": int(peak[1]) / 1024 if peak else 0}))


def main() -> int:
    asked = argparse.ArgumentParser(description="What papers cost")
    asked.add_argument("--count", type=int, default=CASES, help="cases of a print run; three times as many people")
    asked.add_argument("--repeats", type=int, default=5)
    asked.add_argument("--worker", type=int)
    given = asked.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hetian_titles.settings.test")
    django.setup()
    if given.worker:
        worker(given.worker)
        return 0
    from tests.bench.submit import machine

    print(machine())
    people = min(PEOPLE, 3 * given.count)
    if given.count < CASES:
        print(f"scaled: {given.count} cases in place of {CASES}, {people} people in place of {PEOPLE}", flush=True)
    one_form(given.repeats)
    one_document(people, max(1, given.repeats // 2))
    print_run("certificate", "ordinary", given.count, 0.12)
    signed_singly(given.count)
    print_run("report_form", "review-ordinary", given.count, 0.25)
    workers(max(4, given.count // 4))
    return 0


if __name__ == "__main__":
    sys.exit(main())
