"""Things on a page that are no text: a face, a round seal, a QR code, the waves under a certificate."""

import math

import cv2
import numpy as np
import segno
from numpy.random import Generator
from PIL import Image, ImageDraw

from tests.scans import fonts
from tests.scans.marks import INKS
from tests.scans.words import pick

BACKDROPS = ((66, 132, 206), (236, 238, 240), (190, 44, 48))
SKINS = ((232, 196, 168), (222, 182, 150), (208, 164, 130), (240, 208, 184))
HAIRS = ((28, 24, 24), (50, 38, 32), (84, 78, 76))
CLOTHES = ((34, 40, 58), (240, 240, 242), (70, 80, 70), (96, 40, 50))


def _darker(colour: tuple[int, ...], share: float) -> tuple[int, ...]:
    """Give `colour` with `share` of its light."""
    return tuple(int(part * share) for part in colour)


def face(rng: Generator, width: int = 300) -> Image.Image:
    """Give a drawn portrait as on a certificate, `width` by seven fifths of it, that a face detector takes for one."""
    picture = Image.new("RGB", (300, 420), pick(rng, BACKDROPS))
    skin, hair = pick(rng, SKINS), pick(rng, HAIRS)
    sketch = ImageDraw.Draw(picture)
    wide, long = int(rng.integers(70, 80)), int(rng.integers(98, 108))
    _shoulders(sketch, skin, pick(rng, CLOTHES))
    sketch.ellipse((150 - wide - 10, 190 - long - 18, 150 + wide + 10, 200 + long // 2), fill=hair)
    sketch.ellipse((150 - wide, 190 - long, 150 + wide, 190 + long), fill=skin)
    sketch.pieslice((150 - wide - 4, 190 - long - 12, 150 + wide + 4, 190 + long // 3), 198, 342, fill=hair)
    picture = _lit(picture)
    _features(ImageDraw.Draw(picture), skin, hair, int(rng.integers(-4, 5)))
    soft = cv2.GaussianBlur(np.asarray(picture), (0, 0), 2.2)
    return Image.fromarray(soft).resize((width, width * 7 // 5), Image.Resampling.LANCZOS)


def _shoulders(sketch: ImageDraw.ImageDraw, skin, cloth) -> None:
    sketch.ellipse((10, 310, 290, 560), fill=cloth)
    sketch.rectangle((114, 250, 186, 335), fill=_darker(skin, 0.8))
    sketch.polygon(((106, 318), (150, 372), (194, 318), (186, 304), (114, 304)), fill=_darker(skin, 0.88))


def _lit(picture: Image.Image) -> Image.Image:
    """Give the portrait, with light from the front: darker towards its sides."""
    across = 1 - 0.3 * (np.abs(np.arange(300) - 150) / 90).clip(0, 1) ** 2.5
    pixels = np.asarray(picture) * across[None, :, None]
    return Image.fromarray(pixels.astype(np.uint8))


def _features(sketch: ImageDraw.ImageDraw, skin, hair, shift: int) -> None:
    """Draw brows, eyes in their sockets, nose and mouth."""
    for x in (118, 182):
        sketch.ellipse((x - 26, 152 + shift, x + 26, 194 + shift), fill=_darker(skin, 0.72))
        sketch.arc((x - 28, 142 + shift, x + 28, 182 + shift), 205, 335, fill=hair, width=8)
        sketch.ellipse((x - 19, 166 + shift, x + 19, 186 + shift), fill=(238, 236, 232))
        sketch.ellipse((x - 10, 164 + shift, x + 10, 187 + shift), fill=(32, 24, 22))
        sketch.arc((x - 20, 163 + shift, x + 20, 190 + shift), 190, 350, fill=(30, 22, 20), width=5)
    sketch.polygon(
        ((143, 180), (157, 180), (163, 222), (137, 222)), fill=tuple(min(255, part + 14) for part in skin)
    )
    sketch.ellipse((130, 214, 170, 230), fill=_darker(skin, 0.82))
    sketch.ellipse((134, 218, 146, 228), fill=_darker(skin, 0.5))
    sketch.ellipse((154, 218, 166, 228), fill=_darker(skin, 0.5))
    sketch.ellipse((120, 248, 180, 270), fill=(168, 84, 80))
    sketch.line((122, 258, 178, 258), fill=(96, 40, 40), width=4)
    sketch.arc((110, 262, 190, 292), 40, 140, fill=_darker(skin, 0.8), width=5)


def seal(text: str, size: int, ink=INKS["red"]) -> Image.Image:
    """Give a round seal, `size` pixels wide: a ring, a star, and `text` along the ring; what is no ink is clear."""
    cover = Image.new("L", (size, size))
    sketch = ImageDraw.Draw(cover)
    edge = max(2, size // 32)
    sketch.ellipse((edge, edge, size - edge, size - edge), outline=225, width=edge)
    sketch.polygon(_star(size / 2, size * 0.16), fill=225)
    high = int(min(size * 0.135, size * 1.9 / max(len(text), 1)))
    sweep = min(math.radians(285), len(text) * high * 1.2 / (size * 0.37))
    for number, char in enumerate(text):
        turn = (number + 0.5) / len(text) * sweep - sweep / 2
        _stamp(
            cover,
            char,
            high,
            (size / 2 + math.sin(turn) * size * 0.37, size / 2 - math.cos(turn) * size * 0.37),
            turn,
        )
    picture = Image.new("RGBA", (size, size), (*ink, 0))
    picture.putalpha(cover)
    return picture


def _star(middle: float, radius: float) -> list[tuple[float, float]]:
    """Give the corners of a five-pointed star."""
    reach = [radius, radius * 0.4] * 5
    angles = [math.pi * step / 5 for step in range(10)]
    return [(middle + math.sin(a) * r, middle - math.cos(a) * r) for a, r in zip(angles, reach, strict=True)]


def _stamp(cover: Image.Image, char: str, high: int, middle: tuple[float, float], turn: float) -> None:
    """Put `char`, turned by `turn` (radians), on `cover`."""
    side = high * 2
    glyph = Image.new("L", (side, side))
    font = fonts.at_size(fonts.font_of(char, "song-bold"), high)
    ImageDraw.Draw(glyph).text((side / 2, side / 2), char, 225, font, anchor="mm")
    glyph = glyph.rotate(-math.degrees(turn), Image.Resampling.BICUBIC)
    cover.paste(glyph, (round(middle[0] - high), round(middle[1] - high)), glyph)


def code(text: str, size: int) -> Image.Image:
    """Give a QR code of `text`, `size` pixels wide, with its quiet zone."""
    matrix = np.array(list(segno.make(text, error="m").matrix_iter(border=3)), dtype=np.uint8)
    picture = Image.fromarray(255 - matrix * 255)
    return picture.resize((size, size), Image.Resampling.NEAREST).convert("RGB")


def wash(width: int, height: int, ink: tuple[int, int, int]) -> np.ndarray:
    """Give how much ink (0 to 255 a channel, to be taken off) fine waves lay on a sheet of this size in pixels."""
    x, y = np.meshgrid(np.arange(0, width, 3, dtype=np.float32), np.arange(0, height, 3, dtype=np.float32))
    long = width / 40
    waves = np.sin((y + np.sin(x / long) * long) / (long / 4)) * np.sin((x + np.cos(y / long) * long) / (long / 4))
    strength = cv2.resize(np.clip(np.abs(waves) * 30, 0, 30).astype(np.uint8), (width, height))
    share = [(255 - part) / 255 for part in ink]
    return cv2.merge([cv2.convertScaleAbs(strength, alpha=part) for part in share])
