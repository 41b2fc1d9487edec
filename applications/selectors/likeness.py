"""Where else the same file or picture was sent: for those who review and supervise, as a fact and not as a charge."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q

from applications.models import Application, Material, Twin
from campaigns.enums import Uploader


@dataclass(frozen=True)
class Elsewhere:
    """One place: the file here and there, and the pages that are the same pictures; no pages where all bytes are."""

    here: Material
    there: Material
    page: int | None = None
    other_page: int | None = None


def elsewhere(application: Application, files: Collection[Material]) -> dict[int, list[Elsewhere]]:
    """Give for each of an application's files where else it is: in another slot, or in another's submitted application.

    What employers bring is left out, for one notice is of many people; so are other years of the same person.
    """
    keys = {slot.key for slot in application.campaign.slots.all() if slot.uploader == Uploader.APPLICANT}
    here = {file.pk: file for file in files if file.slot_key in keys}
    by_file = defaultdict(list)
    for file in here.values():
        by_file[file.file_id].append(file)
    twins = list(
        Twin.objects.filter(of__file__in=by_file).values_list("of__file", "of__page", "other__file", "other__page")
    )
    others = _materials(application, {*by_file, *(other for _of, _page, other, _there in twins)}, keys)
    found: dict[int, list[Elsewhere]] = defaultdict(list)
    for of, page, other, there in [*((file, None, file, None) for file in by_file), *sorted(twins)]:
        for file in by_file[of]:
            found[file.pk] += [Elsewhere(file, each, page, there) for each in others[other] if each.pk != file.pk]
    return dict(found)


def _materials(application: Application, files: Collection[int], keys: set[str]) -> dict[int, list[Material]]:
    """Give where each of these files is: in this application, and in those of others that were submitted."""
    own = Q(application=application, removed_at=None)
    theirs = Q(submissions__isnull=False) & ~Q(application__applicant=application.applicant_id)
    rows = Material.objects.filter(own | theirs, file__in=files, slot_key__in=keys)
    found: dict[int, list[Material]] = defaultdict(list)
    for material in rows.select_related("application").order_by("application__number", "pk").distinct():
        found[material.file_id].append(material)
    return found
