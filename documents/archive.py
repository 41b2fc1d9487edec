"""Makes a typeset paper a file for the archive: PDF/A-3u with the data inside as JSON, so that it explains itself.

WeasyPrint has embedded the faces and kept the structure; here come the colour space, the description that names the
standard, and the data as an associated file (ISO 19005-3). A signature comes afterwards and keeps all of it.
"""

import io
from datetime import datetime
from functools import cache
from pathlib import Path

import pikepdf
import weasyprint
from pikepdf import Array, AttachedFileSpec, Dictionary, Name, Stream, String

DATA_NAME = "data.json"
DATA_SAYS = "文书数据：与印出的内容相同，供计算机读取"
PRINTED = 4  # the flag of an annotation that is printed, which the standard asks for
COLOURS = "sRGB IEC61966-2.1"


def archived(pdf: bytes, data: bytes, *, title: str, at: datetime) -> bytes:
    """Give `pdf` as PDF/A-3u with `data` (JSON) attached; title and `at`, when it was made, go into its description.

    Equal arguments give equal bytes.
    """
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as paper:
        _attach(paper, data, at)
        _set_colours(paper)
        _mend(paper)
        _describe(paper, title, at)
        paper.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.preserve)
    return out.getvalue()


def _attach(paper: pikepdf.Pdf, data: bytes, at: datetime) -> None:
    given = AttachedFileSpec(
        paper,
        data,
        filename=DATA_NAME,
        description=DATA_SAYS,
        mime_type="application/json",
        creation_date=_stamp(at),
        mod_date=_stamp(at),
        relationship=Name.Data,
    )
    paper.attachments[DATA_NAME] = given
    paper.Root.AF = Array([paper.attachments[DATA_NAME].obj])


def _stamp(at: datetime) -> str:
    return pikepdf.models.metadata.encode_pdf_date(at)


def _set_colours(paper: pikepdf.Pdf) -> None:
    profile = Stream(paper, _profile(), N=3, Alternate=Name.DeviceRGB)
    paper.Root.OutputIntents = Array(
        [
            Dictionary(
                Type=Name.OutputIntent,
                S=Name.GTS_PDFA1,
                OutputConditionIdentifier=String(COLOURS),
                Info=String(COLOURS),
                DestOutputProfile=paper.make_indirect(profile),
            )
        ]
    )


@cache
def _profile() -> bytes:
    return (Path(weasyprint.__file__).parent / "pdf" / "sRGB2014.icc").read_bytes()


def _mend(paper: pikepdf.Pdf) -> None:
    """Take away what the standard forbids: pictures that a viewer smooths, links that might not be printed."""
    for thing in paper.objects:
        if isinstance(thing, Stream) and thing.get("/Subtype") == Name.Image:
            thing.Interpolate = False
        elif isinstance(thing, Dictionary) and thing.get("/Type") == Name.Annot:
            thing.F = PRINTED


def _describe(paper: pikepdf.Pdf, title: str, at: datetime) -> None:
    made = at.isoformat(timespec="seconds")
    with paper.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as said:
        said["pdfaid:part"], said["pdfaid:conformance"] = "3", "U"
        said["dc:title"] = title
        said["pdf:Producer"] = f"WeasyPrint {weasyprint.__version__}"
        said["xmp:CreateDate"] = said["xmp:ModifyDate"] = made
    if "/Info" in paper.trailer:
        del paper.trailer.Info  # one description is enough, and a signature keeps no two alike
