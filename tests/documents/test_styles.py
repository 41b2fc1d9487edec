"""A style kept from an earlier paper is the one that WeasyPrint would work out."""

import pytest

from documents import specimens
from documents.fonts import folders_in_use
from documents.papers.catalogue import FORMS
from documents.press import Press
from documents.styles import MOST
from documents.typesetting import one_at_a_time, paper_of, render_html

FORM = FORMS["recommendation"]


def html_of(form: str, name: str) -> str:
    return render_html(FORMS[form], paper_of(FORMS[form], dict(specimens.all_of(form))[name]))


def page_with(body: str, lang: str = "zh-CN") -> str:
    return f'<!DOCTYPE html><html lang="{lang}"><head><title>试</title></head><body>{body}</body></html>'


def made(press: Press, html: str, form: str = FORM.key) -> bytes:
    return press.written(press.laid_out(FORMS[form], html), identifier=html)


@pytest.fixture
def press():
    """A press of its own that has made nothing yet; the one in use is held meanwhile."""
    with one_at_a_time():
        yield Press(folders_in_use())


@pytest.mark.parametrize("form", ["report_form", "recommendation", "result_document"])
def test_a_paper_is_the_same_after_others(press, form):
    """A person's paper does not depend on whose was made before."""
    names = [name for name, _data in specimens.all_of(form)]
    alone = {name: made(Press(folders_in_use()), html_of(form, name), form) for name in names}
    for name in [*names, *reversed(names)]:
        assert made(press, html_of(form, name), form) == alone[name]


def test_what_an_element_says_itself_counts(press):
    """An attribute `style` or `lang` is never taken from another element that is like it but for that."""
    bodies = [
        "<p>甲</p>",
        '<p style="font-size:20pt">甲</p>',
        '<p style="font-size:30pt">甲</p>',
        '<p lang="ug">甲</p>',
        '<div style="font-size:20pt"><p>甲</p></div>',
        '<div style="font-size:30pt"><p>甲</p></div>',
    ]
    alone = [made(Press(folders_in_use()), page_with(body)) for body in bodies]
    assert len(set(alone)) == len(bodies)
    assert [made(press, page_with(body)) for body in bodies] == alone
    assert [made(press, page_with(body)) for body in reversed(bodies)] == alone[::-1]


def test_the_same_paper_again_adds_nothing(press):
    """A worker that lives for weeks does not grow by what it has seen."""
    made(press, html_of(FORM.key, "ordinary"))
    known = len(press.styles[FORM.key].known)
    made(press, html_of(FORM.key, "ordinary"))
    assert len(press.styles[FORM.key].known) == known > 0


def test_no_more_styles_are_kept_than_a_form_has(press):
    """Where each element says something else, keeping what it says saves nothing."""
    lines = "".join(f'<p style="margin-left:{number}px">甲</p>' for number in range(MOST + 50))
    made(press, page_with(lines))
    assert len(press.styles[FORM.key].known) == MOST
