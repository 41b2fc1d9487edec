"""The words of the portal: none unmarked in Chinese, none on the wrong side of a mirrored page."""

import ast

import pytest

from scripts import tongue

CODE, PAGE, STYLE = (
    tongue.ROOT / "review" / "x.py",
    tongue.ROOT / "templates" / "x.html",
    tongue.ROOT / "static" / "x.css",
)


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('"""说明"""\nx = _("已办")\ny = ngettext("%(n)d天", "%(n)d天", n)', []),
        ('x = "已办"', ["已办"]),
        ('x = f"{n}天" + _("共")', ["天"]),
        ('x = _now("已办")', ["已办"]),
        ('def f():\n    """说明"""\n    return {"a": _("甲"), "b": "乙"}', ["乙"]),
    ],
)
def test_chinese_in_code_is_marked_by_a_name_that_makemessages_knows(code, found):
    """Every string is translatable: a text in the code outside a mark breaks `make check`."""
    assert [what.split(": ")[1] for _, _, what in tongue.source_breaks(CODE, ast.parse(code))] == found


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ('<p>{% translate "已办" %}</p>{# 说明 #}{% comment %}说\n明{% endcomment %}', []),
        ("<p>{% blocktranslate with n=n %}共{{ n }}件{% endblocktranslate %}</p>\n<p>已办</p>", [2]),
        ('<title>{{ name|default:"平台" }}</title>{{ name|default:_("平台") }}', [1]),
    ],
)
def test_chinese_in_a_template_is_marked(text, lines):
    """Every string is translatable: a text in a page outside a mark breaks `make check`."""
    assert [line for _, line, _ in tongue.template_breaks(PAGE, text)] == lines


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("// 说明\n/* 说\n明 */ say(words.saved); // 已保存", []),
        ('say("saved");\nsay(`${at}已保存`);', [2]),
        ('open("https://example.org/已办");', [1]),
    ],
)
def test_a_script_of_the_pages_takes_its_words_from_the_template(text, lines):
    """Every string is translatable: `makemessages` reads templates, so a script holds no words of its own."""
    assert [line for _, line, _ in tongue.script_breaks(CODE, text)] == lines


@pytest.mark.parametrize(
    "rule",
    [
        "margin-left: 1em",
        "padding-right:0",
        "text-align: left",
        "float:right",
        "left: 0",
        "border-top-left-radius: 3px",
        "padding: 0 1px 0 2px",
    ],
)
def test_a_style_that_names_a_side_breaks_the_check(rule):
    """A layout mirrors for a right-to-left script: sides are named by where a line begins and ends."""
    assert len(list(tongue.style_breaks(STYLE, f".a {{ color: red; {rule}; }}"))) == 1
    assert not list(
        tongue.style_breaks(
            STYLE, ".left-out { padding: 0 1px 2px 1px; margin-inline-start: 1em; inset-inline-end: 0; }"
        )
    )


@pytest.mark.parametrize(
    "sheet", sorted((tongue.ROOT / "static" / "css").glob("*.css")), ids=lambda sheet: sheet.name
)
def test_every_brace_of_a_style_sheet_is_closed(sheet):
    """A rule left open takes in all that follows: what was meant for phones would hold on a desk alone."""
    text = sheet.read_text(encoding="utf-8")
    assert text.count("{") == text.count("}")
