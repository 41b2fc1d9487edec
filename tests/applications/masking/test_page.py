"""The masking page without a script: a list of boxes in numbers, and all that is said beside it (C21)."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from applications.models import Check, Masking, Material
from applications.rules.masking import MaskBox, plain
from applications.services.filing import withdraw
from applications.services.materials import turn_page
from tests.applications.masking.papers import NAME, NOW, diploma, drafted, looked_at, put
from tests.factories import act_of

pytestmark = pytest.mark.django_db
ROW = {"left": "10", "top": "20.5", "width": "30.25", "height": "5", "what": "seal"}
KEPT = {"page": 1, "left": 1000, "top": 2050, "right": 4025, "bottom": 2550, "what": "seal", "by": "person"}


class Visitor:
    """The owner of a file at its masking page."""

    def __init__(self, client: Client, data: bytes = b"") -> None:
        self.material = put(drafted(), data)
        self.case = self.material.application
        self.client = client
        client.force_login(self.case.applicant, "accounts.backends.NumberBackend")

    def address(self, page: int = 1) -> str:
        return reverse("applications:masking", args=[self.case.number, self.material.pk, page])

    def get(self, page: int = 1, *, status: int = 200) -> str:
        answer = self.client.get(self.address(page))
        assert answer.status_code == status
        return str(answer.content.decode())

    def post(self, *rows: dict[str, str], page: int = 1, json: bool = False, **given: str):
        revision = Masking.objects.filter(material=self.material).values_list("revision", flat=True).first() or 0
        columns = {name: [row.get(name, "") for row in rows] for name in ROW}
        sent = {"revision": revision, "turn": 0, "do": "save", **columns} | given
        headers = {"Accept": "application/json"} if json else {}
        return self.client.post(self.address(page), sent, headers=headers)


@pytest.fixture
def visitor(client: Client) -> Iterator[Visitor]:
    with time_machine.travel(NOW, tick=False):
        yield Visitor(client)


def test_boxes_are_added_changed_and_removed_by_numbers(visitor: Visitor):
    """A percentage has at most two decimals, so nothing is rounded; an empty row is none."""
    assert visitor.post(ROW, {}).status_code == 302
    assert Masking.objects.get().boxes == [KEPT]
    page = visitor.get()
    assert 'x="10%" y="20.5%" width="30.25%" height="5%"' in page
    assert 'name="width" value="30.25"' in page
    assert "第1页的框已保存" in page
    visitor.post(ROW, ROW | {"left": "0", "what": "name"}, remove="1")
    assert [(box["left"], box["what"]) for box in Masking.objects.get().boxes] == [(0, "name")]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"left": "x"}, "四个数都要填"),
        ({"height": ""}, "四个数都要填"),
        ({"left": "1.234"}, "最多两位小数"),
        ({"left": "-1"}, "四个数都要填"),
        ({"left": "１"}, "四个数都要填"),
        ({"width": "0"}, "要大于0"),
        ({"left": "80"}, "框超出了页面"),
        ({"top": "99"}, "框超出了页面"),
    ],
)
def test_what_is_no_box_is_said_beside_it_and_nothing_typed_is_lost(
    visitor: Visitor, row: dict[str, str], words: str
):
    visitor.post(ROW)
    answer = visitor.post(ROW, ROW | {"what": "code", "top": "7.77"} | row)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "有1个框要改" in page
    assert words in page
    assert 'href="#box-2"' in page
    assert 'name="top" value="7.77"' in page or "top" in row
    assert Masking.objects.get().boxes == [KEPT]


def test_an_older_page_is_told_so_and_keeps_what_was_typed(visitor: Visitor):
    """409; what is kept stays, until the person says that this page is right."""
    visitor.post(ROW)
    answer = visitor.post(ROW | {"left": "33.33"}, revision="0")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "在别处改过" in page
    assert 'name="left" value="33.33"' in page
    assert Masking.objects.get().boxes == [KEPT]
    assert 'name="overwrite" value="1"' in page
    assert visitor.post(ROW | {"left": "33.33"}, revision="0", overwrite="1").status_code == 302
    assert Masking.objects.get().boxes[0]["left"] == 3333


def test_the_page_itself_saves_with_json(visitor: Visitor):
    answer = visitor.post(ROW, json=True)
    assert (answer.status_code, answer.json()) == (200, {"revision": 1, "at": "10:00:00"})
    late = visitor.post(json=True, revision="0")
    assert late.status_code == 409
    assert late.json()["stale"]
    assert late.json()["revision"] == 1
    assert "在别处改过" in late.json()["message"]
    wrong = visitor.post(ROW | {"left": "x"}, json=True)
    assert (wrong.status_code, wrong.json()["stale"]) == (422, False)
    assert Masking.objects.get().boxes == [KEPT]


def test_one_press_saves_the_page_and_confirms_the_file(visitor: Visitor):
    answer = visitor.client.post(
        visitor.address(),
        {**{name: [value] for name, value in ROW.items()}, "revision": 0, "turn": 0, "do": "confirm"},
    )
    assert answer.url.endswith(f"/materials/#m-{visitor.material.pk}")
    masking = Masking.objects.get()
    assert (masking.boxes, masking.confirmed_by) == ([KEPT], visitor.case.applicant)
    materials = visitor.client.get(answer.url).content.decode()
    assert "已遮好" in materials
    assert "都遮好了" in materials
    assert "2月18日10:00确认遮好" in visitor.get()


def test_the_materials_page_and_the_last_page_lead_to_the_editor(visitor: Visitor):
    for name in ("materials", "check"):
        page = visitor.client.get(reverse(f"applications:{name}", args=[visitor.case.number])).content.decode()
        assert "还没有遮盖" in page
        assert visitor.address() in page


def test_what_must_be_covered_is_listed_with_its_boxes(client: Client):
    """Each kind with how many boxes the page and the whole file have, however many are none."""
    with time_machine.travel(NOW, tick=False):
        visitor = Visitor(client, diploma((NAME, NAME)))
        looked_at(visitor.material)
        page = visitor.get(2)
    rows = page.split('data-kind="')[1:]
    told = {
        row.partition('"')[0]: [cell.partition("<")[0] for cell in row.split(">") if cell[:1].isdigit()]
        for row in rows
    }
    assert told["name"] == ["1", "2"]
    assert told["seal"] == ["0", "0"]
    assert len(told) == 8
    assert "系统已经把找到的画了框" in page
    assert "第2页，共2页" in page


def test_what_was_taken_away_is_told_with_the_way_to_it(client: Client):
    with time_machine.travel(NOW, tick=False):
        visitor = Visitor(client, diploma((NAME, NAME)))
        looked_at(visitor.material)
        assert "没有盖住的" not in visitor.get()
        visitor.post(page=2)
        page = visitor.get()
    assert f'<a href="{visitor.address(2)}">第2页1处</a>' in page
    assert 'class="mask-found is-covered"' in page


def test_a_turned_page_is_worked_on_as_it_is_shown(visitor: Visitor):
    visitor.post(ROW)
    turn_page(material_id=visitor.material.pk, page=1, degrees=90, act=act_of(visitor.case.applicant, NOW))
    page = visitor.get()
    assert 'x="74.5%" y="10%" width="5%" height="30.25%"' in page
    assert "turn=90" in page
    assert visitor.post(ROW).status_code == 409
    assert visitor.post(ROW, turn="90").status_code == 302
    assert MaskBox(**Masking.objects.get().boxes[0]).turned(90).sides == (1000, 2050, 4025, 2550)


@pytest.mark.parametrize(
    ("status", "is_read", "words"),
    [
        ("waiting", False, "系统正在找要遮的地方"),
        ("failed", False, "没有自动画框"),
        ("ready", False, "这里没有装文字识别"),
    ],
)
def test_how_far_the_search_is_is_said(visitor: Visitor, status: str, is_read: bool, words: str):
    Check.objects.update(status=status, is_read=is_read, done_at=NOW)
    if status == "ready":
        Masking.objects.create(material=visitor.material, proposed=[])
    assert words in visitor.get()


def test_a_submitted_file_is_shown_and_not_changed(visitor: Visitor):
    visitor.post(ROW)
    withdraw(application_id=visitor.case.pk, act=act_of(visitor.case.applicant, NOW))
    page = visitor.get()
    assert "框不能再改" in page
    assert 'x="10%"' in page
    assert "<form" not in page.partition("<main")[2].partition("</main>")[0]
    answer = visitor.post(ROW | {"left": "0"})
    assert answer.status_code == 409
    assert "遮盖不能再改" in answer.content.decode()
    assert Masking.objects.get().boxes == [KEPT]


def test_there_is_no_editor_for_what_is_not_masked(visitor: Visitor):
    """A page that is not there, a slot that experts do not see, a file that was taken out."""
    visitor.get(2, status=404)
    visitor.get(0, status=404)
    Material.objects.update(slot_key="id_card")
    visitor.get(status=404)
    Material.objects.update(slot_key="diploma", removed_at=NOW)
    visitor.get(status=404)


def test_a_page_full_of_boxes_stays_light(visitor: Visitor):
    """Eighty are the most; the page stays below 100 kB."""
    boxes = [MaskBox(1, 111 * place, 100, 111 * place + 107, 8123, "id_number") for place in range(80)]
    Masking.objects.create(material=visitor.material, boxes=plain(boxes), proposed=plain(boxes))
    assert len(visitor.get().encode()) < 100_000
