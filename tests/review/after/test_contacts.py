"""The title office says how it is reached and what it numbers documents under: for papers made from then on."""

from dataclasses import asdict, replace
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Office
from campaigns.models import Campaign, Change, Download
from campaigns.services.downloads import make_download, waiting_downloads
from documents.store import read
from review.awards import result_publicity
from review.forms.wording import digest_of
from review.services.contacts import Contacts, contacts_of
from review.services.results import next_number
from tests import factories
from tests.campaigns.test_admin import post_of
from tests.documents.reading import text_of
from tests.growing import signed_in
from tests.review.after.test_wording import after_document
from tests.review.after.world import at

pytestmark = pytest.mark.django_db
NOW = at(4, 8)


@pytest.fixture
def officer(client: Client):
    with time_machine.travel(NOW, tick=False):
        signed_in(client, factories.officer_of("title-office", role=Role.TITLE_OFFICER))
        yield client


@pytest.fixture
def administrator() -> Client:
    client = Client()
    person = factories.person("演示管理员", is_staff=True, is_superuser=True)
    client.force_login(person, backend="accounts.backends.NumberBackend")
    return client


def now() -> Contacts:
    return contacts_of(Campaign.objects.get(key="2025"), Office.objects.get(key="title-office"))


def save(client: Client, began: Contacts | None = None, **changed: str) -> Any:
    stands = began or now()
    data = asdict(replace(stands, **changed)) | {"began": digest_of(asdict(stands))}
    return client.post(reverse("office:contacts"), data)


def test_what_is_saved_is_printed_from_then_on_and_its_history_is_read(officer: Client) -> None:
    """C44, C48: telephones, address and 机关代字; who changed what stands on the page."""
    answer = save(
        officer,
        contact_phone="（0903）1000001",
        address="和田市演示路1号",
        document_prefix="和职改办发",
    )
    assert answer.status_code == 302
    assert now() == Contacts("0903-1000001", "0903-2069176", "和职改办发", "和田市演示路1号")
    assert next_number(Campaign.objects.get(key="2025"), now().document_prefix, 2025) == "和职改办发〔2025〕1号"
    page = officer.get(reverse("office:contacts")).content.decode()
    for told in ("0903-2069736 → 0903-1000001", "和地职称办 → 和职改办发", "（空） → 和田市演示路1号"):
        assert told in page
    assert Change.objects.filter(table="办理机构").count() == 1


def test_what_an_administrator_changes_stands_in_the_same_history(officer: Client, administrator: Client) -> None:
    """C44: address and telephone changed in the administration are told on the office's page, with whose hand it was."""
    save(officer, address="和田市演示路1号")
    address, data = post_of(administrator, Office.objects.get(key="title-office"))
    assert administrator.post(address, data | {"address": "和田市演示路2号"}).status_code == 302
    address, data = post_of(administrator, Campaign.objects.get(key="2025"))
    assert administrator.post(address, data | {"contact_phone": "0903-1000002"}).status_code == 302
    page = officer.get(reverse("office:contacts")).content.decode()
    for told in ("和田市演示路1号 → 和田市演示路2号", "0903-2069736 → 0903-1000002"):
        assert told in page
    assert page.count("演示管理员") == 2
    kept = Change.objects.filter(table="办理机构").order_by("pk")
    assert [change.values[0][1:] for change in kept] == [
        ["", "和田市演示路1号"],
        ["和田市演示路1号", "和田市演示路2号"],
    ]


def test_an_administrator_does_not_save_an_office_over_its_own_change(
    officer: Client, administrator: Client
) -> None:
    """C44: who had the form open while the office wrote its address is told so once, and nothing is lost unseen."""
    form, data = post_of(administrator, Office.objects.get(key="title-office"))
    save(officer, address="和田市演示路1号")
    told = administrator.post(form, data | {"phone": "0903-1000003"})
    assert "您打开这一页以后" in told.content.decode()
    assert now().address == "和田市演示路1号"
    history = administrator.get(
        reverse("admin:accounts_office_history", args=[Office.objects.get(key="title-office").pk]), follow=True
    )
    assert "和田市演示路1号" in history.content.decode()


def test_a_publicity_names_the_new_address_and_telephone(officer: Client) -> None:
    """C08: where objections go; a list that was made before keeps what it says."""
    document = after_document()
    save(officer, address="和田市演示路1号", supervision_phone="12333")
    publicity = type(document.publicity).objects.get(pk=document.publicity_id)
    said = result_publicity(publicity)
    assert (said["address"], said["supervision_phone"]) == ("和田市演示路1号", "12333")


def test_blank_forms_are_made_anew_with_the_new_telephone(
    officer: Client, django_capture_on_commit_callbacks: Any
) -> None:
    """C48: nobody downloads a form with a number that nobody answers any longer."""
    blank = Download.objects.get(form="training_exemption")
    make_download(blank.pk)
    with django_capture_on_commit_callbacks(execute=True):
        save(officer, contact_phone="0903-1000001")
    assert not waiting_downloads()
    blank.refresh_from_db()
    assert "咨询电话：0903-1000001" in text_of(read(blank.file.name))


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("contact_phone", "2069736", "区号"),
        ("supervision_phone", "", "还没有填"),
        ("document_prefix", "和地职称办〔2025〕", "机关代字只写汉字"),
        ("address", "👍", "打印不出来"),
    ],
)
def test_a_fault_stands_beside_its_field(officer: Client, field: str, typed: str, told: str) -> None:
    """The database stays as it was, and the picture says why it cannot be drawn."""
    before = now()
    answer = save(officer, **{field: typed})
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert now() == before


def test_two_officers_do_not_overwrite_each_other(officer: Client) -> None:
    """Who began before the other's values stood there is told, and keeps what he typed."""
    began = now()
    save(officer, contact_phone="0903-1000001")
    answer = save(officer, began, contact_phone="0903-1000002")
    assert answer.status_code == 422
    assert "别人刚改过" in answer.content.decode()
    assert 'value="0903-1000002"' in answer.content.decode()
    assert now().contact_phone == "0903-1000001"


def test_the_look_is_that_of_what_is_typed(officer: Client) -> None:
    """The list and the document each in its own picture; nothing is written."""
    stands = now()

    def look(paper: str, **typed: str) -> str:
        data = asdict(replace(stands, **typed)) | {"began": digest_of(asdict(stands))}
        return officer.post(reverse("office:contacts_preview", args=[paper]), data).content.decode()

    for paper in ("result_publicity", "result_document"):
        assert look(paper).count("data:image/webp;base64,") == 1
    assert look("result_publicity") != look("result_publicity", address="和田市演示路1号")
    assert look("result_document") != look("result_document", document_prefix="和职改办发")
    assert "区号" in look("result_document", contact_phone="1")
    assert now() == stands
    assert officer.post(reverse("office:contacts_preview", args=["ballot"])).status_code == 404
