"""The integrity list, the admin, and the command for the first officers."""

from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.crypto import blind_index
from accounts.enums import IntegrityKind, Role
from accounts.models import IntegrityEntry, Membership, User
from accounts.rules.integrity import ban_ends_on
from accounts.rules.refused import AccountRefused
from accounts.selectors import employer_listed_until, listed_until
from accounts.services.integrity import enter
from tests.accounts.people import act_of, client_for, employer, id_number, officer, person, phone_number

pytestmark = pytest.mark.django_db


def test_the_list_bars_for_three_years_to_the_day() -> None:
    """C45: from the day of the finding to the day before its third anniversary, both included."""
    someone, entry_day = person(), date(2025, 5, 20)
    index = blind_index(someone.document_number)
    enter(
        kind=IntegrityKind.PERSON,
        name=someone.name,
        document_number=someone.document_number,
        finding="学历证书系伪造",
        starts_on=entry_day,
        years=3,
        act=act_of(officer("title-office", Role.TITLE_OFFICER)),
    )
    assert listed_until(index, date(2025, 5, 19)) is None
    assert listed_until(index, entry_day) == date(2028, 5, 19)
    assert listed_until(index, date(2028, 5, 19)) == date(2028, 5, 19)
    assert listed_until(index, date(2028, 5, 20)) is None
    assert listed_until(blind_index(id_number()), entry_day) is None
    assert listed_until("", entry_day) is None


def test_an_employer_is_listed_too() -> None:
    """C45: those responsible are listed too, the employer among them."""
    unit = employer()
    act = act_of(officer("title-office", Role.TITLE_OFFICER))
    given: dict[str, Any] = {"name": unit.name, "starts_on": date(2025, 5, 20), "years": 3, "act": act}
    enter(kind=IntegrityKind.EMPLOYER, employer=unit, finding="出具虚假证明", **given)
    assert employer_listed_until(unit, date(2026, 1, 1)) == date(2028, 5, 19)
    assert employer_listed_until(employer(), date(2026, 1, 1)) is None


def test_no_entry_without_a_finding_or_a_number() -> None:
    """C45: an entry names what was found and whom it bars."""
    given: dict[str, Any] = {
        "kind": IntegrityKind.PERSON,
        "name": "某人",
        "starts_on": date(2025, 5, 20),
        "years": 3,
    }
    act = act_of(officer("title-office", Role.TITLE_OFFICER))
    wrongs: list[dict[str, Any]] = [
        {"document_number": id_number(), "finding": " "},
        {"document_number": "", "finding": "伪造"},
    ]
    for wrong in wrongs:
        with pytest.raises(AccountRefused):
            enter(**given, **wrong, act=act)
    assert IntegrityEntry.objects.count() == 0


def test_a_leap_day_has_its_anniversary_on_the_first_of_march() -> None:
    """C45: three years from 29 February end with 28 February."""
    assert ban_ends_on(date(2024, 2, 29), 3) == date(2027, 2, 28)


def test_the_admin_shows_no_number_and_finds_a_whole_one() -> None:
    """Issue 1: masked on every screen; found through the blind index, never by a part."""
    someone = person("被查的人")
    client = client_for(person("管理员", is_staff=True, is_superuser=True))
    for address in (
        "/admin/accounts/user/",
        f"/admin/accounts/user/{someone.pk}/change/",
        "/admin/accounts/membership/",
    ):
        page = client.get(address).content.decode()
        assert someone.document_number not in page
        assert someone.phone not in page
    for number, is_found in (
        (someone.document_number, True),
        (someone.phone, True),
        (someone.document_number[:10], False),
    ):
        page = client.get("/admin/accounts/user/", {"q": number}).content.decode()
        assert ("被查的人" in page) is is_found


def test_the_office_corrects_a_number_and_sets_a_temporary_password() -> None:
    """Issue 1: at the counter a wrong number is corrected; a temporary password must be changed at sign-in."""
    someone, other, number = person(), person(), id_number()
    client = client_for(person("管理员", is_staff=True, is_superuser=True))
    address = f"/admin/accounts/user/{someone.pk}/change/"
    fields = {"name": someone.name, "document_kind": "id_card", "is_active": "on"}
    assert client.post(address, fields | {"new_number": "360426199101010072"}).status_code == 200
    assert client.post(address, fields | {"new_number": other.document_number}).status_code == 200
    assert User.objects.with_document(number) is None
    assert client.post(address, fields | {"new_number": number}).status_code == 302
    assert User.objects.with_document(number) == someone
    password = {"password1": "Vorlaeufig-1", "password2": "Vorlaeufig-1", "usable_password": "true"}
    client.post(f"/admin/accounts/user/{someone.pk}/password/", password)
    someone.refresh_from_db()
    assert someone.must_change_password
    assert someone.check_password("Vorlaeufig-1")


def test_the_first_officer_is_made_by_a_command_that_can_run_twice() -> None:
    """Issue 1: name, document, telephone, role, office; the password is temporary."""
    given = {
        "name": "首位经办",
        "document": id_number(),
        "phone": phone_number(),
        "office": "title-office",
        "role": "title_officer",
    }
    out = StringIO()
    call_command("create_officer", **given, stdout=out)
    call_command("create_officer", **given, stdout=out)
    member = Membership.objects.get()
    password = out.getvalue().split("sign-in: ")[1].split()[0]
    assert member.user.check_password(password)
    assert member.user.must_change_password
    for wrong in ({"office": "nowhere"}, {"document": "1", "phone": "19911112222"}, {"document": id_number()}):
        with pytest.raises(CommandError):
            call_command("create_officer", **(given | wrong), stdout=out)
    assert Membership.objects.count() == 1
