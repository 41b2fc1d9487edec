"""Two workers look at two like files at the same moment: one of them sees the other's pages (C15)."""

import io

import pikepdf
import pytest

from applications.models import Twin
from applications.services import checks
from tests import stories
from tests.applications.applicant.test_checks import NOW, report, sent
from tests.postgres.racing import SECONDS, at_once, row_by_row, split

LOOKING_FOR_LIKE_PAGES = 'SELECT DISTINCT "applications_pageprint"'
CODES = ("MMMM5555NNNN6666", "QQQQ1111RRRR2222", "WWWW7777XXXX3333", "CCCC4444DDDD8888")


def of_many_pages(note: str) -> bytes:
    """A file of several reports; another `note` makes other bytes of the same pages."""
    whole, out = pikepdf.new(), io.BytesIO()
    for code in CODES:
        with pikepdf.open(io.BytesIO(report(code, "2025年05月01日"))) as one:
            whole.pages.extend(one.pages)
    whole.docinfo["/Note"] = note
    whole.save(out)
    return out.getvalue()


@pytest.mark.django_db(transaction=True)
def test_like_files_looked_at_together_know_each_other():
    """Both have kept their prints and neither has compared any: each page is known again, from both sides.

    Both write the same rows at the same time, and neither stands behind the other's in a ring.
    """
    first, second = (stories.drafted(user=stories.person(name)) for name in ("买买提·吐尔逊江", "王小明"))
    files = [
        sent(first, "achievements", of_many_pages("one"), "甲.pdf"),
        sent(second, "papers", of_many_pages("other"), "乙.pdf"),
    ]
    looks = [lambda pk=file.checked.pk: checks.make(pk, clock=lambda: NOW) for file in files]
    with row_by_row("applications_twin"):
        made, refused = split(at_once(*looks, before=LOOKING_FOR_LIKE_PAGES, patience=SECONDS))
    assert (made, refused) == ([True, True], [])
    one, other = (file.file_id for file in files)
    known = {(twin.of.file_id, twin.of.page, twin.other.file_id, twin.other.page) for twin in Twin.objects.all()}
    pages = range(1, len(CODES) + 1)
    assert known == {(of, page, to, page) for page in pages for of, to in ((one, other), (other, one))}
