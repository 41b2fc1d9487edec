"""The whole play: who is on stage, in which order their stories begin, up to the end of the campaign."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from campaigns.enums import Kind, WindowKind
from campaigns.models import Campaign, Window
from campaigns.rules.calendar import DAY, day_of, end_of_day
from hetian_titles.rehearsal import applicants, employers, offices
from hetian_titles.rehearsal.beat import ticks
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
from hetian_titles.rehearsal.plots import Mishap
from hetian_titles.rehearsal.stage import Stage, Turn

AFTER_CERTIFICATES = timedelta(days=15)


@dataclass
class Played:
    """What a play leaves: the stage, its people, the desks."""

    stage: Stage
    people: list[Person]
    desks: Desks


def play(campaign: Campaign, *, people: int, seed: str) -> Played:
    """Play the campaign with so many people on the database that is there, an empty one; give what came of it."""
    stage = Stage(campaign, seed=seed, people=people)
    crowd = Crowd(stage)
    appoint_officers(stage, crowd)
    everybody = list(people_of(stage, crowd, Units(stage, crowd)))
    desks = _begin(stage, everybody)
    stage.run(_end_of(stage))
    return Played(stage, everybody, desks)


def _end_of(stage: Stage) -> datetime:
    return stage.closes(WindowKind.CERTIFICATE) + AFTER_CERTIFICATES


def _begin(stage: Stage, everybody: list[Person]) -> Desks:
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
    stage.start(ticks(stage, _end_of(stage)))
    return desks


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


def give_a_county_its_own_dates(campaign: Campaign) -> None:
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
