"""Names, numbers and passwords of people: normal form, what is wrong with them, how they are shown."""

from datetime import date

import pytest

from accounts.enums import Role
from accounts.rules.documents import document_fault
from accounts.rules.first_pages import first_page
from accounts.rules.identity import (
    is_id_card,
    is_phone,
    is_same_name,
    is_uscc,
    masked_document,
    masked_phone,
    name_parts,
    normal_document,
    normal_name,
    normal_phone,
)
from accounts.rules.names import name_fault
from accounts.rules.passwords import password_faults

TODAY = date(2025, 3, 6)
ID = "11010519491231002X"


def test_a_dot_left_out_makes_no_other_person() -> None:
    """民委发〔2016〕33号: who copies a name often drops its dots; another name, or none at all, stays another."""
    assert is_same_name("买买提·吐尔逊", "买买提吐尔逊")
    assert not is_same_name("买买提·吐尔逊", "买买提·吐尔")
    assert not is_same_name("·", "·")


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        (" 李 明 ", "李明"),
        ("买买提•．吐尔逊·", "买买提·吐尔逊"),
        ("李\u200b明\ufeff", "李明"),
        ("John   Smith", "John Smith"),
        ("J. Smith", "J. Smith"),
        ("Jose\u0301", "José"),
        ("Ａ李", "Ａ李"),
    ],
)
def test_a_name_has_one_form(typed: str, name: str) -> None:
    """民委发〔2016〕33号: one dot, no space and nothing unseen in a Han-script name, and never NFKC."""
    assert normal_name(typed) == name


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("李明", ""),
        ("𠮷野䶮", ""),
        ("李\U0003fffd", ""),
        ("阿·李（艾力）", ""),
        ("O'Neill-Smith Jr.", ""),
        ("字" * 100, ""),
        ("字" * 101, "现在是101个"),
        ("··", "没有文字"),
        ("", "没有文字"),
        ("李1明", "“1”"),
        ("李\ue863", "旧输入法"),
    ],
)
def test_what_no_name_holds_is_said(name: str, words: str) -> None:
    """民委发〔2016〕33号: every character of every script is a name's own, up to a hundred."""
    fault = name_fault(name)
    assert words in str(fault) if words else fault is None


@pytest.mark.parametrize(
    ("kind", "number", "words"),
    [
        ("id_card", ID, ""),
        ("id_card", "1101051949123100", "现在是16位"),
        ("id_card", ID[:17] + "A", "末位是数字或字母X"),
        ("id_card", "99" + ID[2:], "开头两位"),
        ("id_card", ID[:17] + "1", "校验码对不上"),
        ("id_card", "110105194913310021", "出生日期不存在"),
        ("hmt_residence", "810000199408230021", ""),
        ("hmt_residence", ID, "81、82或83"),
        ("hmt_residence", "8100001994082300", "现在是16位"),
        ("foreign_permanent", "911124198108030024", ""),
        ("foreign_permanent", ID, "以9开头"),
        ("passport", "E1234", ""),
        ("passport", "E123", "5到20位"),
        ("passport", "E" * 21, "5到20位"),
    ],
)
def test_a_document_number_that_cannot_be_right_says_what_to_look_at(kind: str, number: str, words: str) -> None:
    """GB 11643, reference-data §8: length, characters, province, check digit, birth date; others by their form."""
    fault = document_fault(kind, number, TODAY)
    assert words in str(fault) if words else fault is None


def test_an_identity_number_is_a_living_persons() -> None:
    """GB 11643: born from 1900 on and not after today; the check digit counts, and so does the length."""
    assert is_id_card("110105202503060012", TODAY)
    assert not is_id_card("110105202503070018", TODAY)
    assert is_id_card(ID, date(1949, 12, 31))
    assert not is_id_card(ID, date(1949, 12, 30))
    assert is_id_card("11010519000101001X", TODAY)
    assert not is_id_card("110105189912310015", TODAY)
    assert not is_id_card(ID[:17] + "0", TODAY)
    assert not is_id_card("110105491231002", TODAY)
    assert not is_id_card("11010519491231A027", TODAY)


def test_numbers_are_read_however_they_were_typed() -> None:
    """GB 32100 and others: full width, spaces, dashes and +86 are the typist's, not the number's."""
    assert normal_document("１１０１０５－19491231 002ｘ") == ID
    assert [normal_phone(text) for text in ("+86 138-0000-0001", "0086 13800000001", "（138）００００ 0001")] == [
        "13800000001"
    ] * 3
    assert normal_phone("8613800") == "8613800"
    assert is_phone("13800000001")
    assert not is_phone("12800000001")
    assert not is_phone("138000000012")
    assert is_uscc("91653201000000001N") is False
    assert is_uscc("91110000600037341L")


def test_numbers_are_shown_masked() -> None:
    """C46: the first three and the last four; what is too short shows nothing."""
    assert masked_document(ID) == "110***********002X"
    assert masked_document("E1234567") == "E12****4567"
    assert masked_document("E123456") == "*******"
    assert masked_phone("13800000001") == "138****0001"
    assert masked_phone("12345678") == "123****5678"
    assert masked_phone("1234567") == "*******"


def test_a_name_breaks_after_its_dots() -> None:
    """民委发〔2016〕33号: a part of a name stays whole on its line."""
    assert name_parts("买买提·吐尔逊·阿布都") == ["买买提·", "吐尔逊·", "阿布都"]
    assert name_parts("李明") == ["李明"]


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("Hetian-25", ()),
        ("Aa-12345", ()),
        ("Hetian25", ()),
        ("Aa-1234", ("现在是7位",)),
        ("abcdefg1", ("至少用3种",)),
        ("Li明-20252025", ("您的姓名",)),
        ("aB-lIMING-1", ("您的姓名",)),
        ("Xinjiang1!", ("太常见",)),
        ("abc", ("现在是3位", "至少用3种")),
    ],
)
def test_a_weak_password_says_all_that_is_wrong(password: str, words: tuple[str, ...]) -> None:
    """GB/T 22239-2019, 身份鉴别 a: length, classes, nothing personal in any case, nothing common."""
    found = [str(fault) for fault in password_faults(password, ["明-", "LiMing", "-"])]
    assert len(found) == len(words)
    assert all(word in fault for word, fault in zip(words, found, strict=True))


def test_each_role_begins_at_its_own_page() -> None:
    """Issue 1: who acts for himself begins at his applications; every role has a page of its own to begin at."""
    assert first_page("") == "applications:home"
    assert {role for role in Role if first_page(role) == "applications:home"} == set()
    assert first_page(Role.REVIEWER) == "desk:queue"
