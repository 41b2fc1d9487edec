"""Marks on a sheet into pixels, and into the text PDF that an office's program would print."""

import base64
import io
from html import escape

import cv2
import numpy as np
import weasyprint
from numpy.random import Generator
from PIL import Image, ImageDraw
from weasyprint.text.fonts import FontConfiguration

from tests.scans import fonts, things
from tests.scans.layouts import Layout
from tests.scans.marks import INKS, Mark, Rule, Run, Thing

MM = 25.4
FINE = 300  # dots an inch of what a PDF bears of pictures


def picture_of(thing: Thing, rng: Generator, width: int) -> Image.Image:
    """Give the picture of `thing`, `width` pixels wide."""
    if thing.role == "photo":
        return things.face(rng, width)
    return (
        things.code(thing.text, width) if thing.role == "code" else things.seal(thing.text, width, INKS[thing.ink])
    )


def raster(layout: Layout, marks: list[Mark], dpi: float, rng: Generator) -> np.ndarray:
    """Give the sheet as RGB pixels at `dpi`: waves first, then pictures, text and rules, and the seals over all."""
    scale = dpi / MM
    width, height = (round(side * scale) for side in layout.sheet)
    sheet = Image.new("RGB", (width, height), layout.paper)
    for mark in sorted(marks, key=_layer):
        sheet = _drawn(sheet, mark, scale, rng)
    return np.array(sheet)


def _layer(mark: Mark) -> int:
    """Tell what lies under what."""
    return {"wash": 0, "photo": 1, "code": 1, "seal": 3}.get(mark.role, 2) if isinstance(mark, Thing) else 2


def _drawn(sheet: Image.Image, mark: Mark, scale: float, rng: Generator) -> Image.Image:
    """Give `sheet` with `mark` on it."""
    if isinstance(mark, Run):
        _write(ImageDraw.Draw(sheet), mark, scale)
    elif isinstance(mark, Rule):
        ends = tuple(part * scale for part in (mark.x0, mark.y0, mark.x1, mark.y1))
        ImageDraw.Draw(sheet).line(ends, INKS[mark.ink], max(1, round(mark.weight * scale)))
    elif mark.role == "wash":
        return Image.fromarray(cv2.subtract(np.asarray(sheet), things.wash(*sheet.size, INKS[mark.ink])))
    else:
        _lay(sheet, picture_of(mark, rng, round(mark.w * scale)), mark, scale)
    return sheet


def _write(sketch: ImageDraw.ImageDraw, run: Run, scale: float) -> None:
    """Write `run`, each stretch in the font that has its characters."""
    x, pixels = run.x * scale, max(1, round(run.em * scale))
    for font, text in fonts.stretches(run.text, run.font):
        sketch.text((x, run.y * scale), text, INKS[run.ink], fonts.at_size(font, pixels), anchor="ls")
        x += fonts.width(text, font) * run.em * scale


def _lay(sheet: Image.Image, picture: Image.Image, thing: Thing, scale: float) -> None:
    """Lay `picture` on the sheet; a seal's ink lets what is under it show."""
    picture = picture.resize((round(thing.w * scale), round(thing.h * scale)))
    at = round(thing.x * scale), round(thing.y * scale)
    if picture.mode == "RGBA":
        under = sheet.crop((*at, at[0] + picture.width, at[1] + picture.height))
        ink = np.asarray(picture.convert("RGB"), np.uint16)
        mixed = Image.fromarray((np.asarray(under, np.uint16) * ink // 255).astype(np.uint8))
        sheet.paste(mixed, at, picture.getchannel("A"))
    else:
        sheet.paste(picture, at)


# ---- text PDFs

FACES = "".join(
    f"@font-face{{font-family:'{family}';src:url('{path.as_uri()}')}}"
    for path, _face, family, _weight in fonts.FONTS.values()
    if family.startswith("Fandol")
)
_configuration = FontConfiguration()


def text_pdf(layout: Layout, marks: list[Mark], rng: Generator) -> bytes:
    """Give a PDF of one page of real text."""
    width, height = layout.sheet
    rules = f"{FACES}@page{{size:{width}mm {height}mm;margin:0}}body{{margin:0}}svg{{display:block}}"
    page = weasyprint.HTML(string=f"<style>{rules}</style>{_svg(layout, marks, rng)}")
    return page.write_pdf(font_config=_configuration)


def _svg(layout: Layout, marks: list[Mark], rng: Generator) -> str:
    """Give the sheet as SVG."""
    width, height = layout.sheet
    inside = "".join(_element(mark, rng) for mark in sorted(marks, key=_layer))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}mm" height="{height}mm" viewBox="0 0 {width} {height}">'
        f"{inside}</svg>"
    )


def _element(mark: Mark, rng: Generator) -> str:
    """Give `mark` as SVG; a text PDF has no waves."""
    if isinstance(mark, Run):
        _path, _face, family, weight = fonts.FONTS[mark.font]
        style = f"font-family:'{family}','Noto Serif CJK SC';font-weight:{weight}"
        place = f'x="{mark.x:.3f}" y="{mark.y:.3f}" font-size="{mark.em:.4f}" fill="rgb{INKS[mark.ink]}"'
        return f'<text {place} style="{style}">{escape(mark.text)}</text>'
    if isinstance(mark, Rule):
        ends = f'x1="{mark.x0}" y1="{mark.y0}" x2="{mark.x1}" y2="{mark.y1}"'
        return f'<line {ends} stroke-width="{mark.weight}" stroke="rgb{INKS[mark.ink]}"/>'
    if mark.role == "wash":
        return ""
    out = io.BytesIO()
    picture_of(mark, rng, round(mark.w * FINE / MM)).save(out, "PNG")
    source = f"data:image/png;base64,{base64.b64encode(out.getvalue()).decode()}"
    place = f'x="{mark.x}" y="{mark.y}" width="{mark.w}" height="{mark.h}"'
    return f'<image {place} preserveAspectRatio="none" href="{source}"/>'
