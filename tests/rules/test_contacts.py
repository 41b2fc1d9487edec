"""What can be rung up, and what documents can be numbered under."""

import pytest

from campaigns.rules.contacts import normal_telephone, prefix_fault, telephone_fault


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("0903-2069736", "0903-2069736"),
        ("09032069736", "0903-2069736"),
        ("（0903）2069736", "0903-2069736"),
        ("０９０３—２０６９７３６", "0903-2069736"),
        (" 0903 - 2069736 - 801", "0903-2069736-801"),
        ("01012345678", "010-12345678"),
        ("13900001111", "13900001111"),
        ("400-800-1234", "400-800-1234"),
        ("12333", "12333"),
    ],
)
def test_a_number_is_printed_in_one_way(typed: str, printed: str) -> None:
    """C48: however it is typed, it is one number that a telephone rings up."""
    assert normal_telephone(typed) == printed
    assert telephone_fault(printed) == ""


@pytest.mark.parametrize("typed", ["", "2069736", "0903-206", "0903-2069736、2069176", "见通知", "139000011112"])
def test_what_cannot_be_rung_up_is_told(typed: str) -> None:
    assert "区号" in telephone_fault(normal_telephone(typed))


@pytest.mark.parametrize("prefix", ["和地职称办", "和职改办发", "墨玉县职称办"])
def test_documents_are_numbered_under_characters(prefix: str) -> None:
    """GB/T 9704-2012, 7.2.5: 机关代字, 年份, 发文顺序号."""
    assert prefix_fault(prefix) == ""


@pytest.mark.parametrize("prefix", ["", "和", "和地职称办〔2025〕", "和地职称办3号", "HTZCB", "和 地", "和" * 13])
def test_a_prefix_holds_neither_year_nor_serial(prefix: str) -> None:
    """They follow by themselves; a second pair of brackets would print twice."""
    assert "机关代字" in prefix_fault(prefix)
