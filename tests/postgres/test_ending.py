"""From the acceptance to the certificate and its revocation, walked at random against the model in `ending.py`."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import product

import pytest
from django.test import override_settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from accounts.acting import Act
from accounts.enums import Role
from accounts.models import Membership, User
from applications.models import Application
from applications.services.filing import withdraw
from campaigns.enums import Kind, Level
from campaigns.rules.calendar import day_of
from campaigns.selectors import working_calendar
from hetian_titles.demo.rubrics import publish_rubrics
from review.enums import FilingKind
from review.models import Certificate, Committee, Filing, Meeting, Publicity, ResultDocument, ResultObjection
from review.services import certificates, committee, filings, meeting, publicity, results, revocation
from review.services.determination import determine
from tests import factories, stories, stories_after
from tests.postgres.ending import COUNTY, PREFECTURE, SEATED, SEATS, STARTS, VOTES, Case, Deed, Ending
from tests.postgres.model import Who
from tests.postgres.test_races import FIRST_TIME
from tests.postgres.walking import Walk, walk

pytestmark = pytest.mark.django_db
SECOND, INSTANT = timedelta(seconds=1), timedelta(microseconds=1)
#: The second applicant works for the office that decides about him; the chair can also act as secretary.
STAFF = (
    Who("secretary", PREFECTURE, Role.COMMITTEE_SECRETARY),
    Who("chair", PREFECTURE, Role.COMMITTEE_CHAIR),
    Who("chair", PREFECTURE, Role.COMMITTEE_SECRETARY),
    Who("officer", PREFECTURE, Role.TITLE_OFFICER),
    Who("reviewer", PREFECTURE, Role.REVIEWER),
    Who("insider", PREFECTURE, Role.TITLE_OFFICER),
    Who("insider", PREFECTURE, Role.COMMITTEE_SECRETARY),
    Who("county", COUNTY, Role.TITLE_OFFICER),
    Who("stranger", COUNTY, Role.COMMITTEE_SECRETARY),
)
EVERYBODY = (Who("engineer"), Who("insider"), Who("beginner"), Who("public"), *STAFF)
#: What leads on, what is due last first, with one objection to each result; the others go round or end.
STRAIGHT = (
    Deed.SETTLE,
    Deed.OBJECT,
    Deed.CERTIFY,
    Deed.REGISTER_AFTER,
    Deed.HAND_IN_AFTER,
    Deed.ISSUE,
    Deed.CONCLUDE,
    Deed.PUBLICISE,
    Deed.CLOSE,
    Deed.SIGN,
    Deed.COUNT,
    Deed.OPEN,
    Deed.SEAT,
    Deed.TAKE_IN,
    Deed.REGISTER,
    Deed.HAND_IN,
    Deed.PLAN,
    Deed.DETERMINE,
)
ROUND = (Deed.OBJECT, Deed.REVOKE, Deed.GIVE_BACK, Deed.WITHDRAW)
PLACES, CHOICES = st.integers(0, 2), st.integers(0, 3)


class Town:
    """The people, three accepted cases that owe nothing more, and a filed committee with its rubrics."""

    def __init__(self) -> None:
        self.users: dict[str, User] = {
            name: stories.person("示例·某人") for name in sorted({who.person for who in EVERYBODY})
        }
        self.calendar = working_calendar()
        beginner = {"kind": Kind.INITIAL, "level": Level.ASSISTANT, "contents": FIRST_TIME}
        self.rows = tuple(
            stories_after.paid(user=self.users[name], **chosen).pk
            for name, chosen in (("engineer", {}), ("insider", {}), ("beginner", beginner))
        )
        self.members: dict[Who, Membership] = {
            who: factories.officer_of(who.unit, role=Role(who.role), user=self.users[who.person]) for who in STAFF
        }
        self.committee = self._committee(Application.objects.get(pk=self.rows[0]))

    def _committee(self, judged: Application) -> Committee:
        act = self.act(STAFF[0], factories.beijing(2025, 2, 14, 10))
        formed = committee.form_committee(
            campaign=judged.campaign,
            name="工程中级评审委员会（演示）",
            series=judged.series,
            band=judged.band,
            valid_from=date(2024, 1, 1),
            valid_until=date(2026, 12, 31),
            chair=self.users["chair"],
            members=[stories_after.HEAD, *stories_after.MEMBERS],
            pass_rate=100,
            act=act,
        )
        publish_rubrics(formed, act)
        return formed

    def act(self, who: Who, at: datetime) -> Act:
        if who.unit:
            return factories.act_as(self.members[who], at)
        return (
            Act(at=at, address="10.0.0.1")
            if who.person == "public"
            else factories.act_of(self.users[who.person], at)
        )

    def model(self, rate: int) -> Ending:
        """Give everything as the model knows it."""
        cases = (
            Case("engineer", PREFECTURE, by_committee=True),
            Case("insider", PREFECTURE, by_committee=True),
            Case("beginner", COUNTY, by_committee=False),
        )
        return Ending(cases, calendar=self.calendar, rate=rate)


class Hands:
    """What the deeds are in the portal: each calls the service that a page calls."""

    def __init__(self, town: Town, which: int, act: Act, choice: int) -> None:
        self.town, self.act, self.choice = town, act, choice
        self.row = Application.objects.get(pk=town.rows[which])

    @property
    def meeting(self) -> Meeting:
        return self.town.committee.meetings.get()

    @property
    def filing(self) -> Filing:
        return self.meeting.filings.get(kind=FilingKind.PRE_MEETING)

    @property
    def posted(self) -> Publicity:
        return Publicity.objects.get(entries__application=self.row)

    @property
    def document(self) -> ResultDocument:
        return ResultDocument.objects.get(publicity=self.posted)

    def withdraw(self) -> None:
        withdraw(application_id=self.row.pk, act=self.act)

    def determine(self) -> None:
        """Agreed; not agreed, with the reason; not agreed, without."""
        words = "专业与岗位不符。" if self.choice == 1 else ""
        determine(self.row.pk, passed=self.choice in (0, 3), comment=words, act=self.act)

    def plan(self) -> None:
        meeting.plan_meeting(
            self.town.committee.pk, starts_at=STARTS[self.choice], place="演示会议室", act=self.act
        )

    def hand_in(self) -> None:
        filings.submit_filing(self.filing.pk, act=self.act)

    def register(self) -> None:
        filings.register_filing(self.filing.pk, number="演示会前1号", act=self.act)

    def give_back(self) -> None:
        filings.give_back_filing(self.filing.pk, why="名单不全。", act=self.act)

    @override_settings(SCAN_CHECKS=False)
    def take_in(self) -> None:
        meeting.take_in(self.meeting.pk, self.row.pk, act=self.act)

    def seat(self) -> None:
        seats = list(self.meeting.attendance.order_by("pk").values_list("member_id", flat=True))
        meeting.mark_attendance(self.meeting.pk, present=seats[: SEATED[self.choice]], act=self.act)

    def open(self) -> None:
        meeting.open_meeting(self.meeting.pk, act=self.act)

    def count(self) -> None:
        yes, no, abstained, score, again = VOTES[self.choice]
        meeting.enter_tally(
            self.row.tallies.get().pk,
            yes=yes,
            no=no,
            abstained=abstained,
            score=Decimal(score),
            defence_score=Decimal(80),
            runoff_yes=again,
            act=self.act,
        )

    def sign(self) -> None:
        meeting.countersign(self.row.tallies.get().pk, act=self.act)

    def close(self) -> None:
        meeting.close_meeting(self.meeting.pk, act=self.act)

    def publicise(self) -> None:
        """Everybody of the office who passed, and this one."""
        passed = Application.objects.filter(
            pk__in=self.town.rows, state="passed", final_office=self.row.final_office
        )
        publicity.publicise(
            campaign=self.row.campaign,
            application_ids={self.row.pk, *passed.values_list("pk", flat=True)},
            title="结果公示（演示）",
            act=self.act,
        )

    def object(self) -> None:
        entry = self.posted.entries.get(application=self.row)
        publicity.object_to(entry.pk, content="业绩有出入。", act=self.act)

    def settle(self) -> None:
        waiting = ResultObjection.objects.filter(entry__application=self.row, settled_at=None).order_by("pk")
        publicity.settle_objection(waiting[0].pk, finding="已调阅原件。", upheld=self.choice == 1, act=self.act)

    def conclude(self) -> None:
        publicity.conclude_publicity(self.posted.pk, act=self.act)

    def issue(self) -> None:
        results.issue_document(
            self.posted.pk, title="关于确认任职资格的通知（演示）", issued_on=day_of(self.act.at), act=self.act
        )

    def hand_in_after(self) -> None:
        filings.submit_filing(self.document.filings.get().pk, act=self.act)

    def register_after(self) -> None:
        filings.register_filing(self.document.filings.get().pk, number="演示会后1号", act=self.act)

    def certify(self) -> None:
        certificates.issue_certificates(self.document.pk, act=self.act)

    def revoke(self) -> None:
        revocation.revoke(self.row.pk, finding="业绩材料系伪造。", act=self.act)


class End(Walk):
    """One meeting, two offices, three cases; each rule is something that somebody does, or that time does."""

    town: Town
    start = factories.beijing(2025, 3, 24, 10)

    def __init__(self) -> None:
        super().__init__()
        self.model = self.town.model(rate=100)

    def exists(self, which: int, who: Who, deed: Deed, choice: int) -> bool:
        return self.model.exists(which, deed)

    def may(self, which: int, who: Who, deed: Deed, choice: int) -> bool:
        return self.model.may(which, who, deed, choice, self.now)

    def happens(self, which: int, who: Who, deed: Deed, choice: int) -> None:
        self.model.do(which, who, deed, choice, self.now)

    def does(self, which: int, who: Who, deed: Deed, choice: int) -> None:
        getattr(Hands(self.town, which, self.town.act(who, self.now), choice), deed)()

    @initialize(
        rate=st.sampled_from((50, 100)),
        late=st.sampled_from((0, 0, 13, 14)),
        far=st.sampled_from((12, 17, 20, 22, 23, 24, 25, 26, 27, 28, 30)),
        choices=st.lists(CHOICES, min_size=30),
    )
    def it_has_come_some_way(self, rate: int, late: int, far: int, choices: list[int]) -> None:
        """The straight way of all three, so many deeds far, each on the first day that allows it.

        `late` days late begun, the filing of a meeting on its first days comes too late.
        """
        committee.set_pass_rate(self.town.committee.pk, percent=rate, act=self.town.act(STAFF[0], self.now))
        self.model.rate = rate
        self.now += timedelta(days=late)
        for choice in choices[:far]:
            allowed = self._allowed(STRAIGHT, choice)
            while not allowed and self.now < factories.beijing(2025, 5, 20):
                self.now += timedelta(hours=12)
                allowed = self._allowed(STRAIGHT, choice)
            if allowed:
                self.tries(*allowed[0])

    def _allowed(self, deeds: Iterable[Deed], choice: int) -> list[tuple[int, Who, Deed, int]]:
        """Give what may be done, in the order of `deeds`; each as `choice` says, or as it can be."""
        found = []
        for deed, which, who in self._of_the_right_people(deeds):
            ways = ((which, who, deed, way) for way in (choice, *range(4)))
            first = next((way for way in ways if self.may(*way)), None)
            if first and not self._is_done(which, deed):
                found.append(first)
        return found

    def _of_the_right_people(self, deeds: Iterable[Deed]) -> Iterator[tuple[Deed, int, Who]]:
        """Give every deed that there is something for, with everybody whose it is, due or not."""
        for deed, which in product(deeds, range(3)):
            if self.model.exists(which, deed):
                yield from ((deed, which, who) for who in EVERYBODY if self.model.is_his(which, who, deed))

    def _is_done(self, which: int, deed: Deed) -> bool:
        """Tell whether the deed may be done again and would lead no further."""
        case, can_meet = self.model.cases[which], 3 * self.model.seated >= 2 * SEATS
        done = {
            Deed.SEAT: can_meet,
            Deed.COUNT: case.count is not None and not (case.signed and self.model.is_cut_open()),
            Deed.OBJECT: case.objected,
        }
        return done.get(deed, False)

    @rule(which=PLACES, who=st.sampled_from(EVERYBODY), deed=st.sampled_from(Deed), choice=CHOICES)
    def anybody_tries_anything(self, which: int, who: Who, deed: Deed, choice: int) -> None:
        """Whoever, whatever: mostly refused."""
        self.tries(which, who, deed, choice)

    @rule(which=PLACES, who=st.sampled_from(EVERYBODY), choice=CHOICES)
    def somebody_tries_everything(self, which: int, who: Who, choice: int) -> None:
        """One person, every deed that is not his or not due."""
        every = [(which, who, deed, choice) for deed in Deed]
        self.are_refused(*(deed for deed in every if self.exists(*deed) and not self.may(*deed)))

    @rule(data=st.data(), steps=st.integers(1, 6), deeds=st.sampled_from((STRAIGHT, STRAIGHT, ROUND, tuple(Deed))))
    def the_right_people_go_on(self, data: st.DataObject, steps: int, deeds: tuple[Deed, ...]) -> None:
        """Some deeds that the model allows, mostly such as lead on."""
        for _step in range(steps):
            allowed = self._allowed(deeds, data.draw(CHOICES))
            if allowed:
                deed = data.draw(st.sampled_from(sorted({way[2] for way in allowed})))
                self.tries(*data.draw(st.sampled_from([way for way in allowed if way[2] == deed])))

    @rule(hours=st.sampled_from((1, 9, 24, 24 * 3)))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule(data=st.data(), beside=st.sampled_from((-SECOND, timedelta(0), INSTANT, SECOND, timedelta(hours=9))))
    def until_something_runs_out(self, data: st.DataObject, beside: timedelta) -> None:
        """To a second before the beginning or end of something, to its last instant, and after it.

        Whatever is not due there, whoever would else be right tries in vain.
        """
        ahead = [edge + beside for edge in self.model.edges() if edge + beside > self.now]
        if ahead:
            self.now = data.draw(st.sampled_from(sorted(set(ahead))))
        choice = data.draw(CHOICES)
        ways = ((which, who, deed, choice) for deed, which, who in self._of_the_right_people(Deed))
        self.are_refused(*(way for way in ways if not self.may(*way)))

    @invariant()
    def the_model_is_right(self) -> None:
        states = dict(Application.objects.filter(pk__in=self.town.rows).values_list("pk", "state"))
        assert [case.state for case in self.model.cases] == [states[pk] for pk in self.town.rows]
        for case, pk in zip(self.model.cases, self.town.rows, strict=True):
            valid = list(Certificate.objects.filter(application=pk).values_list("status", flat=True))
            assert ("valid" in valid) == (case.state == "certified")


def test_the_end_is_as_the_model_says():
    """C08, C10, C11, C24, C33, C37, C38, C40, C44, C45: at random, and always as written."""
    End.town = Town()
    walk(End, ways=10, steps=9)
