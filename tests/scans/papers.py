"""The papers that people send, as data in `papers.toml`.

Those of one half serve for tuning, those of the other only for the figures; no wording, layout or face of one half comes
from the other.
"""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path

T, F = "tuning", "figures"


@dataclass(frozen=True)
class Paper:
    """What a paper is, and what it says; `{words}` are facts.

    slot: where it belongs; half: `tuning` or `figures`; style: `prose`, `form`, `table` or `card`; fields: labels and
    what stands behind them; foot: what stands below the text; seal: what the seal says; photo, code: whether it has one;
    wide: whether the sheet lies across.
    """

    slot: str
    half: str
    style: str
    title: str
    text: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    foot: tuple[str, ...] = ()
    seal: str = ""
    photo: bool = False
    code: bool = False
    wide: bool = False

    @property
    def says(self) -> str:
        """Give everything that is written on it."""
        return " ".join((self.title, self.text, *self.fields, *self.fields.values(), *self.foot))


PAPERS = tuple(
    Paper(**paper) for paper in tomllib.loads((Path(__file__).parent / "papers.toml").read_text())["paper"]
)
