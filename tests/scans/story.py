"""What a page is about, before it is printed: somebody, what the form says, and what the page says otherwise."""

from dataclasses import dataclass

from numpy.random import Generator

from tests.scans import layouts, people, wording
from tests.scans.layouts import Layout
from tests.scans.marks import Mark
from tests.scans.page import Facts
from tests.scans.words import pick

WRONG, TWICE = 0.4, 0.2


@dataclass(frozen=True)
class Story:
    """A page to be: `person` is what the form says, `shown` what the page says; `differs` where they do not agree."""

    layout: Layout
    slot: str
    person: Facts
    shown: Facts
    differs: frozenset[str]
    marks: list[Mark]


def tell(rng: Generator, layout: Layout, wrong: float = WRONG) -> Story:
    """Give somebody's page in `layout`; with the chance of `wrong` one or two of its facts are not the form's."""
    person, slot = people.a_person(rng), pick(rng, layout.slots)
    shown = people.as_printed(rng, person)
    differs = _choice(rng, layout, wrong)
    for field in sorted(differs):
        shown = people.with_other(rng, shown, field)
    values = wording.words(rng, shown, people.born(person), layout.dates, slot)
    return Story(layout, slot, person, shown, differs, layouts.place(layout, values))


def _choice(rng: Generator, layout: Layout, wrong: float) -> frozenset[str]:
    """Choose the facts that the page has otherwise than the form."""
    able = sorted(layout.bears & set(people.OTHERS))
    if not able or rng.random() >= wrong:
        return frozenset()
    return frozenset(rng.permutation(able)[: 2 if rng.random() < TWICE else 1].tolist())
