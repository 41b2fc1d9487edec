"""How papers will look with what an office has typed: made apart, kept for a while, so that the same is not set twice."""

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.utils.translation import gettext as _

from campaigns.services.faces import in_own_faces
from documents import apart
from documents.fonts import folders_in_use
from documents.inspection import FileRefused
from documents.localfaces import FaceGone, StoredFace
from documents.store import StoreAway

KEPT = 3600  # seconds


@dataclass(frozen=True)
class Look:
    """The picture of a page as a `data:` address, or why there is none."""

    picture: str = ""
    fault: str = ""


def look_at(
    form: str,
    words: dict[str, str],
    more: dict[str, Any] | None = None,
    *,
    page: int = 1,
    faces: Mapping[str, StoredFace | None] | None = None,
) -> Look:
    """Give a page of a specimen of `form`, of nobody real: see `documents.looks.first_page`.

    faces: other ones than those in use, as `campaigns.services.faces.in_own_faces` takes them.
    """
    try:
        with in_own_faces(**faces or {}):
            return _drawn(form, words, more or {}, page)
    except FileRefused as refused:
        return Look(fault=refused.message)
    except FaceGone as gone:
        return Look(fault=_("%(why)s。请在“文书字体”里换一个。") % {"why": gone.why})
    except StoreAway:
        return Look(fault=_("现在读不到字体文件，请过几分钟再看。"))


def _drawn(form: str, words: dict[str, str], more: dict[str, Any], page: int) -> Look:
    said = json.dumps([form, words, more, page, folders_in_use()], sort_keys=True, ensure_ascii=False)
    key = f"look/{hashlib.sha256(said.encode()).hexdigest()}"
    if kept := cache.get(key):
        return Look(kept)
    drawn = apart.look(form, words, more, page)
    picture = "data:image/webp;base64," + base64.b64encode(drawn).decode()
    cache.set(key, picture, KEPT)
    return Look(picture)
