"""Cases on the desk, with their submissions and files, and the people who review them."""

from datetime import datetime
from itertools import count
from typing import Any

from applications.enums import State, Transition, Verdict
from applications.models import Application, Event, Fault, Material, StoredFile, Submission
from applications.services.steps import record
from campaigns.models import ChecklistItem
from review.services import desk
from tests import factories

_digests = count(1)
ARRIVED = factories.beijing(2025, 2, 28, 16)
REVIEWED = factories.beijing(2025, 3, 6, 16, 20)


def stored(pages: int = 1) -> StoredFile:
    serial = next(_digests)
    return StoredFile.objects.create(
        sha256=f"{serial:064x}", path=f"aa/{serial}", size=1000, kind="png", pages=pages, stored_at=ARRIVED
    )


def material(row: Application, slot: str, *, pages: int = 1, at: datetime = ARRIVED) -> Material:
    return Material.objects.create(
        application=row,
        slot_key=slot,
        file=stored(pages),
        name=f"{slot}.png",
        order=1,
        uploaded_by=row.applicant,
        uploaded_at=at,
    )


def submission(row: Application, *, files: list[Material], data: dict[str, Any] | None = None) -> Submission:
    made = Submission.objects.create(
        application=row,
        number=row.submissions_used,
        at=row.state_since,
        data=factories.CONTENTS if data is None else data,
        digest="0" * 64,
    )
    made.materials.set(files)
    return made


def arrived(state: State = State.INITIAL_REVIEW, *, at: datetime = ARRIVED, **fields: Any) -> Application:
    """Give a case that reached an office with its first submission of two files."""
    row = factories.application(state, at=at, **fields)
    submission(row, files=[material(row, "diploma"), material(row, "achievements", pages=12)])
    if state == State.FINAL_REVIEW:
        _note(row, Transition.PASS_INITIAL, State.INITIAL_REVIEW, at)
    return row


def _note(row: Application, step: Transition, source: State, at: datetime) -> Event:
    member = factories.officer_of(row.initial_office.key)
    return record(row, step, source, factories.act_as(member, at))


def act(key: str = "hetian-shi-hr", at: datetime = REVIEWED, **kwargs: Any) -> Any:
    return factories.act_as(factories.officer_of(key, **kwargs), at)


def mark_all(row: Application, by: Any, *, verdict: Verdict = Verdict.OK, but: tuple[str, ...] = ()) -> None:
    for item in ChecklistItem.objects.filter(campaign=row.campaign):
        if item.key not in but:
            desk.mark_item(row.pk, item_key=item.key, verdict=verdict, submission=row.submissions_used, act=by)


def pin(row: Application, by: Any, **given: Any) -> Any:
    facts = {
        "item_key": "achievements",
        "reason_code": "M07",
        "comment": "公章上的单位名称还看得见，请把整个公章一起遮住。",
        "target": "slot",
        "target_key": "achievements",
        "submission": row.submissions_used,
        "act": by,
    }
    return desk.pin_fault(row.pk, **(facts | given))


def sign_in(client: Any, member: Any) -> None:
    client.force_login(member.user)
    session = client.session
    session["membership"] = member.pk
    session.save()


def resubmitted(
    row: Application,
    *,
    files: int = 2,
    changed: dict[str, dict[str, Any]] | None = None,
    answer: str = "",
    at: datetime = REVIEWED,
) -> Application:
    """Give a returned case back on the desk: fresh files, some fields changed, every fault answered."""
    data = {key: {**section, **(changed or {}).get(key, {})} for key, section in factories.CONTENTS.items()}
    Fault.objects.filter(review__application=row).update(answer=answer, answered_at=at)
    row = Application.objects.get(pk=row.pk)
    row.resubmit(factories.act_of(row.applicant, at), obstacles=(), unanswered=0, commitment_signed=True)
    row.state_since = at
    row.save()
    slots = ["achievements"] * (files - 1)
    submission(row, files=[material(row, "diploma"), *(material(row, slot, pages=3) for slot in slots)], data=data)
    return row
