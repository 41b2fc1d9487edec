"""A holder's annotated copies: made for a purpose and a time, listed to him alone, checkable by whoever holds one."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.enums import PaperKind, PaperStatus
from applications.models import Paper
from applications.rules.refusal import Refused
from applications.selectors.papers import papers_of, papers_visible_to
from applications.services import papers
from review.enums import AnnotatedState
from review.models import AnnotatedCopy
from review.rules.annotating import A_DAY, latest_day, state_on
from review.services.annotating import make_copy
from review.services.revocation import revoke
from tests import factories, stories_after
from tests.documents.reading import codes_of, pictures_in

pytestmark = pytest.mark.django_db
NOW = factories.beijing(2025, 6, 2, 10)
UNTIL = date(2025, 6, 30)
PURPOSE = "仅用于演示公司投标"


@pytest.fixture(autouse=True)
def _fresh_counters():
    cache.clear()


@pytest.fixture(scope="module")
def made(one_world):
    """Give a certificate whose paper is made."""
    found = stories_after.certificate_of(stories_after.certified())
    assert papers.make(found.paper_id, at=NOW)
    return found


@pytest.fixture
def certificate(made):
    return stories_after.certificate_of(made.application)


def holder(certificate, at=NOW):
    return factories.act_of(certificate.application.applicant, at)


def copied(certificate, purpose=PURPOSE, until=UNTIL, at=NOW):
    return make_copy(certificate.pk, purpose=purpose, valid_until=until, act=holder(certificate, at))


def test_a_copy_is_a_row_and_a_paper_with_its_own_code(certificate):
    """C11: who, for what, until when; its code leads to the copy's page, and the certificate's own is not on it."""
    copy = copied(certificate)
    assert (copy.purpose, copy.valid_until, copy.made_by, copy.made_at) == (
        PURPOSE,
        UNTIL,
        certificate.application.applicant,
        NOW,
    )
    papers.make(copy.paper_id, at=NOW)
    with Paper.objects.get(pk=copy.paper_id).file.open("rb") as stream:
        pdf = stream.read()
    (code,) = codes_of(pdf)
    assert code.endswith(reverse("results:copy", args=[copy.token]))
    assert certificate.token.encode() not in pdf
    assert len(pictures_in(pdf)) == 1


def test_the_same_copy_asked_for_twice_is_one(certificate):
    """C43: a double press makes one copy; another purpose or day another, side by side."""
    first = copied(certificate)
    assert copied(certificate, f" {PURPOSE}  ").pk == first.pk
    second = copied(certificate, "仅用于演示公司入职")
    third = copied(certificate, until=date(2025, 7, 1))
    standing = Paper.objects.exclude(status=PaperStatus.OUTDATED).filter(kind=PaperKind.CERTIFICATE_COPY)
    assert set(standing.values_list("pk", flat=True)) == {first.paper_id, second.paper_id, third.paper_id}


@pytest.mark.parametrize(
    ("purpose", "until", "words"),
    [
        ("", UNTIL, "用途"),
        ("字" * 41, UNTIL, "用途"),
        (PURPOSE, NOW.date() - timedelta(days=1), "有效期"),
        (PURPOSE, latest_day(NOW.date()) + timedelta(days=1), "有效期"),
    ],
)
def test_what_cannot_be_burnt_in_is_refused(certificate, purpose, until, words):
    """C11: no purpose, too long a one, a day that is over or too far ahead: nothing is written."""
    with pytest.raises(Refused, match=words):
        copied(certificate, purpose, until)
    assert not AnnotatedCopy.objects.exists()


def test_only_the_holder_makes_copies(certificate):
    """C44: neither an office nor another person, however they know the certificate."""
    for act in (
        stories_after.officer_for(certificate.application, NOW),
        factories.act_of(factories.person(), NOW),
    ):
        with pytest.raises(Refused):
            make_copy(certificate.pk, purpose=PURPOSE, valid_until=UNTIL, act=act)


def test_so_many_a_day_and_no_more(certificate):
    """C43: nobody fills the store with copies; the next day he goes on."""
    for number in range(A_DAY):
        copied(certificate, f"用途{number}")
    with pytest.raises(Refused, match="明天"):
        copied(certificate, "再一份")
    assert copied(certificate, "再一份", at=NOW + timedelta(days=1)).pk


def test_a_revoked_certificate_voids_its_copies(certificate):
    """C45: no new copy, the old ones say that they are void, and their files are no longer served."""
    copy = copied(certificate)
    act = stories_after.officer_for(certificate.application, NOW)
    revoke(certificate.application_id, finding="业绩材料经查实系伪造。", act=act)
    with pytest.raises(Refused, match="撤销"):
        copied(certificate, "再一份")
    assert Paper.objects.get(pk=copy.paper_id).status == PaperStatus.OUTDATED


@pytest.mark.parametrize(
    ("day", "facts", "state"),
    [
        (UNTIL, {}, AnnotatedState.VALID),
        (UNTIL + timedelta(days=1), {}, AnnotatedState.EXPIRED),
        (UNTIL, {"certificate_stands": False}, AnnotatedState.REVOKED),
        (UNTIL + timedelta(days=1), {"certificate_stands": False}, AnnotatedState.REVOKED),
        (UNTIL + timedelta(days=1), {"is_of_current": False}, AnnotatedState.SUPERSEDED),
    ],
)
def test_what_a_copy_is_worth(day, facts, state):
    """C11, C45: its last day counts; revocation is said before anything else."""
    given = {"certificate_stands": True, "is_of_current": True} | facts
    assert state_on(day, valid_until=UNTIL, **given) == state


def test_a_copy_is_its_holders_business_alone(certificate):
    """C44: neither employer nor office sees what somebody had a copy made for; his own list of papers stays short."""
    copy = copied(certificate)
    case = certificate.application
    clerk = factories.act_as(factories.clerk_of(case.employer), NOW)
    for act in (clerk, stories_after.officer_for(case, NOW)):
        assert not papers_visible_to(act).filter(pk=copy.paper_id).exists()
        assert papers_visible_to(act).filter(pk=certificate.paper_id).exists()
    assert papers_visible_to(holder(certificate)).filter(pk=copy.paper_id).exists()
    assert copy.paper not in papers_of(case, holder(certificate))


# The pages


def page_of(certificate):
    return reverse("results:copies", args=[certificate.application.number])


def test_the_holder_makes_one_on_his_page(client, certificate):
    """C11: chosen, made, listed with its state, opened; found beside the download of the certificate."""
    client.force_login(certificate.application.applicant)
    with time_machine.travel(NOW, tick=False):
        home = client.get(reverse("applications:case", args=[certificate.application.number])).content.decode()
        assert page_of(certificate) in home
        sent = client.post(page_of(certificate), {"purpose": PURPOSE, "valid_until": "2025-06-30"})
        assert (sent.status_code, sent.url) == (302, page_of(certificate))
        text = client.get(page_of(certificate)).content.decode()
    copy = AnnotatedCopy.objects.get()
    assert PURPOSE in text
    assert "有效期至2025年6月30日" in text
    assert reverse("papers:download", args=[copy.paper.code]) in text


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"purpose": "", "valid_until": "2025-06-30"}, "还没有填，请填写"),
        ({"purpose": "字" * 41, "valid_until": "2025-06-30"}, "最多40个字"),
        ({"purpose": PURPOSE, "valid_until": "2024-01-01"}, "请选2025-06-02到"),
        ({"purpose": PURPOSE, "valid_until": "明天"}, "日期请写成"),
    ],
)
def test_a_wrong_input_is_said_beside_it_and_kept(client, certificate, given, words):
    """C15: 422, the message beside its control, what was typed still there."""
    client.force_login(certificate.application.applicant)
    with time_machine.travel(NOW, tick=False):
        page = client.post(page_of(certificate), given)
    text = page.content.decode()
    assert (page.status_code, words in text) == (422, True)
    assert given["purpose"] in text
    assert not AnnotatedCopy.objects.exists()


def test_markup_in_a_purpose_prints_as_it_is(client, certificate):
    """C15: whatever is typed is text, on the page and on the paper."""
    copy = copied(certificate, "<b>{{ paper }}</b>&amp;{% x %}")
    assert papers.make(copy.paper_id, at=NOW) or Paper.objects.get(pk=copy.paper_id).status == PaperStatus.READY
    text = client.get(reverse("results:copy", args=[copy.token])).content.decode()
    assert "&lt;b&gt;{{ paper }}&lt;/b&gt;&amp;amp;{% x %}" in text


def test_whoever_holds_a_copy_sees_what_it_is_for_and_until_when(client, certificate):
    """C11: the page behind its code; expired said plainly; nothing of the holder that is kept back elsewhere."""
    copy = copied(certificate)
    address = reverse("results:copy", args=[copy.token])
    for at, words in ((NOW, "加注件有效"), (NOW + timedelta(days=60), "加注件已过有效期")):
        with time_machine.travel(at, tick=False):
            text = client.get(address).content.decode()
        assert words in text
        assert PURPOSE in text
        assert "2025年6月30日" in text
        person = certificate.application.applicant
        for secret in (person.name, person.document_number, person.phone, certificate.token, copy.paper.code):
            assert secret not in text
    assert client.get(reverse("results:copy", args=["A" * 22])).status_code == 404


def test_the_list_asks_the_same_for_one_and_for_many(client, certificate):
    """Issue 2: as many questions to the database for nine copies as for one."""
    client.force_login(certificate.application.applicant)
    asked = []
    for many in (1, 9):
        for number in range(many):
            copied(certificate, f"用途{number}")
        with time_machine.travel(NOW, tick=False), CaptureQueriesContext(connection) as said:
            assert client.get(page_of(certificate)).status_code == 200
        asked.append(len(said))
    assert asked[0] == asked[1] <= 14
