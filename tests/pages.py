"""What no page may contain, checked on every page that any test renders."""

import re

from django.http import HttpRequest, HttpResponse

FORBIDDEN = {
    "a style attribute": re.compile(rb"<[a-z][^<>]*\sstyle\s*=", re.I),
    "a style element": re.compile(rb"<style[\s>]", re.I),
    "an inline script": re.compile(rb"<script(?![^>]*\ssrc=)(?![^>]*application/json)[^>]*>", re.I),
    "an event attribute": re.compile(rb"<[a-z][^<>]*\son[a-z]+\s*=", re.I),
    "a javascript: address": re.compile(rb"(?:href|action|src)\s*=\s*[\"']?\s*javascript:", re.I),
}


class PageNotStrict(AssertionError):
    """A page holds something that the content security policy would block in the browser."""


def check_page(content: bytes, path: str) -> None:
    """Raise PageNotStrict when the HTML `content` of `path` holds inline style or script."""
    for what, pattern in FORBIDDEN.items():
        match = pattern.search(content)
        if match:
            found = content[match.start() : match.start() + 160].decode(errors="replace")
            raise PageNotStrict(f"{path} holds {what}: {found}")


class StrictPageMiddleware:
    """Fails the test whose page would break the content security policy; Django's own admin is not ours to mend."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Give the response unchanged; raises PageNotStrict."""
        response = self.get_response(request)
        is_page = response.get("Content-Type", "").startswith("text/html") and not response.streaming
        match = request.resolver_match
        if is_page and not (match and match.app_name == "admin"):
            check_page(response.content, request.path)
        return response
