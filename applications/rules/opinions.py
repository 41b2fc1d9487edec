"""What an employer writes of one person beside what it wrote of others: taken up by name only, repeated never unseen."""

from collections.abc import Iterable, Mapping

#: The texts of an opinion, in the order in which they are asked for (C26, C43).
TEXTS = (
    "opinion",
    "recommendation",
    "conduct_politics",
    "conduct_integrity",
    "conduct_work",
    "notice_politics",
    "notice_achievements",
)
#: What may be begun from another person's opinion: not the achievements, which are each person's own.
TAKEN_UP = TEXTS[:-1]


def taken_up(earlier: Mapping[str, str], *, of: str, now: Mapping[str, str], name: str) -> dict[str, str]:
    """Give the texts of the opinion of one person (`of`), worded for another (`name`), where `now` is still empty.

    Only the whole name is put in place of the other; the rest stays as it was written (C43).
    """
    empty = (field for field in TAKEN_UP if not now.get(field, "").strip())
    return {field: earlier[field].replace(of, name) for field in empty if earlier.get(field, "").strip()}


def repeated(
    texts: Mapping[str, str], *, name: str, others: Iterable[tuple[str, Mapping[str, str]]]
) -> tuple[str, ...]:
    """Give the fields whose text says the same of somebody else; names and spaces apart. `others`: (name, texts)."""
    said = {(field, _core(given.get(field, ""), other)) for other, given in others for field in TEXTS}
    cores = ((field, _core(texts.get(field, ""), name)) for field in TEXTS)
    return tuple(field for field, core in cores if core and (field, core) in said)


def _core(text: str, name: str) -> str:
    return "".join(text.replace(name, "").split())
