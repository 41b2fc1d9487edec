"""The facts about an applicant that eligibility, slots, fees and routing turn on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from accounts.enums import EmployerKind
from campaigns.enums import Band, Kind, Level, Path, SchoolClass
from campaigns.rules.campaign import CampaignRules

PRIVATE_KINDS = (
    EmployerKind.PRIVATE,
    EmployerKind.INDIVIDUAL,
    EmployerKind.COOPERATIVE,
    EmployerKind.NONPROFIT,
    EmployerKind.OUTSIDE,
)
SUSPENDED_KINDS = (EmployerKind.STATE_OWNED, EmployerKind.PUBLIC_INSTITUTION)


@dataclass(frozen=True)
class EligibilityFacts:
    """What is known of an applicant and of what he applies for; None means that it is not known yet.

    `training_hours` maps a year to its hours in all and of these the specialty's. `professional_years` counts whole
    years in the profession up to the campaign's cut-off date.
    """

    kind: str = ""
    level: str = ""
    path: str = ""
    series_key: str = ""
    specialty_key: str = ""
    employer_kind: str = ""
    employer_in_prefecture: bool | None = None
    dispatched_since: date | None = None
    education_rank: int | None = None
    degree: str = ""
    full_time: bool | None = None
    school_class: str = ""
    graduated_on: date | None = None
    work_started_on: date | None = None
    professional_years: int | None = None
    prior_level: str = ""
    prior_since: date | None = None
    skill: str = ""
    skill_since: date | None = None
    appraisals_ok: bool | None = None
    first_time: bool | None = None
    training_hours: Mapping[int, tuple[int, int]] | None = field(default_factory=dict)
    training_exempt: bool = False
    township: bool | None = None
    on_integrity_list_until: date | None = None

    @property
    def band(self) -> str:
        """The band of the level applied for, or an empty text."""
        return Level(self.level).band if self.level else ""

    @property
    def counted_education(self) -> int | None:
        """The rank of education that counts: a technical school's by its class, on its path (C13)."""
        if self.path == Path.TECHNICAL_SCHOOL:
            return SchoolClass(self.school_class).education_rank if self.school_class else None
        return self.education_rank

    @property
    def is_private(self) -> bool:
        return self.employer_kind in PRIVATE_KINDS

    @property
    def is_dispatched(self) -> bool:
        """Whether he works here for an employer from outside 新疆 (C02)."""
        return self.employer_kind == EmployerKind.OUTSIDE

    def needs_recent_training(self, campaign: CampaignRules) -> bool:
        """Say whether the last and the current year of training are asked for: 工程 and 农业, private (C30)."""
        return self.is_private and self.series_key in campaign.recent_training_series


def needs_defence(kind: str, level: str) -> bool:
    """Say whether the applicant takes part in a 专业水平答辩: 评审 of the intermediate level (C27)."""
    return kind == Kind.REVIEW and bool(level) and Level(level).band == Band.INTERMEDIATE
