"""Makes pictures of a paper's pages, so that nothing that is drawn on them can be taken off again."""

import io

import pikepdf
import pypdfium2
from pikepdf import Dictionary, Name, Stream

DPI = 220  # a code of 31 mm is read off it, and 9 pt is sharp
QUALITY = 88
DRAWS = b"q %.3f 0 0 %.3f 0 0 cm /P Do Q"


def flattened(pdf: bytes, *, says: str) -> bytes:
    """Give a PDF whose pages are pictures of those of `pdf`, at DPI, as large; `says` describes them to a reader aloud.

    Equal bytes give equal bytes. Raises pypdfium2.PdfiumError for what is no PDF.
    """
    out = io.BytesIO()
    with pypdfium2.PdfDocument(pdf) as drawn, pikepdf.new() as flat:
        for page in drawn:
            _append(flat, page, says)
        flat.Root.Lang = "zh-CN"
        flat.save(out, deterministic_id=True)
    return out.getvalue()


def _append(flat: pikepdf.Pdf, page: pypdfium2.PdfPage, says: str) -> None:
    picture, jpeg = page.render(scale=DPI / 72).to_pil().convert("RGB"), io.BytesIO()
    picture.save(jpeg, "JPEG", quality=QUALITY, dpi=(DPI, DPI))
    width, height = page.get_size()
    image = Stream(
        flat,
        jpeg.getvalue(),
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=picture.width,
        Height=picture.height,
        ColorSpace=Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=Name.DCTDecode,
        Alt=says,
    )
    flat.pages.append(
        pikepdf.Page(
            Dictionary(
                Type=Name.Page,
                MediaBox=[0, 0, width, height],
                Resources=Dictionary(XObject=Dictionary(P=flat.make_indirect(image))),
                Contents=flat.make_indirect(Stream(flat, DRAWS % (width, height))),
            )
        )
    )
