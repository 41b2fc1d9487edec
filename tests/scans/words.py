"""The words of `words.toml`, and how one is picked."""

import tomllib
from pathlib import Path

WORDS: dict[str, list[str]] = {
    key: value.split() if isinstance(value, str) else value
    for key, value in tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")).items()
}


def pick(rng, choices):
    """Give one of `choices`, or of the words of that name."""
    found = WORDS[choices] if isinstance(choices, str) else choices
    return found[int(rng.integers(len(found)))]
