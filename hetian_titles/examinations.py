"""What a worker does for an examination: a rehearsal in a process of its own, or every invariant on the living data."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from campaigns.enums import ExaminationKind
from campaigns.models import Examination
from campaigns.services import examinations
from documents.store import StoreAway
from hetian_titles.invariants import UNREAD, examine_all, findings_as_data
from hetian_titles.rehearsal import scratch

log = logging.getLogger(__name__)
#: Characters of what a rehearsal printed before it broke off.
KEPT = 1000


def carry_out(examination_id: int, *, clock: Callable[[], datetime]) -> bool:
    """Tell whether this call answered the examination; `clock` gives the moment at its beginning and at its end."""
    examination = examinations.claim(examination_id, at=clock())
    if examination is None:
        return False
    try:
        found = _found(examination)
    except StoreAway as away:
        log.error("Examination %s could not read the files: %s", examination.pk, away)
        return examinations.give_up(examination, f"{UNREAD}。", at=clock())
    except Exception as wrong:  # whatever it is, somebody waits for the answer and must see why it does not come
        log.exception("Examination %s failed", examination.pk)
        return examinations.give_up(examination, (str(wrong) or repr(wrong))[-KEPT:], at=clock())
    return examinations.answer(examination, found, at=clock())


def _found(examination: Examination) -> dict[str, Any]:
    if examination.kind == ExaminationKind.INVARIANTS:
        return {"invariants": findings_as_data(examine_all())}
    assert examination.campaign
    return scratch.result(
        scratch.Wish(examination.campaign.key, examination.people or 0, str(examination.seed or 0))
    )
