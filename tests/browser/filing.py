"""How an applicant fills the form in a browser: by the words on the page, never by the names behind them."""

import io
from collections.abc import Mapping
from typing import Any

from PIL import Image
from playwright.sync_api import FilePayload, Locator, Page

from applications.sections import SECTIONS, Field, FieldType
from hetian_titles.demo.contents import scan

MIME_TYPES = {"jpeg": "image/jpeg", "png": "image/png", "pdf": "application/pdf"}


def payload(title: str, number: str = "1", kind: str = "jpeg", *, portrait: bool = False) -> FilePayload:
    """Give a drawn scan as a file that a browser uploads."""
    data = scan(title, number, kind, portrait=portrait)
    return {"name": f"{title}.{'jpg' if kind == 'jpeg' else kind}", "mimeType": MIME_TYPES[kind], "buffer": data}


def photo(name: str, width: int = 4000, height: int = 3000) -> FilePayload:
    """Give what a telephone takes: noisy, large, lying on its side by its own word."""
    taken = Image.effect_noise((width, height), 60).convert("RGB")
    said = Image.Exif()
    said[0x0112] = 6  # orientation: to be turned clockwise
    out = io.BytesIO()
    taken.save(out, "JPEG", quality=85, exif=said)
    return {"name": name, "mimeType": "image/jpeg", "buffer": out.getvalue()}


def fill_section(page: Page, key: str, data: Mapping[str, Any]) -> None:
    """Fill the open section from data as `applications.sections` describes it; the rows that it needs stand there."""
    spec, main = SECTIONS[key], page.locator("#section-form")
    for field in spec.fields:
        if data.get(field.name):
            answer(main, field, data[field.name])
    for rows in spec.rows:
        for place, row in enumerate(data.get(rows.name, [])):
            box = main.get_by_role("group", name=heading(rows, place, row), exact=True)
            for field in rows.fields:
                if row.get(field.name):
                    answer(box, field, row[field.name])


def heading(rows: Any, place: int, row: Mapping[str, Any]) -> str:
    """Give the words above a row."""
    if rows.years_back:
        return f"{row['year']}年度"
    return str(rows.label) if rows.most == 1 else f"{rows.label}，第{place + 1}项"


def answer(box: Locator, field: Field, value: str) -> None:
    """Answer one field, found by its label."""
    label = str(field.label) + ("" if field.required else "（选填）")
    if field.type == FieldType.MONTH:
        year, month = value.split("-")
        group = box.get_by_role("group", name=label, exact=True)
        group.get_by_label("年份").fill(year)
        group.get_by_label("月份").fill(month)
    elif field.type == FieldType.RADIO:
        words = str(dict(field.choices())[value])  # type: ignore[misc]
        box.get_by_role("group", name=label, exact=True).get_by_label(words, exact=True).check()
    elif field.type == FieldType.CHOICE:
        box.get_by_role("combobox", name=label, exact=True).select_option(value)
    else:
        box.get_by_role("textbox", name=label, exact=True).fill(value)


def onward(page: Page) -> None:
    """Save the section and go on; the section was complete."""
    page.get_by_role("button", name="保存并继续").click()


def slot_of(page: Page, label: str) -> Locator:
    """Give the slot with these words above it."""
    return page.get_by_role("listitem").filter(has=page.get_by_role("heading", name=label, exact=True)).last
