"""How papers will look with what an office has typed: made apart, kept for a while, so that the same is not set twice."""

import base64
import hashlib
import json
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache

from documents import apart
from documents.inspection import FileRefused

KEPT = 3600  # seconds


@dataclass(frozen=True)
class Look:
    """The picture of a page as a `data:` address, or why there is none."""

    picture: str = ""
    fault: str = ""


def look_at(form: str, words: dict[str, str], more: dict[str, Any] | None = None, *, page: int = 1) -> Look:
    """Give a page of a specimen of `form`, of nobody real: see `documents.looks.first_page`."""
    said = json.dumps([form, words, more, page], sort_keys=True, ensure_ascii=False)
    key = f"look/{hashlib.sha256(said.encode()).hexdigest()}"
    if kept := cache.get(key):
        return Look(kept)
    try:
        drawn = apart.look(form, words, more or {}, page)
    except FileRefused as refused:
        return Look(fault=refused.message)
    picture = "data:image/webp;base64," + base64.b64encode(drawn).decode()
    cache.set(key, picture, KEPT)
    return Look(picture)
