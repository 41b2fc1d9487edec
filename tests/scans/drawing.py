"""Draws papers as they leave the office that makes them: flat, sharp, with what is written where known to the pixel."""

import io
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import segno
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from tests.scans.papers import F, Paper, T

FONTS = Path(__file__).resolve().parents[2] / "var" / "fonts"
SANS = "/usr/share/fonts/opentype/noto/NotoSansCJK-{}.ttc"
SERIF = "/usr/share/fonts/opentype/noto/NotoSerifCJK-{}.ttc"
#: Faces of each half; what Fandol lacks is drawn in Noto.
FACES = {
    T: (str(FONTS / "FandolFang-Regular.otf"), SANS.format("Regular"), SERIF.format("Bold")),
    F: (str(FONTS / "FandolKai-Regular.otf"), SERIF.format("Regular"), SANS.format("Bold")),
}
TITLE_FACE = {T: SERIF.format("Bold"), F: str(FONTS / "FandolSong-Bold.otf")}
INDEX_SC = 2
GROUNDS = ((255, 255, 255), (252, 250, 244), (246, 240, 224), (236, 242, 238), (245, 232, 232))
INK = (28, 28, 30)
WORD = re.compile(r"\{(\w+)\}")
Point = tuple[float, float]


@dataclass(frozen=True)
class Span:
    """Something on a page and its corners, from its top left; role: a fact's name, `photo`, `code` or `seal`."""

    role: str
    text: str
    corners: tuple[Point, Point, Point, Point]

    @property
    def box(self) -> tuple[int, int, int, int]:
        """Give left, top, right and bottom in pixels."""
        across, down = [x for x, _y in self.corners], [y for _x, y in self.corners]
        return int(min(across)), int(min(down)), int(max(across)) + 1, int(max(down)) + 1


@dataclass
class Sheet:
    """A drawn paper and what is written on it, in pixels."""

    picture: Image.Image
    spans: list[Span]


class Pen:
    """Draws the parts of one paper and remembers where."""

    def __init__(self, paper: Paper, values: dict[str, str], rng: random.Random, dpi: int):
        self.paper, self.values, self.rng, self.dpi = paper, values, rng, dpi
        wide, high = (297, 210) if paper.wide else (210, 297)
        self.picture = Image.new("RGB", (self.mm(wide), self.mm(high)), rng.choice(GROUNDS))
        self.draw = ImageDraw.Draw(self.picture)
        self.spans: list[Span] = []
        self.face = rng.choice(FACES[paper.half])

    def mm(self, length: float) -> int:
        return round(length / 25.4 * self.dpi)

    def font(self, points: float, face: str = "") -> Any:
        path = face or self.face
        size = max(6, round(points / 72 * self.dpi))
        return ImageFont.truetype(path, size, index=INDEX_SC if path.endswith("ttc") else 0)

    def write(self, text: str, x: float, y: float, points: float, *, width: float, face: str = "") -> float:
        """Write text from (x, y) in pixels, wrapped at `width`; remembers its facts; gives where it ends, downwards."""
        size = self.font(points, face).size
        line_height, across, down = size * 1.65, x, y
        for role, part in _parts(text, self.values):
            start = across
            for place, character in enumerate(part):
                step = self.font_of(character, points, face).getlength(character)
                if across + step > x + width and across > x:
                    self.remember(role, part[:place], (start, down, across, down + size))
                    part_rest, across, down = part[place:], x, down + line_height
                    start, part = across, part_rest
                self.draw.text((across, down), character, font=self.font_of(character, points, face), fill=INK)
                across += step
            self.remember(role, part, (start, down, across, down + size))
        return down + line_height

    def font_of(self, character: str, points: float, face: str) -> Any:
        """Give the face, or Noto for a character that it lacks."""
        font = self.font(points, face)
        lacks = character not in " 　" and not _has(font, character)
        return self.font(points, SERIF.format("Regular")) if lacks else font

    def remember(self, role: str, text: str, box: tuple[float, float, float, float]) -> None:
        left, top, right, bottom = box
        if role and text and right > left:
            # letters stand a little below the place where they are drawn
            more = (bottom - top) * 0.12
            top, bottom = top + more, bottom + 2 * more
            self.spans.append(Span(role, text, ((left, top), (right, top), (right, bottom), (left, bottom))))


def _has(font: Any, character: str) -> bool:
    mask, missing = font.getmask(character), font.getmask("\uffff")
    return mask.size != missing.size or bytes(mask) != bytes(missing)


def _parts(text: str, values: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Give the runs of a text with the fact that each is, or nothing."""
    place = 0
    for found in WORD.finditer(text):
        yield "", text[place : found.start()]
        yield found[1], values[found[1]]
        place = found.end()
    yield "", text[place:]


def draw(paper: Paper, values: dict[str, str], rng: random.Random, dpi: int = 200) -> Sheet:
    """Draw a paper that says `values`, on A4 or A4 across."""
    pen = Pen(paper, values, rng, dpi)
    left, width = pen.mm(26), pen.picture.width - pen.mm(52)
    title = "".join(part for _role, part in _parts(paper.title, values))
    points = 26 if len(title) < 12 else 18
    middle = left + max(0, (width - pen.font(points).size * len(title)) / 2)
    down = pen.write(paper.title, middle, pen.mm(24), points, width=width, face=TITLE_FACE[paper.half]) + pen.mm(8)
    if paper.photo:
        width -= pen.mm(36)
        photo(pen, left + width + pen.mm(4), down)
    down = STYLES[paper.style](pen, left, down, width) + pen.mm(8)
    if paper.code:
        code(pen, left, max(down, pen.picture.height - pen.mm(60)))
    foot(pen, down, left, width)
    pen.write("样张", pen.mm(4), pen.mm(4), 6, width=pen.mm(20))
    return Sheet(pen.picture, pen.spans)


def prose(pen: Pen, left: float, down: float, width: float) -> float:
    """Write it as sentences."""
    return pen.write("　　" + pen.paper.text, left, down, pen.rng.choice((12, 14, 16)), width=width)


def form(pen: Pen, left: float, down: float, width: float) -> float:
    """Write it as labels with lines behind them, and a sentence."""
    points = pen.rng.choice((12, 13, 14))
    for label, value in pen.paper.fields.items():
        end = pen.write(f"{label}：{value}", left, down, points, width=width)
        pen.draw.line(
            (left + pen.mm(18), end - pen.mm(1), left + width, end - pen.mm(1)), fill=(150, 150, 150), width=2
        )
        down = end + pen.mm(3)
    return pen.write("　　" + pen.paper.text, left, down + pen.mm(3), points, width=width)


def table(pen: Pen, left: float, down: float, width: float) -> float:
    """Write it as a table of two columns, and a sentence below."""
    points, first = pen.rng.choice((10.5, 11, 12)), pen.mm(42)
    for label, value in pen.paper.fields.items():
        pen.write(label, left + pen.mm(3), down + pen.mm(3), points, width=first - pen.mm(4))
        end = pen.write(
            value, left + first + pen.mm(3), down + pen.mm(3), points, width=width - first - pen.mm(6)
        ) + pen.mm(2)
        for box in ((left, down, left + first, end), (left + first, down, left + width, end)):
            pen.draw.rectangle(box, outline=(60, 60, 60), width=2)
        down = end
    return pen.write(pen.paper.text, left, down + pen.mm(5), points, width=width)


def card(pen: Pen, left: float, down: float, width: float) -> float:
    """Draw a card with its edge."""
    end = form(pen, left + pen.mm(4), down + pen.mm(4), width)
    pen.draw.rounded_rectangle(
        (left - pen.mm(2), down - pen.mm(2), left + width + pen.mm(40), end + pen.mm(4)),
        20,
        outline=(120, 140, 160),
        width=3,
    )
    return end + pen.mm(6)


STYLES = {"prose": prose, "form": form, "table": table, "card": card}


def foot(pen: Pen, down: float, left: float, width: float) -> None:
    """Sign it at the right, and put the seal over the signature."""
    x = left + width * 0.45
    top = down = max(down, pen.picture.height * 0.62)
    for line in pen.paper.foot:
        down = pen.write(line, x, down, 12, width=width * 0.75)
    if pen.paper.seal:
        seal(pen, x + pen.mm(pen.rng.uniform(5, 25)), top - pen.mm(6))


def seal(pen: Pen, x: float, y: float) -> None:
    """Press a round red seal; print shows through it, as through ink."""
    size = pen.mm(38)
    layer = Image.new("RGBA", (size, size))
    ink = ImageDraw.Draw(layer)
    red = (200, 30, 30, pen.rng.randrange(120, 200))
    ink.ellipse((4, 4, size - 5, size - 5), outline=red, width=max(3, size // 40))
    text = "".join(part for _role, part in _parts(pen.paper.seal, pen.values))[:18]
    font = pen.font(9)
    for place, character in enumerate(text):
        turn = 130 - 260 * place / max(1, len(text) - 1)
        letter = Image.new("RGBA", (size, size))
        ImageDraw.Draw(letter).text((size / 2 - font.size / 2, size * 0.06), character, font=font, fill=red)
        layer.alpha_composite(letter.rotate(turn, center=(size / 2, size / 2)))
    ink.regular_polygon((size / 2, size / 2, size * 0.14), 5, fill=red)
    paper = Image.new("RGB", (size, size), "white")
    paper.paste(layer, mask=layer)
    box = (round(x), round(y), round(x) + size, round(y) + size)
    pen.picture.paste(ImageChops.multiply(pen.picture.crop(box), paper), box)
    pen.spans.append(Span("seal", text, ((x, y), (x + size, y), (x + size, y + size), (x, y + size))))


def code(pen: Pen, x: float, y: float) -> None:
    """Print a QR code that leads to the person."""
    text = f"https://verify.example.cn/{pen.values['certificate_number']}"
    out = io.BytesIO()
    segno.make(text, error="m").save(out, kind="png", scale=8, border=2)
    size = pen.mm(24)
    picture = Image.open(out).convert("RGB").resize((size, size), Image.Resampling.NEAREST)
    pen.picture.paste(picture, (round(x), round(y)))
    pen.spans.append(Span("code", text, ((x, y), (x + size, y), (x + size, y + size), (x, y + size))))


def photo(pen: Pen, x: float, y: float) -> None:
    """Paste a drawn photograph of somebody: a face with light and shade, hair and shoulders."""
    wide, high = pen.mm(26), pen.mm(34)
    pen.picture.paste(_portrait(pen.rng).resize((wide, high), Image.Resampling.LANCZOS), (round(x), round(y)))
    pen.spans.append(Span("photo", "", ((x, y), (x + wide, y), (x + wide, y + high), (x, y + high))))


def _portrait(rng: random.Random) -> Image.Image:
    skin = (rng.randrange(190, 230), rng.randrange(150, 180), rng.randrange(120, 150))
    dark = tuple(part - 70 for part in skin)
    picture = Image.new("RGB", (260, 340), rng.choice(((90, 130, 200), (235, 235, 240), (190, 60, 60))))
    draw = ImageDraw.Draw(picture)
    draw.ellipse((10, 250, 250, 480), fill=(40, 45, 60))
    draw.rectangle((105, 210, 155, 270), fill=dark)
    draw.ellipse((55, 30, 205, 190), fill=(35, 28, 25))
    draw.ellipse((65, 60, 195, 245), fill=skin)
    draw.ellipse((65, 190, 195, 245), fill=tuple(part - 12 for part in skin))
    for x in (98, 162):
        draw.ellipse((x - 24, 118, x + 24, 158), fill=tuple(part - 35 for part in skin))
        draw.rectangle((x - 22, 112, x + 22, 119), fill=(40, 32, 30))
        draw.ellipse((x - 15, 130, x + 15, 146), fill=(240, 240, 240))
        draw.ellipse((x - 8, 129, x + 8, 147), fill=(25, 20, 20))
    draw.polygon(((130, 140), (117, 186), (143, 186)), fill=tuple(part + 12 for part in skin))
    draw.ellipse((114, 180, 146, 194), fill=tuple(part - 30 for part in skin))
    draw.ellipse((104, 206, 156, 222), fill=(150, 70, 70))
    return picture.filter(ImageFilter.GaussianBlur(2.4))
