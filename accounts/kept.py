"""What was typed into a form whose session had ended: it waits until the same person has signed in again.

It lies in the session that begins with it, encrypted, for MINUTES, and is shown to nobody else: a signed cookie says who
was signed in last. As signing in gives every page a new mark of origin, a form that bears the old one was this person's.
"""

import json
from dataclasses import asdict, dataclass
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse

from accounts.crypto import decrypt, encrypt
from accounts.http import came_from

COOKIE = "who"
KEY = "kept"
MINUTES = 30
MOST = 200_000  # characters of all fields together
NOT_KEPT = "password"  # a part of the names of fields: a form with one is not kept
MARK = "csrfmiddlewaretoken"


@dataclass(frozen=True)
class Kept:
    """A form that was not taken: where it was sent, the page it stood on, its fields, the names of its fields of files.

    who: the primary key of its person as text. at: when it was sent, in seconds since 1970.
    """

    who: str
    at: float
    path: str
    page: str
    fields: list[tuple[str, str]]
    files: list[str]

    @property
    def words(self) -> list[str]:
        """What was written in it, beside choices, dates and numbers."""
        return [value for _name, value in self.fields if not value.isascii()]


def note_person(request: HttpRequest, response: HttpResponse) -> None:
    """Remember in the browser who is signed in."""
    who = request.session.get(SESSION_KEY)
    if who and who != _last_person(request):
        secure = settings.SESSION_COOKIE_SECURE
        response.set_signed_cookie(COOKIE, who, salt=COOKIE, httponly=True, samesite="Lax", secure=secure)


def keep(request: HttpRequest) -> None:
    """Keep the form that was sent with `request`, if a person sent it from a page and all of it can be kept."""
    who, sent_by = _last_person(request), request.headers
    by_script = sent_by.get("Sec-Fetch-Mode", "navigate") != "navigate" or "HX-Request" in sent_by
    fields = [(name, value) for name, values in request.POST.lists() for value in values if name != MARK]
    too_much = sum(len(name) + len(value) for name, value in fields) > MOST
    if not who or by_script or too_much or not fields or any(NOT_KEPT in name for name, _value in fields):
        return
    at = request.began_at.timestamp()  # type: ignore[attr-defined]
    path = request.get_full_path()
    kept = Kept(who, at, path, came_from(request) or path, fields, list(request.FILES))
    request.session[KEY] = encrypt(json.dumps(asdict(kept), ensure_ascii=False))
    request.session.set_expiry(timedelta(minutes=MINUTES))


def kept_for(request: HttpRequest) -> Kept | None:
    """Give the form that waits for the person who is signed in; one for somebody else, or of long ago, is dropped."""
    if KEY not in request.session:
        return None
    kept = _opened(request)
    age = timedelta(seconds=request.began_at.timestamp() - kept.at)  # type: ignore[attr-defined]
    if kept.who == request.session.get(SESSION_KEY) and age <= timedelta(minutes=MINUTES):
        return kept
    drop(request)
    return None


def drop(request: HttpRequest) -> None:
    """Throw the form away that waits."""
    request.session.pop(KEY, None)


def drop_when_sent(request: HttpRequest) -> None:
    """Throw the form away that waits, once it has been sent again."""
    may_be = request.method == "POST" and KEY in request.session and SESSION_KEY in request.session
    if may_be and _opened(request).path == request.get_full_path():
        drop(request)


def _opened(request: HttpRequest) -> Kept:
    return Kept(**json.loads(decrypt(request.session[KEY])))


def _last_person(request: HttpRequest) -> str:
    return request.get_signed_cookie(COOKIE, default="", salt=COOKIE) or ""
