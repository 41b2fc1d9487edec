"""An expert sees whose it is and says so: the file goes away from everybody, and who said it stands nowhere they look."""

import io
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from PIL import Image, ImageStat

from accounts.enums import Role
from accounts.models import Message
from applications.models import BlindCopy, Event, Withdrawal
from applications.rules.masking import MaskBox, box_of
from applications.services import blinding
from applications.services.masking import confirm, save_boxes
from review.forms.reading import FlagForm
from review.selectors.reading import Packet
from tests import factories
from tests.review.reading.room import READING, Room, reads, room

pytestmark = pytest.mark.django_db


@pytest.fixture
def held() -> Room:
    return room(pages=2)


def version(held: Room, file: int = 1) -> str:
    return Packet(held.tally).files[file - 1].version


def flag(client: Client, held: Room, page: int = 1, **said: str) -> Any:
    with time_machine.travel(READING, tick=False):
        return client.post(held.page(1, page, "flag"), {"version": version(held), **said})


def test_a_flagged_file_is_gone_for_every_expert_at_once(client: Client, held: Room):
    """C21: also for who had the page open; the other files stay."""
    answer = flag(reads(client, held.one), held, page=2, point="5000,2000")
    assert answer.status_code == 302
    assert answer.headers["Location"] == reverse("reading:packet", args=held.parts)
    for member in (held.one, held.other):
        reads(client, member)
        with time_machine.travel(READING, tick=False):
            assert client.get(held.page(1, 2, "picture")).status_code == 404
            assert client.get(held.page(2, 1, "picture")).status_code == 200
            assert (
                client.get(reverse("reading:packet", args=held.parts)).content.decode().count("正在重新处理") == 1
            )


def test_who_flagged_is_kept_and_told_to_nobody(client: Client, held: Room):
    """materials.md: kept for the supervisor; neither the record of the case nor a message says it, nor his code."""
    officer = factories.officer_of("title-office", role=Role.TITLE_OFFICER)
    flag(reads(client, held.one), held, point="5000,2000")
    said = Withdrawal.objects.get()
    assert (said.by, said.code, said.page, said.at) == (held.one.user, held.one.code, 1, READING)
    assert box_of(said.place).sides == (4100, 1650, 5900, 2350)
    event = Event.objects.filter(application=held.case).order_by("-pk").first()
    assert event
    assert event.actor is None
    told = Message.objects.filter(user=officer.user)
    assert held.case.number in told.get().body
    everything = f"{vars(event)}{[vars(message) for message in Message.objects.all()]}"
    assert held.one.code not in everything


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ({}, None),
        ({"part": "top"}, (0, 0, 10_000, 3334)),
        ({"part": "foot"}, (0, 6666, 10_000, 10_000)),
        ({"part": "top", "point": "0,10000"}, (0, 9650, 900, 10_000)),
        ({"point": "99999,99999"}, (9100, 9650, 10_000, 10_000)),
    ],
)
def test_a_place_is_a_point_or_a_part_or_nowhere(said: dict[str, str], place: tuple[int, ...] | None):
    """A point counts before a part, and never lies outside the page."""
    form = FlagForm({"version": "x", **said})
    assert form.is_valid(), form.errors
    assert form.place == place


@pytest.mark.parametrize(
    "said",
    [{"part": "somewhere"}, {"point": "1;2"}, {"point": "-1,2"}, {"point": "1,2\0"}, {"version": ""}],
)
def test_what_cannot_be_understood_is_told_and_nothing_is_withdrawn(client: Client, held: Room, said: dict):
    """Bad input: 422 beside the page that was open, which stays."""
    answer = flag(reads(client, held.one), held, **said)
    assert answer.status_code == 422
    assert "data-errors" in answer.content.decode()
    assert not Withdrawal.objects.exists()
    assert BlindCopy.objects.filter(withdrawn_at=None).count() == BlindCopy.objects.count()


def test_a_copy_made_anew_meanwhile_is_not_withdrawn(client: Client, held: Room):
    """C21: who still looks at the old page is told, and sees the new one."""
    reads(client, held.one)
    answer = flag(client, held, version="of-the-old")
    assert answer.status_code == 409
    assert "这份材料刚刚重新处理过。" in answer.content.decode()
    assert not Withdrawal.objects.exists()


def test_two_experts_who_say_it_of_one_page(client: Client, held: Room):
    """The second comes too late: it is gone, he is told so, and only one word is kept."""
    seen = version(held)
    flag(reads(client, held.one), held)
    reads(client, held.other)
    with time_machine.travel(READING + timedelta(seconds=1), tick=False):
        answer = client.post(held.page(1, 1, "flag"), {"version": seen})
    assert answer.status_code == 409
    assert Withdrawal.objects.count() == 1


def test_no_words_can_be_sent_along(client: Client, held: Room):
    """An expert cannot name whom he believes to see: nothing typed is taken, nothing of it is kept."""
    flag(reads(client, held.one), held, comment="这是张三", place="张三", part="top")
    assert "张三" not in str(vars(Withdrawal.objects.get()))
    page = client.get(reverse("reading:meetings")).content.decode()
    assert "<textarea" not in page


def test_once_it_is_masked_again_every_expert_sees_the_new_copy(client: Client):
    """materials.md: the officer covers more by name, and the file is back; the box is burnt into what is served."""
    held = room()
    before = version(held)
    flag(reads(client, held.one), held, point="5000,2000")
    material = Withdrawal.objects.get().material
    officer = factories.act_as(factories.officer_of("title-office", role=Role.TITLE_OFFICER), READING)
    cover = MaskBox(1, 0, 0, 10_000, 5_000, "name")
    kept = save_boxes(material_id=material.pk, page=1, boxes=[cover], turn=0, revision=0, act=officer)
    confirm(material_id=material.pk, revision=kept.revision, act=officer)
    assert blinding.make(BlindCopy.objects.get(material=material).pk, clock=lambda: READING)
    assert version(held) not in ("", before)
    reads(client, held.other)
    with time_machine.travel(READING, tick=False):
        packet = client.get(reverse("reading:packet", args=held.parts)).content.decode()
        served = client.get(held.page(1, 1, "picture"))
    assert "正在重新处理" not in packet
    with Image.open(io.BytesIO(served.content)) as image:
        upper = image.convert("L").crop((0, 0, image.width, image.height // 2 - 8))
    assert ImageStat.Stat(upper).mean[0] == pytest.approx(150, abs=12)
