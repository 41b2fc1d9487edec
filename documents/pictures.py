"""Pictures made from pictures: as a paper holds one, and the part of a page that somebody is to look at."""

import base64
import io
from collections.abc import Iterator

from django.utils.translation import gettext as _
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps
from PIL.Image import Resampling

from documents.inspection import MB, FileRefused, inspect, opened_upright
from documents.papers.shape import PaperDataError

SEAL_BYTES = 4 * MB
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


#: The picture of a seal: pixels of a side, at most as sharp as 45 mm at 600 dpi; how far it may be from round.
SEAL_SIDE, SEAL_LEAST, SEAL_ROUND = 1063, 300, 0.06
#: How much of the square around a seal must be empty at least: around a ring the corners alone are a fifth of it.
SEAL_EMPTY = 0.2


def seal_picture(data: bytes) -> bytes:
    """Give an uploaded seal as a PNG on nothing, cut out along its edge, so that its width is its diameter.

    What a scan leaves behind its pixels is not kept. Raises FileRefused for what is no PNG, has a background, is not
    round, or too small to be printed.
    """
    with _opened_png(data) as picture:
        seal = picture.convert("RGBA")
    alpha = seal.getchannel("A").point(lambda level: 255 if level > 40 else 0)
    edge = alpha.getbbox()
    if edge is None:
        raise FileRefused("empty_seal", _("图片上什么也没有，是全透明的。请重新导出。"))
    cut = alpha.crop(edge)
    if cut.histogram()[0] < SEAL_EMPTY * cut.width * cut.height:
        raise FileRefused("background", _("印章的背景不是透明的，会遮住文字。请去掉背景，另存为透明背景的PNG。"))
    if abs(cut.width - cut.height) > SEAL_ROUND * max(cut.size):
        raise FileRefused(
            "not_round",
            _("印章的边缘宽%(width)d、高%(height)d像素，不是圆的。请只留印章本身，不要拉伸。")
            % {"width": cut.width, "height": cut.height},
        )
    if min(cut.size) < SEAL_LEAST:
        raise FileRefused(
            "too_small",
            _("印章只有%(side)d像素宽，印出来不清楚，至少要%(least)d像素。请用600 dpi重新扫描。")
            % {"side": min(cut.size), "least": SEAL_LEAST},
        )
    seal = seal.crop(edge)
    seal.thumbnail((SEAL_SIDE, SEAL_SIDE), Resampling.LANCZOS)
    out = io.BytesIO()
    seal.save(out, "PNG", optimize=True)
    return out.getvalue()


def _opened_png(data: bytes) -> Image.Image:
    inspect(data, allowed=("png",), max_bytes=SEAL_BYTES, max_pages=1)
    return Image.open(io.BytesIO(data), formats=["PNG"])


#: A picture on a paper has no more pixels: a page of A4 at 300 dpi. `id_photo` and seals have far fewer.
MOST_PIXELS = 2480 * 3508


def require_drawable(field: str, address: str) -> None:
    """Raise PaperDataError, which names the field, when a `data:` picture cannot be drawn or has more than MOST_PIXELS.

    Nothing is unpacked that its head does not declare, so a picture of forty million pixels takes no memory.
    """
    if not address:
        return
    try:
        with Image.open(io.BytesIO(base64.b64decode(address.split(",", 1)[1]))) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise PaperDataError(field, f"图片太大（{picture.width}×{picture.height}像素）")
            picture.load()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as wrong:
        if isinstance(wrong, PaperDataError):
            raise
        raise PaperDataError(field, "图片打不开") from wrong


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


#: A page is compared in so many columns of square cells; a cell is another when so much of its ink is, from 0 to 1.
COLUMNS, LEAST_CHANGE = 40, 0.04
COMPARED_WIDTH = 800  # pixels
#: Where more of the cells differ than this, it is another page, or another photograph of it, and nothing is marked.
MOST_CHANGED = 0.4
MARK = (185, 93, 0)
Cell = tuple[int, int]


def marked(picture: bytes, earlier: bytes) -> bytes:
    """Give a page's picture with a frame around each part that an earlier version of it has not, as WebP."""
    with Image.open(io.BytesIO(picture)) as page, Image.open(io.BytesIO(earlier)) as before:
        shown = page.convert("RGB")
        draw = ImageDraw.Draw(shown)
        side = shown.width / COLUMNS
        for left, top, right, bottom in changed_parts(page, before):
            draw.rectangle((left * side, top * side, right * side, bottom * side), outline=MARK, width=4)
        out = io.BytesIO()
        shown.save(out, "WEBP", quality=80)
    return out.getvalue()


def changed_parts(page: Image.Image, before: Image.Image) -> list[Place]:
    """Give left, top, right and bottom of what differs, in cells of which COLUMNS make up a page's width; none where
    nearly all does.
    """
    rows = max(1, round(COLUMNS * page.height / page.width))
    size = (COMPARED_WIDTH, round(COMPARED_WIDTH * rows / COLUMNS))
    one, other = (_calm(each, size) for each in (page, before))
    differs = ImageChops.difference(one, other).point(lambda grey: 255 if grey > 70 else 0)
    cells = differs.resize((COLUMNS, rows), Image.Resampling.BOX)
    changed = {
        (place % COLUMNS, place // COLUMNS)
        for place, grey in enumerate(cells.tobytes())
        if grey > LEAST_CHANGE * 255
    }
    if len(changed) > MOST_CHANGED * COLUMNS * rows:
        return []
    return [_around(group) for group in _groups(changed)]


def _calm(page: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Give a page in grey, without what two scanners make of one paper."""
    small = ImageOps.autocontrast(page.convert("L").resize(size, Resampling.LANCZOS), cutoff=1)
    return small.filter(ImageFilter.GaussianBlur(1.5))


def _groups(cells: set[Cell]) -> Iterator[set[Cell]]:
    """Give the cells that lie together, with no more than one cell between."""
    left = set(cells)
    while left:
        group, fringe = set(), {left.pop()}
        while fringe:
            group |= fringe
            near = {(x + dx, y + dy) for x, y in fringe for dx in range(-2, 3) for dy in range(-2, 3)}
            fringe = near & left
            left -= fringe
        yield group


def _around(cells: set[Cell]) -> Place:
    across, down = [x for x, _y in cells], [y for _x, y in cells]
    return min(across), min(down), max(across) + 1, max(down) + 1
