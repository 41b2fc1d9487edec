"""A year's rules as plain facts, so that every rule about them is a function without a database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from campaigns.rules.windows import WindowFacts


@dataclass(frozen=True)
class ThresholdRule:
    """One way to be eligible: what it asks for, how hard, and on what basis."""

    key: str
    kind: str
    level: str
    path: str
    hardness: str
    clause: str
    basis: str
    education_rank: int | None = None
    degree: str = ""
    skill: str = ""
    full_time_only: bool = False
    township_only: bool = False
    work_years: int = 0
    prior_level: str = ""
    prior_years: int = 0
    verified: bool = False


@dataclass(frozen=True)
class ExamOnlyRule:
    """A series, or one specialty of it, whose level the state examines (C03)."""

    series: str
    specialty: str
    level: str
    examination: str


@dataclass(frozen=True)
class SlotRule:
    """A material slot without its row."""

    key: str
    label: str
    clause: str
    uploader: str
    condition: str
    hint: str = ""
    one_of: str = ""
    replaced_by: str = ""
    years_back: int | None = None
    kinds: tuple[str, ...] = ()
    bands: tuple[str, ...] = ()
    must_mask: bool = False
    experts_see: bool = False


@dataclass(frozen=True)
class FeeRuleFacts:
    """What one application of a kind and band costs, in yuan."""

    kind: str
    band: str
    amount: Decimal
    basis: str


@dataclass(frozen=True)
class RouteRule:
    """Which offices review first and last; an empty condition fits all."""

    order: int
    initial_office_id: int
    final_office_id: int
    clause: str
    kind: str = ""
    band: str = ""
    division: str = ""
    tier: str = ""
    series: str = ""
    specialty: str = ""


@dataclass(frozen=True)
class Suspension:
    """From when until when a campaign suspends state-owned employers and public institutions (C41)."""

    first_day: date
    last_day: date
    campaign: str


@dataclass(frozen=True)
class CampaignRules:
    """Everything of a campaign that a rule asks for; series, specialties and divisions by their keys."""

    key: str
    year: int
    years_counted_to: date
    levels: Mapping[str, list[str]] = field(default_factory=dict)
    employer_kinds: tuple[str, ...] = ()
    yearly_training_hours: int = 90
    specialty_training_hours: int = 60
    dispatch_years: int = 1
    recent_training_series: frozenset[str] = frozenset()
    thresholds: tuple[ThresholdRule, ...] = ()
    exam_only: tuple[ExamOnlyRule, ...] = ()
    slots: tuple[SlotRule, ...] = ()
    fees: tuple[FeeRuleFacts, ...] = ()
    routes: tuple[RouteRule, ...] = ()
    suspensions: tuple[Suspension, ...] = ()
    windows: Mapping[str, WindowFacts] = field(default_factory=dict)

    def accepts_level(self, kind: str, level: str) -> bool:
        """Say whether the campaign takes applications of this kind for this level (C12)."""
        return not self.levels or level in self.levels.get(kind, ())

    def suspension_on(self, day: date) -> Suspension | None:
        """Give the suspension of state-owned employers that holds on a day, or None (C41)."""
        return next((each for each in self.suspensions if each.first_day <= day <= each.last_day), None)
