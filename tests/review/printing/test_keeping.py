"""For how long the file of a print run is kept, what its page says of it, and that the same can be made again."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse

from applications.enums import RunStatus
from applications.models import PrintRun
from review.services import printing
from tests.growing import signed_in
from tests.review.printing.made import CLOCK, FORM, asked, office, printable, worked

pytestmark = pytest.mark.django_db


def test_an_old_file_is_deleted_its_record_stays_and_the_same_is_made_again(client, settings):
    """Print runs: kept for so many days after it was made and not a moment less; then its page offers it anew."""
    act, cases = office(), printable(1)
    run = worked(asked(cases, act)[0])
    name, over = run.file.name, run.ready_at + timedelta(days=settings.PRINT_RUN_DAYS)
    signed_in(client, act.membership)
    address = reverse("office:print_run", args=[run.pk])
    assert "文件保存到" in client.get(address).text
    assert printing.drop_old(over) == 0
    assert default_storage.exists(name)
    later = over + timedelta(seconds=1)
    assert [printing.drop_old(later), printing.drop_old(later)] == [1, 0]
    run.refresh_from_db()
    assert (run.status, run.file.name, run.items.count(), run.records.count()) == (RunStatus.EXPIRED, "", 1, 1)
    page = client.get(address).text
    assert "，已经删除，批次的记录还在" in page
    assert "下载PDF" not in page
    assert client.post(reverse("office:print_download", args=[run.pk])).status_code == 404
    sent = {"run": run.pk, "confirmed": "1", "kinds": FORM, "copies": "2"}
    client.post(reverse("office:print_ask"), sent)
    again = worked(PrintRun.objects.exclude(pk=run.pk).get())
    assert (again.status, again.pages) == (RunStatus.READY, run.pages)
    assert again.ready_at == CLOCK()
