"""What a check says of a file: whole, changed, added to, somebody else's, unsigned; and of files that are none."""

import datetime
import io
import re
import zlib

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigObjSetup
from pyhanko.sign.signers.pdf_byterange import SignatureObject

from documents import apart
from documents.inspection import FileRefused
from documents.signing import making
from documents.signing.checking import check
from documents.signing.common import apart_from_loops
from documents.signing.development import issue
from documents.signing.seal import Stand
from tests.documents.signing.authority import (
    MARK,
    file_key,
    known,
    paper,
    root,
    saved,
    signed,
    signer,
    text_page,
)

OURS = known(signer()).signers


def seen(pdf: bytes):
    return check(pdf, ours=OURS)


def told(pdf: bytes, check=check) -> str:
    """Give what a file is, or why it cannot be said."""
    try:
        return check(pdf, ours=OURS, authorities=()).stand
    except FileRefused as refused:
        return refused.code


def test_a_signed_certificate_is_whole():
    """C11: the file says whose it is, which one and when; its signature covers it to the last byte."""
    seal = seen(signed())
    assert (seal.stand, seal.mark, seal.whole, seal.signatures) == (Stand.INTACT, MARK, True, 1)
    assert seal.signer == "和田地区专业技术人员职称办公室"
    assert seal.moment
    assert not seal.stamped


def test_one_byte_changed_is_told_wherever_it_lies():
    """C11: no byte of the paper can be changed: at the head, in a page, in the data that travel with it, at the end."""
    whole = signed()
    places = [
        20,
        whole.index(b"/MediaBox") + 12,
        whole.index(b"/EmbeddedFile") + 5,
        len(whole) // 2,
        len(whole) - 20,
    ]
    for place in places:
        changed = bytearray(whole)
        changed[place] ^= 1
        assert told(bytes(changed)) in (Stand.CHANGED, Stand.APPENDED, "broken"), place


def updated(change) -> bytes:
    """Give the signed certificate with an incremental update that `change` makes."""
    writer = IncrementalPdfFileWriter(io.BytesIO(signed()), strict=False)
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def replaced_page(writer):
    """Another content stream in place of the page's own."""
    page = writer.root["/Pages"]["/Kids"].raw_get(0).get_object()
    page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b"q 0 0 0 rg 0 0 842 595 re f Q"))
    writer.mark_update(page.container_ref if page.container_ref else page)


def appended_page(writer):
    """One more page after the signed one."""
    pages = writer.root["/Pages"]
    new = generic.DictionaryObject(
        {
            generic.pdf_name("/Type"): generic.pdf_name("/Page"),
            generic.pdf_name("/Parent"): writer.root.raw_get("/Pages"),
            generic.pdf_name("/MediaBox"): generic.ArrayObject(map(generic.NumberObject, (0, 0, 842, 595))),
        }
    )
    pages["/Kids"].append(writer.add_object(new))
    pages["/Count"] = generic.NumberObject(2)
    writer.update_container(pages["/Kids"])
    writer.update_container(pages)


def overlaid_note(writer):
    """A white box with other words, drawn over the page as an annotation."""
    page = writer.root["/Pages"]["/Kids"].raw_get(0).get_object()
    note = generic.DictionaryObject(
        {
            generic.pdf_name("/Type"): generic.pdf_name("/Annot"),
            generic.pdf_name("/Subtype"): generic.pdf_name("/FreeText"),
            generic.pdf_name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (200, 200, 500, 260))),
            generic.pdf_name("/Contents"): generic.TextStringObject("高级工程师"),
        }
    )
    page["/Annots"] = generic.ArrayObject([*page.get("/Annots", ()), writer.add_object(note)])
    writer.update_container(page)


def renamed_mark(writer):
    """The field's name changed, so that the file would pass for another paper."""
    field = writer.root["/AcroForm"]["/Fields"].raw_get(0).get_object()
    field["/T"] = generic.TextStringObject("portal-ANOTHERPAPER")
    writer.update_container(field)


def hidden_layer_turned(writer):
    """The catalogue's view settings replaced, as an attack that swaps layers does."""
    writer.root["/OCProperties"] = generic.DictionaryObject()
    writer.update_root()


def new_catalogue(writer):
    """A catalogue that shows other pages altogether."""
    writer.root["/Pages"] = writer.add_object(
        generic.DictionaryObject(
            {
                generic.pdf_name("/Type"): generic.pdf_name("/Pages"),
                generic.pdf_name("/Kids"): generic.ArrayObject(),
                generic.pdf_name("/Count"): generic.NumberObject(0),
            }
        )
    )
    writer.update_root()


def another_title(writer):
    """The words that a viewer shows above the page, which no signature field or page holds."""
    described = writer.root["/Metadata"]
    said = described.data.decode().replace("任职资格证书", "高级工程师证书")
    assert "高级工程师证书" in said
    writer.document_meta.xmp_unmanaged = True
    writer.root["/Metadata"] = writer.add_object(generic.StreamObject(dict(described), stream_data=said.encode()))
    writer.update_root()


def something_unused(writer):
    """An object that nothing refers to: nobody sees it, and it is nothing that helps to check the signature."""
    writer.add_object(generic.DictionaryObject({generic.pdf_name("/A"): generic.NumberObject(1)}))


CHANGES = (replaced_page, appended_page, overlaid_note, renamed_mark, hidden_layer_turned, new_catalogue)


@pytest.mark.parametrize(
    "change",
    [*CHANGES, another_title, something_unused],
    ids=lambda one: one.__name__,
)
def test_what_was_added_after_the_signature_is_told(change):
    """C11: shadow attacks: the signed bytes stay as they are and an update behind them shows something else."""
    attacked = updated(change)
    assert attacked.startswith(signed())
    seal = seen(attacked)
    assert (seal.stand, seal.mark, seal.whole) == (Stand.APPENDED, "", False)


@pytest.mark.parametrize("tail", [b"\n", b"PK\x03\x04", b"x" * 900])
def test_bytes_behind_the_end_are_told(tail):
    """C11: a file that is also something else, or merely longer, is not the one that was signed."""
    assert seen(signed() + tail).stand == Stand.APPENDED
    with pytest.raises(FileRefused):  # a viewer looks for the end no further than that
        seen(signed() + tail + b"x" * 2000)


def test_a_file_in_front_of_the_signed_one_is_told():
    """C11: the signed bytes moved behind others do not count."""
    assert told(b"%PDF-1.7\n" + signed()) in (Stand.CHANGED, Stand.APPENDED, "broken")


def test_another_signature_after_ours_is_told():
    """C11: our signature permits no later change, a second signature is one."""
    writer = IncrementalPdfFileWriter(io.BytesIO(signed()))
    flow = PdfCMSEmbedder().write_cms("theirs", writer)  # as a program does that asks for no permission
    next(flow)
    flow.send(SigObjSetup(SignatureObject(bytes_reserved=16384)))
    prepared, out = flow.send(SigIOSetup("sha256"))
    stranger = making._Loaded(file_key(issue("某公司", None)))
    prepared.fill_with_cms(out, apart_from_loops(stranger.async_sign(prepared.document_digest, "sha256")))
    seal = seen(out.getvalue())
    assert (seal.stand, seal.signatures) == (Stand.APPENDED, 2)


def test_somebody_elses_signature_is_not_ours_though_the_same_authority_stands_above():
    """C11: whose certificates count is said one by one; what else an authority issued counts for nothing."""
    other = issue("和田地区专业技术人员职称办公室", root())
    forged = making.sign(paper(), file_key(other, root()), mark=MARK, reason="x")
    seal = check(forged, ours=OURS, authorities=known(authorities=(root(),)).authorities)
    assert (seal.stand, seal.mark) == (Stand.NOT_OURS, "")


def test_our_signature_lifted_into_another_file_does_not_fit():
    """C11: the signature of one paper pasted into another is told as changed."""
    pattern = re.compile(rb"/Contents\s*<[0-9a-fA-F]{200,}>")
    own = pattern.search(signed())[0]
    other = making.sign(paper("certificate", "extreme"), file_key(signer(), root()), mark=MARK, reason="x")
    theirs = pattern.search(other)[0]
    own = own[:-1].rstrip(b"0").ljust(len(theirs) - 1, b"0") + b">"  # the place for it is a little larger than it
    assert seen(other.replace(theirs, own)).stand == Stand.CHANGED


def test_an_unsigned_or_re_saved_file_bears_no_signature():
    """C11: what was printed to PDF again bears none."""
    assert seen(paper()).stand == Stand.UNSIGNED
    assert seen(text_page()).stand == Stand.UNSIGNED


def test_a_file_saved_anew_by_another_program_does_not_pass():
    """C11: qpdf writes every byte anew; the old signature stays in it and fits nothing."""
    with pikepdf.open(io.BytesIO(signed())) as pdf:
        assert seen(saved(pdf)).stand == Stand.CHANGED


def test_a_key_whose_time_was_over_signs_nothing_that_counts():
    """C11: a signature made outside the certificate's time is not ours, though its certificate is named."""
    past = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    old = issue("旧签名", root(), since=past, until=past + datetime.timedelta(days=365))
    late = making.sign(paper(), file_key(old, root()), mark=MARK, reason="x")
    assert check(late, ours=known(old).signers).stand == Stand.NOT_OURS


def encrypted() -> bytes:
    with pikepdf.open(io.BytesIO(text_page())) as pdf:
        return saved(pdf, encryption=pikepdf.Encryption(owner="o", user="u"))


def signature_that_is_none() -> bytes:
    """A field of a signature that holds nonsense."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        value = Dictionary(
            Type=Name.Sig,
            Filter=Name("/Adobe.PPKLite"),
            SubFilter=Name("/ETSI.CAdES.detached"),
            ByteRange=Array([0, 10, 20, 10]),
            Contents=pikepdf.String(b"\x30\x03\x02\x01\x01"),
        )
        field = Dictionary(FT=Name.Sig, T="portal-x", V=pdf.make_indirect(value), Subtype=Name.Widget)
        pdf.Root.AcroForm = Dictionary(Fields=Array([pdf.make_indirect(field)]), SigFlags=3)
        return saved(pdf)


def looped_fields() -> bytes:
    """Fields that are each other's children."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        one = pdf.make_indirect(Dictionary(FT=Name.Sig, T="a"))
        two = pdf.make_indirect(Dictionary(T="b", Kids=Array([one])))
        one.Kids = Array([two])
        pdf.Root.AcroForm = Dictionary(Fields=Array([one]), SigFlags=3)
        return saved(pdf)


def bomb() -> bytes:
    """An object stream that unfolds to a gigabyte."""
    packer = zlib.compressobj(9)
    body = b"".join(packer.compress(b" " * 1_000_000) for _n in range(1000)) + packer.flush()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.Root.AcroForm = pdf.make_indirect(Stream(pdf, b""))
        pdf.Root.AcroForm.write(body, filter=Name.FlateDecode)
        return saved(pdf)


@pytest.mark.parametrize(
    ("pdf", "code"),
    [
        (b"", "not_pdf"),
        (b"\xff\xd8\xff\xe0 a picture", "not_pdf"),
        ("不是PDF".encode(), "not_pdf"),
        (b"%PDF-1.7\nnothing", "broken"),
        (encrypted(), "locked"),
    ],
    ids=["empty", "picture", "text", "nothing in it", "encrypted"],
)
def test_what_cannot_be_checked_says_why(pdf, code):
    """C15: not a PDF, a broken one, an encrypted one: a reason for people, by its code."""
    with pytest.raises(FileRefused) as refused:
        seen(pdf)
    assert refused.value.code == code


def test_half_a_file_is_never_whole():
    """C11: a download that broke off is told, at whatever place."""
    whole = signed()
    for part in (0.2, 0.5, 0.9, 0.999):
        assert told(whole[: int(len(whole) * part)]) in (Stand.UNSIGNED, Stand.CHANGED, "broken")


@pytest.mark.parametrize("make", [signature_that_is_none, looped_fields, bomb], ids=lambda one: one.__name__)
def test_hostile_files_end_in_an_answer(make, settings):
    """C15: opened apart, with little memory and time: an answer or a refusal, never a fall."""
    settings.FILES_APART = True
    assert told(make(), apart.check_signature) in (Stand.UNSIGNED, Stand.NOT_OURS, "broken", "too_heavy")


def test_the_process_for_strangers_says_the_same(settings):
    """C11, C15: the answer comes from the process that opens strangers' files as it does from here."""
    settings.FILES_APART = True
    assert apart.check_signature(signed(), OURS, ()) == seen(signed())
    with pytest.raises(FileRefused) as refused:
        apart.check_signature(encrypted(), OURS, ())
    assert refused.value.code == "locked"
