"""A picture as a paper holds it: upright, cut and shrunk to its box, without what a camera wrote beside it."""

import base64
import io

from PIL import ImageOps
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
