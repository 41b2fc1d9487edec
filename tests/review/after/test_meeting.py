"""Committees and meetings: who may, who may not, when not, what it wrote (C08, C09, C21, C27, C33, C36, C37, C39)."""

from datetime import date, timedelta

import pytest

from accounts.enums import Role
from applications.enums import State, Transition
from applications.rules.refusal import Refused
from campaigns.enums import Band, Kind, Level
from campaigns.rules.calendar import end_of_day
from review.enums import FilingKind, FilingStatus, MeetingStatus, MemberRole, Outcome
from review.models import Committee, Filing, Meeting, Tally
from review.services import filings, meeting
from review.services.committee import MemberFacts, form_committee, set_pass_rate
from tests.factories import membership
from tests.review.after.world import MEMBERS, accepted_case, at, moment, officer, panel

pytestmark = pytest.mark.django_db


def clauses(refused):
    return {refusal.clause for refusal in refused.value.refusals}


def held_meeting(committee, *cases, present=9):
    """Bring a filed meeting with its cases to its opening."""
    held = committee.filed_meeting(at(4, 11, 9), submitted=at(4, 3), filed=at(4, 4))
    tallies = [meeting.take_in(held.pk, case.pk, act=moment(committee.secretary, at(4, 8))) for case in cases]
    committee.seat(held, present, at(4, 11, 9))
    meeting.open_meeting(held.pk, act=moment(committee.secretary, at(4, 11, 9)))
    return held, tallies


def count(committee, tally, *, yes=9, no=0, abstained=0, score=80, defence=80, runoff=None, sign=True):
    """Enter and countersign one count."""
    meeting.enter_tally(
        tally.pk,
        yes=yes,
        no=no,
        abstained=abstained,
        score=score,
        defence_score=defence,
        runoff_yes=runoff,
        act=moment(committee.secretary, at(4, 11, 15)),
    )
    if sign:
        meeting.countersign(tally.pk, act=moment(committee.chair, at(4, 11, 16)))


@pytest.mark.parametrize("size", [1, 2, 4, 10])
def test_an_even_committee_is_not_formed(size):
    """C37: members are odd in number, three at least; a refused committee leaves nothing behind."""
    with pytest.raises(Refused, match="单数"):
        panel(members=size)
    assert not Committee.objects.exists()
    assert not Filing.objects.exists()


def test_an_intermediate_committee_needs_a_pass_rate():
    """C37: the pass rate of 中级 is set by the committee; 初级 has none."""
    with pytest.raises(Refused, match="通过率"):
        panel(pass_rate=None)
    assert panel(pass_rate=None, band=Band.JUNIOR).committee.pass_rate is None


def _form(act, chair, *, until=date(2027, 1, 1), members=MEMBERS):
    campaign = accepted_case().campaign
    return form_committee(
        campaign=campaign,
        name="演示",
        series=accepted_case().series,
        band=Band.JUNIOR,
        valid_from=date(2024, 1, 1),
        valid_until=until,
        chair=chair,
        members=members,
        pass_rate=None,
        act=act,
    )


def test_a_committee_lasts_three_years_at_most():
    """C33, 40号令 article 8: three years to the day pass, a day more does not."""
    secretary = officer("sector-housing", Role.COMMITTEE_SECRETARY)
    chair = officer("sector-housing", Role.COMMITTEE_CHAIR)
    with pytest.raises(Refused, match="不超过3年"):
        _form(secretary, chair.user, until=date(2027, 1, 2))
    assert _form(secretary, chair.user).valid_until == date(2027, 1, 1)


def test_only_a_secretary_forms_a_committee():
    """C44: a reviewer or title officer does not; nor may the secretary chair his own committee."""
    chair = officer("sector-housing", Role.COMMITTEE_CHAIR)
    for role in (Role.REVIEWER, Role.TITLE_OFFICER, Role.COMMITTEE_CHAIR):
        with pytest.raises(Refused):
            _form(officer("sector-housing", role), chair.user)
    secretary = officer("sector-housing", Role.COMMITTEE_SECRETARY)
    membership(Role.COMMITTEE_CHAIR, user=secretary.user, office=secretary.office)
    with pytest.raises(Refused, match="主任委员"):
        _form(secretary, secretary.user)


def test_members_are_named_once_with_one_chair():
    """C37: nobody twice, one chair."""
    secretary = officer("sector-housing", Role.COMMITTEE_SECRETARY)
    chair = officer("sector-housing", Role.COMMITTEE_CHAIR)
    with pytest.raises(Refused, match="填了两次"):
        _form(secretary, chair.user, members=[*MEMBERS[:2], MEMBERS[1]])
    two = [MemberFacts("甲", "高工", "甲单位", MemberRole.CHAIR), MEMBERS[0], MEMBERS[1]]
    with pytest.raises(Refused, match="有且只有1人"):
        _form(secretary, chair.user, members=two)


def test_forming_drafts_the_prior_filing():
    """C33: the prior filing is due by 2025-02-17."""
    filing = panel().committee.filings.get()
    assert (filing.kind, filing.status) == (FilingKind.PRIOR, FilingStatus.DRAFT)
    assert filing.due_at == end_of_day(date(2025, 2, 17))


@pytest.mark.parametrize(
    ("when", "clause"), [(at(4, 9, 23, 59), "C08"), (at(4, 16, 0, 0), "C08")], ids=["before", "after"]
)
def test_the_prefecture_meets_in_its_window(when, clause):
    """C08: 2025-04-10 to 04-15; a minute before or after is refused."""
    committee = panel()
    with pytest.raises(Refused) as refused:
        meeting.plan_meeting(
            committee.committee.pk, starts_at=when, place="演示", act=moment(committee.secretary, at(3, 20))
        )
    assert clause in clauses(refused)
    assert not Meeting.objects.exists()


def test_a_county_sets_its_own_day_until_the_25th():
    """C09: a county committee meets on a day of its own, done by 2025-04-25."""
    committee = panel(band=Band.JUNIOR, pass_rate=None, office="moyu-title")
    act = moment(committee.secretary, at(3, 1))
    planned = meeting.plan_meeting(committee.committee.pk, starts_at=at(3, 20), place="墨玉", act=act)
    assert planned.status == MeetingStatus.PLANNED
    with pytest.raises(Refused) as refused:
        meeting.plan_meeting(committee.committee.pk, starts_at=at(4, 26), place="墨玉", act=act)
    assert clauses(refused) == {"C09"}


def test_a_county_judges_its_own_people():
    """C09: an applicant of another county is not taken in."""
    committee = panel(band=Band.JUNIOR, pass_rate=None, office="pishan-title")
    stranger = accepted_case(level=Level.ASSISTANT)
    held = committee.filed_meeting(at(4, 11, 9), submitted=at(4, 3), filed=at(4, 4))
    with pytest.raises(Refused, match="不是本县市"):
        meeting.take_in(held.pk, stranger.pk, act=moment(committee.secretary, at(4, 8)))


@pytest.mark.parametrize(
    ("fields", "clause"),
    [
        ({"settled": False}, "C36"),
        ({"confirmed": False}, "C39"),
        ({"kind": Kind.INITIAL}, "C40"),
        ({"level": Level.ASSISTANT}, ""),
        ({"series": "agriculture"}, ""),
    ],
    ids=["fee", "originals", "kind", "band", "series"],
)
def test_who_is_not_ready_does_not_enter(fields, clause):
    """C12, C36, C39, C40: fee, originals, kind, band, series; the case stays accepted and no count is made."""
    committee = panel()
    case = accepted_case(**fields)
    held = committee.filed_meeting(at(4, 11, 9), submitted=at(4, 3), filed=at(4, 4))
    with pytest.raises(Refused) as refused:
        meeting.take_in(held.pk, case.pk, act=moment(committee.secretary, at(4, 8)))
    assert clause in clauses(refused)
    case.refresh_from_db()
    assert case.state == State.ACCEPTED
    assert not Tally.objects.exists()
    assert not case.events.exists()


def test_nobody_enters_before_the_filing():
    """C33: without the registered pre-meeting filing nobody is taken in."""
    committee, case = panel(), accepted_case()
    held = meeting.plan_meeting(
        committee.committee.pk, starts_at=at(4, 11), place="演示", act=moment(committee.secretary, at(4, 1))
    )
    with pytest.raises(Refused) as refused:
        meeting.take_in(held.pk, case.pk, act=moment(committee.secretary, at(4, 8)))
    assert clauses(refused) == {"C33"}


def test_only_the_committees_secretary_takes_in():
    """C44: another office's secretary may not."""
    committee, case = panel(), accepted_case()
    held = committee.filed_meeting(at(4, 11, 9), submitted=at(4, 3), filed=at(4, 4))
    other = officer("sector-water", Role.COMMITTEE_SECRETARY)
    with pytest.raises(Refused) as refused:
        meeting.take_in(held.pk, case.pk, act=moment(other, at(4, 8)))
    assert "C44" in clauses(refused)


@pytest.mark.parametrize(
    ("submitted", "may"), [(at(4, 6, 23, 59), True), (at(4, 7, 0, 0), False)], ids=["five days", "a minute late"]
)
def test_the_filing_is_made_five_days_before(submitted, may):
    """C33: for a meeting on 04-11 the filing is handed in by 04-06 24时, rest days and all; later the door stays shut."""
    committee, case = panel(), accepted_case()
    held = committee.filed_meeting(at(4, 11, 9), submitted=submitted, filed=at(4, 8))
    assert held.filings.get().due_at == end_of_day(date(2025, 4, 6))
    meeting.take_in(held.pk, case.pk, act=moment(committee.secretary, at(4, 9)))
    committee.seat(held, 9, at(4, 11, 9))
    act = moment(committee.secretary, at(4, 11, 9))
    if may:
        assert meeting.open_meeting(held.pk, act=act).status == MeetingStatus.OPEN
        return
    with pytest.raises(Refused) as refused:
        meeting.open_meeting(held.pk, act=act)
    assert clauses(refused) == {"C33"}


def test_moving_a_meeting_moves_its_filing():
    """C33: two days later leaves two days more for the filing."""
    committee = panel()
    held = committee.filed_meeting(at(4, 11, 9), submitted=at(4, 7), filed=at(4, 8))
    meeting.move_meeting(held.pk, starts_at=at(4, 13, 9), act=moment(committee.secretary, at(4, 9)))
    assert held.filings.get().due_at == end_of_day(date(2025, 4, 8))


@pytest.mark.parametrize(("present", "may"), [(8, True), (7, False)])
def test_no_quorum_no_meeting(present, may):
    """C37: of 11 members 8 must sit."""
    committee, case = panel(), accepted_case()
    held = committee.filed_meeting(at(4, 11, 9), submitted=at(4, 3), filed=at(4, 4))
    meeting.take_in(held.pk, case.pk, act=moment(committee.secretary, at(4, 8)))
    committee.seat(held, present, at(4, 11, 9))
    act = moment(committee.secretary, at(4, 11, 9))
    if may:
        assert meeting.open_meeting(held.pk, act=act).status == MeetingStatus.OPEN
        return
    with pytest.raises(Refused, match="须到8人"):
        meeting.open_meeting(held.pk, act=act)


def test_a_meeting_opens_on_its_day():
    """C08: not the day before."""
    committee, case = panel(), accepted_case()
    held = committee.filed_meeting(at(4, 11, 9), submitted=at(4, 3), filed=at(4, 4))
    meeting.take_in(held.pk, case.pk, act=moment(committee.secretary, at(4, 8)))
    committee.seat(held, 9, at(4, 10, 9))
    with pytest.raises(Refused, match="当天才能开始"):
        meeting.open_meeting(held.pk, act=moment(committee.secretary, at(4, 10, 9)))


def test_nobody_comes_later_and_the_rate_stays():
    """C37: once open, attendance and pass rate are fixed."""
    committee, case = panel(), accepted_case()
    held, _ = held_meeting(committee, case)
    with pytest.raises(Refused):
        committee.seat(held, 11, at(4, 11, 10))
    with pytest.raises(Refused, match="通过率不能再改"):
        set_pass_rate(committee.committee.pk, percent=50, act=moment(committee.secretary, at(4, 11, 10)))


@pytest.mark.parametrize(
    ("votes", "match"),
    [
        ({"yes": 10}, "到会9人"),
        ({"yes": 0}, "票数合计0"),
        ({"yes": 9, "defence": None}, "答辩"),
        ({"yes": 9, "score": None}, "量化赋分"),
        ({"yes": 9, "score": 101}, "0至100分"),
        ({"yes": -1, "no": 5}, "负数"),
    ],
    ids=["more than sit", "none", "no defence", "no score", "over a hundred", "negative"],
)
def test_an_impossible_count_is_refused(votes, match):
    """C27, C37: votes of those who sit, a defence for 中级, a score where a rate ranks; the count stays empty."""
    committee, case = panel(), accepted_case()
    _, (tally,) = held_meeting(committee, case)
    with pytest.raises(Refused, match=match):
        count(committee, tally, **votes)
    tally.refresh_from_db()
    assert tally.entered_at is None


def test_a_junior_count_needs_no_defence():
    """C27: only 中级 has a defence."""
    committee, case = panel(band=Band.JUNIOR, pass_rate=None), accepted_case(level=Level.ASSISTANT)
    held, (tally,) = held_meeting(committee, case)
    count(committee, tally, defence=None, score=None)
    closed = meeting.close_meeting(held.pk, act=moment(committee.secretary, at(4, 11, 17)))
    assert closed == {case.number: Outcome.PASSED}


def test_the_chair_countersigns_and_nobody_else():
    """C37, C44: not the secretary, not another chair; a changed count needs a new signature."""
    committee, case = panel(), accepted_case()
    _, (tally,) = held_meeting(committee, case)
    with pytest.raises(Refused, match="还没有计票"):
        meeting.countersign(tally.pk, act=moment(committee.chair, at(4, 11, 15)))
    count(committee, tally, sign=False)
    other = officer("sector-housing", Role.COMMITTEE_CHAIR)
    for act in (committee.secretary, other):
        with pytest.raises(Refused) as refused:
            meeting.countersign(tally.pk, act=moment(act, at(4, 11, 16)))
        assert "C44" in clauses(refused)
    meeting.countersign(tally.pk, act=moment(committee.chair, at(4, 11, 16)))
    count(committee, tally, yes=5, no=4, sign=False)
    tally.refresh_from_db()
    assert tally.countersigned_at is None


def test_closing_waits_for_every_signature():
    """C37: an unsigned count keeps the meeting open and every case where it was."""
    committee, cases = panel(), [accepted_case(), accepted_case()]
    held, (first, second) = held_meeting(committee, *cases)
    count(committee, first)
    count(committee, second, sign=False)
    with pytest.raises(Refused, match=cases[1].number):
        meeting.close_meeting(held.pk, act=moment(committee.secretary, at(4, 11, 17)))
    cases[0].refresh_from_db()
    assert cases[0].state == State.IN_COMMITTEE


def test_closing_decides_each_and_says_which_rule():
    """C37: passed, no two thirds, beyond the places; the rule stands in the event and the applicant is told."""
    committee, cases = panel(pass_rate=67), [accepted_case() for _ in range(3)]
    held, tallies = held_meeting(committee, *cases)
    for tally, yes, score in zip(tallies, (9, 5, 6), (70, 99, 80), strict=True):
        count(committee, tally, yes=yes, no=9 - yes, score=score)
    closed = meeting.close_meeting(held.pk, act=moment(committee.secretary, at(4, 11, 17)))
    assert list(closed.values()) == [Outcome.PASSED, Outcome.NOT_TWO_THIRDS, Outcome.PASSED]
    for case, state in zip(cases, (State.PASSED, State.FAILED, State.PASSED), strict=True):
        case.refresh_from_db()
        assert case.state == state
        assert case.decided_at == at(4, 11, 17)
        assert case.applicant.inbox.filter(key=f"application/{case.pk}/decided").exists()
    assert "没有达到到会人数的三分之二" in cases[1].events.last().comment
    assert cases[1].events.last().transition == Transition.FAIL_REVIEW


def test_a_tie_on_the_cut_is_told_and_voted_on_again():
    """C37: equals do not pass together; closing names them, and a re-vote decides."""
    committee, cases = panel(pass_rate=50), [accepted_case(), accepted_case()]
    held, (first, second) = held_meeting(committee, *cases)
    count(committee, first)
    count(committee, second)
    act = moment(committee.secretary, at(4, 11, 17))
    with pytest.raises(Refused, match="重新表决"):
        meeting.close_meeting(held.pk, act=act)
    count(committee, first, runoff=3)
    count(committee, second, runoff=6)
    closed = meeting.close_meeting(held.pk, act=act)
    assert closed == {cases[0].number: Outcome.BEYOND_PLACES, cases[1].number: Outcome.PASSED}


def test_a_tie_after_the_second_vote_fails_both():
    """C37: still equal, neither passes."""
    committee, cases = panel(pass_rate=50), [accepted_case(), accepted_case()]
    held, tallies = held_meeting(committee, *cases)
    for tally in tallies:
        count(committee, tally, runoff=5)
    closed = meeting.close_meeting(held.pk, act=moment(committee.secretary, at(4, 11, 17)))
    assert set(closed.values()) == {Outcome.TIED}


def test_a_committee_out_of_term_does_not_meet():
    """C33: the term must cover the day."""
    committee = panel()
    Committee.objects.filter(pk=committee.committee.pk).update(valid_until=date(2025, 4, 10))
    with pytest.raises(Refused, match="有效期"):
        meeting.plan_meeting(
            committee.committee.pk, starts_at=at(4, 11), place="演示", act=moment(committee.secretary, at(4, 1))
        )


def test_a_filing_goes_from_draft_to_number():
    """C33, C44: the secretary hands in, the prefecture's title office registers with a number, each once."""
    committee = panel()
    filing = committee.committee.filings.get()
    with pytest.raises(Refused, match="还没有提交"):
        filings.register_filing(filing.pk, number="1号", act=moment(committee.registrar, at(2, 16)))
    with pytest.raises(Refused):
        filings.submit_filing(filing.pk, act=moment(committee.registrar, at(2, 16)))
    filings.submit_filing(filing.pk, act=moment(committee.secretary, at(2, 16)))
    with pytest.raises(Refused, match="提交过"):
        filings.submit_filing(filing.pk, act=moment(committee.secretary, at(2, 16, 11)))
    county = officer("moyu-title", Role.TITLE_OFFICER)
    for act, number in ((county, "1号"), (committee.registrar, " ")):
        with pytest.raises(Refused):
            filings.register_filing(filing.pk, number=number, act=moment(act, at(2, 17)))
    done = filings.register_filing(filing.pk, number="演示备字1号", act=moment(committee.registrar, at(2, 17)))
    assert (done.status, done.number, done.filed_by) == (
        FilingStatus.FILED,
        "演示备字1号",
        committee.registrar.user,
    )
    assert committee.secretary.user.inbox.count() == 1


def test_a_filing_given_back_is_handed_in_again():
    """C33: the reason reaches the secretary, and the day of the second handing-in counts."""
    committee = panel()
    filing = committee.committee.filings.get()
    filings.submit_filing(filing.pk, act=moment(committee.secretary, at(2, 15)))
    filings.give_back_filing(filing.pk, why="缺委员单位", act=moment(committee.registrar, at(2, 16)))
    assert committee.secretary.user.inbox.get().body == "缺委员单位"
    again = filings.submit_filing(filing.pk, act=moment(committee.secretary, at(2, 16) + timedelta(hours=5)))
    assert again.submitted_at == at(2, 16, 15)


def test_a_meeting_takes_only_one_count_a_case():
    """C37: a case in a meeting is not taken in twice, nor into another meeting."""
    committee, case = panel(), accepted_case()
    held_meeting(committee, case)
    second = committee.filed_meeting(at(4, 14, 9), submitted=at(4, 4), filed=at(4, 5))
    with pytest.raises(Refused, match="评审中"):
        meeting.take_in(second.pk, case.pk, act=moment(committee.secretary, at(4, 12)))
