"""Days as papers write them, and what the reports of 学信网 say of themselves (C19)."""

from dataclasses import replace

import pytest

from documents.scans.dates import dates, first_date
from documents.scans.facts import compared
from documents.scans.lines import Line
from documents.scans.reports import EducationReport, education_report


def lines(*texts: str) -> tuple[Line, ...]:
    """Give lines of text, one below the other."""
    return tuple(
        Line(
            text,
            ((0, row * 50), (900, row * 50), (900, row * 50 + 40), (0, row * 50 + 40)),
            tuple((place + 0.5) / len(text) for place in range(len(text))),
        )
        for row, text in enumerate(texts)
    )


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2016年7月1日", "2016-07-01"),
        ("2016-07-01", "2016-07-01"),
        ("2016.07.31", "2016-07-31"),
        ("2016/7/5", "2016-07-05"),
        ("２０１６年０７月", "2016-07"),
        ("二〇一六年七月", "2016-07"),
        ("二零一六年十二月三十一日", "2016-12-31"),
        ("二○一八年十月二十日", "2018-10-20"),
        ("一九九九年十一月十日", "1999-11-10"),
        ("2016年13月", ""),
        ("证书编号106551201605000123", ""),
        ("1016年7月1日", ""),
        ("2016年", ""),
    ],
)
def test_a_day_however_it_is_written(written: str, day: str) -> None:
    """C19: figures, strokes, dots and Chinese numerals; a number that holds a day is none."""
    page = lines(written)
    assert [found for found, _box in dates(page)] == ([day] if day else [])


def test_the_first_day_of_a_text() -> None:
    """C19: strokes are gone from squeezed text."""
    assert first_date("至20251010止，20261010") == "2025-10-10"
    assert first_date("由权利人设置") == ""


def test_a_month_is_sought_among_all_days_of_a_page() -> None:
    """C19: a diploma bears several days; one that is not among them may only be badly read."""
    page = lines("性别男，一九九四年三月生，于二〇一二年九月至二〇一六年七月", "二〇一六年七月一日")
    for month, verdict, found in (("2016-07", "agrees", "2016-07"), ("2015-07", "absent", "")):
        (finding,) = compared(page, {"graduated_on": month})
        assert (finding.verdict, finding.found) == (verdict, found)
    assert finding.box is None


REPORT = ("教育部学历证书电子注册备案表", "姓名 买买提·吐尔逊江", "毕（结）业日期 2016年07月01日")
ADDRESS = "https://www.chsi.com.cn/report/xueli/code.do?vcode="


@pytest.mark.parametrize(
    ("more", "codes", "code", "until"),
    [
        (("在线验证码", "AKXX1234BC5678QQ"), (), "AKXX1234BC5678QQ", ""),
        (("验证码：A1B2C3D4E5F6",), (f"{ADDRESS}ZZZZ1111ZZZZ1111",), "A1B2C3D4E5F6", ""),
        ((), (f"{ADDRESS}abcd1234efgh5678",), "ABCD1234EFGH5678", ""),
        ((), ("你好", "https://x.cn/"), "", ""),
        (("报告有效期截止 2025-10-10",), (), "", "2025-10-10"),
        (("验证有效期至：2025年10月",), (), "", "2025-10"),
        (("有效期由报告权利人设置（1至6个月）",), (), "", ""),
    ],
)
def test_what_a_report_says_of_itself(
    more: tuple[str, ...], codes: tuple[str, ...], code: str, until: str
) -> None:
    """C19: the code as printed, else as in the QR code's address; how long it can be verified, where it says so."""
    assert education_report(lines(*REPORT, *more), codes) == EducationReport(code, until, "2016-07-01")


@pytest.mark.parametrize(
    ("read_as", "score", "verdict"),
    [
        ("653201199001010016", 1.0, "agrees"),
        ("653207199001010016", 1.0, "differs"),
        ("653207199001010016", 0.99, "differs"),
        ("65320199001010016", 1.0, "agrees"),
        ("65320199001010017", 1.0, "absent"),
        ("653207199001010016", 0.9, "agrees"),
        ("653201199003070010", 0.9, "differs"),
    ],
)
def test_a_digit_is_forgiven_to_a_reader_in_doubt_alone(read_as: str, score: float, verdict: str) -> None:
    """C15: a number that is plainly there with another digit is another number; one that lacks a digit is none at all."""
    (line,) = lines(f"身份证号：{read_as}")
    (finding,) = compared((replace(line, score=score),), {"id_number": "653201199001010016"})
    assert (finding.verdict, finding.found) == (verdict, "" if verdict == "absent" else read_as)


def test_no_other_paper_is_a_report() -> None:
    """C19: a contract with a code on it is none."""
    assert education_report(lines("劳动合同书", "验证码：A1B2C3D4E5F6")) is None
