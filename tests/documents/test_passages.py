"""What an office may word itself: its words print, nothing that must stand is lost, nothing else gets in."""

import pytest

from documents import specimens
from documents.papers.catalogue import FORMS
from documents.papers.shape import PaperDataError
from documents.passages import VALUES
from documents.typesetting import typeset
from documents.wording import PASSAGES, faults
from tests.documents.reading import squeezed, text_of


def our_words(form: str) -> dict[str, str]:
    return {key: passage.text for key, passage in PASSAGES[form].items()}


@pytest.mark.parametrize("form", PASSAGES)
def test_our_own_words_may_be_printed(form: str) -> None:
    """What stands there from the beginning keeps to the rules that an office's words have to keep to."""
    assert faults(form, our_words(form)) == {}


@pytest.mark.parametrize("form", [form for form in PASSAGES if form != "result_document"])
def test_every_word_in_braces_is_a_field_of_the_form(form: str) -> None:
    """A place that a form has no value for would stop its printing on the day it is used."""
    fields = FORMS[form].shape.__dataclass_fields__
    assert {VALUES[place][0] for passage in PASSAGES[form].values() for place in passage.places} <= set(fields)


@pytest.mark.parametrize("form", PASSAGES)
def test_the_words_of_the_office_print_with_their_values(form: str) -> None:
    """Every paragraph in new words, each place filled in; our own words are gone, no brace is left."""
    texts = {
        key: f"另写的{passage.label}：" + "，".join(f"{{{place}}}" for place in passage.places) + "。"
        for key, passage in PASSAGES[form].items()
    }
    printed = text_of(typeset(form, specimens.worded(form, texts)))
    for passage in PASSAGES[form].values():
        assert squeezed(f"另写的{passage.label}：") in printed
    assert "{" not in printed
    if form == "return_letter":
        assert "2025年3月10日24时" in printed
        assert "逾期不再提交" not in printed


@pytest.mark.parametrize(
    ("form", "key", "text", "told"),
    [
        ("refusal", "opening", "您的申报不予受理。", "缺少{申报事项}"),
        ("refusal", "opening", "{申报事项}，{身份证号}", "大括号里只能写：{单位}、{申报事项}、{机关}"),
        ("refusal", "opening", "{申报事项}{", "大括号里只能写"),
        ("refusal", "opening", "{申报事项}\n第二行", "只能写一行"),
        ("refusal", "opening", "{申报事项}" * 200, "最多500个字，现在有1200个"),
        ("refusal", "opening", "  ", "请写上内容"),
        ("refusal", "opening", "{申报事项}👍", "“👍”打印不出来"),
        ("refusal", "closing", "此致", "没有这一段"),
        ("fee_notice", "opening", "请缴{申报事项}的评审费。", "缺少{截止时间}"),
        ("return_letter", "limit", "{处数}", "这一段不能用大括号"),
        ("result_document", "body", "现确认{首位姓名}。", "缺少{人数}"),
        ("receipt", "opening", "收到。", "没有这一段"),
    ],
)
def test_words_that_cannot_be_printed_are_told(form: str, key: str, text: str, told: str) -> None:
    """C16, C18, C35: what a letter must say cannot be worded away, and nothing personal can be asked for."""
    assert told in faults(form, {key: text})[key]


def test_words_print_as_the_characters_they_are() -> None:
    """C15: neither markup nor a template's syntax in an office's words does anything."""
    nasty = '<img src="file:///etc/passwd"><b>&amp;（{申报事项}）'
    printed = text_of(typeset("refusal", specimens.worded("refusal", {"opening": nasty})))
    assert squeezed('<img src="file:///etc/passwd"><b>&amp;（') in printed
    assert faults("refusal", {"opening": '{% include "x" %}{{ paper }}{申报事项}'}) != {}


def test_frozen_words_that_no_longer_fit_stop_the_paper_by_name() -> None:
    """A paper is never printed with half a sentence: its job fails and names the paragraph."""
    with pytest.raises(PaperDataError) as refused:
        typeset("refusal", specimens.worded("refusal", {"opening": "您的申报不予受理。"}))
    assert refused.value.field == "wording.opening"
