"""Signing up: names, numbers, consent, and what the database sees."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections
from django.test import Client

from accounts.crypto import blind_index
from accounts.models import Consent, User
from accounts.rules import consent
from accounts.rules.identity import DOTS
from tests.accounts.people import PASSWORD, id_number, person, phone_number

pytestmark = pytest.mark.django_db
LONG = "阿卜杜热伊木江·麦麦提图尔荪尼亚孜"
URL = "/account/sign-up/"


def typed(**changes: str) -> dict[str, str]:
    """Give what a person types, all in order; changes on top, "" to leave one out."""
    fields = {
        "name": "李明",
        "document_kind": "id_card",
        "document_number": id_number(),
        "phone": phone_number(),
        "email": "",
        "password": PASSWORD,
        "password_again": PASSWORD,
        "consent": "on",
        "consent_sensitive": "on",
        **changes,
    }
    return {key: value for key, value in fields.items() if value}


@pytest.mark.parametrize("name", [LONG, "古丽", "䶮", "𠮷野䶮", "John Smith-O’Neill", "阿" * 100])
def test_names_of_any_length_and_script_are_kept_whole(client: Client, name: str) -> None:
    """C15, 民委发〔2016〕33号: up to 100 characters, rare ones of GB 18030 included, nothing cut."""
    response = client.post(URL, typed(name=name))
    assert response.status_code == 302
    assert User.objects.get().name == name


@pytest.mark.parametrize("dot", sorted(set(DOTS) - {"\u00b7"}))
def test_every_dot_becomes_the_one_dot_after_being_shown(client: Client, dot: str) -> None:
    """民委发〔2016〕33号: the dot is U+00B7; the page shows the normal form once before it saves."""
    fields = typed(name=f"买买提{dot}吐尔逊")
    shown = client.post(URL, fields)
    assert shown.status_code == 200
    assert User.objects.count() == 0
    assert '买买提·</span><span class="np">吐尔逊' in shown.content.decode()
    assert '<button class="btn" form="sign-up">' in shown.content.decode(), "agreed to where it is asked"
    again = fields | {"name": "买买提·吐尔逊", "name_seen": "买买提·吐尔逊"}
    assert client.post(URL, again).status_code == 302
    assert User.objects.get().name == "买买提·吐尔逊"


def test_what_is_to_correct_is_counted_by_its_lines(client: Client) -> None:
    """Issue, Bad input: a field with two faults stands in two lines and counts twice."""
    page = client.post(URL, typed(password="ab", password_again="ab")).content.decode()
    summary = page[page.index("data-errors") :].split("</ul>")[0]
    lines = summary.count("<li>")
    assert lines > 1
    assert f"有{lines}处要改" in summary


def test_a_name_in_normal_form_is_not_asked_again(client: Client) -> None:
    """民委发〔2016〕33号: only a difference is shown."""
    assert client.post(URL, typed(name=" 买买提·吐尔逊 ")).status_code == 302


@pytest.mark.parametrize(
    ("name", "words"),
    [("李1明", "没有这样的符号"), ("阿" * 101, "最多100个字"), ("··", "没有文字"), ("李\ue863", "旧输入法")],
)
def test_what_is_no_name_is_refused_beside_the_field(client: Client, name: str, words: str) -> None:
    """Issue, Bad input: 422, the reason beside the field, what was typed kept, nothing stored."""
    response = client.post(URL, typed(name=name, email="a@example.com"))
    page = response.content.decode()
    assert response.status_code == 422
    assert words in page
    assert 'value="a@example.com"' in page
    assert User.objects.count() == 0


@pytest.mark.parametrize(
    ("kind", "number", "words"),
    [
        ("id_card", "360426199101010072", "校验码对不上"),
        ("id_card", "36042619910101007", "现在是17位"),
        ("id_card", "990426199101010071", "开头两位"),
        ("id_card", "11010519491231002A", "末位是数字或字母X"),
        ("id_card", "110105209912310029", "对"),
        ("hmt_residence", "360426199101010071", "81、82或83"),
        ("foreign_permanent", "12345", "以9开头"),
        ("passport", "E1", "护照"),
    ],
)
def test_a_number_that_cannot_be_right_is_refused(client: Client, kind: str, number: str, words: str) -> None:
    """GB 11643: length, check digit, birth date, province; and the forms of the other documents."""
    response = client.post(URL, typed(document_kind=kind, document_number=number))
    assert response.status_code == 422
    assert words in response.context["form"].errors["document_number"][0]
    assert User.objects.count() == 0


@pytest.mark.parametrize(
    ("kind", "number", "kept"),
    [
        ("id_card", "11010519491231002x", "11010519491231002X"),
        ("id_card", "１１０１０５ 19491231 002Ｘ", "11010519491231002X"),
        ("hmt_residence", "810000199408230021", "810000199408230021"),
        ("foreign_permanent", "911124198108030024", "911124198108030024"),
        ("passport", "e12345678", "E12345678"),
    ],
)
def test_every_kind_of_document_signs_up(client: Client, kind: str, number: str, kept: str) -> None:
    """Issue 1: an ID number or another document, in normal form."""
    assert client.post(URL, typed(document_kind=kind, document_number=number)).status_code == 302
    assert User.objects.get().document_number == kept


def test_the_row_holds_no_plain_number(client: Client) -> None:
    """PIPL 51: numbers are encrypted at rest, differently every time, and found by a blind index."""
    fields = typed()
    client.post(URL, fields)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM accounts_user")
        row = str(cursor.fetchall())
    assert fields["document_number"] not in row
    assert fields["phone"] not in row
    user = User.objects.get()
    assert User.objects.with_document(fields["document_number"]) == user
    before = _stored(user)
    user.save()
    assert _stored(user) != before


def _stored(user: User) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT document_number FROM accounts_user WHERE id = %s", [user.pk])
        return str(cursor.fetchone()[0])


@pytest.mark.parametrize("which", ["document_number", "phone"])
def test_a_number_that_is_taken_tells_nothing_of_its_owner(client: Client, which: str) -> None:
    """Issue, Bad input: 422 and one sentence for both numbers, without the owner's name."""
    owner = person("王五")
    response = client.post(URL, typed(**{which: getattr(owner, which)}))
    page = response.content.decode()
    assert response.status_code == 422
    assert "这个证件号码或手机号码已注册" in page
    assert "王五" not in page
    assert User.objects.count() == 1


@pytest.mark.parametrize("tick", ["consent", "consent_sensitive"])
def test_no_account_without_consent(client: Client, tick: str) -> None:
    """PIPL 14, 29: consent, and a separate one for sensitive information; which text, when, from where is kept."""
    assert client.post(URL, typed(**{tick: ""})).status_code == 422
    assert User.objects.count() == 0
    client.post(URL, typed(), REMOTE_ADDR="192.0.2.7")
    row = Consent.objects.get()
    assert (row.version, row.sensitive, row.address) == (consent.VERSION, True, "192.0.2.7")


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("Ab1-", "至少8位"),
        ("abcdefgh1", "至少用3种"),
        ("Li明李明-2025", "不能有您的姓名"),
        ("X11010519491231002X-a", "不能有您的姓名"),
        ("Aa-13812345678", "不能有您的姓名"),
        ("P@ssw0rd1", "太常见"),
    ],
)
def test_weak_passwords_are_refused(client: Client, password: str, words: str) -> None:
    """GB/T 22239-2019, 身份鉴别 a: eight characters of three classes, nothing personal, nothing common."""
    fields = typed(password=password, password_again=password, document_number="11010519491231002X")
    response = client.post(URL, fields | {"phone": "13812345678"})
    assert response.status_code == 422
    assert words in "".join(response.context["form"].errors["password"])


def test_two_different_passwords_are_refused(client: Client) -> None:
    """Issue, Bad input: said beside the second field."""
    response = client.post(URL, typed(password_again="Anders-2025"))
    assert "不一样" in response.context["form"].errors["password_again"][0]


def test_an_address_typed_as_wide_as_characters_is_taken(client: Client) -> None:
    """Issue, Bad input: what a Chinese keyboard makes of @ and the dot looks right, so it is taken and kept as meant."""
    client.post(URL, typed(email="ali＠example。com"))
    assert User.objects.get().email == "ali@example.com"


def test_who_signs_up_is_signed_in(client: Client) -> None:
    """Issue 1: no second typing of the password."""
    client.post(URL, typed())
    page = client.get("/account/profile/").content.decode()
    assert "李明" in page
    assert User.objects.get().document_number not in page


@pytest.mark.django_db(transaction=True)
def test_two_tabs_at_once_make_one_account() -> None:
    """Issue, Bad input: one wins, the other reads that the number is registered."""
    fields = typed()
    with ThreadPoolExecutor(2) as pool:
        statuses = sorted(pool.map(lambda _: _post(fields), range(2)))
    assert statuses == [302, 422]
    assert User.objects.filter(document_index=blind_index(fields["document_number"])).count() == 1


def _post(fields: dict[str, str]) -> int:
    try:
        return Client().post(URL, fields).status_code
    finally:
        connections.close_all()
