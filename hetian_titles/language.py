"""In which language a stranger reads the public pages. Whatever is written, sent or printed is Chinese for everybody."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt
from django.views.i18n import set_language

from hetian_titles.middleware import Respond

#: The pages that exist in every language of `settings.LANGUAGES`; nothing is written when one of them is asked for.
PAGES = frozenset(
    {
        "campaigns:home",
        "campaigns:guide",
        "campaigns:questions",
        "campaigns:downloads",
        "campaigns:download",
        "campaigns:announcement",
        "applications:quiz",
        "results:publicities",
        "results:publicity",
        "results:certificate_check",
        "results:certificate",
        "results:copy",
        "results:file_check",
        "results:rubrics",
        "results:rubric",
        "accounts:sign_in",
    }
)
#: Questions that are asked by POST so that they stand in no address; they write nothing either.
ASKED_BY_POST = frozenset({"results:certificate_check", "results:file_check"})

#: Keeps the choice in a cookie and goes back. It needs no token: nothing else changes, and so no public page sets one.
choose = csrf_exempt(login_not_required(set_language))


class LanguageMiddleware:
    """Shows the public pages, and what is not found, in the language of the visitor's cookie; all else in Chinese."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_public_face(request):
            return self.get_response(request)
        code = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        names = dict(settings.LANGUAGES)
        code = code if code in names else settings.LANGUAGE_CODE
        request.other_languages = [language for language in settings.LANGUAGES if language[0] != code]  # type: ignore[attr-defined]
        with translation.override(code):
            response = self.get_response(request)
        patch_vary_headers(response, ["Cookie"])
        response.headers.setdefault("Content-Language", code)
        return response


def is_public_face(request: HttpRequest) -> bool:
    """Tell whether `request` asks for a page of `PAGES`, or for none that there is, and comes from nobody known."""
    try:
        name = resolve(request.path_info).view_name
    except Resolver404:
        name = ""
    asks = request.method in ("GET", "HEAD") or name in ASKED_BY_POST
    return asks and (not name or name in PAGES) and not request.user.is_authenticated
