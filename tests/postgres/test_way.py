"""The way of an application from its draft to the decision, walked at random against the model in `model.py`."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from accounts.acting import Act
from accounts.enums import Role
from accounts.models import Membership, User
from applications.enums import SectionKey, Verdict
from applications.models import Application, EmployerObjection, Fault
from applications.selectors.faults import open_faults
from applications.services import employer
from applications.services.acceptance import confirm_originals
from applications.services.corrections import answer_fault
from applications.services.filing import withdraw
from applications.services.sections import save_section
from applications.services.submitting import resubmit, submit
from applications.services.sweep import sweep
from campaigns.enums import Kind, Level
from campaigns.models import ChecklistItem
from campaigns.rules.calendar import day_of
from campaigns.selectors import working_calendar
from payments.services.orders import confirm_payment
from review.services import desk
from review.services.determination import determine
from tests import factories, stories
from tests.postgres.model import ONWARD, STRAIGHT, Case, Deed, Who
from tests.postgres.test_races import FIRST_TIME
from tests.postgres.walking import Walk, walk

pytestmark = pytest.mark.django_db
LATEST = factories.beijing(2025, 3, 14)
UNIT, FOREIGN, FIRST, COUNTY, PREFECTURE = "unit", "foreign", "hetian-shi-hr", "hetian-shi-title", "title-office"
SECOND, INSTANT = timedelta(seconds=1), timedelta(microseconds=1)
#: Beside the two applicants: (person, unit, role). The second applicant works for his employer and for the office.
STAFF = (
    Who("clerk", UNIT, Role.EMPLOYER_CLERK),
    Who("head", UNIT, Role.EMPLOYER_HEAD),
    Who("stranger", FOREIGN, Role.EMPLOYER_CLERK),
    Who("reviewer", FIRST, Role.REVIEWER),
    Who("county", COUNTY, Role.TITLE_OFFICER),
    Who("second", PREFECTURE, Role.REVIEWER),
    Who("officer", PREFECTURE, Role.TITLE_OFFICER),
    Who("secretary", PREFECTURE, Role.COMMITTEE_SECRETARY),
    Who("other", "luopu-hr", Role.REVIEWER),
    Who("insider", UNIT, Role.EMPLOYER_CLERK),
    Who("insider", FIRST, Role.REVIEWER),
    Who("insider", COUNTY, Role.TITLE_OFFICER),
)
EVERYBODY = (Who("engineer"), Who("insider"), Who("stranger"), *STAFF)


class Town:
    """The people and the two complete drafts from which every way begins: a 评审 with its fee, a 初定 without."""

    def __init__(self) -> None:
        self.units = {UNIT: stories.employer(), FOREIGN: stories.employer("洛浦示例商贸有限公司")}
        names = sorted({who.person for who in EVERYBODY})
        self.users: dict[str, User] = {name: stories.person("示例·某人") for name in names}
        self.members = {who: self._member(who) for who in STAFF}
        self.calendar = working_calendar()
        engineer = stories.filled(user=self.users["engineer"], unit=self.units[UNIT])
        insider = stories.filled(
            user=self.users["insider"],
            unit=self.units[UNIT],
            kind=Kind.INITIAL,
            level=Level.ASSISTANT,
            contents=FIRST_TIME,
        )
        self.rows = (engineer.pk, insider.pk)

    def _member(self, who: Who) -> Membership:
        user = self.users[who.person]
        if who.unit in self.units:
            return factories.clerk_of(self.units[who.unit], user=user, role=Role(who.role))
        return factories.officer_of(who.unit, role=Role(who.role), user=user)

    def cases(self) -> tuple[Case, Case]:
        """Give both as the model knows them."""
        return (
            Case("engineer", UNIT, (FIRST, PREFECTURE), fee=True, by_committee=True, calendar=self.calendar),
            Case("insider", UNIT, (FIRST, COUNTY), fee=False, by_committee=False, calendar=self.calendar),
        )

    def act(self, who: Who, at: datetime) -> Act:
        return (
            factories.act_as(self.members[who], at) if who.unit else factories.act_of(self.users[who.person], at)
        )


class Hands:
    """What the deeds are in the portal: each calls the service that a page calls."""

    def __init__(self, row: Application, act: Act, *, turn: int) -> None:
        self.row, self.act, self.turn, self.key = row, act, turn, {"application_id": row.pk}
        self.seen = {"submission": row.submissions_used, "act": act}

    def submit(self) -> None:
        submit(**self.key, signed=stories.signed(self.row, f"page-{self.turn}"), act=self.act)

    def write(self) -> None:
        section = self.row.sections.get(key=SectionKey.SUMMARY)
        text = {"text": f"参加完成多项房屋建筑工程的施工管理，第{self.turn}稿。"}
        save_section(**self.key, key=section.key, data=text, act=self.act, revision=section.revision)

    def withdraw(self) -> None:
        withdraw(**self.key, act=self.act)

    def answer(self) -> None:
        faults = open_faults(self.row) or [Fault(pk=0)]
        for fault in faults:
            answer_fault(**self.key, fault_id=fault.pk, answer="已核对。", act=self.act)

    def resubmit(self) -> None:
        resubmit(**self.key, signed=stories.signed(self.row, f"page-{self.turn}"), act=self.act)

    def recommend(self) -> None:
        employer.record_opinion(**self.key, texts=stories.OPINION, act=self.act)

    def post(self) -> None:
        posting = employer.Posting(posted_on=day_of(self.act.at), phone="0903-1000001")
        employer.start_notice(**self.key, posting=posting, act=self.act)

    def object(self) -> None:
        employer.record_objection(
            **self.key, received_on=day_of(self.act.at), content="业绩有出入。", act=self.act
        )

    def settle(self) -> None:
        waiting = EmployerObjection.objects.filter(notice__application=self.row, notice__cancelled_at=None)
        first = waiting.filter(settled_at=None).order_by("pk")[0]
        employer.settle_objection(objection_id=first.pk, upheld=False, finding="查证无误。", act=self.act)

    def conclude(self) -> None:
        employer.conclude_notice(**self.key, act=self.act)

    def forward(self) -> None:
        there = set(self.row.materials.filter(removed_at=None).values_list("slot_key", flat=True))
        for slot in sorted(set(stories.EMPLOYER_SCANS) - there):
            stories.upload(self.row, slot, act=self.act)
        employer.forward(**self.key, act=self.act)

    def give_back(self) -> None:
        employer.return_to_applicant(**self.key, reason_code="B04", comment="请写清楚。", act=self.act)

    def mark(self) -> None:
        pinned = Fault.objects.filter(
            review__application=self.row,
            review__stage=self.row.state,
            review__submission__number=self.seen["submission"],
        )
        items = ChecklistItem.objects.filter(campaign=self.row.campaign_id).exclude(fault__in=pinned)
        for key in items.values_list("key", flat=True):
            desk.mark_item(self.row.pk, item_key=key, verdict=Verdict.OK, **self.seen)

    def pin(self) -> None:
        desk.pin_fault(
            self.row.pk,
            item_key="achievements",
            reason_code="B04",
            comment="请写清楚您负责的部分。",
            target="section",
            target_key=SectionKey.ACHIEVEMENTS,
            **self.seen,
        )

    def unpin(self) -> None:
        fault = Fault.objects.filter(review__application=self.row).latest("pk")
        desk.unpin_fault(self.row.pk, fault_id=fault.pk, **self.seen)

    def return_(self) -> None:
        desk.return_for_correction(self.row.pk, **self.seen)

    def pass_(self) -> None:
        desk.pass_initial(self.row.pk, **self.seen)

    def accept(self) -> None:
        desk.accept(self.row.pk, **self.seen)

    def refuse(self) -> None:
        desk.reject(self.row.pk, reason_codes=("E01",), comment="不在申报范围。", **self.seen)

    def see_originals(self) -> None:
        confirm_originals(self.row.pk, copies=2, originals_seen=True, act=self.act)

    def book_fee(self) -> None:
        order = self.row.fee_orders.latest("pk")
        confirm_payment(order.pk, paid_on=day_of(self.act.at), bill_number="演示票据", act=self.act)

    def determine(self) -> None:
        determine(self.row.pk, passed=True, comment="", act=self.act)


class Way(Walk):
    """Two cases in one town; each rule is something that somebody does, or that time does."""

    town: Town
    start = stories.SUBMITTED

    def __init__(self) -> None:
        super().__init__()
        self.cases = self.town.cases()

    def exists(self, which: int, who: Who, deed: Deed) -> bool:
        return self.cases[which].exists(deed)

    def may(self, which: int, who: Who, deed: Deed) -> bool:
        return self.cases[which].may(who, deed, self.now)

    def happens(self, which: int, who: Who, deed: Deed) -> None:
        self.cases[which].do(deed, self.now)

    def does(self, which: int, who: Who, deed: Deed) -> None:
        row = Application.objects.get(pk=self.town.rows[which])
        hands = Hands(row, self.town.act(who, self.now), turn=self.turn)
        getattr(hands, deed if hasattr(hands, deed) else f"{deed}_")()

    @initialize(far=st.tuples(st.integers(0, 18), st.integers(0, 18)), faulty=st.booleans())
    def the_cases_have_come_some_way(self, far: tuple[int, int], faulty: bool) -> None:
        """The straight way, so many deeds far, each on the first day that allows it; `faulty`: returned once."""
        for which, deeds in enumerate(far):
            while deeds and self.now < LATEST:
                deed = self._straight(which, faulty)
                deeds -= deed
                self.now += timedelta(minutes=10) if deed else timedelta(hours=12)

    def _straight(self, which: int, faulty: bool) -> bool:
        case = self.cases[which]
        wants_fault = faulty and case.used == 1 and case.state == "initial_review" and not case.faults
        for who, deed in self._allowed(which, (Deed.PIN,) if wants_fault else STRAIGHT):
            self.tries(which, who, deed)
            return True
        return False

    def _allowed(self, which: int, deeds: Iterable[Deed]) -> list[tuple[Who, Deed]]:
        case = self.cases[which]
        return [
            (who, deed)
            for deed in deeds
            for who in EVERYBODY
            if case.exists(deed) and case.may(who, deed, self.now) and not case.is_done(deed)
        ]

    @rule(which=st.integers(0, 1), who=st.sampled_from(EVERYBODY), deed=st.sampled_from(Deed))
    def anybody_tries_anything(self, which: int, who: Who, deed: Deed) -> None:
        """Whoever, whatever: mostly refused."""
        self.tries(which, who, deed)

    @rule(which=st.integers(0, 1), who=st.sampled_from(EVERYBODY))
    def somebody_tries_everything(self, which: int, who: Who) -> None:
        """One person, every deed that is not his or not due."""
        every = [(which, who, deed) for deed in Deed]
        self.are_refused(*(deed for deed in every if self.exists(*deed) and not self.may(*deed)))

    @rule(which=st.integers(0, 1), data=st.data(), steps=st.integers(1, 6), onward=st.integers(0, 3))
    def the_right_people_go_on(self, which: int, data: st.DataObject, steps: int, onward: int) -> None:
        """Some deeds that the model allows, mostly such as lead on."""
        for _step in range(steps):
            allowed = self._allowed(which, ONWARD if onward else Deed)
            if not allowed:
                return
            self.tries(which, *data.draw(st.sampled_from(allowed)))

    @rule(hours=st.sampled_from((1, 9, 24, 24 * 3, 24 * 8)))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule(
        which=st.integers(0, 1),
        data=st.data(),
        beside=st.sampled_from(
            (-SECOND, timedelta(0), INSTANT, SECOND, timedelta(minutes=2), timedelta(minutes=3))
        ),
    )
    def until_something_runs_out(self, which: int, data: st.DataObject, beside: timedelta) -> None:
        """To a second before the end of something, its last instant, and after it."""
        ahead = [edge + beside for edge in self.cases[which].edges() if edge + beside > self.now]
        if ahead:
            self.now = data.draw(st.sampled_from(sorted(set(ahead))))

    @rule()
    def the_portal_sweeps(self) -> None:
        self.changed = any(vars(sweep(at=self.now)).values())
        for case in self.cases:
            case.sweep(self.now)

    @invariant()
    def the_model_is_right(self) -> None:
        for case, pk in zip(self.cases, self.town.rows, strict=True):
            row = Application.objects.get(pk=pk)
            known = (case.state, case.used, case.accepted_at, case.proved, case.paid)
            there = (row.state, row.submissions_used, row.accepted_at)
            assert known == (*there, row.originals_confirmed_at is not None, row.fee_settled_at is not None)
            if case.state == "returned":
                assert row.correction_due == case.correction_ends
            if case.state == "accepted":
                assert (row.paper_due_at, row.fee_due_at) == (case.paper_ends, case.fee_ends)


def test_the_way_is_as_the_model_says():
    """C05, C06, C07, C14, C16, C17, C18, C24, C25, C26, C36, C38, C39, C40, C44: at random, and always as written."""
    Way.town = Town()
    walk(Way, ways=9)
