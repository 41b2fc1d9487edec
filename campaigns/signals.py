"""A rule or an office has its history; a rule renews the revision of every campaign, the key of what is cached; the
blank forms follow the campaign.

A fact that a later room listens for: `examination_asked`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.db.models.signals import post_delete, post_save, pre_save
from django.dispatch import Signal

from campaigns.models.campaign import new_revision

#: Sent after the commit, with `examination`.
examination_asked = Signal()

MACHINERY = {"Change", "Examination", "FaceFile", "LoadedRow", "Sequence"}
IRRELEVANT = MACHINERY | {"CalendarDay", "Announcement", "Download", "Question", "Office"}
_together: ContextVar[bool] = ContextVar("revisions_together", default=False)


def renew_revisions(sender: type[Model] | None = None, **kwargs: Any) -> None:
    """Give all campaigns a new revision: the suspensions of one (C41) are read from the others."""
    if not kwargs.get("raw") and not _together.get():
        apps.get_model("campaigns", "Campaign").objects.update(revision=new_revision())


@contextmanager
def one_revision() -> Iterator[None]:
    """Renew the revisions once, at the end, instead of with every row."""
    token = _together.set(True)
    try:
        yield
    finally:
        _together.reset(token)
    renew_revisions()


def connect() -> None:
    from campaigns.services import downloads, history

    for model in (*apps.get_app_config("campaigns").get_models(), apps.get_model("accounts", "Office")):
        if model.__name__ not in MACHINERY:
            pre_save.connect(history.remember, sender=model)
            post_save.connect(history.record_save, sender=model)
            post_delete.connect(history.record_delete, sender=model)
        if model.__name__ == "Campaign":
            post_save.connect(downloads.follow, sender=model)
        if model.__name__ not in IRRELEVANT:
            post_save.connect(renew_revisions, sender=model, dispatch_uid=f"revision-save-{model.__name__}")
            post_delete.connect(renew_revisions, sender=model, dispatch_uid=f"revision-delete-{model.__name__}")
