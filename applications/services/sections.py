"""Saving what the applicant wrote. Only the table of sections is written: no state can come back this way."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.acting import Act
from accounts.statements import Statement
from applications.enums import EDITABLE, FaultTarget, State
from applications.forms.section import SectionForm, flat
from applications.models import Application, Section
from applications.rules import guards
from applications.rules.refusal import Refusal, Refused, require
from applications.sections import SECTIONS
from applications.selectors.facts import form_facts
from applications.services.corrections import note_change
from campaigns.rules.calendar import day_of

MOST_BYTES = 200_000
#: What saving a section looks at: three wide rows are read at every pause in typing.
LOOKED_AT = ("state", "kind", "returned_at", "campaign__year", "employer__kind", "applicant__document_kind")


def _held() -> QuerySet[Application]:
    rows = Application.objects.select_for_update(of=("self",)).select_related("campaign", "employer", "applicant")
    return rows.only(*LOOKED_AT)


BY_KEY = Statement(lambda pk: _held().filter(pk=pk), int)
BY_NUMBER = Statement(lambda number, applicant: _held().filter(number=number, applicant=applicant), str, int)


class StaleRevision(Refused):
    """Somebody, usually the same person in another tab, saved this section in the meantime."""


@dataclass(frozen=True)
class Saved:
    """What a save left behind: the section's new revision, whether it is complete, and when."""

    revision: int
    complete: bool
    at: datetime


def save_section(
    *,
    application_id: int,
    key: str,
    act: Act,
    revision: int,
    data: Mapping[str, Any] | None = None,
    typed: Mapping[str, Any] | None = None,
) -> Saved:
    """Keep what was typed in a section, valid or not; `complete` only when all of it is valid (C15).

    Takes `data` in the shape of `applications.sections`, or `typed` as the page posts it. `revision` is the one that
    the page was opened with: an older one raises `StaleRevision` and writes nothing. After the submission it raises
    `Refused`.
    """
    with transaction.atomic():
        application = _writable(act, BY_KEY.get(application_id))
        return _save(application, key, act, revision, data=data, typed=typed)


def autosave_section(*, number: str, key: str, typed: Mapping[str, Any], act: Act, revision: int) -> Saved:
    """Keep what a page sends by itself; as `save_section`. Raises `Application.DoesNotExist` for another's number."""
    with transaction.atomic():
        application = _writable(act, BY_NUMBER.get(number, act.user.pk if act.user else 0))
        return _save(application, key, act, revision, typed=typed)


def _save(application: Application, key: str, act: Act, revision: int, **given: Any) -> Saved:
    form = checked(application, key, act, **given)
    _not_too_long(form.stored)
    before = _before(application, key)
    changed = Section.objects.filter(application=application, key=key, revision=revision).update(
        data=form.stored, complete=form.complete, revision=revision + 1, saved_at=act.at
    )
    if not changed:
        return _said_before(application, key, form, revision)
    if application.state == State.RETURNED:
        note_change(application, FaultTarget.SECTION, key, act, fields=differing(key, before, form.stored))
    return Saved(revision + 1, form.complete, act.at)


def _not_too_long(data: Mapping[str, Any]) -> None:
    if len(json.dumps(data, ensure_ascii=False).encode()) > MOST_BYTES:
        raise Refused(Refusal(_("内容太长，没有保存。"), "C15", _("请删减后再保存。")))


def checked(
    application: Application,
    key: str,
    act: Act,
    *,
    data: Mapping[str, Any] | None = None,
    typed: Mapping[str, Any] | None = None,
) -> SectionForm:
    """Give a section's content as a checked form."""
    return SectionForm(
        key,
        facts=form_facts(application),
        today=day_of(act.at),
        year=application.campaign.year,
        kept=data,
        typed=typed,
        check=True,
    )


def differing(key: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> set[str]:
    """Give the names of the fields whose content differs (`rows-0-school`)."""
    spec = SECTIONS[key]
    old, new = flat(spec, before), flat(spec, after)
    return {name for name in old.keys() | new.keys() if old.get(name, "") != new.get(name, "")}


def _writable(act: Act, application: Application) -> Application:
    require(
        guards.acts_as_applicant(act, application.applicant_id),
        guards.holds(
            application.state in EDITABLE,
            _("这件申报现在是“%(state)s”，不能再改。") % {"state": application.get_state_display()},
            "C15",
            _("刚才填的没有保存，已提交的内容没有变。"),
        ),
    )
    return application


def _before(application: Application, key: str) -> Mapping[str, Any]:
    if application.state != State.RETURNED:
        return {}
    return Section.objects.get(application=application, key=key).data


def _said_before(application: Application, key: str, form: SectionForm, revision: int) -> Saved:
    """Give what was saved when the same text comes once more, because its answer was lost; else raise `StaleRevision`."""
    newer = Section.objects.get(application=application, key=key)
    if newer.revision == revision + 1 and newer.data == form.stored:
        return Saved(newer.revision, newer.complete, newer.saved_at)
    raise StaleRevision(
        Refusal(
            _("这一节在别的窗口里保存过了（第%(revision)d版）。") % {"revision": newer.revision},
            remedy=_("您在这里填的还在页面上，没有覆盖那边的内容。请先复制要留的内容，再刷新页面。"),
        )
    )
