"""The title office's pages of blind copies: the list, one to look at, its release, a new one, masking again (C21)."""

import io
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from PIL import Image

from accounts.enums import Role
from applications.enums import BlindStatus, State
from applications.models import BlindCopy, EarlierBoxes, Masking, Material
from applications.rules.masking import MaskBox
from campaigns.enums import Kind
from tests import factories
from tests.growing import signed_in
from tests.review.after.world import accepted_case, at
from tests.review.copies.made import CODE, EXPERT, NAME_LEFT, blinded, file_of, withdrawn

pytestmark = pytest.mark.django_db
NOW = at(4, 8)
UNREAD = {"kind": "unread", "page": 2, "what": "other", "box": None}


class Officer:
    """Somebody of the prefecture's title office at his pages."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.member = signed_in(client, factories.officer_of("title-office", role=Role.TITLE_OFFICER))

    def get(self, name: str, *args: Any, query: str = "", status: int = 200) -> str:
        answer = self.client.get(reverse(f"office:{name}", args=args) + query)
        assert answer.status_code == status
        return str(answer.content.decode())

    def post(self, name: str, *args: Any, **data: Any) -> Any:
        return self.client.post(reverse(f"office:{name}", args=args), data)


@pytest.fixture
def officer(client: Client) -> Iterator[Officer]:
    with time_machine.travel(NOW, tick=False):
        yield Officer(client)


def test_the_list_says_what_how_since_when_and_what_to_do(officer: Officer):
    """The withdrawn first, what waits for the portal alone last; the fit ones, other offices' and other kinds' not."""
    waiting, failed, _missing, leaking, gone, unmasked, fit = (
        file_of(accepted_case(), slot)
        for slot in ("diploma", "awards", "papers", "appointment", "current_title", "other", "achievements")
    )
    blinded(waiting, status=BlindStatus.WAITING)
    blinded(failed, status=BlindStatus.FAILED)
    blinded(leaking, leaks=[NAME_LEFT])
    withdrawn(blinded(gone), now=at(4, 7, 9))
    blinded(unmasked, status=BlindStatus.OUTDATED)
    Masking.objects.filter(material=unmasked).update(saved_at=at(4, 6), confirmed_at=None, confirmed_by=None)
    blinded(fit)
    for facts in ({"office": "hetian-shi-title"}, {"kind": Kind.GRANT}, {"state": State.PASSED}):
        blinded(file_of(accepted_case(**facts), "degree_certificate"), leaks=[NAME_LEFT])
    blinded(file_of(accepted_case(applicant=officer.member.user), "degree_certificate"), leaks=[NAME_LEFT])
    page = officer.get("copies")
    order = ("现任资格证书", "聘书", "获奖证书", "论文论著", "其他附件或证明材料", "学历证书")
    places = [page.index(f">{label}<") for label in order]
    assert places == sorted(places)
    for words in ("专家看出了是谁，撤下了", "可能还有没遮的", "没有做成", "没有副本", "没有确认遮好", "正在生成"):
        assert words in page
    for words in ("4月7日09:00", "3月12日10:00", "4月6日10:00", "再遮一次", "重新生成", "查过了自己从这里消失"):
        assert words in page
    assert "业绩成果" not in page
    assert "学位证书" not in page
    assert leaking.application.number in page
    assert leaking.application.applicant.name not in page


def test_an_empty_list_says_what_would_be_there(officer: Officer):
    assert "没有等处理的盲评副本" in officer.get("copies")
    case = blinded(file_of()).material.application
    assert "专家都可以看了" in officer.get("copies", query=f"?number={case.number}")


def test_the_list_of_one_case_and_the_way_to_it(officer: Officer):
    one, other = file_of(), file_of(slot="awards")
    address = f"{reverse('office:copies')}?number={one.application.number}"
    assert address in officer.get("case", one.application.number)
    page = officer.get("copies", query=f"?number={one.application.number}")
    assert reverse("office:copy", args=[one.pk]) in page
    assert reverse("office:copy", args=[other.pk]) not in page


def test_what_waits_is_a_line_of_the_first_page(officer: Officer):
    """With how many; what the portal is at is no duty; what experts withdrew is red."""
    blinded(file_of(), status=BlindStatus.WAITING)
    assert "盲评副本等处理" not in officer.get("dashboard")
    blinded(file_of(), leaks=[NAME_LEFT])
    gone = blinded(file_of())
    page = officer.get("dashboard")
    assert "盲评副本等处理" in page
    assert '<span class="n num">1</span>' in page
    withdrawn(gone, now=NOW)
    page = officer.get("dashboard")
    assert '<span class="n num red">2</span>' in page
    assert reverse("office:copies") in page


def test_a_copy_is_shown_with_its_places_framed_and_told(officer: Officer):
    """As it lies upright; what nobody could read is told with its page; the picture is the copy's, not the file's."""
    material = file_of(pages=2)
    Material.objects.filter(pk=material.pk).update(turns={"1": 90})
    blinded(material, leaks=[NAME_LEFT, UNREAD])
    page = officer.get("copy", material.pk)
    left, top, right, bottom = MaskBox(1, 2000, 3000, 4000, 3400).turned(90).sides
    frame = f'x="{left / 100:g}%" y="{top / 100:g}%" width="{(right - left) / 100:g}%" height="{(bottom - top) / 100:g}%"'
    assert frame in page
    assert "标出1处" in page
    assert "第1页</a>：姓名" in page
    assert "第2页</a>：没有识别文字，要人看过" in page
    assert page.count("（有的没有位置，请整页看）") == 1
    second = officer.get("copy", material.pk, query="?page=2&size=2")
    assert "标出0处" in second
    assert f"{reverse('office:copy_page', args=[material.pk, 2])}?size=2" in second
    answer = officer.client.get(reverse("office:copy_page", args=[material.pk, 1]))
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert Image.open(io.BytesIO(answer.content)).width == 900
    officer.get("copy_page", material.pk, 3, status=404)


def test_who_withdrew_it_is_nowhere_on_the_offices_pages(officer: Officer):
    material = file_of()
    withdrawn(blinded(material), place=(100, 200, 900, 400), now=NOW)
    for page in (
        officer.get("copies"),
        officer.get("copy", material.pk),
        officer.get("masking", material.application.number, material.pk, 1),
        officer.get("case", material.application.number),
        officer.get("dashboard"),
    ):
        assert EXPERT not in page
        assert CODE not in page
    assert "第1页</a>：专家看得出是谁" in officer.get("copy", material.pk)


def test_the_supervisor_is_told_who_withdrew_it(client: Client):
    material = file_of()
    withdrawn(blinded(material), now=NOW)
    signed_in(client, factories.officer_of("supervision", role=Role.SUPERVISOR))
    with time_machine.travel(NOW, tick=False):
        page = client.get(reverse("supervision:trail", args=[material.application.number])).content.decode()
    assert EXPERT in page
    assert CODE in page


def test_it_is_released_with_a_reason_and_the_next_of_the_case_is_opened(officer: Officer):
    case = accepted_case()
    first, second = file_of(case), file_of(case, "awards")
    blinded(first, leaks=[NAME_LEFT])
    blinded(second, leaks=[NAME_LEFT])
    answer = officer.post("release", first.pk, reason="标出的是学校负责人的姓名。")
    assert answer.url == reverse("office:copy", args=[second.pk])
    assert officer.post("release", second.pk, reason="也是。").url == reverse("office:copies")
    copy = BlindCopy.objects.get(material=first)
    assert (copy.is_fit, copy.released_by) == (True, officer.member.user)
    page = officer.get("copy", first.pk)
    assert "放行：标出的是学校负责人的姓名。" in page
    assert "看过了，放行" not in page


@pytest.mark.parametrize(("reason", "words"), [("", "为什么可以放行"), ("长" * 201, "长长长")])
def test_without_a_reason_it_is_not_released_and_what_was_typed_stays(officer: Officer, reason: str, words: str):
    copy = blinded(file_of(), leaks=[NAME_LEFT])
    answer = officer.post("release", copy.material_id, reason=reason)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "有1处要改" in page
    assert 'href="#id_reason"' in page
    assert words in page
    copy.refresh_from_db()
    assert copy.released_at is None


def test_what_a_colleague_released_meanwhile_is_told(officer: Officer):
    copy = blinded(file_of())
    answer = officer.post("release", copy.material_id, reason="可以。")
    assert answer.status_code == 409
    assert "不用放行" in answer.content.decode()


def test_a_failed_copy_is_made_anew_and_the_page_waits(officer: Officer):
    material = file_of()
    blinded(material, status=BlindStatus.FAILED, attempts=3, error="X")
    page = officer.get("copy", material.pk)
    assert "副本没有做成，没有可看的" in page
    assert reverse("office:remake", args=[material.pk]) in page
    assert officer.post("remake", material.pk).url == reverse("office:copy", args=[material.pk])
    assert BlindCopy.objects.get(material=material).status == BlindStatus.WAITING
    assert "data-again" in officer.get("copy", material.pk, status=202)
    officer.get("copy_page", material.pk, 1, status=404)
    assert officer.post("remake", material.pk).status_code == 409


def test_all_that_lack_one_are_made_by_one_press(officer: Officer):
    """Those that failed and those that were never asked for; what waits for a mask or a look stays as it is."""
    failed, missing, leaking = (file_of() for _file in range(3))
    blinded(failed, status=BlindStatus.FAILED)
    blinded(leaking, leaks=[NAME_LEFT])
    assert "没有副本的2份，全部生成" in officer.get("copies")
    officer.post("remake_all")
    stands = dict(BlindCopy.objects.values_list("material", "status"))
    assert stands == {
        failed.pk: BlindStatus.WAITING,
        missing.pk: BlindStatus.WAITING,
        leaking.pk: BlindStatus.READY,
    }
    assert "全部生成" not in officer.get("copies")


def test_it_is_masked_again_in_the_editor(officer: Officer):
    """The suspected place is marked; a box over it is kept by name; confirmed, a new copy is asked for."""
    material = file_of(boxes=(MaskBox(1, 0, 0, 900, 900, "seal"),))
    blinded(material, leaks=[NAME_LEFT])
    address = (material.application.number, material.pk, 1)
    assert reverse("office:masking", args=address) in officer.get("copy", material.pk)
    page = officer.get("masking", *address)
    assert 'class="mask-found is-leak"' in page
    assert "第1页</a>：姓名" in page
    rows = {"left": ["0", "20"], "top": ["0", "30"], "width": ["9", "20"], "height": ["9", "4"]}
    rows |= {"what": ["seal", "name"]}
    answer = officer.post("masking", *address, revision="0", turn="0", do="confirm", **rows)
    assert answer.url == reverse("office:copy", args=[material.pk])
    masking = Masking.objects.get(material=material)
    assert (len(masking.boxes), masking.confirmed_by) == (2, officer.member.user)
    assert EarlierBoxes.objects.get(masking=masking).confirmed_by == material.application.applicant
    assert BlindCopy.objects.get(material=material).status == BlindStatus.WAITING


def test_the_same_boxes_are_refused_beside_what_was_typed(officer: Officer):
    material = file_of(boxes=(MaskBox(1, 0, 0, 900, 900, "seal"),))
    blinded(material, leaks=[NAME_LEFT])
    row = {"left": "0", "top": "0", "width": "9", "height": "9", "what": "seal"}
    answer = officer.post(
        "masking", material.application.number, material.pk, 1, revision="0", turn="0", do="confirm", **row
    )
    assert answer.status_code == 409
    assert "框和上一份副本的一样" in answer.content.decode()
    assert 'name="width" value="9"' in answer.content.decode()
    assert not EarlierBoxes.objects.exists()


def test_the_editor_of_a_fit_file_and_of_one_in_review_is_only_to_look_at(officer: Officer):
    fit, reviewed = file_of(), file_of(accepted_case(state=State.FINAL_REVIEW))
    blinded(fit)
    blinded(reviewed, leaks=[NAME_LEFT])
    assert "专家可以看，不用再遮" in officer.get("masking", fit.application.number, fit.pk, 1)
    page = officer.get("masking", reviewed.application.number, reviewed.pk, 1)
    assert "框不能再改" in page
    assert "<form" not in page.partition("<main")[2].partition("</main>")[0]
    shown = officer.get("copy", reviewed.pk)
    assert reverse("office:masking", args=[reviewed.application.number, reviewed.pk, 1]) not in shown
    assert "退回给申报人自己遮" in shown
    officer.get("masking", fit.application.number, reviewed.pk, 1, status=404)
    officer.get("masking", fit.application.number, fit.pk, 2, status=404)


def test_the_owner_sees_that_it_was_withdrawn_and_that_he_need_do_nothing(client: Client):
    material = file_of()
    withdrawn(blinded(material), place=(100, 200, 900, 400), now=NOW)
    signed_in(client, material.application.applicant)
    with time_machine.travel(NOW, tick=False):
        address = reverse("applications:masking", args=[material.application.number, material.pk, 1])
        page = client.get(address).content.decode()
    assert "给专家看的副本撤下了" in page
    assert "专家看得出是谁" not in page
    assert "mask-found is-leak" not in page
    assert EXPERT not in page
