"""The applicant's home once the office has accepted: what to print, what to pay, what was written of him."""

import re
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from applications.enums import PaperKind, State
from applications.models import Application, Paper
from applications.services.sweep import sweep
from campaigns.rules.wording import whole_moment
from review.services.revocation import revoke
from tests import factories, stories
from tests import stories_after as after
from tests.factories import beijing

pytestmark = pytest.mark.django_db
NOW = beijing(2025, 3, 12, 10)


def home(client: Client, case: Application) -> str:
    client.force_login(case.applicant)
    return client.get(reverse("applications:home")).content.decode()


def test_the_home_leads_to_the_form_and_the_order(client: Client, django_assert_max_num_queries: Any) -> None:
    """C36, C39: who must print and pay finds both on the first page, in at most 8 queries."""
    case = stories.accepted()
    form = Paper.objects.get(application=case, kind=PaperKind.REPORT_FORM)
    with time_machine.travel(NOW, tick=False):
        home(client, case)
        with django_assert_max_num_queries(8):
            page = client.get(reverse("applications:home")).content.decode()
    assert reverse("papers:download", args=[form.code]) in page
    assert reverse("payments:order", args=[case.number]) in page
    assert f"{whole_moment(case.fee_due_at)}截止，逾期不缴，申报失效。" in page


def test_what_the_employer_wrote_for_the_offices_is_not_listed(client: Client) -> None:
    """C43: the recommendation and the conduct report go to the offices, not to the person."""
    case = stories.accepted()
    with time_machine.travel(NOW, tick=False):
        page = home(client, case)
    confidential = Paper.objects.filter(application=case, kind__in=(PaperKind.RECOMMENDATION, PaperKind.CONDUCT))
    assert confidential.exists()
    assert not [paper.code for paper in confidential if paper.code in page]


def test_nobody_is_waited_for_once_the_certificate_is_out(client: Client) -> None:
    """C11: at the end the home says that nothing is left, and names nobody whose turn it would be."""
    page = home(client, factories.application(State.CERTIFIED))
    assert "可以下载了，没有别的要办" in page
    assert "现在轮到" not in page


def test_the_certificate_is_the_first_thing_to_press(client: Client) -> None:
    """C11: who opens the page at last finds the certificate beside the state, not at the end of a list."""
    case = after.certified()
    page = home(client, case)
    certificate = Paper.objects.get(application=case, kind=PaperKind.CERTIFICATE)
    state = page.split('id="h-state"', 1)[1].split("</section>", 1)[0]
    assert reverse("papers:download", args=[certificate.code]) in state
    assert "下载电子证书" in state


def test_who_acts_for_a_unit_finds_where_it_signs_up(client: Client) -> None:
    """C01: a clerk who has just registered stands on this page, which names his way too."""
    client.force_login(factories.person())
    page = client.get(reverse("applications:home")).content.decode()
    assert f'href="{reverse("accounts:employer")}">登记单位' in page


def test_who_gets_no_mail_is_told_to_look_here(client: Client) -> None:
    """C16, C36: no short message is sent: who gave no address learns that a return is seen only after signing in."""
    case = stories.submitted()
    page = home(client, case)
    assert "平台也不发短信" in page
    assert reverse("accounts:profile") in page.split("平台也不发短信", 1)[1]
    case.applicant.email = "reader@example.com"
    case.applicant.save()
    assert "平台也不发短信" not in home(client, case)


def test_both_who_act_after_acceptance_are_named_plainly(client: Client) -> None:
    """C39: the person and the office, with no 和 before 和田."""
    assert "您本人、和田地区" in home(client, factories.application(State.ACCEPTED))


def test_the_number_given_is_named_with_whose_it_is(client: Client) -> None:
    """C48: an office without a telephone does not lend its name to the title office's."""
    case = factories.application(State.INITIAL_REVIEW)
    case.initial_office.phone = ""
    case.initial_office.save()
    page = home(client, case)
    assert f"{case.campaign.issuer}（{case.initial_office.name}没有登记电话）" in page
    case.initial_office.phone = "0903-1000301"
    case.initial_office.save()
    page = home(client, case)
    assert "0903-1000301" in page
    assert "没有登记电话" not in page


def test_a_name_breaks_at_the_dot_in_the_record(client: Client) -> None:
    """Issue 1: the parts of a name stay whole wherever it stands."""
    page = home(client, stories.submitted())
    assert '<span class="np">阿卜杜热伊木江·</span>' in page.split('class="timeline"', 1)[1]


@pytest.mark.parametrize(
    ("bring", "said", "turn"),
    [
        (lambda case: case, "您缴费、交一式两份呈报表", "您本人、"),
        (after.originals_confirmed, "您缴费，", "您本人、"),
        (
            lambda case: after.paid(after.originals_confirmed(case)),
            "评审委员会开会评审",
            "地区专业技术人员职称办公室",
        ),
    ],
    ids=["both are due", "the fee is due", "nothing is due"],
)
def test_the_home_asks_only_for_what_is_left(client: Client, bring: Any, said: str, turn: str) -> None:
    """C36, C39: what was brought or paid is asked for no more; with nothing left it is the office's turn."""
    case = bring(stories.accepted())
    with time_machine.travel(beijing(2025, 3, 21, 10), tick=False):
        page = home(client, case)
    assert said in page
    holder = re.search(r"现在轮到.*?</div>", page, re.S)
    assert holder is not None
    assert turn in holder.group()
    assert ("您本人" in holder.group()) == (turn == "您本人、")


def test_a_revoked_certificate_is_no_longer_handed_out(client: Client) -> None:
    """C45: its holder finds it neither on his home nor at its old address."""
    case = after.certified()
    paper = after.certificate_of(case).paper
    assert paper is not None
    address = reverse("papers:download", args=[paper.code])
    assert address in home(client, case)
    revoke(case.pk, finding="材料不属实（演示）。", act=after.officer_for(case, beijing(2025, 6, 3, 10)))
    assert address not in home(client, case)
    assert client.get(address).status_code == 410


def test_a_draft_whose_time_is_over_promises_nothing(client: Client) -> None:
    """C05: after the last instant no button leads on, even before the sweep; a filled draft is led to the last page."""
    case = stories.filled()
    client.force_login(case.applicant)
    for at, there, gone in (
        (beijing(2025, 3, 6, 23, 55), "去检查、提交", "申报时间已经截止"),
        (beijing(2025, 3, 7, 0, 0), "申报时间已经截止，这件草稿没有提交", "去检查、提交"),
    ):
        with time_machine.travel(at, tick=False):
            page = client.get(reverse("applications:home")).content.decode()
        assert there in page
        assert gone not in page
    assert "，还剩" not in page


def test_an_end_is_told_with_its_reason(client: Client) -> None:
    """C18: who was refused by the date reads why where the state stands, not only in the record."""
    case = stories.returned()
    sweep(at=beijing(2025, 3, 20, 10))
    client.force_login(case.applicant)
    with time_machine.travel(beijing(2025, 3, 20, 11), tick=False):
        page = client.get(reverse("applications:home")).content.decode()
    card = page[page.index('aria-labelledby="h-state"') : page.index('id="h-log"')]
    assert "不予受理" in card
    assert "退回后逾期未修改" in card
