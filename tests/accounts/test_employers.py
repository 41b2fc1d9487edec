"""Employers: signing up with a code and a licence, the county's decision, clerks."""

import io

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from PIL import Image

from accounts.enums import EmployerStatus, Role
from accounts.models import Employer, Membership, Message, User
from accounts.rules.employers import code_hints
from accounts.rules.refused import AccountRefused
from accounts.services.employers import (
    EmployerData,
    Licence,
    confirm_employer,
    correct_decision,
    refuse_employer,
    register_employer,
)
from tests.accounts.people import act_of, clerk, client_for, credit_code, division, employer, officer, person

pytestmark = pytest.mark.django_db
URL = "/account/employer/sign-up/"


def picture(kind: str = "JPEG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (600, 800), "white").save(out, kind)
    return out.getvalue()


def typed(**changes: object) -> dict[str, object]:
    """Give what a head types, all in order; changes on top."""
    return {
        "name": "和田新枣果业有限公司",
        "uscc": credit_code(),
        "kind": "private",
        "division": division().pk,
        "tier": "county",
        "registered_at": "新疆和田地区和田市",
        "address": "",
        "contact_phone": "0903-1000001",
        "licence": SimpleUploadedFile("执照.jpg", picture(), "image/jpeg"),
        **changes,
    }


def waiting(head: User | None = None, **changes: object) -> Employer:
    """Give an employer that waits for its county's office."""
    fields = {key: value for key, value in typed(**changes).items() if key != "licence"}
    fields["division"] = division(str(changes.get("division", "hetian-shi")))
    licence = Licence(content=picture(), kind="jpeg", name="执照.jpg")
    return register_employer(EmployerData(**fields), licence, act=act_of(head or person()))  # type: ignore[arg-type]


def test_an_employer_signs_up_and_waits() -> None:
    """C01: code, kind, tier, division, registered place and licence; nobody may act for it yet; the county is told."""
    county, other = officer("hetian-shi-hr"), officer("moyu-hr")
    head = person("孙经理")
    client = client_for(head)
    assert client.post(URL, typed())["Location"] == "/account/employer/"
    row = Employer.objects.get()
    assert (row.status, row.tier, row.kind) == ("pending", "county", "private")
    assert default_storage.exists(str(row.licence.name))
    assert "执照" not in str(row.licence.name)
    member = Membership.objects.get(user=head)
    assert (member.role, member.is_active) == (Role.EMPLOYER_HEAD, False)
    assert client.post("/account/capacities/", {"membership": member.pk}).status_code == 404
    assert "和田市人力资源和社会保障局" in client.get("/account/employer/").content.decode()
    assert Message.objects.filter(user=county.user).count() == 1
    assert Message.objects.filter(user=other.user).count() == 0


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("uscc", "91350100M000100Y44", "校验码对不上"),
        ("uscc", "91350100M000100Y4", "现在是17位"),
        ("name", "", "还没有填"),
        ("division", "999999", "请从列出的选项里选"),
        ("kind", "bank", "请从列出的选项里选"),
        ("contact_phone", "", "还没有填"),
    ],
)
def test_what_does_not_fit_is_refused_beside_its_field(field: str, value: str, words: str) -> None:
    """GB 32100; issue, Bad input: 422, what was typed kept, nothing stored."""
    response = client_for(person()).post(URL, typed(**{field: value}))
    assert response.status_code == 422
    assert words in response.context["form"].errors[field][0]
    assert "新疆和田地区和田市" in response.content.decode()
    assert Employer.objects.count() == 0


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "空的"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "这里只收"),
        (picture("PNG")[:200], "打不开"),
        (b"%PDF-1.4\n%%EOF", "打不开"),
    ],
)
def test_a_licence_is_known_by_its_content(content: bytes, words: str) -> None:
    """C15: type by content and by parsing; the name of the file plays no part."""
    upload = SimpleUploadedFile("licence.jpg", content, "image/jpeg")
    response = client_for(person()).post(URL, typed(licence=upload))
    assert response.status_code == 422
    assert words in response.context["form"].errors["licence"][0]
    assert Employer.objects.count() == 0


def test_a_code_that_is_registered_is_refused() -> None:
    """Issue, Bad input: a second sign-up with the same code changes nothing and keeps no file."""
    row = employer()
    files = len(_files())
    response = client_for(person()).post(URL, typed(uscc=row.uscc))
    assert response.status_code == 422
    assert "已登记" in response.context["form"].errors["uscc"][0]
    assert len(_files()) == files
    assert Employer.objects.count() == 1


def _files() -> list[str]:
    return default_storage.listdir("licences")[1] if default_storage.exists("licences") else []


def test_lines_sent_by_a_browser_are_lines() -> None:
    """C24: a browser ends a line with two signs; one is kept and counts, so a reason of 300 characters fits."""
    row, client = waiting(), client_for(officer("hetian-shi-hr"))
    reason = "看不清。\r\n" * 50 + "长" * 50
    given = {"decision": "refuse", "reason": reason, "confirmed": "1"}
    assert client.post(f"/account/employers/{row.pk}/", given).status_code == 302
    row.refresh_from_db()
    assert row.status_reason == "看不清。\n" * 50 + "长" * 50


def test_its_own_county_confirms_and_signs() -> None:
    """C01, C44: after the confirmation the head may act; who decided, and when, stays."""
    row, county = waiting(), officer("hetian-shi-hr", name="阿依古丽·买买提")
    client = client_for(county)
    assert row.name in client.get("/account/employers/").content.decode()
    address, given = f"/account/employers/{row.pk}/", {"decision": "confirm", "reason": ""}
    assert "马上可以审核、公示、报送" in client.post(address, given).content.decode()
    assert Employer.objects.get().status == EmployerStatus.PENDING
    assert client.post(address, {**given, "confirmed": "1"}).status_code == 302
    row.refresh_from_db()
    assert (row.status, row.decided_by) == (EmployerStatus.CONFIRMED, county.user)
    assert row.memberships.get().is_active
    head = row.memberships.get().user
    assert Message.objects.filter(user=head, subject__contains="已确认").exists()
    assert "阿依古丽" in client.get(f"/account/employers/{row.pk}/").content.decode()


def test_a_refusal_names_its_reason() -> None:
    """C24: no refusal without a reason; the employer is told, corrects, and signs up again with the same code."""
    head = person()
    row, county = waiting(head), officer("hetian-shi-hr")
    client = client_for(county)
    silent = client.post(f"/account/employers/{row.pk}/", {"decision": "refuse", "reason": " "})
    assert silent.status_code == 422
    assert Employer.objects.get().status == EmployerStatus.PENDING
    refusal = {"decision": "refuse", "reason": "执照看不清"}
    assert "执照看不清" in client.post(f"/account/employers/{row.pk}/", refusal).content.decode()
    assert Employer.objects.get().status == EmployerStatus.PENDING
    client.post(f"/account/employers/{row.pk}/", {**refusal, "confirmed": "1"})
    own = client_for(head)
    assert "执照看不清" in own.get("/account/employer/").content.decode()
    assert row.uscc in own.get(URL).content.decode()
    assert own.post(URL, typed(uscc=row.uscc)).status_code == 302
    assert Employer.objects.get().status == EmployerStatus.PENDING
    assert Membership.objects.filter(employer=row).count() == 1


def test_units_of_the_prefecture_go_to_its_title_office() -> None:
    """C01: 地直 has no county office; nobody's employer is lost."""
    row = waiting(division="direct")
    assert (
        client_for(officer("title-office", Role.TITLE_OFFICER)).get(f"/account/employers/{row.pk}/").status_code
        == 200
    )


def test_two_officers_at_once_one_wins() -> None:
    """Issue, Bad input: the other is told what happened (409), and nothing changes."""
    row = waiting()
    first, second = officer("hetian-shi-hr", name="先办"), officer("hetian-shi-hr")
    confirm_employer(row.pk, act=act_of(first))
    with pytest.raises(AccountRefused) as refused:
        refuse_employer(row.pk, reason="晚了", act=act_of(second))
    assert refused.value.status == 409
    response = client_for(second).post(f"/account/employers/{row.pk}/", {"decision": "refuse", "reason": "晚了"})
    assert response.status_code == 409
    page = response.content.decode()
    assert "先办" in page
    assert "没有办成" in page
    assert "晚了" in page
    assert "处要改" not in page
    row.refresh_from_db()
    assert row.status == EmployerStatus.CONFIRMED


def test_a_wrong_decision_is_corrected_with_a_reason_and_stays_readable() -> None:
    """C01, C44: confirmed by mistake; nobody acts for it any more; both decisions are read, each with who and when."""
    row, first, second = waiting(), officer("hetian-shi-hr", name="先办"), officer("hetian-shi-hr", name="更正者")
    client, address = client_for(second), f"/account/employers/{row.pk}/"
    confirm_employer(row.pk, act=act_of(first))
    page = client.get(address)
    assert "改为未通过以后" in page.content.decode()
    seen = page.context["correction"]["seen"].value()
    assert client.post(address + "correct/", {"seen": seen, "reason": " "}).status_code == 422
    given = {"seen": seen, "reason": "执照是别家单位的"}
    assert client.post(address + "correct/", given).status_code == 302
    row.refresh_from_db()
    assert (row.status, row.status_reason, row.decided_by) == ("refused", "执照是别家单位的", second.user)
    assert not row.memberships.filter(is_active=True).exists()
    assert Message.objects.filter(user=row.memberships.get().user, body__contains="执照是别家单位的").exists()
    page = client.get(address).content.decode()
    for words in ("以前的结论", "先办", "更正者", "改为已确认"):
        assert words in page

    late = client.post(address + "correct/", given)
    assert late.status_code == 409
    assert "没有办成" in late.content.decode()
    row.refresh_from_db()
    correct_decision(row.pk, seen=row.decided_at, reason="看错了，执照没有问题", act=act_of(first))
    assert row.memberships.get().is_active
    told = [(one.status, one.decided_by) for one in row.decisions.all()]
    assert told == [("confirmed", first.user), ("refused", second.user), ("confirmed", first.user)]
    with pytest.raises(TypeError):
        row.decisions.first().delete()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        row.decisions.update(status="confirmed")


def test_a_decision_from_before_they_were_kept_is_kept_when_corrected() -> None:
    """C44: an employer confirmed before stands with its first decision, and a new sign-up keeps the refusal."""
    row, county = employer(), officer("hetian-shi-hr")
    row.memberships.all().delete()
    correct_decision(row.pk, seen=row.decided_at, reason="执照过期", act=act_of(county))
    register = typed(uscc=row.uscc)
    assert client_for(person()).post(URL, register).status_code == 302
    assert [one.status for one in row.decisions.all()] == ["refused", "confirmed"]
    assert "执照过期" in client_for(county).get(f"/account/employers/{row.pk}/").content.decode()


def test_an_officer_does_not_confirm_the_employer_he_signed_up() -> None:
    """C44: nobody decides his own case."""
    county = officer("hetian-shi-hr")
    row = waiting(county.user)
    with pytest.raises(AccountRefused):
        confirm_employer(row.pk, act=act_of(county))


def test_the_licence_opens_for_its_office_and_its_employer_only() -> None:
    """Issue, Bad input: never public; a stranger gets 404, a visitor the sign-in page."""
    head = person()
    row = waiting(head)
    address = f"/account/employers/{row.pk}/licence/"
    for reader in (client_for(head), client_for(officer("hetian-shi-hr"))):
        response = reader.get(address)
        assert response.status_code == 200
        assert response["Content-Type"] == "image/jpeg"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response.getvalue() == picture()
    assert client_for(person()).get(address).status_code == 404
    assert client_for(clerk()).get(address).status_code == 404


def test_the_head_takes_on_and_removes_clerks() -> None:
    """Issue 1: by the number of a registered person; an ended clerk loses the capacity at once."""
    head, newcomer = clerk(role=Role.EMPLOYER_HEAD), person("新经办")
    client = client_for(head)
    assert client.post("/account/employer/clerks/", {"number": newcomer.phone}).status_code == 302
    member = newcomer.memberships.get()
    assert (member.role, member.employer, member.is_active) == (Role.EMPLOYER_CLERK, head.employer, True)
    assert newcomer.phone not in client.get("/account/employer/").content.decode()
    assert client.post("/account/employer/clerks/", {"number": newcomer.document_number}).status_code == 422
    assert client.post(f"/account/employer/clerks/{member.pk}/remove/").status_code == 302
    member.refresh_from_db()
    assert not member.is_active
    client.post("/account/employer/clerks/", {"number": newcomer.phone})
    assert newcomer.memberships.get().is_active


def test_nobody_is_taken_on_who_has_no_account() -> None:
    """Issue, Bad input: the reason beside the field, the number kept."""
    response = client_for(clerk(role=Role.EMPLOYER_HEAD)).post(
        "/account/employer/clerks/", {"number": "19800000000"}
    )
    assert response.status_code == 422
    assert "没有找到" in response.context["form"].errors["number"][0]
    assert "19800000000" in response.content.decode()


def test_a_foreign_employers_staff_is_out_of_reach() -> None:
    """Issue, Bad input: a clerk cannot take anybody on; a head removes nobody of another employer, nor himself."""
    foreign, head, newcomer = clerk(), clerk(role=Role.EMPLOYER_HEAD), person()
    assert client_for(foreign).post("/account/employer/clerks/", {"number": newcomer.phone}).status_code == 404
    assert newcomer.memberships.count() == 0
    client = client_for(head)
    assert client.post(f"/account/employer/clerks/{foreign.pk}/remove/").status_code == 404
    assert client.post(f"/account/employer/clerks/{head.pk}/remove/").status_code == 404
    foreign.refresh_from_db()
    assert foreign.is_active


@pytest.mark.parametrize(
    ("uscc", "kind", "code", "words"),
    [
        ("91653201MA00000000", "private", "653201", ()),
        ("91653200MA00000000", "private", "653221", ()),
        ("91659009MA00000000", "private", "659009", ()),
        ("91650100MA00000000", "private", "653201", ("（650100）不在和田地区", "C01")),
        ("92653201MA00000000", "private", "653201", ("以92开头，通常不是“民营企业”",)),
        ("93653201MA00000000", "cooperative", "653201", ()),
        ("91653222MA00000000", "private", "653201", ("（653222）与所选区划不同",)),
        ("91110000MA00000000", "outside", "653201", ()),
        ("91653201MA00000000", "outside", "653201", ("（653201），而类别是疆外派驻", "C02")),
        ("91653201MA00000000", "private", "653299", ()),
        ("81653201MA00000000", "private", "653201", ()),
        ("91653201MA00000000", "private", "xpcc14", ()),
    ],
)
def test_the_code_gives_hints_that_refuse_nothing(uscc: str, kind: str, code: str, words: tuple[str, ...]) -> None:
    """C01, C02: characters 1–2 and 3–8 are compared with what was said; branches and moves explain a difference."""
    hints = [str(hint) for hint in code_hints(uscc, kind, code)]
    assert len(hints) == bool(words)
    assert all(word in hints[0] for word in words)
