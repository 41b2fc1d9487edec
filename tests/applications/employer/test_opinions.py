"""An employer with several people begins from his own last words, and a reviewer sees where he did."""

import pytest

from applications.enums import Transition
from applications.models import EmployerOpinion
from tests import factories
from tests.applications.employer.test_notice import TEXTS, checked, posted
from tests.applications.employer.test_pages import address, case_of, typed

pytestmark = pytest.mark.django_db
OFFER = "从那一份写起"


@pytest.fixture
def first(clerk):
    """A person of whom the clerk has written already, by name."""
    row = case_of(clerk, applicant=factories.person("买买提·吐尔逊"))
    checked(row, clerk, recommendation="同意推荐买买提·吐尔逊。")
    return row


def text_in(page, name):
    return page.context["opinion_form"][name].value()


def test_his_own_last_words_are_offered_and_nothing_is_filled_in_silence(desk, clerk, first):
    """C43: the page shows whose words they are and when they were written; until he asks, every field is empty."""
    second = case_of(clerk)
    page = desk.get(address(second))
    assert OFFER in page.text
    assert "2月24日10:00给买买提·吐尔逊写过单位意见" in page.text
    assert not text_in(page, "recommendation")


def test_what_is_begun_names_the_new_person_is_marked_and_is_not_saved(desk, clerk, first):
    """C43: what was typed stays, originals are looked at anew, achievements are not taken over; saving is his own act."""
    second = case_of(clerk, applicant=factories.person("李明"))
    given = typed("opinion", {"conduct_work": "李明独有的话。"}) | {"begin": "1"}
    page = desk.post(address(second, "opinion/"), given)
    assert page.status_code == 200
    assert text_in(page, "recommendation") == "同意推荐李明。"
    assert text_in(page, "conduct_work") == "李明独有的话。"
    assert not text_in(page, "notice_achievements")
    assert not text_in(page, "checked_true")
    assert page.text.count("照您写给买买提·吐尔逊的，还没有保存") == 5
    assert not EmployerOpinion.objects.filter(application=second).exists()


def test_only_ones_own_words_of_this_employer_and_year_are_offered(desk, clerk):
    """C43: neither a colleague's, nor another employer's, nor those of one's own case; nor once all is written."""
    colleague = factories.clerk_of(clerk.employer)
    checked(case_of(clerk), colleague)
    elsewhere = factories.clerk_of(factories.employer("别的单位"), user=clerk.user)
    checked(case_of(elsewhere), elsewhere)
    second = case_of(clerk)
    assert OFFER not in desk.get(address(second)).text
    begun = desk.post(address(second, "opinion/"), {"begin": "1"})
    assert begun.status_code == 302, "nothing to begin from: what was typed is saved as ever"
    checked(case_of(clerk), clerk)
    assert OFFER in desk.get(address(second)).text
    checked(second, clerk)
    assert OFFER not in desk.get(address(second)).text


def test_the_record_says_where_the_same_was_written_of_somebody_else(desk, clerk, first):
    """C43: before posting the clerk reads it, afterwards the reviewer; who is written of anew has nothing added."""
    assert "写给本单位别人的" not in comment(posted(first, clerk))
    second = case_of(clerk, applicant=factories.person("李明"))
    texts = TEXTS | {name: f"只写李明的{name}。" for name in ("opinion", "conduct_work", "notice_achievements")}
    checked(second, clerk, **texts | {"recommendation": "同意推荐李明。"})
    said = "推荐意见、政治表现、廉洁自律、公示：思想政治条件"
    assert f"有4栏与您单位写给别人的相同：{said}。" in desk.get(address(second)).text
    assert comment(posted(second, clerk)).endswith(f"单位意见有4栏与写给本单位别人的相同：{said}")


def comment(notice):
    return notice.application.events.get(transition=Transition.START_NOTICE).comment


def test_the_place_of_the_last_notice_stands_in_the_next(desk, clerk, first):
    """C46: the same board serves all; it can be seen and changed."""
    posted(first, clerk, place="公司一楼公告栏")
    second = case_of(clerk)
    checked(second, clerk)
    assert desk.get(address(second)).context["notice_form"]["place"].value() == "公司一楼公告栏"


def test_the_next_person_is_one_press_away(desk, clerk, first):
    """C26: from a person's page to the one who has waited longest, in whatever state this one is; never to oneself."""
    second = case_of(clerk, applicant=factories.person("李明"))
    case_of(clerk, applicant=clerk.user)
    assert "下一位等审核的，李明" in desk.get(address(first)).text
    posted(first, clerk)
    assert f'<a href="{address(second)}">下一位等审核的，李明' in desk.get(address(first)).text
    assert "下一位等审核的" not in desk.get(address(second)).text


def test_the_lists_of_the_day_open_where_they_are(desk, clerk, first):
    """C26: who presses what is due lands on the list, not on top of the same page."""
    page = desk.get("/employer/").text
    assert 'href="?group=check#staff-h"' in page
