"""The applicant's appraisal forms: one a year, made again when the content changed."""

import pytest

from applications.enums import PaperStatus, SectionKey, State
from applications.models import Section
from tests import factories, stories

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(db):
    row = factories.application(State.DRAFT)
    factories.sections(row, stories.CONTENTS)
    return row


def test_one_form_for_each_year_filled_in(client, case):
    """C47: three years, three forms; asked for again unchanged nothing new is made; a changed year replaces its own."""
    client.force_login(case.applicant)
    address = f"/papers/appraisals/{case.number}/"
    assert "按填报内容制作" in client.get(address).text
    for _ in range(2):
        assert client.post(address).status_code == 302
    assert sorted(case.papers.values_list("part", flat=True)) == ["2022", "2023", "2024"]
    section = Section.objects.get(application=case, key=SectionKey.APPRAISALS)
    section.data["years"][0]["grade"] = "qualified"
    section.save()
    client.post(address)
    standing = case.papers.exclude(status=PaperStatus.OUTDATED)
    assert sorted(standing.values_list("part", flat=True)) == ["2022", "2023", "2024"]
    assert case.papers.count() == 4
    assert "2024年度" in client.get(address).text


def test_nothing_to_print_yet_and_nobody_elses(client, case):
    """C47: without the section filled it is refused with what to do; another's application is 404."""
    Section.objects.filter(application=case).delete()
    client.force_login(case.applicant)
    answer = client.post(f"/papers/appraisals/{case.number}/")
    assert answer.status_code == 409
    assert "填好“年度考核”一节再制作" in answer.text
    client.force_login(factories.person())
    assert client.get(f"/papers/appraisals/{case.number}/").status_code == 404
