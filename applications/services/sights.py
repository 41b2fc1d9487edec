"""What is to be seen of each page of a file: looked at once, whoever sends it wherever, and kept beside it, encrypted."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import asdict
from typing import TYPE_CHECKING

from accounts.crypto import decrypt, encrypt
from applications.models import StoredFile
from documents import apart, store
from documents.streams import Source

if TYPE_CHECKING:
    from documents.scans.inspecting import Sight

#: Of what is kept of a page; another number has every page looked at again.
VERSION = 2


def sights(file: StoredFile, *, renew: Callable[[], object] = lambda: None) -> Iterator["Sight"]:
    """Give what is to be seen of each page; `renew` is called after each that was not looked at before.

    Raises `StoreAway`, FileNotFoundError, FileRefused when a page cannot be drawn.
    """
    with ExitStack() as stack:
        data: Source = b""
        for number in file.page_numbers:
            known = kept_sight(file, number)
            if known is None:
                data = data or stack.enter_context(store.opened(file.pages_path))
                known = _looked_at(file, number, data)
                renew()
            yield known


def kept_sight(file: StoredFile, number: int) -> "Sight | None":
    """Give what was seen of a page, from 1, or None where nobody has looked at it; raises `StoreAway`."""
    from documents.scans.inspecting import sight_of  # loads what only a worker needs

    try:
        return sight_of(json.loads(decrypt(store.read(_path(file, number)).decode())))
    except FileNotFoundError:
        return None


def _looked_at(file: StoredFile, number: int, data: Source) -> "Sight":
    from documents.scans.inspecting import sight

    seen = sight(apart.scan_page(data, number))
    store.keep(_path(file, number), encrypt(json.dumps(asdict(seen), ensure_ascii=False)).encode())
    return seen


def _path(file: StoredFile, number: int) -> str:
    from documents.scans.reading import is_installed

    return f"sights/{file.sha256}-{number}-{VERSION}{'' if is_installed else '-unread'}"
