"""Numbers of certificates and documents, and names as the public sees them (C10, C11)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_37_36

from campaigns.enums import Kind, Level
from payments.rules.codes import is_payment_code, payment_code
from review.rules.masking import masked_name
from review.rules.numbers import (
    certificate_number,
    document_number,
    grouped_certificate_number,
    is_certificate_number,
    normal_certificate_number,
    serial_of,
)


@given(st.integers(1, 999_999), st.sampled_from(Kind), st.sampled_from(Level), st.integers(2000, 2099))
def test_a_certificate_number_holds_what_it_says(serial, kind, level, year):
    """C11: 6532, year, kind, level, serial and a check character; 17 in all, and read back as typed."""
    number = certificate_number(year=year, kind=kind, level=level, serial=serial)
    assert number[:10] == f"6532{year}{kind.letter}{level.digit}"
    assert len(number) == 17
    assert is_certificate_number(number)
    assert normal_certificate_number(grouped_certificate_number(number).lower()) == number


@given(st.integers(1, 999_999), st.integers(0, 16), st.sampled_from("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
def test_one_wrong_character_shows(serial, place, other):
    """C11: the check character finds every single wrong character."""
    number = certificate_number(year=2025, kind=Kind.REVIEW, level=Level.INTERMEDIATE, serial=serial)
    wrong = number[:place] + other + number[place + 1 :]
    assert is_certificate_number(wrong) is (wrong == number)


def test_a_number_of_another_region_is_none_of_ours():
    """C11: its check character may be right."""
    assert not is_certificate_number("65012025P3000318" + mod_37_36.calc_check_digit("65012025P3000318"))


@pytest.mark.parametrize("serial", [0, -1, 1_000_000])
def test_a_serial_outside_its_six_digits_is_refused(serial):
    """C11: no number is silently longer."""
    with pytest.raises(ValueError, match="six digits"):
        certificate_number(year=2025, kind=Kind.REVIEW, level=Level.ASSISTANT, serial=serial)


@given(st.integers(1, 999_999_999))
def test_a_payment_code_has_twenty_digits(serial):
    """C36: 20 digits, the last a check digit, different for every serial."""
    code = payment_code(year=2025, serial=serial)
    assert len(code) == 20
    assert is_payment_code(code)
    assert not is_payment_code(code[:-1] + str((int(code[-1]) + 1) % 10))


def test_document_numbers_follow_the_notice():
    """C10: 〔〕, no leading zero; the notice's own number counts as used, another prefix's or year's does not."""
    assert document_number("和地职称办", 2025, 2) == "和地职称办〔2025〕2号"
    assert serial_of("和地职称办〔2025〕1号", "和地职称办", 2025) == 1
    assert serial_of("和地职称办〔2024〕9号", "和地职称办", 2025) == 0
    assert serial_of("墨玉职称办〔2025〕9号", "和地职称办", 2025) == 0


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("阿卜杜热伊木江·麦麦提", "阿卜杜热伊木江·麦＊＊"),
        ("张三丰", "张＊＊"),
        ("李", "李＊"),
        ("阿·李", "阿·李＊"),
        ("买买提·吐尔逊江·阿布都", "买买提·吐＊＊＊＊＊＊＊"),
    ],
)
def test_a_public_name_shows_its_first_half(name, shown):
    """C11: the page of a certificate masks the rest of a name."""
    assert masked_name(name) == shown
