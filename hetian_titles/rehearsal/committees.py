"""What a committee's secretary and chair do: form, file, publish rubrics, plan, take in, count, countersign, close.

C08, C21, C27, C31 to C33, C36, C37.
"""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from accounts.acting import Act
from accounts.enums import Role, Tier
from applications.enums import State
from applications.models import Application
from campaigns.enums import Band, Level, WindowKind
from campaigns.models import Series
from hetian_titles.demo.rubrics import CRITERIA, POINTS, publish_rubrics
from hetian_titles.rehearsal.cast import Person, title_office
from hetian_titles.rehearsal.offices import files
from hetian_titles.rehearsal.plots import Mishap
from hetian_titles.rehearsal.stage import Stage, Story
from review.enums import FilingKind, Measure
from review.models import Committee, Meeting, Tally
from review.rules.rubrics import CriterionFacts
from review.services.committee import MemberFacts, form_committee
from review.services.meeting import (
    close_meeting,
    countersign_all,
    enter_tally,
    mark_attendance,
    open_meeting,
    plan_meeting,
    take_in,
)
from review.services.rubrics import publish_rubric, save_rubric

M = Mishap
MEMBERS = 7
PASS_RATE = 90
PLACE = "排演会议室"


class Committees:
    """The committees of the campaign, and who waits for which."""

    def __init__(self, stage: Stage) -> None:
        self.stage, self.office = stage, title_office(stage)
        self.waiting: list[Person] = []

    def decides(self, stage: Stage, person: Person) -> Story:
        """A case waits for the committee of its series and band."""
        self.waiting.append(person)
        yield stage.now

    def works(self, series: Series, band: str, place: int) -> Story:
        """The year of one committee: formed before the campaign, meeting on a day of its own (C08)."""
        stage = self.stage
        yield stage.closes(WindowKind.PRIOR_FILING) - timedelta(days=10, hours=-place)
        committee = self._formed(series, band)
        files(stage, committee.filings.get(kind=FilingKind.PRIOR), f"事前〔{stage.campaign.year}〕{place}号")
        yield stage.opens(WindowKind.MEETING) - timedelta(days=9)
        meeting = self._planned(committee, place)
        if meeting is None:
            return
        yield stage.on(stage.today, 10)
        taken = self._takes_in(meeting)
        if not taken:
            return
        yield meeting.starts_at
        yield from self._meets(meeting, taken)

    def _act(self, role: Role = Role.COMMITTEE_SECRETARY) -> Act:
        return self.stage.officer(self.office, role)

    def _formed(self, series: Series, band: str) -> Committee:
        """Form it: an even number is refused; its rubrics of the four layers of merit come before the first meeting."""
        stage, name = self.stage, f"{self.stage.campaign.year}年{series.name}{Band(band).label}评委会（排演）"
        facts: dict[str, Any] = {
            "campaign": stage.campaign,
            "name": name,
            "series": series,
            "band": Band(band),
            "valid_from": stage.today,
            "valid_until": stage.today + timedelta(days=700),
            "chair": stage.officers[self.office, Role.COMMITTEE_CHAIR].user,
            "pass_rate": PASS_RATE if band == Band.INTERMEDIATE else None,
            "act": self._act(),
        }
        stage.attempt(name, form_committee, members=_members(MEMBERS - 1), **facts)
        committee: Committee = form_committee(members=_members(MEMBERS), **facts)
        return committee

    def _planned(self, committee: Committee, place: int) -> Meeting | None:
        """Plan the meeting: not outside the window; its filing handed in at least five days before (C08, C33)."""
        stage = self.stage
        opens, closes = stage.opens(WindowKind.MEETING), stage.closes(WindowKind.MEETING)
        stage.attempt(
            committee.name,
            plan_meeting,
            committee.pk,
            starts_at=closes + timedelta(hours=11),
            place=PLACE,
            act=self._act(),
        )
        days = (closes - opens).days + 1
        starts = opens + timedelta(days=(place - 1) % days, hours=10)
        planned: Meeting | None = stage.attempt(
            committee.name, plan_meeting, committee.pk, starts_at=starts, place=PLACE, act=self._act()
        )
        if planned:
            stage.ledger.note("C08", f"{committee.name}：{starts:%m-%d}开会")
        return planned

    def _takes_in(self, meeting: Meeting) -> list[Person]:
        """Take in whoever is ready: filed, paid, originals seen (C33, C36, C39)."""
        stage, committee = self.stage, meeting.committee
        mine = _judged_by(committee, self.waiting)
        if mine:
            stage.attempt(mine[0], take_in, meeting.pk, mine[0].application, act=self._act())
        number = f"会前〔{stage.campaign.year}〕{meeting.pk}号"
        files(stage, meeting.filings.get(kind=FilingKind.PRE_MEETING), number)
        taken = [
            person
            for person in mine
            if stage.application(person).state == State.ACCEPTED
            and stage.attempt(person, take_in, meeting.pk, person.application, act=self._act())
        ]
        stage.ledger.note("C21", f"{committee.name}：{len(taken)}件的遮盖已核对", len(taken))
        return taken

    def _meets(self, meeting: Meeting, people: list[Person]) -> Story:
        """Hold the meeting: quorum and rubrics first, a count for each, the chair signs, the rules decide (C31, C37)."""
        stage, committee = self.stage, meeting.committee
        seats = list(committee.members.order_by("pk").values_list("pk", flat=True))
        mark_attendance(meeting.pk, present=seats[:2], act=self._act())
        stage.attempt(committee.name, open_meeting, meeting.pk, act=self._act())
        self._publish_rubrics(committee)
        mark_attendance(meeting.pk, present=seats, act=self._act())
        if stage.attempt(committee.name, open_meeting, meeting.pk, act=self._act()) is None:
            return
        by_case = {person.application: person for person in people}
        tallies = list(Tally.objects.filter(meeting=meeting).select_related("application").order_by("pk"))
        for tally in tallies:
            self._counts(tally, by_case[tally.application_id], committee)
        stage.ledger.note("C31", f"{committee.name}：{len(tallies)}件按本层次的标准评", len(tallies))
        yield stage.now + timedelta(hours=5)
        entered = Tally.objects.filter(meeting=meeting).order_by("pk").values_list("pk", "entered_at")
        countersign_all({pk: at for pk, at in entered if at}, act=self._act(Role.COMMITTEE_CHAIR))
        yield stage.now + timedelta(hours=1)
        self._closes(meeting, by_case)

    def _publish_rubrics(self, committee: Committee) -> None:
        """Publish the rubric of each layer; one that the 四唯 outweigh is not published without a reason (C32)."""
        act = self._act()
        lines = [
            CriterionFacts(section, name, Decimal(worth), Measure.PAPER, note)
            for (section, name, _measure, note), worth in zip(CRITERIA, POINTS[Tier.COUNTY], strict=True)
        ]
        draft = save_rubric(committee.pk, Tier.COUNTY, lines=lines, act=act)
        self.stage.attempt(committee.name, publish_rubric, draft.pk, act=act)
        publish_rubrics(committee, act)

    def _counts(self, tally: Tally, person: Person, committee: Committee) -> None:
        """Enter the votes of one case; an intermediate one needs its defence (C27)."""
        yes = 3 if person.suffers(M.VOTED_DOWN) else person.chance.choice((5, 6, 7, 7, 7))
        score = Decimal(70) + Decimal(person.serial % 3000) / 100
        votes = {"yes": yes, "no": MEMBERS - yes, "abstained": 0, "score": score}
        defended = Decimal(80) if committee.band == Band.INTERMEDIATE else None
        if person.suffers(M.NO_DEFENCE):
            self.stage.attempt(person, enter_tally, tally.pk, defence_score=None, act=self._act(), **votes)
        self.stage.attempt(person, enter_tally, tally.pk, defence_score=defended, act=self._act(), **votes)
        if defended is not None:
            self.stage.ledger.note("C27", f"{person}：答辩{defended}分")

    def _closes(self, meeting: Meeting, by_case: dict[int, Person]) -> None:
        """Close it; where the cut runs through equals they are voted on again (C37)."""
        outcomes = self.stage.attempt(str(meeting), close_meeting, meeting.pk, act=self._act())
        for number, outcome in (outcomes or {}).items():
            self.stage.ledger.note("C37", f"{number}：{outcome.label}")


def _members(number: int) -> list[MemberFacts]:
    return [
        MemberFacts(f"排演专家{place}", "高级工程师", f"排演单位{place}", "chair" if place == 1 else "member")
        for place in range(1, number + 1)
    ]


def _judged_by(committee: Committee, people: list[Person]) -> list[Person]:
    levels = [level for level in Level if level.band == committee.band]
    filed = Application.objects.filter(series=committee.series_id, level__in=levels)
    judged = set(filed.values_list("pk", flat=True))
    return [person for person in people if person.application in judged]
