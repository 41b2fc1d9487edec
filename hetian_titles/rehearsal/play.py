"""The whole play: who is on stage, in which order their stories begin, and what is known when the last one has ended."""

from dataclasses import dataclass, field
from datetime import timedelta

from applications.invariants import Finding
from campaigns.enums import Kind, WindowKind
from campaigns.models import Campaign, Window
from campaigns.rules.calendar import DAY, day_of, end_of_day
from hetian_titles.invariants import examine_all
from hetian_titles.rehearsal import applicants, employers, evidence, offices
from hetian_titles.rehearsal.beat import Beat
from hetian_titles.rehearsal.cast import (
    Crowd,
    Person,
    Units,
    appoint_officers,
    series_to_judge,
)
from hetian_titles.rehearsal.cast import applicants as people_of
from hetian_titles.rehearsal.committees import Committees
from hetian_titles.rehearsal.desks import Desks
from hetian_titles.rehearsal.ledger import Ledger
from hetian_titles.rehearsal.plots import Mishap
from hetian_titles.rehearsal.stage import Stage, Turn
from hetian_titles.rehearsal.traces import bitten

AFTER_CERTIFICATES = timedelta(days=15)


@dataclass
class Played:
    """What a rehearsal leaves: the stage, its people, the desks, and what was found at the end."""

    stage: Stage
    people: list[Person]
    desks: Desks
    beat: Beat
    states: dict[str, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    mishaps: list[tuple[Mishap, int, int]] = field(default_factory=list)

    @property
    def ledger(self) -> Ledger:
        return self.stage.ledger

    @property
    def failures(self) -> list[str]:
        """Give in words what must not be: a clause that decided nothing, an invariant that broke."""
        broken = [f"{each.invariant.key}：{len(each.breaches)}处不成立" for each in self.findings if each.breaches]
        return [f"{clause}没有决定过任何事" for clause in self.ledger.silent()] + broken


def play(campaign: Campaign, *, people: int, seed: int) -> Played:
    """Play the campaign with so many people on the database that is there, an empty one; give what came of it."""
    _give_a_county_its_own_dates(campaign)
    stage = Stage(campaign, seed=seed, people=people)
    crowd = Crowd(stage)
    appoint_officers(stage, crowd)
    everybody = list(people_of(stage, crowd, Units(stage, crowd)))
    desks, beat = _begin(stage, everybody)
    end = stage.closes(WindowKind.CERTIFICATE) + AFTER_CERTIFICATES
    stage.run(end)
    evidence.weigh(campaign, stage.ledger)
    played = Played(stage, everybody, desks, beat)
    played.states, played.findings = evidence.final_states(campaign), list(examine_all())
    played.mishaps = list(bitten(stage, everybody))
    return played


def _begin(stage: Stage, everybody: list[Person]) -> tuple[Desks, Beat]:
    """Hand out the turns and start every story."""
    committees, desks = Committees(stage), Desks(stage)
    stage.fees = offices.Fees(stage)
    stage.turns = {
        Turn.EMPLOYER: employers.handles,
        Turn.DRAFT_AGAIN: applicants.submits_again,
        Turn.CORRECTION: applicants.corrects,
        Turn.REVIEW: desks.arrives,
        Turn.ACCEPTED: offices.accepted,
        Turn.DECISION: committees.decides,
        Turn.CERTIFIED: offices.certified,
    }
    for place, (series, band) in enumerate(series_to_judge(everybody), start=1):
        stage.start(committees.works(series, band, place))
    for person in everybody:
        if person.suffers(Mishap.LISTED):
            offices.lists_somebody(stage, person)
        stage.start(applicants.apply(stage, person))
    _start_results(stage, everybody)
    beat = Beat(stage, stage.closes(WindowKind.CERTIFICATE) + AFTER_CERTIFICATES)
    stage.start(beat.ticks())
    return desks, beat


def _start_results(stage: Stage, everybody: list[Person]) -> None:
    """The day after the last meeting every title office publicises what it has decided well."""
    by_case = _ByCase(everybody)
    day_after = stage.closes(WindowKind.MEETING) + timedelta(hours=10)
    for place, office in enumerate(stage.offices.values()):
        if office.kind not in ("title_office", "county_title"):
            continue
        story = offices.results(stage, office.pk, by_case)
        stage.start(story, day_after + timedelta(minutes=place))


class _ByCase(dict[int, Person]):
    """People by their application, which they get in the course of the play."""

    def __init__(self, everybody: list[Person]) -> None:
        super().__init__()
        self.everybody = everybody

    def __missing__(self, application: int) -> Person:
        self.update({person.application: person for person in self.everybody if person.application})
        return self[application]


def _give_a_county_its_own_dates(campaign: Campaign) -> None:
    """Let one county close a day earlier for its junior levels, where none has dates of its own (C09)."""
    if campaign.windows.filter(division__isnull=False).exists():
        return
    filing = campaign.windows.get(kind=WindowKind.FILING, division=None)
    route = campaign.routes.filter(kind=Kind.INITIAL, division__isnull=False).order_by("order").first()
    if route is None:
        return
    closes = end_of_day(day_of(filing.closes_at) - DAY)
    Window.objects.create(
        campaign=campaign,
        kind=WindowKind.FILING,
        division=route.division,
        opens_at=filing.opens_at,
        closes_at=closes,
        clause="C09",
        citation="排演：县市自定",
    )
