"""The same picture is known again, saved anew, smaller or turned; pages of one form are not the same picture."""

import io

import numpy as np
import pytest
from PIL import Image, ImageEnhance

from documents.scans.likeness import MOST_APART, apart, bands, print_of, same_words
from documents.scans.pages import page_at
from tests.documents.scans.test_reports import lines
from tests.scans import Page, generate


@pytest.fixture(scope="module")
def pages() -> list[Page]:
    return [page for page in generate(seed=11, count=16, split="tuning") if page.suffix != "pdf"]


def saved_again(
    data: bytes, *, quality: int = 75, scale: float = 1.0, turn: int = 0, bright: float = 1.0
) -> bytes:
    picture = Image.fromarray(page_at(data, 1).pixels)
    size = (round(picture.width * scale), round(picture.height * scale))
    picture = ImageEnhance.Brightness(picture.resize(size)).enhance(bright).rotate(-turn, expand=True)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality)
    return out.getvalue()


def print_(data: bytes, quarter: int = 0) -> str:
    return print_of(page_at(data, 1).pixels, quarter)


@pytest.mark.parametrize(
    ("change", "quarter"),
    [({"quality": 40}, 0), ({"scale": 0.5}, 0), ({"turn": 90}, 270), ({"turn": 180}, 180), ({"bright": 0.9}, 0)],
)
def test_the_same_picture_is_known_again(pages: list[Page], change: dict[str, float], quarter: int) -> None:
    """C15: however it was saved, at least one band is the same, by which it is found."""
    for page in pages:
        one, other = print_(page.data), print_(saved_again(page.data, **change), quarter)
        assert apart(one, other) <= MOST_APART
        assert any(mine == theirs for mine, theirs in zip(bands(one), bands(other), strict=True))


def test_other_pages_are_far_apart(pages: list[Page]) -> None:
    """C15: no two of them come near."""
    prints = [print_(page.data) for page in pages]
    distances = [apart(one, other) for place, one in enumerate(prints) for other in prints[:place]]
    assert min(distances) > 2 * MOST_APART


def test_a_print_has_all_its_bands() -> None:
    """C15: 16 parts of 16 bits make up the whole."""
    print_ = print_of(np.random.default_rng(3).integers(0, 256, (300, 200, 3), np.uint8))
    assert len(print_) == 64
    assert "".join(f"{band:04x}" for band in bands(print_)) == print_


FORM = ("专业技术人员业务考核表", "姓名买买提·吐尔逊江", "身份证号653201199001010016", "年度2024", "本人总结" * 20)


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (FORM, True),
        ((*FORM[:4], "本人总结" * 19 + "本入总洁"), True),
        ((FORM[0], "姓名王小明", "身份证号653222198811233415", *FORM[3:]), False),
        ((*FORM[:3], "年度2024", "单位意见" * 20), False),
        ((), False),
    ],
)
def test_a_form_filled_in_by_another_is_another_page(other: tuple[str, ...], same: bool) -> None:
    """C15: what a reader gets wrong makes no difference; another number, or other words, do."""
    assert same_words(lines(*FORM), lines(*other)) is same
    assert same_words((), ()) is True
