"""Invented people and what their papers say of them; every number is valid, and none can be anybody's.

The serial part of the ID numbers is from those kept for people over a hundred years old, and the people are young.
"""

from dataclasses import replace
from datetime import date, timedelta

from numpy.random import Generator
from stdnum.cn import ric

from tests.scans.page import Facts
from tests.scans.words import WORDS, pick

DOTS = "·" * 6 + "•・‧"

CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def digits(rng: Generator, count: int) -> str:
    """Give `count` digits, of which the first is no zero."""
    return str(rng.integers(1, 10)) + "".join(map(str, rng.integers(0, 10, count - 1)))


def a_name(rng: Generator) -> str:
    """Give a name of two characters up to one of three long parts."""
    if rng.random() < 0.5:
        return pick(rng, "han_surnames") + pick(rng, "han_given")
    parts = rng.permutation(WORDS["long_parts"])[: 3 if rng.random() < 0.3 else 2]
    return "·".join(parts)


def an_id_number(rng: Generator, born: date) -> str:
    """Give a valid ID number of somebody born on `born`."""
    stem = f"6532{int(rng.integers(1, 8)) + 20}{born:%Y%m%d}{pick(rng, ('996', '997', '998', '999'))}"
    return stem + ric.calc_check_digit(stem + "0")


def a_day(rng: Generator, first: date, last: date) -> date:
    """Give a day between two, both included."""
    return first + timedelta(days=int(rng.integers((last - first).days + 1)))


def an_employer(rng: Generator) -> str:
    """Give the name of an employer that does not exist."""
    return pick(rng, "places") + pick(rng, "brands") + pick(rng, "trades")


def a_person(rng: Generator) -> Facts:
    """Give what the form says of an invented person."""
    born = a_day(rng, date(1972, 1, 1), date(1999, 12, 28))
    return Facts(
        name=a_name(rng),
        id_number=an_id_number(rng, born),
        employer=an_employer(rng),
        phone=f"1{pick(rng, tuple('3578'))}{rng.integers(10)}0000{rng.integers(1000, 10000)}",
        school=pick(rng, "schools"),
        certificate_number=digits(rng, 18),
        dates=(a_day(rng, date(born.year + 21, 6, 1), date(born.year + 25, 12, 28)),),
        hours=int(pick(rng, (24, 30, 32, 36, 48, 56, 60, 72, 90))),
        verification_code="".join(pick(rng, tuple(CODE_LETTERS)) for _ in range(16)),
        verification_expires=a_day(rng, date(2026, 1, 5), date(2026, 12, 20)),
    )


def born(facts: Facts) -> date:
    """Give the day of birth that the ID number tells."""
    return ric.get_birth_date(facts.id_number)


def with_other_digit(rng: Generator, number: str) -> str:
    """Give `number` with one digit changed, or two unequal neighbours in each other's place."""
    swaps = [
        at for at in range(len(number) - 1) if number[at] != number[at + 1] and "X" not in number[at : at + 2]
    ]
    if swaps and rng.random() < 0.5:
        at = pick(rng, swaps)
        return number[:at] + number[at + 1] + number[at] + number[at + 2 :]
    at = int(rng.integers(len(number) - 1))
    return number[:at] + str((int(number[at]) + int(rng.integers(1, 10))) % 10) + number[at + 1 :]


def another_name(rng: Generator, name: str) -> str:
    """Give a name that is not `name`: one part of it changed, or somebody else's."""
    parts = name.split("·")
    if len(parts) > 1 and rng.random() < 0.7:
        at = int(rng.integers(len(parts)))
        parts[at] = pick(rng, [part for part in WORDS["long_parts"] if part not in parts])
        return "·".join(parts)
    if len(parts) == 1 and rng.random() < 0.7:
        return name[:-1] + pick(rng, [given for given in WORDS["other_given"] if given != name[-1]])
    return next(found for found in iter(lambda: a_name(rng), None) if found != name)


def _another(rng: Generator, make, old):
    """Give what `make` makes, until it is not `old`."""
    return next(found for found in iter(lambda: make(rng), None) if found != old)


OTHERS = {
    "name": another_name,
    "id_number": with_other_digit,
    "certificate_number": with_other_digit,
    "phone": with_other_digit,
    "employer": lambda rng, old: _another(rng, an_employer, old),
    "school": lambda rng, old: _another(rng, lambda rng: pick(rng, "schools"), old),
    "dates": lambda rng, old: (old[0] + timedelta(days=int(rng.integers(20, 900))), *old[1:]),
    "hours": lambda rng, old: old + int(rng.integers(1, 12)),
}


def with_other(rng: Generator, facts: Facts, field: str) -> Facts:
    """Give `facts` with another `field`."""
    return replace(facts, **{field: OTHERS[field](rng, getattr(facts, field))})


def as_printed(rng: Generator, facts: Facts) -> Facts:
    """Give `facts` with the spellings that offices use for the same thing: another dot, a small x."""
    name = facts.name.replace("·", pick(rng, tuple(DOTS)))
    number = facts.id_number.replace("X", "x") if rng.random() < 0.15 else facts.id_number
    return replace(facts, name=name, id_number=number)
