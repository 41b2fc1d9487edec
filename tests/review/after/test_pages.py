"""The pages after acceptance: who may open them, what they say, how many questions they put to the database."""

import pytest
from django.urls import reverse

from accounts.enums import Role
from applications.enums import State
from campaigns.enums import Kind, Level
from payments.services.orders import open_order
from review.services import publicity
from tests.review.after.world import accepted_case, at, moment, officer, panel

pytestmark = pytest.mark.django_db


@pytest.fixture
def sign_in(client):
    """Give a function that opens the pages in the capacity of an act."""

    def enter(act):
        client.force_login(act.user, backend="accounts.backends.NumberBackend")
        session = client.session
        session["membership"] = act.membership.pk if act.membership else None
        session.save()
        return client

    return enter


def test_office_opens_its_pages(sign_in):
    """C40: the title office's pages open on real cases of every state it handles."""
    office = officer("title-office", Role.TITLE_OFFICER)
    cases = [accepted_case(), accepted_case(confirmed=False, settled=False)]
    open_order(cases[1], act=moment(office, at(3, 11)))
    granted = accepted_case(kind=Kind.GRANT, level=Level.INTERMEDIATE)
    client = sign_in(office)
    for address in (
        reverse("office:dashboard"),
        reverse("office:accepted"),
        reverse("office:accepted") + "?want=determine",
        reverse("office:scan"),
        reverse("office:results"),
        reverse("office:case", args=[cases[0].number]),
        reverse("office:case", args=[cases[1].number]),
        reverse("office:case", args=[granted.number]),
        reverse("payments:orders"),
        reverse("payments:import"),
        reverse("committee:filings"),
    ):
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert "职称" in answer.content.decode()


def test_office_opens_its_lists(sign_in):
    """C08: the list's page shows who is on it, and the public page opens while the period runs."""
    office = officer("title-office", Role.TITLE_OFFICER)
    case = accepted_case(state=State.PASSED, decided_at=at(4, 11))
    posted = publicity.publicise(
        campaign=case.campaign, application_ids=[case.pk], title="演示公示", act=moment(office, at(4, 15))
    )
    client = sign_in(office)
    answer = client.get(reverse("office:publicity", args=[posted.pk]))
    assert answer.status_code == 200
    assert case.applicant.name.partition("·")[0] in answer.content.decode()


def test_secretary_opens_his_pages(sign_in):
    """C33: the secretary's pages open."""
    committee = panel()
    case = accepted_case()
    held = committee.filed_meeting(at(4, 11, 9), submitted=at(4, 3), filed=at(4, 4))
    client = sign_in(committee.secretary)
    for address in (
        reverse("committee:meetings"),
        reverse("committee:form"),
        reverse("committee:meeting", args=[held.pk]),
        reverse("committee:filings"),
        reverse("committee:filing", args=[held.filings.get().pk]),
    ):
        answer = client.get(address)
        assert answer.status_code == 200, address
    assert case.number in client.get(reverse("committee:meeting", args=[held.pk])).content.decode()
    chair = sign_in(committee.chair)
    assert chair.get(reverse("committee:countersign")).status_code == 200


def test_public_pages_open(client):
    """C08, C11: anybody opens the lists and the check of a certificate."""
    assert client.get(reverse("results:publicities")).status_code == 200
    assert client.get(reverse("results:certificate_check")).status_code == 200
    assert client.get(reverse("results:certificate", args=["x" * 22])).status_code == 404
