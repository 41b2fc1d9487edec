"""Files that come piece by piece: begun, received, put into their slot, or dropped (C15).

The pieces go to the store of files as they come. What they make together is put into the slot by `add_material`, as a
file that came at once is.
"""

import logging
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import IO
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.acting import Act
from applications.models import Application, Material, Transfer
from applications.rules.refusal import NotNow, Refusal, Refused, TooLarge, require
from applications.services.materials import Upload, add_material, admitted, not_stored, within_quota
from applications.services.steps import locked
from applications.tus import Coming, malformed
from documents import digest, store
from documents.inspection import MB

#: What a piece has at least, unless it is the last: it bounds how many there are.
LEAST = 64 * 1024
#: Transfers that one sweep ends, and that one application may have under way.
MOST, MOST_UNDER_WAY = 1000, 100
log = logging.getLogger(__name__)


def begin(*, application_id: int, slot_key: str, coming: Coming, act: Act) -> Transfer:
    """Give the transfer of a file that is to come: a new one, or the one that was broken off.

    Raises `Refused` before anything is sent for what could not be put into the slot afterwards (C15, C20, C21, C22).
    """
    upload = Upload(b"", coming.name, declassified=coming.declassified, masked=coming.masked)
    with transaction.atomic():
        application = locked(application_id)
        slot = admitted(application, slot_key, upload, coming.sha256, act)
        _check_length(coming.length, slot.max_megabytes)
        file = {"slot_key": slot.key, "sha256": coming.sha256, "length": coming.length}
        begun = Transfer.objects.filter(application=application, begun_by=act.person, material=None, **file)
        said = {"name": coming.name, "metadata": coming.metadata, "expires_at": _expiry(act.at)}
        if begun.update(**said):
            return begun.get()
        require(within_quota(application.pk, coming.length), _not_too_many(application))
        return Transfer.objects.create(application=application, begun_by=act.person, **file, **said)


def receive(*, transfer: Transfer, offset: int, piece: bytes, act: Act) -> Transfer:
    """Keep the piece that follows `offset` bytes; give the transfer as it is then.

    Of two who send the same piece one is too late. Raises `Refused` when it does not follow what has arrived,
    `TooLarge`, `Malformed` for one that is too small, `NotNow` when nothing can be stored; nothing was kept then.
    """
    after = offset + len(piece)
    require(_follows(transfer, offset))
    if after > transfer.length:
        raise TooLarge(Refusal(_("传来的比文件本身还多。"), remedy=_("请重新选择文件上传。")))
    if len(piece) < LEAST and after < transfer.length:
        raise malformed("Content-Length")
    name = _kept(f"{transfer.folder}/{offset:09}-{uuid4().hex[:8]}", piece)
    pieces, until = [*transfer.pieces, name], _expiry(act.at)
    here = Transfer.objects.filter(pk=transfer.pk, offset=offset, expires_at__gt=act.at)
    if not here.update(offset=after, pieces=pieces, expires_at=until):
        store.forget(name)
        raise Refused(_elsewhere())
    transfer.offset, transfer.pieces, transfer.expires_at = after, pieces, until
    return transfer


def finish(*, transfer: Transfer, upload: Upload, act: Act, replacing: Collection[int] = ()) -> Material:
    """Put what has arrived whole into its slot as `add_material` does, or give what it was put in as before.

    `upload`: what is declared of it. Raises `Refused`, and then nothing of it is kept; `NotNow`, and then it waits.
    """
    if transfer.material:
        return transfer.material
    require(None if transfer.is_whole else Refusal(_("还没有传完。"), remedy=_("请再选一次这个文件，会接着传。")))
    try:
        with _whole(transfer) as data:
            material = add_material(
                application_id=transfer.application_id,
                slot_key=transfer.slot_key,
                upload=replace(upload, data=data, name=transfer.name),
                act=act,
                replacing=replacing,
                transfer=transfer,
            )
    except NotNow:
        raise
    except Refused:
        if put_in := Material.objects.filter(
            pk__in=Transfer.objects.filter(pk=transfer.pk).values("material")
        ).first():
            return put_in  # by who asked at the same moment
        drop(transfer=transfer, act=act)
        raise
    _forget_pieces(transfer)
    return material


def drop(*, transfer: Transfer, act: Act) -> None:
    """Give up a transfer; where the store of files is away the sweep does it later."""
    rows = Transfer.objects.filter(pk=transfer.pk)
    if not _end(rows):
        rows.update(expires_at=act.at)


def sweep(*, at: datetime) -> int:
    """Drop what expired by `at`, with its pieces; give how many. What the store cannot remove now is left for later."""
    expired = Transfer.objects.filter(expires_at__lte=at)
    return sum(_end(expired.filter(pk=pk)) for pk in expired.order_by("pk").values_list("pk", flat=True)[:MOST])


def _end(rows: QuerySet[Transfer]) -> bool:
    """Tell whether the one transfer among `rows` is gone; its row goes last, for it knows where the pieces are."""
    with transaction.atomic():
        transfer = rows.select_for_update().first()
        if transfer is None or not _forget_pieces(transfer):
            return False
        transfer.delete()
    return True


def _forget_pieces(transfer: Transfer) -> bool:
    try:
        store.forget_folder(transfer.folder)
    except store.StoreAway as away:
        log.warning("The pieces of transfer %s could not be removed: %s", transfer.pk, away)
        return False
    return True


def _kept(name: str, piece: bytes) -> str:
    try:
        return store.keep(name, piece)
    except store.StoreAway as away:
        log.error("A piece of an upload could not be stored: %s", away)
        said = Refusal(_("现在存不了文件。"), remedy=_("已经传到的都在，过一会儿自动接着传。"))
        raise NotNow(said) from None


@contextmanager
def _whole(transfer: Transfer) -> Iterator[IO[bytes]]:
    """Give the file; raises `NotNow` when it cannot be read, `Refused` when it is not the one that was announced."""
    with ExitStack() as stack:
        try:
            file = stack.enter_context(store.joined(transfer.pieces))
        except store.StoreAway as away:
            raise not_stored(away) from None
        except FileNotFoundError:
            raise _another() from None
        if digest.of_bytes(file) != transfer.sha256:
            raise _another()
        yield file


def _another() -> Refused:
    return Refused(Refusal(_("传来的和您手里的文件不一样。"), "C15", _("已经作废，请再选一次重新传。")))


def _expiry(at: datetime) -> datetime:
    return at + timedelta(days=settings.TRANSFER_DAYS)


def _follows(transfer: Transfer, offset: int) -> Refusal | None:
    return None if offset == transfer.offset else _elsewhere()


def _not_too_many(application: Application) -> Refusal | None:
    if application.transfers.filter(material=None).count() < MOST_UNDER_WAY:
        return None
    return Refusal(_("没有传完的文件太多了。"), "C15", _("请先把它们传完，或者等几天再传新的。"))


def _elsewhere() -> Refusal:
    return Refusal(_("这一段不接着已经传到的地方。"), remedy=_("可能在另一个页面也在传这个文件。"))


def _check_length(length: int, most: int) -> None:
    """Raise for a file that is empty, or larger than `most` MB."""
    if length == 0:
        raise Refused(Refusal(_("文件是空的。"), "C15", _("请重新选择文件上传。")))
    if length > most * MB:
        text = _("文件有%(size).1f MB，这里最多%(most)d MB。") % {"size": length / MB, "most": most}
        raise TooLarge(Refusal(text, "C15", _("请缩小后再传。")))
