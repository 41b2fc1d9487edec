"""The traps that lie under every test: each is shown to snap."""

import warnings

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.template import engines
from django.test import RequestFactory
from django.utils.module_loading import import_string

from accounts.models import Office
from tests.pages import PageNotStrict


@pytest.mark.django_db
def test_what_was_not_asked_for_comes_in_no_order():
    """Without an order all rows are shuffled; with one those that it leaves equal."""
    unordered, kinds = Office.objects.order_by(), Office.objects.order_by("kind")
    assert len({tuple(unordered.values_list("pk", flat=True)) for _ in range(4)}) > 1
    assert len({tuple(kinds.values_list("pk", flat=True)) for _ in range(4)}) > 1
    found = list(kinds.values_list("kind", flat=True))
    assert found == sorted(found)


def test_an_undefined_template_variable_fails():
    with pytest.raises(pytest.fail.Exception, match="nothing_of_that_name"):
        engines["django"].from_string("{{ nothing_of_that_name }}").render({})


def page(body: str) -> HttpResponse:
    """Give a page with `body`, through what stands outermost around every page of the tests."""
    outermost = import_string(settings.MIDDLEWARE[0])
    request = RequestFactory().get("/planted/")
    request.resolver_match = None
    return outermost(lambda _request: HttpResponse(f"<!doctype html><body>{body}</body>"))(request)


@pytest.mark.parametrize(
    "planted",
    [
        '<p style="color: red">红</p>',
        "<style>p { color: red }</style>",
        "<script>alert(1)</script>",
        '<button onclick="alert(1)">好</button>',
        '<a href="javascript:alert(1)">好</a>',
    ],
)
def test_inline_script_or_style_fails(planted: str):
    with pytest.raises(PageNotStrict, match="/planted/"):
        page(planted)


def test_a_page_that_is_strict_passes():
    assert page('<p class="red">红</p><script src="/static/a.js"></script>').status_code == 200


def test_a_warning_is_an_error():
    with pytest.raises(DeprecationWarning):
        warnings.warn("old", DeprecationWarning, stacklevel=1)


@pytest.fixture(scope="module")
def ran():
    """What the hook of the test below has said by the end of the module."""
    said: list[str] = []
    yield said
    assert said == ["after the commit"]


@pytest.mark.django_db
def test_what_waits_for_the_commit_runs(ran):
    transaction.on_commit(lambda: ran.append("after the commit"), robust=True)
    assert ran == []
