"""What an applicant does about returned items: change the place, or say why not (C16, C24)."""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.acting import Act
from applications.enums import FaultTarget, State
from applications.models import Application, Fault
from applications.rules import guards
from applications.rules.refusal import require
from applications.selectors.faults import open_faults
from applications.services.steps import locked

ANSWER_LENGTH = 500


def note_change(
    application: Application,
    target: FaultTarget,
    key: str,
    act: Act,
    *,
    fields: Collection[str] | None = None,
) -> None:
    """Mark the faults pinned to a section or slot as changed, when the place itself changed.

    `fields`: the names of the fields that differ now (`rows-0-school`); None for a slot. A fault pinned to no field in
    particular is changed by any of them. The caller holds the application's row.
    """
    if application.state != State.RETURNED:
        return
    here = open_faults(application).filter(target=target, target_key=key)
    if fields is not None:
        here = here.filter(field__in=_pins(fields)) if fields else here.none()
    here.update(changed_at=act.at)


def _pins(fields: Collection[str]) -> set[str]:
    """Give every place where a fault in one of `fields` may be pinned: the field, its row, its group, none at all."""
    pins = {""}
    for name in fields:
        parts = name.split("-")
        pins |= {"-".join(parts[:length]) for length in range(1, len(parts) + 1)}
    return pins


def answer_fault(*, application_id: int, fault_id: int, answer: str, act: Act) -> Fault:
    """Say why a returned item stays as it is; raises `Refused` with the reason, `Fault.DoesNotExist` for another's."""
    with transaction.atomic():
        application = locked(application_id)
        require(
            guards.acts_as_applicant(act, application.applicant_id),
            guards.holds(application.state == State.RETURNED, _("这件申报现在不在退回修改中。"), "C16"),
            guards.inside(
                act.at,
                opens=None,
                closes=application.correction_due or act.at,
                what=_("修改"),
                clause="C16",
            ),
            guards.holds(answer.strip(), _("请写明您的意见和理由。"), "C24"),
            guards.holds(
                len(answer) <= ANSWER_LENGTH,
                _("最多%(most)d字，现在是%(have)d字。") % {"most": ANSWER_LENGTH, "have": len(answer)},
                "C24",
                _("请删减后再保存。"),
            ),
        )
        fault = open_faults(application).get(pk=fault_id)
        fault.answer, fault.answered_at = answer.strip(), act.at
        fault.save(update_fields=["answer", "answered_at"])
    return fault
