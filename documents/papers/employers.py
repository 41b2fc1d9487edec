"""What an employer posts and signs for several people at once, and its own commitment (C26, C44, C46)."""

from dataclasses import dataclass
from datetime import date

from documents.papers.shape import Paper

#: From how many people on a 承诺书 has a list of them.
LISTED = 4


@dataclass(frozen=True, kw_only=True)
class NoticePerson:
    """One person of a joint posting; the fields are those of `EmployerNotice`, the ID number masked by the caller."""

    name: str
    series: str
    specialty: str
    level: str
    sex: str
    ethnicity: str
    political: str
    id_number: str
    current_title: str
    ideology: str
    achievements: str


@dataclass(frozen=True, kw_only=True)
class EmployerBatchNotice(Paper):
    """推荐单位公示 of several people of one employer in one posting (annex 1, C46).

    The other fields are those of `EmployerNotice`.
    """

    people: tuple[NoticePerson, ...]
    from_day: date | None
    to_day: date | None
    office: str
    objection_phone: str
    employer: str
    signer: str = ""
    signed_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class PostedPerson:
    """One person of a posting that is over. finding: how objections were settled; empty for 无异议."""

    name: str
    series: str
    specialty: str
    level: str
    finding: str = ""


@dataclass(frozen=True, kw_only=True)
class EmployerBatchResult(Paper):
    """推荐单位公示结果 of several people of one employer (annex 1, C46).

    days: natural days of the posting, both ends counted; working_days: those among them that count (C26).
    """

    people: tuple[PostedPerson, ...]
    from_day: date | None
    to_day: date | None
    days: int | None
    working_days: int | None = None
    employer: str
    signed_on: date | None = None

    @property
    def objected(self) -> int:
        """Of how many people something was objected."""
        return sum(1 for person in self.people if person.finding)


@dataclass(frozen=True, kw_only=True)
class EmployerCommitment(Paper):
    """单位审核承诺书: 谁审查、谁负责 (C26, C44).

    people: the names of those whose materials were checked. text: the campaign's version, a paragraph a line; empty
    prints our standing text. handler: 经办人, printed beside the place of the signature.
    """

    employer: str = ""
    employer_code: str = ""
    people: tuple[str, ...] = ()
    application: str = ""
    text: str = ""
    handler: str = ""
    signed_on: date | None = None

    @property
    def listed(self) -> list[list[tuple[int, str]]]:
        """The names with their numbers, two in a row, where they are too many for a line; 0 and nothing fill the last."""
        if len(self.people) < LISTED:
            return []
        names = [*enumerate(self.people, start=1)]
        return [[*names[at : at + 2], (0, "")][:2] for at in range(0, len(names), 2)]
