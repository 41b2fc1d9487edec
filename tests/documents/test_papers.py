"""Every paper is whole: all that was given is printed, inside the page, the same each time."""

import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import cache

import pytest
from django.conf import settings
from PIL import Image

from documents import gallery, specimens
from documents.papers.shape import PaperDataError
from documents.typesetting import BLANKS, FORMS, typeset, typeset_blank
from tests.documents import golden
from tests.documents.reading import (
    codes_of,
    han,
    made_at,
    nearest_edge,
    pages_of,
    sizes_of,
    smallest_print,
    squeezed,
    strings_in,
    text_of,
)

KINDS = ("pdf", "png")
SAMPLES = [(form, name) for form in FORMS for name, _data in specimens.all_of(form)]


def sample(form: str, name: str) -> dict:
    return dict(specimens.all_of(form))[name]


@cache
def made(form: str, name: str = "ordinary") -> bytes:
    """The PDF of a specimen, made once for all who look at it."""
    return typeset(form, sample(form, name))


@pytest.mark.parametrize(("form", "name"), SAMPLES)
def test_every_character_given_is_printed_inside_the_sheet(form, name):
    """C15, C46, C47: no name is shortened, no long text cut, no row lost; nothing comes nearer to an edge than 15 mm."""
    pdf = made(form, name)
    given = Counter(han("".join(strings_in(sample(form, name)))))
    printed = Counter(text_of(pdf))
    assert not given - printed
    assert "⟦" not in printed
    assert nearest_edge(pdf) >= 15


@pytest.mark.parametrize(("form", "name"), SAMPLES)
def test_a_paper_looks_as_it_did(form, name):
    """C46, C47: no line, column or margin has moved visibly; `make golden` keeps a change that was meant."""
    assert golden.furthest(golden.fingerprint(made(form, name)), golden.kept(form, name)) <= golden.TOLERANCE


@pytest.mark.parametrize("form", FORMS)
def test_nothing_is_printed_smaller_than_nine_points(form):
    """C15: whoever needs glasses reads it: no character below 9 pt, however full the paper is."""
    assert smallest_print(made(form)) >= 9 - 0.01


@pytest.mark.parametrize("form", BLANKS)
def test_a_blank_looks_as_it_did(form):
    """C42, C46, C47: the same of the forms for the pen."""
    pdf = typeset_blank(form, specimens.CONTACT)
    assert golden.furthest(golden.fingerprint(pdf), golden.kept(form, "blank")) <= golden.TOLERANCE


def test_what_moves_is_seen():
    """C46, C47: a line more is noticed, in a letter as in a grid; the pictures kept stay small."""
    for form, change in (
        ("conduct", {"politics": "拥护中国共产党的领导。" * 30}),
        ("fee_notice", {"ways": ""}),
        ("receipt", {"title": "助理工程师" * 12}),
    ):
        moved = typeset(form, {**specimens.ordinary(form), **change})
        assert golden.furthest(golden.fingerprint(moved), golden.kept(form, "ordinary")) > golden.TOLERANCE
    assert sum(path.stat().st_size for path in golden.FOLDER.iterdir()) < 300_000


#: Papers of sheets that go to one person each.
SHEETS = ("defence_notice", "score_sheet", "defence_record", "expert_commitment")


@pytest.mark.parametrize("form", FORMS)
def test_size_code_and_page_numbers(form):
    """A4; the code at the top right opens the paper's address (C39); 第n页 共m页, by each sheet for others."""
    data = specimens.ordinary(form)
    pdf = made(form)
    sizes = set(sizes_of(pdf))
    assert sizes <= {(210, 297), (297, 210)}
    assert data["code_url"] in codes_of(pdf)
    if form not in ("result_document", "certificate", "certificate_copy"):
        pages = pages_of(pdf)
        counts = [(1, 1)] * len(pages) if form in SHEETS else [(n, len(pages)) for n, _text in enumerate(pages, 1)]
        assert all(f"第{n}页共{m}页" in text for (n, m), text in zip(counts, pages, strict=True))
        assert all(data["code"] in text and FORMS[form].number in text for text in pages)


@pytest.mark.parametrize("form", ["report_form", "receipt"])
def test_the_code_stands_on_every_page(form):
    """Each sheet of a paper can be matched with its file (C39)."""
    data = specimens.extreme(form)
    pdf = made(form, "extreme")
    assert all(data["code_url"] in codes_of(pdf, page) for page in (0, len(pages_of(pdf)) - 1))


def test_same_data_same_bytes():
    """The digest of a paper stands for its content: two runs of the program give the same file (C14, C44)."""
    here = typeset("refusal", specimens.ordinary("refusal"))
    program = (
        "import sys; from django.conf import settings;"
        f"settings.configure(USE_I18N=False, PAPER_FONTS={settings.PAPER_FONTS!r});"
        "from documents import specimens; from documents.typesetting import typeset;"
        "sys.stdout.buffer.write(typeset('refusal', specimens.ordinary('refusal')))"
    )
    there = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True).stdout
    assert here == there
    assert made_at(here).startswith("D:20250310100000+08'00")


def test_other_data_other_identifier():
    """A changed paper is another paper (C44)."""
    one = specimens.ordinary("refusal")
    assert typeset("refusal", one) != typeset("refusal", {**one, "issued_on": "2025-03-15"})


@pytest.mark.parametrize("form", FORMS)
def test_a_missing_field_is_named(form):
    """A paper is never printed with a hole that nobody meant (C15)."""
    data = specimens.ordinary(form)
    needed = [
        name
        for name, field in FORMS[form].shape.__dataclass_fields__.items()
        if field.default is field.default_factory and name in data
    ]
    for name in needed[:3]:
        with pytest.raises(PaperDataError) as refused:
            typeset(form, {key: value for key, value in data.items() if key != name})
        assert refused.value.field == name


@pytest.mark.parametrize(
    ("form", "change", "field"),
    [
        ("report_form", {"persn": {}}, "persn"),
        ("report_form", {"works": [{"period": "2020"}]}, "works.0.employer"),
        ("report_form", {"kind": "senior"}, "kind"),
        ("appraisal_form", {"grade": "称职"}, "grade"),
        ("fee_notice", {"amount": 280.0}, "amount"),
        ("fee_notice", {"amount": "-1"}, "amount"),
        ("fee_notice", {"deadline": "2025-03-30T23:59:59"}, "deadline"),
        ("refusal", {"issued_on": "14.3.2025"}, "issued_on"),
        ("certificate", {"photo": "http://example.com/a.png"}, "photo"),
        ("certificate", {"photo": "data:image/svg+xml;base64,PHN2Zy8+"}, "photo"),
    ],
)
def test_a_wrong_field_is_named(form, change, field):
    """Wrong data are refused by the name of the field before anything is drawn (C15)."""
    with pytest.raises(PaperDataError) as refused:
        typeset(form, {**specimens.ordinary(form), **change})
    assert refused.value.field == field


@pytest.mark.parametrize("form", BLANKS)
def test_blanks_for_download(form):
    """C23, C42, C46, C47: each blank prints with the two telephones (C48) and no left-over mark."""
    text = text_of(typeset_blank(form, specimens.CONTACT))
    assert squeezed(FORMS[form].title) in text
    assert "0903-2069736" in text
    assert "0903-2069176" in text
    assert "None" not in text
    assert "⟦" not in text


def test_there_is_no_blank_of_an_official_paper():
    """A document that only the office issues cannot be had empty (C10)."""
    with pytest.raises(KeyError):
        typeset_blank("result_document")


def test_field_text_prints_as_it_is():
    """Markup, formulas and marks in a field come out as characters, ￥ as ￥ (C15)."""
    nasty = '<img src="http://127.0.0.1:9/a"><script>1</script>&amp;{{ paper }}￥1,260元<!-- -->]]>'
    text = text_of(typeset("conduct", {**specimens.ordinary("conduct"), "politics": nasty}))
    assert squeezed(nasty) in text


def test_control_and_reordering_characters_are_left_out():
    """A name cannot be made to read backwards on paper (C15)."""
    text = text_of(typeset("conduct", {**specimens.ordinary("conduct"), "handler": "演\u202e示\x00甲\ud800"}))
    assert "经办人：演示甲" in text


@pytest.mark.parametrize("name", [specimens.LONG_NAME, specimens.RARE_NAME, "阿", "欧阳·", "·"])
def test_names_are_whole_on_the_certificate(name):
    """Names of any length and any character print whole (C11; 民委发〔2016〕33号)."""
    assert name in text_of(typeset("certificate", {**specimens.ordinary("certificate"), "name": name}))


def test_a_draft_says_so_on_every_page():
    """C39: what was printed before acceptance cannot pass for the paper that counts."""
    data = specimens.ordinary("report_form")
    assert all("草稿" in text for text in pages_of(typeset("report_form", {**data, "draft": True})))
    assert "草稿" not in text_of(typeset("report_form", data))


def test_papers_made_side_by_side_are_the_same():
    """C46: two workers' threads in one process do not disturb each other."""
    data = specimens.ordinary("receipt")
    with ThreadPoolExecutor(3) as pool:
        papers = list(pool.map(lambda _n: typeset("receipt", data), range(4)))
    assert len(set(papers)) == 1


def test_the_gallery_shows_every_page(tmp_path):
    """C46, C47: `make gallery` lays out each specimen and the blank of a form, all pages on one sheet."""
    gallery.main(str(tmp_path), "appraisal_form")
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {
        f"appraisal_form-{name}.{kind}" for name in ("ordinary", "extreme", "blank") for kind in KINDS
    }
    assert size_of(tmp_path / "appraisal_form-blank.png")[0] > 3 * 595
    assert size_of(tmp_path / "appraisal_form-extreme.png")[1] > 2 * 842


def size_of(picture) -> tuple[int, int]:
    with Image.open(picture) as image:
        return image.size


@pytest.mark.parametrize("form", ["blind_summary", "named_summary"])
def test_a_long_line_of_a_summary_leaves_no_page_empty(form):
    """C21: the first of the candidates begins below the title, and each page says what its columns are."""
    data = dict(specimens.all_of(form))["extreme"]
    pages = pages_of(typeset(form, data))
    assert data["candidates"][0]["code"].replace(" ", "") in pages[0]
    assert all("主要业绩" in text for text in pages)
