"""Pictures made from pictures: as a paper holds one, and the part of a page that somebody is to look at."""

import base64
import io

from PIL import Image, ImageOps
from PIL.Image import Resampling

from documents.inspection import opened_upright

#: The largest box of a 证件照, 35 × 49 mm on the certificate, at 300 dpi; what the box would not show is cut off.
ID_PHOTO = (413, 579)


def id_photo(data: bytes) -> str:
    """Give an uploaded 证件照 as the `data:` address that papers take; equal bytes give equal addresses.

    Raises FileRefused when it cannot be drawn.
    """
    picture = ImageOps.fit(opened_upright(data, max(ID_PHOTO)), ID_PHOTO, Resampling.LANCZOS)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=90)
    return "data:image/jpeg;base64," + base64.b64encode(out.getvalue()).decode()


#: How much of a page is shown around a place: parts of its width and height, on each side.
AROUND = (0.2, 0.03)
WHOLE = 10_000
Place = tuple[int, int, int, int]


def part_of_page(picture: bytes, *, turn: int = 0, around: Place | None = None) -> bytes:
    """Give a page's picture turned by `turn` degrees, clockwise, or what is around a place on it, as WebP.

    around: left, top, right and bottom in ten-thousandths of the sides of the page before it is turned.
    """
    if not turn and around is None:
        return picture
    with Image.open(io.BytesIO(picture)) as page:
        part = page.crop(_with_margin(around, page.size)) if around else page
        out = io.BytesIO()
        part.rotate(-turn, expand=True).save(out, "WEBP", quality=80)
    return out.getvalue()


def _with_margin(around: Place, size: tuple[int, int]) -> Place:
    width, height = size
    left, top, right, bottom = (side / WHOLE for side in around)
    across, down = AROUND
    return (
        round(max(0.0, left - across) * width),
        round(max(0.0, top - down) * height),
        round(min(1.0, right + across) * width),
        round(min(1.0, bottom + down) * height),
    )
