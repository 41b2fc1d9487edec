"""The same file, or the same picture, with another applicant or in another slot: told to those who review, as a fact."""

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from applications.enums import CheckStatus
from applications.models import Application, Check, Material, PagePrint, Twin
from applications.services import checks
from tests import factories, stories
from tests.applications.applicant.test_checks import NOW, page_of, report, sent
from tests.review.desk.cases import sign_in

pytestmark = pytest.mark.django_db
ONE, OTHER = report("AKXX1234BC5678QQ", "2025年03月01日"), report("ZZZZ9999YYYY8888", "2025年06月30日")


def put(case: Application, slot: str, data: bytes) -> Material:
    material = sent(case, slot, data, "材料.pdf")
    assert checks.make(material.checked.pk, clock=lambda: NOW)
    return material


def forwarded(case: Application) -> Application:
    return stories.forwarded(stories.in_notice(stories.in_check(stories.submitted(stories.filled(case)))))


def desk(client: Client, case: Application, file: Material) -> str:
    sign_in(client, stories.reviewer_of(case))
    with time_machine.travel(stories.PASSED, tick=False):
        return client.get(reverse("desk:case", args=[case.number]), {"m": file.pk}).content.decode()


@pytest.fixture
def two() -> tuple[Application, Application]:
    """Two applications of one county: the second has the first's file, the same saved anew, and one that is alike."""
    first, second = (stories.drafted(user=stories.person(name)) for name in ("买买提·吐尔逊江", "王小明"))
    put(first, "achievements", ONE)
    put(first, "other", ONE)
    put(second, "achievements", ONE)
    put(second, "papers", ONE + b"\n%again\n")
    put(second, "awards", OTHER)
    return first, second


def test_who_reviews_is_told_where_else_a_file_is(client: Client, two: tuple[Application, Application]) -> None:
    """C15: bytes and pictures, in other slots and with others; a paper that only looks alike is left in peace."""
    first, second = (forwarded(case) for case in two)
    files = {
        file.slot_key: file for file in second.materials.filter(slot_key__in=("achievements", "papers", "awards"))
    }
    page = desk(client, second, files["achievements"])
    assert f"同一个文件，{first.number}的“业绩成果”里也有。" in page
    assert f"同一个文件，{first.number}的“其他附件或证明材料”里也有。" in page
    assert f"第1页和{second.number}“论文论著”的第1页是同一张图。" in page
    assert f"第1页和{first.number}“业绩成果”的第1页是同一张图。" in desk(client, second, files["papers"])
    assert "里也有。" not in desk(client, second, files["awards"])
    assert "同一张图" not in desk(client, second, files["awards"])


def test_nobody_else_is_told(client: Client, two: tuple[Application, Application]) -> None:
    """C15, C46: neither the applicant, nor anybody of a draft."""
    first, second = two
    assert first.number not in page_of(client, second)
    assert "同一" not in page_of(client, second)
    second = forwarded(second)
    file = second.materials.get(slot_key="achievements")
    assert first.number not in desk(client, second, file)
    assert f"第1页和{second.number}“论文论著”的第1页是同一张图。" in desk(client, second, file)


def test_the_supervisor_has_all_of_it_on_one_page(client: Client, two: tuple[Application, Application]) -> None:
    """C44: what a reviewer could see of each file."""
    first, second = (forwarded(case) for case in two)
    sign_in(client, factories.officer_of("hetian-shi-hr", role=Role.SUPERVISOR))
    with time_machine.travel(stories.PASSED, tick=False):
        page = client.get(reverse("supervision:trail", args=[second.number])).content.decode()
    assert "别处也有的材料" in page
    assert page.count(f"{first.number}的“业绩成果”里也有") == 1
    assert page.count("是同一张图") == 4


def test_a_file_is_compared_once(two: tuple[Application, Application]) -> None:
    """C15: looked at again, or sent by a third, it is not compared anew."""
    before = set(Twin.objects.values_list("pk", flat=True))
    assert len(before) == 2
    put(two[0], "papers", ONE)
    assert set(Twin.objects.values_list("pk", flat=True)) == before


def test_what_was_never_looked_at_there_holds_up_no_file_here() -> None:
    """C15: what was seen of another's file may be gone from the store; this file is looked at all the same."""
    first, second = (stories.drafted(user=stories.person(name)) for name in ("买买提·吐尔逊江", "王小明"))
    told = report("MMMM5555NNNN6666", "2025年05月01日")
    there = put(first, "achievements", told)
    (name,) = (name for name in default_storage.listdir("sights")[1] if name.startswith(there.file.sha256))
    default_storage.delete(f"sights/{name}")
    here = put(second, "papers", told + b"\n%again\n")
    assert Check.objects.get(material=here).status == CheckStatus.READY
    assert not Twin.objects.exists()


def test_what_a_killed_worker_left_is_compared_by_the_next(two: tuple[Application, Application]) -> None:
    """C15: prints that were kept and not yet compared, as after a kill -9 in between, are compared at the next look."""
    Twin.objects.all().delete()
    PagePrint.objects.update(is_compared=False)
    put(two[1], "papers", ONE)
    assert Twin.objects.count() == 2
    assert not PagePrint.objects.filter(
        file__sha256=two[1].materials.last().file.sha256, is_compared=False
    ).exists()
