"""A bound run, measured in the file itself: where papers begin, what is found by bookmark, what is kept once."""

import io
import subprocess
import sys
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from pikepdf import Dictionary, Name

from documents import specimens
from documents.binding import Case, Extract, bind_part, bind_run
from documents.typesetting import typeset
from tests.documents.reading import pages_of

MOST_MEGABYTES = 200


def paper(folder: Path, name: str, pages: int) -> Path:
    """Give a PDF whose pages say `name-1`, `name-2` and so on."""
    path = folder / f"{name}.pdf"
    with pikepdf.Pdf.new() as pdf:
        font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
        for number in range(1, pages + 1):
            page = pdf.add_blank_page(page_size=(595, 842))
            page.Resources = Dictionary(Font=Dictionary(F1=font))
            page.Contents = pdf.make_stream(f"BT /F1 40 Tf 72 700 Td ({name}-{number}) Tj ET".encode())
        pdf.save(path)
    return path


def texts(path: Path) -> list[str]:
    return [text.strip() for text in pages_of(path.read_bytes())]


@pytest.fixture
def cases(tmp_path):
    """One case of three pages, one of two papers (one page, two pages), one of four pages."""
    return [
        [paper(tmp_path, "A", 3)],
        [paper(tmp_path, "B", 1), paper(tmp_path, "C", 2)],
        [paper(tmp_path, "D", 4)],
    ]


def test_each_paper_and_each_copy_begins_on_a_front_page(cases, tmp_path):
    """Print runs: a whole case twice in a row, blank backs where the next would begin on one, nothing left out."""
    part = tmp_path / "part.pdf"
    assert bind_part(cases, copies=2, into=part) == [(3,), (1, 2), (4,)]
    a, b = ["A-1", "A-2", "A-3", ""], ["B-1", "", "C-1", "C-2"]
    d = ["D-1", "D-2", "D-3", "D-4"]
    assert texts(part) == [*a, *a, *b, *b, *d, *d]


def test_parts_follow_the_cover_list_on_a_new_sheet(cases, tmp_path):
    """Print runs: cover list first, then every case where its bookmark and its page label say."""
    parts, whole = [tmp_path / "1.pdf", tmp_path / "2.pdf"], tmp_path / "whole.pdf"
    pages = bind_part(cases[:2], copies=2, into=parts[0]) + bind_part(cases[2:], copies=2, into=parts[1])
    bound = [Case(f"甲{n}", f"2025-{n}", each) for n, each in enumerate(pages, start=1)]
    count = bind_run([paper(tmp_path, "L", 3)], parts, bound, copies=2, title="第1批", into=whole)
    said = texts(whole)
    assert len(said) == count == 4 + 2 * 4 + 2 * 4 + 2 * 4
    assert said[:5] == ["L-1", "L-2", "L-3", "", "A-1"]
    with pikepdf.open(whole) as pdf, pdf.open_outline() as outline:
        found = {item.title: item for item in outline.root}
        assert list(found) == ["清单", "甲1", "甲2", "甲3"]
        starts = {title: destination(pdf, item) for title, item in found.items()}
        assert {title: said[at] for title, at in starts.items()} == {
            "清单": "L-1",
            "甲1": "A-1",
            "甲2": "B-1",
            "甲3": "D-1",
        }
        [second] = found["甲3"].children
        assert (second.title, destination(pdf, second)) == ("第2份", starts["甲3"] + 4)
        assert [pdf.pages[at].label for at in (0, 2, 4, 5, 8, 13)] == [
            "i",
            "iii",
            "2025-1（1）-1",
            "2025-1（1）-2",
            "2025-1（2）-1",
            "2025-2（1）-2",
        ]
        assert pdf.Root.ViewerPreferences.Duplex == Name.DuplexFlipLongEdge
        assert all(at % 2 == 0 for at in starts.values())


def destination(pdf: pikepdf.Pdf, item: pikepdf.OutlineItem) -> int:
    """Give the index of the page that a bookmark opens."""
    return pikepdf.Page(item.destination[0]).index


def test_parts_that_are_not_what_was_written_down_are_refused(cases, tmp_path):
    """Print runs: bookmarks never lead into somebody else's papers."""
    part = tmp_path / "part.pdf"
    [_one, *others] = bind_part(cases, copies=1, into=part)
    wrong = [Case("甲", "1", (5,)), *(Case("乙", "2", pages) for pages in others)]
    with pytest.raises(ValueError, match="12 pages"):
        bind_run([paper(tmp_path, "L", 1)], [part], wrong, copies=1, title="第1批", into=tmp_path / "whole.pdf")


def test_no_case_gives_no_part(tmp_path):
    """Print runs: where every case of a part was left out, no file is written; the run is its cover list."""
    part, whole = tmp_path / "part.pdf", tmp_path / "whole.pdf"
    assert bind_part([], copies=2, into=part) == []
    assert not part.exists()
    assert bind_run([paper(tmp_path, "L", 1)], [], [], copies=2, title="第1批", into=whole) == 2


def forms(folder: Path, count: int) -> list[list[Path]]:
    """Give so many 呈报表 of different people, each a file."""
    found = []
    for number in range(count):
        data = specimens.ordinary("report_form")
        data["person"] = data["person"] | {"name": f"演示{'甲乙丙丁戊己庚辛壬癸'[number % 10]}"}
        path = folder / f"form-{number}.pdf"
        path.write_bytes(typeset("report_form", data))
        found.append([path])
    return found


@pytest.fixture(scope="module")
def three_forms(tmp_path_factory):
    return forms(tmp_path_factory.mktemp("forms"), 3)


def streams(path: Path) -> list[bytes]:
    """Give the bytes of every font file in a PDF."""
    with pikepdf.open(path) as pdf:
        keys = ("/FontFile", "/FontFile2", "/FontFile3")
        holders = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary)]
        return [holder[key].read_raw_bytes() for holder in holders for key in keys if key in holder]


def kept(path: Path) -> int:
    """Give how many font files a PDF holds, each counted once."""
    with pikepdf.open(path) as pdf:
        keys = ("/FontFile", "/FontFile2", "/FontFile3")
        holders = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary)]
        return len({holder[key].objgen for holder in holders for key in keys if key in holder})


def test_a_font_that_two_papers_bring_along_is_kept_once(three_forms, tmp_path):
    """Print runs: the same subset of a typeface lies in the file once, and the pages look as before."""
    part = tmp_path / "part.pdf"
    bind_part(three_forms, copies=1, into=part)
    alone = [stream for [path] in three_forms for stream in streams(path)]
    assert kept(part) == len(set(alone)) < len(alone)
    first = drawn(part.read_bytes(), 0)
    assert first == drawn(three_forms[0][0].read_bytes(), 0)


def drawn(pdf: bytes, page: int) -> bytes:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return document[page].render(scale=1).to_pil().tobytes()
    finally:
        document.close()


def test_the_second_copy_weighs_next_to_nothing(three_forms, tmp_path):
    """Print runs: two copies are pages with the same contents, not the same contents twice."""
    once, twice = tmp_path / "once.pdf", tmp_path / "twice.pdf"
    bind_part(three_forms, copies=1, into=once)
    bind_part(three_forms, copies=2, into=twice)
    assert twice.stat().st_size < 1.03 * once.stat().st_size


def test_the_same_papers_give_the_same_bytes(three_forms, tmp_path):
    """Print runs: a part that is printed again after a worker died is the file that it was (C44)."""
    files = [tmp_path / "one.pdf", tmp_path / "two.pdf"]
    for file in files:
        bind_part(three_forms, copies=2, into=file)
    assert files[0].read_bytes() == files[1].read_bytes()


MEASURED = """
import re, sys
from pathlib import Path
from documents.binding import Case, bind_part, bind_run
folder, form = Path(sys.argv[1]), Path(sys.argv[2])
part = folder / "part.pdf"
pages = bind_part([[form]] * 25, copies=2, into=part)
cases = [Case(f"{place}", "x", each) for place in range(120) for each in pages]
bind_run([form], [part] * 120, cases, copies=2, title="x", into=folder / "whole.pdf")
print(int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024)
"""


def test_three_thousand_forms_are_bound_in_little_memory(three_forms, tmp_path):
    """Print runs: what 3,000 呈报表 twice take in memory is what the benchmark allows a worker."""
    command = [sys.executable, "-c", MEASURED, str(tmp_path), str(three_forms[0][0])]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert int(done.stdout) < MOST_MEGABYTES
    with pikepdf.open(tmp_path / "whole.pdf") as pdf:
        assert len(pdf.pages) > 24_000


LISTED = """
import re, sys, django
django.setup()
from pathlib import Path
from documents.specimens import ordinary
from documents.typesetting import typeset
data = ordinary("print_run")
row = data["cases"][0]
for first in range(1, 1000, 250):
    typeset("print_run", data | {"cases": [row | {"place": place} for place in range(first, first + 250)]})
print(int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024)
"""


def test_cover_lists_are_set_in_little_memory():
    """Print runs: one list of 250 cases after the other takes no more than one."""
    done = subprocess.run([sys.executable, "-c", LISTED], capture_output=True, text=True, check=True)
    assert int(done.stdout) < 300


def test_a_paper_is_taken_out_of_a_file_that_several_lie_in(cases, tmp_path):
    """Print runs: papers that were set together; one that the file does not hold is refused."""
    together, part = paper(tmp_path, "S", 5), tmp_path / "part.pdf"
    extracts = [[Extract(together, 0, 2)], [Extract(together, 2, 3)]]
    assert bind_part([extracts[1], cases[0], extracts[0]], copies=1, into=part) == [(3,), (3,), (2,)]
    assert texts(part) == ["S-3", "S-4", "S-5", "", "A-1", "A-2", "A-3", "", "S-1", "S-2"]
    with pytest.raises(ValueError, match="1 of 2 pages"):
        bind_part([[Extract(together, 4, 2)]], copies=1, into=part)


def test_what_parts_have_alike_is_there_once(three_forms, tmp_path):
    """Print runs: the faces of two parts of the same people are kept once, and the pages look as before."""
    parts, whole = [tmp_path / "1.pdf", tmp_path / "2.pdf"], tmp_path / "whole.pdf"
    pages = [pages for part in parts for pages in bind_part(three_forms, copies=1, into=part)]
    bound = [Case("甲", "1", each) for each in pages]
    bind_run([paper(tmp_path, "L", 2)], parts, bound, copies=1, title="第1批", into=whole)
    assert kept(whole) == kept(parts[0])
    assert drawn(whole.read_bytes(), 2) == drawn(parts[0].read_bytes(), 0)
    with pikepdf.open(whole) as pdf:
        assert pdf.check_pdf_syntax() == []


def test_a_file_that_is_no_pdf_is_not_bound(tmp_path):
    """Print runs: it raises, so that the part is tried again and given up with its reason."""
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(io.BytesIO(b"not a PDF").getvalue())
    with pytest.raises(pikepdf.PdfError):
        bind_part([[broken]], copies=1, into=tmp_path / "part.pdf")
