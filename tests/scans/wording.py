"""The words that fill a layout's fields: facts in the forms in which papers print them, and what goes round them."""

from datetime import date, timedelta

from numpy.random import Generator

from tests.scans import people
from tests.scans.page import Facts
from tests.scans.words import pick

NUMERALS = "〇一二三四五六七八九"

#: field: the words that fill it
AROUND = {
    "major": "majors",
    "title": "titles",
    "specialty": "specialties",
    "group": "groups",
    "job": "jobs",
    "skill": "skills",
    "paper": "papers",
    "work": "works",
    "course": "courses",
    "place": "places",
    "street": "streets",
    "grade": "grades",
    "prize": "prizes",
    "party": "parties",
    "level": ("本科", "专科"),
}


def in_numerals(number: int) -> str:
    """Give a day or a month (1 to 31) in Chinese numerals."""
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else NUMERALS[tens] + "十") + (NUMERALS[ones] if ones else "")


DATE_STYLES = {
    "年月日": lambda day: f"{day.year}年{day.month}月{day.day}日",
    "0年0月0日": lambda day: f"{day:%Y年%m月%d日}",
    "spaced": lambda day: f"{day.year} 年 {day.month} 月 {day.day} 日",
    "numerals": lambda day: (
        "".join(NUMERALS[int(digit)] for digit in str(day.year))
        + f"年{in_numerals(day.month)}月{in_numerals(day.day)}日"
    ),
    "dots": lambda day: f"{day:%Y.%m.%d}",
    "dashes": lambda day: f"{day:%Y-%m-%d}",
}


def year_of(slot: str) -> int:
    """Give the year that `slot` of the 2025 campaign asks for; 2025 where it asks for none."""
    tail = slot.rpartition("_y")[2]
    return 2025 - int(tail) if tail.isdigit() else 2025


def words(rng: Generator, facts: Facts, birth: date, style: str, slot: str) -> dict[str, str]:
    """Give the values of all fields; `style` is a key of DATE_STYLES."""
    printed = DATE_STYLES[style]
    day, year = facts.dates[0], year_of(slot)
    woman = int(facts.id_number[16]) % 2 == 0
    length = pick(rng, (3, 4))
    return {
        **{name: str(getattr(facts, name)) for name in Facts.names()},
        **_surroundings(rng),
        "date": printed(day),
        "expires": printed(facts.verification_expires),
        "birth": printed(birth),
        "birth_year": str(birth.year),
        "begun": printed(date(day.year - length, 9, 1)),
        "until": printed(date(day.year + 3, day.month, min(day.day, 28)) - timedelta(days=1)),
        "day_year": str(day.year),
        "length": "三四"[length - 3],
        "sex": "女" if woman else "男",
        "year": str(year),
        "valid": f"{day:%Y.%m.%d}-{day.year + 20}{day:.%m.%d}",
    }


def _surroundings(rng: Generator) -> dict[str, str]:
    """Give what a paper says besides the facts."""
    found = {field: pick(rng, words) for field, words in AROUND.items()}
    found["president"] = pick(rng, "han_surnames") + pick(rng, "heads")
    found["colleague"] = people.a_name(rng)
    found["other_number"] = people.digits(rng, 16)
    found["serial"] = people.digits(rng, 8)
    found["door"] = str(rng.integers(1, 400))
    found["salary"] = str(rng.integers(36, 98) * 100)
    return found
