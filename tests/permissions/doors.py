"""Knocking: a request as somebody, what it wrote, and a digest of everything that could have changed."""

import hashlib
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie
from typing import Any

import openpyxl
import time_machine
from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from accounts.models import Membership, User
from tests import stories
from tests.permissions.matrix import Row, Upload
from tests.permissions.who import Who
from tests.permissions.world import Thing, World

WRITES = re.compile(r"(INSERT INTO|UPDATE|DELETE FROM) \"?(?!django_session)\w+")
PART = re.compile(r"<(?:\w+:)?(\w+)>")
YEARS = 10 * 365 * 24 * 60 * 60


def addresses(resolver: URLResolver | None = None, space: str = "", route: str = "/") -> Iterator[tuple[str, str]]:
    """Give every address that resolves: its name in its namespace, and its route."""
    for each in (resolver or get_resolver()).url_patterns:
        here = route + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from addresses(each, f"{space}{each.namespace}:" if each.namespace else space, here)
        else:
            yield f"{space}{each.name or ''}", here


class Doors:
    """The addresses of a world, knocked at by one browser that is signed in anew for every request."""

    def __init__(self, world: World) -> None:
        self.world, self.client = world, Client(raise_request_exception=False)
        self.sessions: dict[tuple[User, Membership | None], str] = {}
        for thing in world.things.values():
            for who in Who:
                self._sign_in(*world.signed_in(who, thing))
        self.routes = dict(addresses())
        cache.clear()

    def _sign_in(self, user: User | None, membership: Membership | None) -> None:
        """Begin a session that neither idles nor ends, however the clock is set."""
        if user is None or (user, membership) in self.sessions:
            return
        self.client.cookies = SimpleCookie()
        self.client.force_login(user, "accounts.backends.NumberBackend")
        session = self.client.session
        session.pop("seen_at", None)
        if membership:
            session["membership"] = membership.pk
        session.set_expiry(YEARS)
        session.save()
        self.sessions[user, membership] = session.session_key

    def parts(self, name: str) -> list[str]:
        """Give the parts that an address asks for."""
        return PART.findall(self.routes[name])

    def address(self, name: str, row: Row, thing: Thing, **changed: Any) -> str:
        """Give the address of a thing; `changed` stands in place of its own parts."""
        parts = {**thing.parts, **row.args, **changed}
        return reverse(name, kwargs={key: parts[key] for key in self.parts(name)})

    def knock(
        self, who: Who, thing: Thing, address: str, data: dict[str, Any] | None = None, **headers: str
    ) -> Any:
        """Give the answer to a GET, or to a POST of `data`."""
        user, membership = self.world.signed_in(who, thing)
        self.client.cookies = SimpleCookie({"sessionid": self.sessions[user, membership]} if user else {})
        place = {"REMOTE_ADDR": f"10.0.0.{list(Who).index(who)}", "headers": headers}
        with time_machine.travel(thing.at, tick=False):
            send = self.client.get if data is None else self.client.post
            answer = send(address, data, **place)
        if answer.streaming:
            answer.getvalue()  # to its end, where the file is closed
        return answer

    def filled(self, data: dict[str, Any], thing: Thing, **changed: Any) -> dict[str, Any]:
        """Give what is sent, with the parts of the thing in place of the words in braces and fresh files."""
        words = {**self.world.common, **thing.parts, **changed}
        return {key.format(**words): self._value(value, words) for key, value in data.items()}

    def _value(self, value: Any, words: dict[str, Any]) -> Any:
        if isinstance(value, Upload):
            content = self.world.sheet if value.name.endswith(".xlsx") else stories.picture(99)
            return SimpleUploadedFile(value.name, content)
        if isinstance(value, str) and value.startswith("{") and value.endswith("}") and value.count("{") == 1:
            return words[value[1:-1]]
        return value.format(**words) if isinstance(value, str) else value


def admin_address(route: str) -> str:
    """Give an address of the administration, with a row that exists where it names one."""
    app, table = [*route.split("/"), "", ""][2:4]
    model = apps.all_models.get(app, {}).get(table)
    row = model._default_manager.first() if model else None
    words = {
        "object_id": row.pk if row else 1,
        "pk": 1,
        "content_type_id": 1,
        "app_label": "accounts",
        "url": "none",
    }
    plain = re.sub(r"\(\?P(<\w+>)[^)]*\)", r"\1", route.replace("^", "").replace("$", ""))
    return PART.sub(lambda found: str(words[found[1]]), plain)


@contextmanager
def undone() -> Iterator[list[str]]:
    """Undo what happens inside; give the statements that wrote."""
    written: list[str] = []

    def listen(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if WRITES.match(sql):
            written.append(sql)
        return execute(sql, params, many, context)

    with transaction.atomic(), connection.execute_wrapper(listen):
        yield written
        transaction.set_rollback(True)


def digest() -> str:
    """Give a digest of every row of every table but the sessions, and of the name of every file but the previews."""
    found = hashlib.sha256()
    with connection.cursor() as cursor:
        for table in sorted(set(connection.introspection.table_names(cursor)) - {"django_session"}):
            cursor.execute(f'SELECT * FROM "{table}" ORDER BY 1')
            found.update(repr((table, cursor.fetchall())).encode())
    files = sorted(
        str(path) for path in settings.DATA.glob("files/**/*") if path.is_file() and path.parent.name != "previews"
    )
    found.update(repr(files).encode())
    return found.hexdigest()


def text_of(answer: Any) -> str:
    """Give what a page or a list from Excel says."""
    if "spreadsheetml" not in answer.headers["Content-Type"]:
        return str(answer.content.decode())
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    return "\n".join(str(value) for line in sheet.iter_rows(values_only=True) for value in line)
