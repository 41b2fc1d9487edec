"""Five public questions that say what somebody can apply for, what to bring, what it costs and until when."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from applications.rules.deadlines import add_years
from applications.rules.eligibility import assess
from applications.rules.facts import EligibilityFacts, needs_defence
from applications.rules.fees import Fee, fee_due
from applications.rules.findings import Assessment
from applications.rules.slots import SlotNeed, slot_needs
from campaigns.enums import Kind, Level, Path
from campaigns.rules.campaign import CampaignRules
from campaigns.rules.windows import WindowFacts

PREFERRED_KINDS = (Kind.INITIAL, Kind.GRANT, Kind.REVIEW)
PREFERRED_PATHS = (Path.EDUCATION, Path.TECHNICAL_SCHOOL, Path.SKILL, Path.DEGREE, Path.POSTDOC)
LEVELS = list(Level)
YEARS_ENOUGH = 1


@dataclass(frozen=True)
class QuizAnswers:
    """What the five questions ask; years are whole, up to the campaign's cut-off date.

    1. employer: its kind, and whether it is registered in the prefecture; 2. dispatched for a year or not;
    3. education, technical-school class, degree or skill certificate, and years since; 4. the title held, years
    held, years of professional work; 5. series, specialty and, if there is a wish, the level.
    """

    employer_kind: str
    employer_in_prefecture: bool | None = None
    dispatched_a_year: bool | None = None
    education_rank: int | None = None
    full_time: bool | None = None
    school_class: str = ""
    degree: str = ""
    skill: str = ""
    skill_years: int | None = None
    appraisals_ok: bool | None = None
    prior_level: str = ""
    prior_years: int | None = None
    professional_years: int | None = None
    township: bool | None = None
    series_key: str = ""
    specialty_key: str = ""
    level: str = ""


@dataclass(frozen=True)
class Suggestion:
    """One thing to apply for, with everything that somebody then wants to know."""

    kind: Kind
    level: Level
    path: Path
    assessment: Assessment
    fee: Fee
    has_defence: bool
    facts: EligibilityFacts = field(repr=False)
    campaign: CampaignRules = field(repr=False)

    @property
    def slots(self) -> tuple[SlotNeed, ...]:
        """What has to be uploaded; worked out for the suggestion that is looked at."""
        return slot_needs(self.facts, campaign=self.campaign)


@dataclass(frozen=True)
class QuizResult:
    """The suggestions that are open, best first; where none is, the closest with its reasons; and the dates."""

    open: tuple[Suggestion, ...]
    closest: Suggestion | None
    dates: tuple[tuple[str, WindowFacts], ...]

    @property
    def can_apply(self) -> bool:
        return bool(self.open)


def answer(answers: QuizAnswers, *, campaign: CampaignRules, at: date) -> QuizResult:
    """Answer the five questions on a day, 北京时间: never an unexplained no (C12, C24, C42)."""
    facts = facts_from(answers, campaign, at)
    found = sorted(
        (_suggestion(facts, campaign, at, *way) for way in _ways(campaign) if _wanted(answers, way[1])),
        key=_rank,
    )
    usable = tuple(each for each in found if not each.assessment.blocked and not _wrong_path(each, answers))
    dates = tuple(sorted(campaign.windows.items(), key=lambda item: item[1].closes_at))
    return QuizResult(usable, None if usable else next(iter(found), None), dates)


def facts_from(answers: QuizAnswers, campaign: CampaignRules, at: date) -> EligibilityFacts:
    """Turn answers in years into facts with dates that lie these years before the campaign's cut-off date."""

    def since(years: int | None) -> date | None:
        return None if years is None else add_years(campaign.years_counted_to, -years)

    dispatched = None
    if answers.dispatched_a_year is not None:
        dispatched = add_years(at, -YEARS_ENOUGH) if answers.dispatched_a_year else at
    return EligibilityFacts(
        series_key=answers.series_key,
        specialty_key=answers.specialty_key,
        employer_kind=answers.employer_kind,
        employer_in_prefecture=answers.employer_in_prefecture,
        dispatched_since=dispatched,
        education_rank=answers.education_rank,
        degree=answers.degree,
        full_time=answers.full_time,
        school_class=answers.school_class,
        work_started_on=since(answers.professional_years),
        professional_years=answers.professional_years,
        prior_level=answers.prior_level,
        prior_since=since(answers.prior_years),
        skill=answers.skill,
        skill_since=since(answers.skill_years),
        appraisals_ok=answers.appraisals_ok,
        first_time=not answers.prior_level,
        township=answers.township,
        training_hours=None,
    )


Way = tuple[str, str, str]


def _ways(campaign: CampaignRules) -> Iterator[Way]:
    """Every kind, level and path for which the campaign lists conditions and takes applications, once."""
    ways = {(rule.kind, rule.level, rule.path) for rule in campaign.thresholds}
    return iter(sorted(way for way in ways if campaign.accepts_level(way[0], way[1])))


def _wanted(answers: QuizAnswers, level: str) -> bool:
    return not answers.level or level == answers.level


def _wrong_path(suggestion: Suggestion, answers: QuizAnswers) -> bool:
    """A path without its qualification is no suggestion, even where its rule is soft."""
    lacks = {
        Path.EDUCATION: answers.education_rank is None,
        Path.TECHNICAL_SCHOOL: not answers.school_class,
        Path.SKILL: not answers.skill,
        Path.DEGREE: not answers.degree,
        Path.POSTDOC: not answers.degree,
    }
    unmet = any(finding.rule == "threshold" for finding in suggestion.assessment.fails)
    return lacks[suggestion.path] or (unmet and suggestion.kind == Kind.GRANT)


def _suggestion(
    facts: EligibilityFacts, campaign: CampaignRules, at: date, kind: str, level: str, path: str
) -> Suggestion:
    full = replace(facts, kind=kind, level=level, path=path)
    return Suggestion(
        kind=Kind(kind),
        level=Level(level),
        path=Path(path),
        assessment=_of_nobody(assess(full, campaign=campaign, at=at)),
        fee=fee_due(kind, level, fees=campaign.fees),
        has_defence=needs_defence(kind, level),
        facts=full,
        campaign=campaign,
    )


def _of_nobody(found: Assessment) -> Assessment:
    """Leave out what turns on who asks: the questions name no person, so nothing is known of the integrity list."""
    return replace(found, meets=tuple(each for each in found.meets if each.rule != "integrity"))


def _rank(suggestion: Suggestion) -> tuple[int, ...]:
    found = suggestion.assessment
    return (
        len(found.hard_fails),
        len(found.soft_fails),
        LEVELS.index(suggestion.level),
        PREFERRED_KINDS.index(suggestion.kind),
        len(found.needs_person),
        PREFERRED_PATHS.index(suggestion.path),
    )
