"""A signed paper is its own archive copy: PDF/A-3 with its data inside as JSON, and only what is printed in them."""

import datetime
import io
import json
import re
from collections import Counter

import pikepdf
import pytest
from pikepdf import Name

from documents import specimens
from documents.flattening import flattened
from documents.marks import day
from documents.papers.catalogue import FORMS as FORM
from documents.papers.explained import LABELS
from documents.signing.making import sign
from documents.typesetting import typeset
from tests.documents.reading import codes_of, pictures_in, squeezed, text_of
from tests.documents.signing.authority import MARK, file_key, paper, root, signer

FORMS = ("certificate", "result_document", "certificate_copy")
SAMPLES = [(form, name) for form in FORMS for name in ("ordinary", "extreme")]


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf))


def inside(pdf: bytes) -> dict:
    """Give the data that travel in a file, by the catalogue's own list of associated files."""
    with opened(pdf) as archive:
        (given,) = archive.Root.AF
        return json.loads(given.EF.F.read_bytes())


@pytest.mark.parametrize("form", FORMS)
def test_it_says_and_keeps_pdf_a_3(form):
    """Archive: what ISO 19005-3 asks for and can be looked at: description, colours, identifier, no encryption."""
    signed = sign(paper(form), file_key(signer(), root()), mark=MARK, reason="x")
    for pdf in (paper(form), signed):
        with opened(pdf) as archive:
            said = archive.open_metadata()
            assert (said["pdfaid:part"], said["pdfaid:conformance"]) == ("3", "U")
            assert said["dc:title"] == FORM[form].title
            assert said["xmp:CreateDate"] == "2025-05-14T10:00:00+08:00"
            assert "/Info" not in archive.trailer  # what is said once cannot be said in two ways
            (colours,) = archive.Root.OutputIntents
            assert colours.S == Name.GTS_PDFA1
            assert colours.DestOutputProfile.read_bytes()[36:40] == b"acsp"
            assert len(archive.trailer.ID) == 2
            assert not archive.is_encrypted
            assert "/Filter" not in archive.Root.Metadata


@pytest.mark.parametrize("form", FORMS)
def test_nothing_that_the_standard_forbids_is_in_it(form):
    """Archive: every face embedded with its characters named, no smoothed picture, no script, every mark printed."""
    signed = sign(paper(form), file_key(signer(), root()), mark=MARK, reason="x")
    with opened(signed) as archive:
        dictionaries = [one for one in archive.objects if isinstance(one, pikepdf.Dictionary | pikepdf.Stream)]
        faces = [one for one in dictionaries if one.get("/Type") == Name.FontDescriptor]
        assert all({"/FontFile", "/FontFile2", "/FontFile3"} & set(one.keys()) for one in faces)
        assert bool(faces) == (form != "certificate_copy")  # a copy is a picture
        composed = [one for one in dictionaries if one.get("/Subtype") == Name.Type0]
        assert all("/ToUnicode" in one for one in composed)
        pictures = [one for one in dictionaries if one.get("/Subtype") == Name.Image]
        assert not any(one.get("/Interpolate", False) for one in pictures)
        assert not [one for one in dictionaries if one.get("/S") in (Name.JavaScript, Name.Launch)]
        marks = [one for one in dictionaries if one.get("/Type") == Name.Annot]
        assert all(int(one.F) & 4 for one in marks)
        assert "/LZWDecode" not in {str(one.get("/Filter")) for one in dictionaries}


@pytest.mark.parametrize(("form", "name"), SAMPLES)
def test_the_data_inside_are_those_printed(form, name):
    """C46: each value of the JSON stands on the paper, none more: no photo, no whole ID number, no other code."""
    data = dict(specimens.all_of(form))[name]
    printed, given = text_of(typeset(form, data)), inside(paper(form, name))["内容"]
    for key, value in given.items():
        if key == "people":
            assert len(value) == len(data["people"])
            said = Counter(squeezed("".join(shown(text) for person in value for text in person.values())))
            assert not said - Counter(printed)  # a long name and its neighbours share the lines of a row
        elif key == "code_url":
            assert value in codes_of(typeset(form, data))
        else:
            assert all(squeezed(shown(line)) in printed for line in value.split("\n")), key
    assert "photo" not in given
    assert not re.search(r"\d{17}[\dX]", json.dumps(given))


def shown(text: str) -> str:
    """Give a value as it is printed: an ISO date in Chinese."""
    return day(datetime.date.fromisoformat(text)) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else text


@pytest.mark.parametrize("form", FORMS)
def test_the_data_explain_themselves(form):
    """Archive: whoever opens the file in thirty years finds each field's Chinese name and how dates are written."""
    said = inside(paper(form))
    assert set(said["内容"]) <= set(LABELS[form]) <= set(said["字段"])
    assert all(re.search(r"[\u4e00-\u9fff]", word) for word in LABELS[form].values())
    assert any("ISO 8601" in note for note in said["说明"])
    with opened(paper(form)) as archive:
        (given,) = archive.Root.AF
        assert (given.AFRelationship, given.EF.F.Subtype) == (Name.Data, Name("/application/json"))
        assert str(given.UF) == "data.json"
        assert [*archive.attachments] == ["data.json"]


def test_equal_data_give_equal_bytes():
    """C14: before it is signed, a paper's bytes follow from its data."""
    one, again = paper("certificate"), paper.__wrapped__("certificate")
    assert one == again


def test_what_is_burnt_in_cannot_be_taken_off():
    """C11: a copy's page is one picture: no text, no layer, nothing to be lifted from what lies below it."""
    data = specimens.extreme("certificate_copy")
    typeset_copy = typeset("certificate_copy", data)
    assert text_of(typeset_copy).count(squeezed(data["purpose"])) >= 3
    flat = flattened(typeset_copy, says="加注件")
    assert text_of(flat) == ""
    assert len(pictures_in(flat)) == 1
    assert codes_of(flat) == [data["code_url"]]
    with opened(flat) as pdf:
        assert set(pdf.pages[0].Resources.keys()) == {"/XObject"}
