"""The blank forms of the public pages, made beforehand so that no request has to."""

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from campaigns.enums import CampaignStatus
from campaigns.models import Campaign, Download
from campaigns.rules.calendar import start_of_day
from campaigns.services.faces import in_own_faces
from campaigns.services.history import BEFORE, described
from documents import digest, store
from documents.edition import edition

#: What of a campaign stands on its blank forms.
PRINTED = ("contact_phone", "supervision_phone", "issued_on")


def make_download(download_id: int) -> bool:
    """Typeset one blank form and keep it; gives whether there was one to make. A second run makes it anew.
    Raises `StoreAway`.

    It carries the notice's year (C46, C47) and both telephones (C48).
    """
    from documents.inspection import MB, inspect
    from documents.typesetting import typeset_blank  # takes a second to load, which only who sets papers waits for

    download = Download.objects.filter(pk=download_id).first()
    if download is None:
        return False
    campaign = download.campaign
    printed = {
        "contact_phone": campaign.contact_phone,
        "supervision_phone": campaign.supervision_phone,
        "at": start_of_day(campaign.issued_on).isoformat(),
    }
    with in_own_faces():
        content = typeset_blank(download.form, printed)
    pages = inspect(content, max_bytes=10 * MB, max_pages=100, draws=False).pages
    name = f"downloads/{download.campaign_id}-{download.form}-{digest.of_bytes(content)[:16]}.pdf"
    Download.objects.filter(pk=download_id).update(
        file=store.keep(name, content), size=len(content), pages=pages, edition=edition()
    )
    return True


def waiting_downloads() -> list[int]:
    """Give the blank forms that nobody has made yet, and those of an older edition, which are offered meanwhile.

    An archived campaign keeps the forms that it had.
    """
    older = ~Q(edition=edition()) & ~Q(campaign__status=CampaignStatus.ARCHIVED)
    return list(Download.objects.filter(Q(file="") | older).order_by("pk").values_list("pk", flat=True))


def follow(sender: type[Campaign], instance: Campaign, created: bool, **kwargs: Any) -> None:
    """Have every blank form made anew after a campaign was saved, by whomever, with another telephone or date."""
    said = [str(column.verbose_name) for column in Campaign._meta.concrete_fields if column.name in PRINTED]
    before, after = getattr(instance, BEFORE, {}), described(instance)
    if not created and any(before.get(name, "") != after[name] for name in said):
        make_again(Download.objects.filter(campaign=instance.pk))


def make_again(forms: QuerySet[Download]) -> None:
    """Have blank forms made anew after the commit; until then nobody downloads them."""
    from campaigns.tasks import make_download as task  # the task calls back into this module

    forms.update(file="")
    for download_id in forms.values_list("pk", flat=True):
        transaction.on_commit(partial(task.delay, download_id), robust=True)
