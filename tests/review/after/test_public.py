"""What strangers see: lists in their period, the check of a certificate that cannot be enumerated (C08, C11)."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from applications.enums import PaperStatus, State
from campaigns.enums import Kind, Level
from campaigns.rules.calendar import day_of
from review.enums import CertificateStatus
from review.models import Certificate, Publicity, PublicityEntry, ResultObjection
from review.rules.numbers import certificate_number
from review.services import certificates, publicity, results
from tests.factories import person
from tests.review.after.world import accepted_case, moment, officer

pytestmark = pytest.mark.django_db
CHECK = "/results/certificates/"


@pytest.fixture(autouse=True)
def _fresh_counters():
    cache.clear()


@pytest.fixture
def office(db):
    return officer("title-office", Role.TITLE_OFFICER)


def listed_today(office, *cases):
    """Post a list yesterday, so that it hangs now."""
    when = timezone.now() - timedelta(days=1)
    return publicity.publicise(
        campaign=cases[0].campaign,
        application_ids=[case.pk for case in cases],
        title="演示公示",
        act=moment(office, when),
    )


def passed(**fields):
    return accepted_case(kind=Kind.GRANT, state=State.PASSED, decided_at=timezone.now(), **fields)


@pytest.fixture
def certificate(office):
    """Give a certificate whose holder is 阿卜杜热伊木江·麦麦提."""
    case = passed(applicant=person("阿卜杜热伊木江·麦麦提"))
    when = timezone.now() - timedelta(days=40)
    listed = publicity.publicise(
        campaign=case.campaign, application_ids=[case.pk], title="演示", act=moment(office, when)
    )
    later = moment(office, timezone.now())
    publicity.conclude_publicity(listed.pk, act=later)
    document = results.issue_document(listed.pk, title="演示", issued_on=day_of(later.at), act=later)
    return certificates.issue_certificates(document.pk, act=later)[0]


def test_a_list_shows_names_and_no_numbers(client, office):
    """C08: name whole, employer, title; no document number, telephone or applicant's number anywhere."""
    case = passed(applicant=person("买买提·吐尔逊"))
    listed = listed_today(office, case)
    page = client.get(reverse("results:publicity", args=[listed.slug]))
    text = page.content.decode()
    assert "买买提·" in text
    assert case.employer.name in text
    assert case.title.name in text
    for secret in (case.applicant.document_number, case.applicant.phone, case.number):
        assert secret not in text
    assert 'name="robots" content="noindex"' in text


def test_a_list_is_hidden_after_its_period(client, office):
    """C08: on the last day it hangs, the day after it is gone, as if it had never been."""
    listed = listed_today(office, passed())
    address = reverse("results:publicity", args=[listed.slug])
    today = day_of(timezone.now())
    Publicity.objects.filter(pk=listed.pk).update(last_day=today)
    assert client.get(address).status_code == 200
    Publicity.objects.filter(pk=listed.pk).update(last_day=today - timedelta(days=1), posted_on="2025-01-01")
    assert client.get(address).status_code == 404
    assert listed.slug not in client.get(reverse("results:publicities")).content.decode()


def test_five_hundred_rows_stay_light(client, office, django_assert_max_num_queries):
    """C08: the page stays under 100 kB and asks the same four questions for 1, 3 and 500 rows."""
    listed = listed_today(office, passed())
    address = reverse("results:publicity", args=[listed.slug])
    unit = listed.entries.get().application.employer
    for number in range(499):
        case = accepted_case(
            kind=Kind.GRANT, state=State.PUBLICISED, unit=unit, applicant=person(f"阿卜杜热伊木江·麦麦提{number}")
        )
        PublicityEntry.objects.create(publicity=listed, application=case)
        if number in (1, 498):
            with django_assert_max_num_queries(4):
                page = client.get(address)
            assert len(page.content) < 100_000
    assert "500人" in page.content.decode()
    assert client.get(address + "?page=5").context["page"].number == 5


def test_a_stranger_objects_without_a_name(client, office):
    """C08: content suffices; nothing said is refused with the input kept; another list's person is 404."""
    listed = listed_today(office, passed())
    entry = listed.entries.get()
    address = reverse("results:objection", args=[listed.slug, entry.pk])
    refused = client.post(address, {"content": "", "contact": "0903-1000009"})
    assert refused.status_code == 422
    assert "0903-1000009" in refused.content.decode()
    assert client.post(address, {"content": "业绩不是本人的"}).status_code == 302
    found = ResultObjection.objects.get()
    assert (found.content, found.objector, found.recorded_by) == ("业绩不是本人的", "", None)
    other = listed_today(office, passed())
    assert client.get(reverse("results:objection", args=[other.slug, entry.pk])).status_code == 404


def test_objections_are_rate_limited(client, office):
    """C08: the sixth from one network within an hour is refused with what to do; nothing is stored."""
    listed = listed_today(office, passed())
    address = reverse("results:objection", args=[listed.slug, listed.entries.get().pk])
    answers = [client.post(address, {"content": f"第{number}条"}).status_code for number in range(6)]
    assert answers == [302] * 5 + [409]
    assert ResultObjection.objects.count() == 5


@pytest.mark.parametrize("name", ["阿卜杜热伊木江•麦麦提", "阿卜杜热伊木江麦麦提", " 阿卜杜热伊木江 麦麦提"])
def test_number_and_name_together_find_it(client, certificate, name):
    """C11: typed with spaces and another dot or none; the page masks the name and shows no document number."""
    spaced = f" {certificate.grouped_number.lower()} "
    page = client.post(CHECK, {"number": spaced, "name": name})
    text = page.content.decode()
    assert page.status_code == 200
    assert "证书有效" in text
    assert "阿卜杜热伊木江·麦＊＊" in text
    assert "麦麦提" not in text
    assert certificate.application.applicant.document_number not in text
    assert certificate.token not in text


@pytest.mark.parametrize("wrong", ["number", "name", "both", "check character"])
def test_one_alone_finds_nothing(client, certificate, wrong):
    """C11: whatever does not match, the answer is the same page with 404: nobody learns which half was right."""
    number, name = certificate.number, "阿卜杜热伊木江·麦麦提"
    if wrong in ("number", "both"):
        number = certificate_number(year=2025, kind=Kind.GRANT, level=Level.INTERMEDIATE, serial=2)
    if wrong in ("name", "both"):
        name = "阿卜杜热伊木江·麦"
    if wrong == "check character":
        number = number[:-1] + ("A" if number[-1] != "A" else "B")
    page = client.post(CHECK, {"number": number, "name": name})
    assert page.status_code == 404
    assert "没查到，不等于证书是假的" in page.content.decode()


def test_a_short_number_says_how_long_it_should_be(client, certificate):
    """C11: 应为17位，您输入的是16位; the name typed is kept."""
    page = client.post(CHECK, {"number": certificate.number[:-1], "name": "演示"})
    text = page.content.decode()
    assert page.status_code == 404
    assert "您输入的是16位" in text
    assert 'value="演示"' in text


def test_checking_is_rate_limited(client, certificate):
    """C11: the eleventh question of a minute is refused, right or wrong, and another network is not affected."""
    data = {"number": certificate.number, "name": "阿卜杜热伊木江·麦麦提"}
    codes = [client.post(CHECK, data | {"name": f"错{number}"}).status_code for number in range(10)]
    assert codes == [404] * 10
    assert client.post(CHECK, data).status_code == 429
    assert client.post(CHECK, data, REMOTE_ADDR="10.9.9.9").status_code == 200


def test_addresses_cannot_be_enumerated(client, certificate):
    """C11: neither number nor row leads to the page, only 128 random bits; no list of certificates is public."""
    for guess in (certificate.pk, certificate.number, certificate.token[:-1] + "x", certificate.token.swapcase()):
        if str(guess) != certificate.token:
            assert client.get(f"{CHECK}{guess}/").status_code == 404
    found = client.get(f"{CHECK}{certificate.token}/")
    assert found.status_code == 200
    assert certificate.token not in client.get(CHECK).content.decode()
    assert "no-store" in found["Cache-Control"]


def test_a_revoked_certificate_says_so(client, certificate):
    """C45: the page answers 已撤销, not a word of the finding."""
    Certificate.objects.filter(pk=certificate.pk).update(
        status=CertificateStatus.REVOKED, revoked_at=timezone.now(), revocation="毕业证书系伪造"
    )
    text = client.get(f"{CHECK}{certificate.token}/").content.decode()
    assert "证书已撤销" in text
    assert "证书有效" not in text
    assert "伪造" not in text


def test_the_page_names_the_files_digest(client, certificate):
    """C11: once the PDF is made, its SHA-256 stands on the page, in at most four questions."""
    paper = certificate.paper
    paper.status, paper.file_sha256, paper.ready_at = PaperStatus.READY, "ab" * 32, timezone.now()
    paper.save()
    assert "ab" * 32 in client.get(f"{CHECK}{certificate.token}/").content.decode()
