"""An expert reads what is blind and nothing else: whose it is stands nowhere, and no other committee's meeting opens."""

import io
from datetime import timedelta
from urllib.parse import quote

import numpy as np
import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from PIL import Image

from applications.enums import State
from applications.models import BlindCopy
from applications.rules.masking import box_of
from applications.services import blinding
from applications.services.checks import identity
from documents import store
from documents.scans.identity import COVER, Token, squeezed, tokens, traces
from documents.scans.pages import drawn_at
from documents.scans.reading import read
from review.enums import FilingStatus, MeetingStatus
from review.models import Committee, Filing, Meeting, Tally
from review.rules.packet import sought_in
from review.selectors.reading import meetings_of, packets_of
from tests import factories, stories, stories_after
from tests.applications.masking.papers import NOW, diploma, looked_at, put
from tests.applications.masking.test_blind_copies import confirmed
from tests.review.reading.room import EMPLOYER, NAME, READING, Room, act_of, reads, room

pytestmark = pytest.mark.django_db


@pytest.fixture
def held() -> Room:
    return room()


def words_of(held: Room) -> list[Token]:
    """Give what no byte that an expert gets may say."""
    case, unit = held.case, held.case.employer
    assert unit
    plain = [case.number, unit.uscc, unit.division.name, case.applicant.handle, str(case.applicant.email or "")]
    said = case.submissions.get().data
    found = sought_in(said, identity(case), *plain)
    return [token for token in found if token.text]


def test_no_byte_of_what_an_expert_gets_says_whose_it_is(client: Client, held: Room):
    """C21: pages, headers, addresses and pictures, searched for every word of the person, in any script and width."""
    sought, got = words_of(held), []
    reads(client, held.one)
    with time_machine.travel(READING, tick=False):
        addresses = [
            reverse("reading:meetings"),
            reverse("reading:packets", args=[held.tally.meeting_id]),
            reverse("reading:packet", args=held.parts),
            *(held.page(file, 1, what) for file in (1, 2, 3) for what in ("page", "picture")),
        ]
        for address in addresses:
            answer = client.get(address)
            assert answer.status_code == 200, address
            headers = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
            got.append((address, headers, answer.content.decode("utf-8", "replace")))
    for address, headers, content in got:
        for text in (address, headers, content, quote(content)):
            small = squeezed(text)[0]
            assert [token for token in sought if token.text in small] == [], address


def test_the_form_is_read_with_the_words_covered(client: Client, held: Room):
    """C21: what somebody did is there, who did it is not; a school, an employer and a number are never asked for."""
    reads(client, held.one)
    with time_machine.travel(READING, tick=False):
        page = client.get(reverse("reading:packet", args=held.parts)).content.decode()
    assert f"本人{COVER}，在{COVER}工作，负责混凝土浇筑的质量检查。" in page
    assert f"同事都叫我{COVER}。" in page, "without its dots it is the same name"
    assert f"曾在{COVER}任技术员，证书编号{COVER}。" in page
    assert "建筑工程专业，工程师（中级）" in page
    assert "107551201005000318" not in page
    assert "新疆示例大学" not in page
    assert "李强" not in page, "who can bear witness knows whom"


def test_the_list_is_in_the_order_of_codes_and_each_meeting_gives_new_ones(held: Room):
    """committee.md: a random code, new for each meeting; it is no part of the number, and the order follows it alone."""
    other = stories_after.in_committee()
    codes = list(packets_of(held.meeting).values_list("code", flat=True))
    assert codes == sorted(codes)
    assert len({*codes}) == 2
    assert not any(code in other.number or code in held.case.number for code in codes)


def test_a_meeting_opens_with_its_filing_and_ends_with_its_close(held: Room):
    """C33, C37: nothing to read before the filing is registered, for nobody who does not sit, and after it is closed."""
    act, meeting = act_of(held.one), held.meeting
    assert list(meetings_of(act)) == [meeting]
    filing = Filing.objects.filter(meeting=meeting)
    filing.update(status=FilingStatus.SUBMITTED)
    assert not meetings_of(act).exists()
    filing.update(status=FilingStatus.FILED)
    Meeting.objects.filter(pk=meeting.pk).update(status=MeetingStatus.OPEN, opened_at=READING)
    assert not meetings_of(act).exists(), "he does not sit"
    meeting.attendance.filter(member=held.one).update(present=True)
    assert list(meetings_of(act)) == [meeting]
    Meeting.objects.filter(pk=meeting.pk).update(status=MeetingStatus.CLOSED, closed_at=READING)
    assert not meetings_of(act).exists()


def test_nobody_reads_when_the_term_is_over_or_when_he_applies_himself(held: Room):
    """C21, C33: the last day of the term still counts; who begins to apply in this campaign reads nothing any more."""
    committee = Committee.objects.filter(pk=held.meeting.committee_id)
    committee.update(valid_until=READING.date())
    assert meetings_of(act_of(held.one)).exists()
    assert not meetings_of(act_of(held.one, READING + timedelta(days=1))).exists()
    own = factories.application(applicant=held.one.user)
    assert not meetings_of(act_of(held.one)).exists()
    own.delete()
    factories.application(State.WITHDRAWN, applicant=held.one.user)
    assert meetings_of(act_of(held.one)).exists()


def test_another_committees_packet_is_not_there(client: Client, held: Room):
    """C40: a code is good in its own meeting alone, and for its own committee alone."""
    stranger = factories.officer_of("title-office", role="expert", user=factories.person("别的专家"))
    client.force_login(stranger.user, "accounts.backends.NumberBackend")
    session = client.session
    session["membership"] = stranger.pk
    session.save()
    with time_machine.travel(READING, tick=False):
        for address in (reverse("reading:packet", args=held.parts), held.page(what="picture"), held.page()):
            assert client.get(address).status_code == 404
        reads(client, held.one)
        meeting, code = held.parts
        for parts in ([meeting + 1, code], [meeting, code[::-1]], [meeting, held.case.number]):
            assert client.get(reverse("reading:packet", args=parts)).status_code == 404
        for wrong in (held.page(99), held.page(1, 99), held.page(0, 1), held.page(1, 0)):
            assert client.get(wrong).status_code == 404


@pytest.mark.parametrize(
    "change",
    [
        {"status": "outdated"},
        {"leaks": [{"kind": "words", "page": 1, "what": "name", "box": None}]},
        {"withdrawn_at": READING},
        {"status": "failed"},
    ],
    ids=["boxes changed", "leaking", "withdrawn", "failed"],
)
def test_a_copy_that_is_not_fit_is_not_served_and_nobody_says_why(client: Client, held: Room, change: dict):
    """C21: the same words whatever the reason, and the picture is not there."""
    first = held.case.submissions.get().materials.filter(slot_key="diploma").get()
    BlindCopy.objects.filter(material=first).update(**change)
    reads(client, held.one)
    with time_machine.travel(READING, tick=False):
        packet = client.get(reverse("reading:packet", args=held.parts)).content.decode()
        page = client.get(held.page())
        assert client.get(held.page(what="picture")).status_code == 404
        assert client.get(held.page(2, what="picture")).status_code == 200
    assert packet.count("正在重新处理") == 1
    assert page.status_code == 200
    assert "正在重新处理" in page.content.decode()
    assert "reading:picture" not in page.content.decode()
    assert "<img" not in page.content.decode()


def test_a_picture_is_kept_nowhere_and_has_no_name(client: Client, held: Room):
    """C21: no-store, no file name, no type that runs."""
    reads(client, held.one)
    with time_machine.travel(READING, tick=False):
        answer = client.get(held.page(what="picture"))
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Content-Disposition" not in answer.headers
    assert "ETag" not in answer.headers
    assert NAME not in str(answer.headers)


def test_a_copy_replaced_in_this_moment_is_not_there(client: Client, held: Room):
    """A page asked for while its file is masked again: 404, no error."""
    first = BlindCopy.objects.get(material__application=held.case, material__slot_key="diploma")
    store.forget(first.path)
    with time_machine.travel(READING, tick=False):
        assert reads(client, held.one).get(held.page(what="picture")).status_code == 404


def test_reading_writes_nothing(client: Client, held: Room):
    """Who opens what is recorded nowhere: no row changes but the session's."""
    from tests.permissions.doors import digest

    reads(client, held.one)
    with time_machine.travel(READING, tick=False):
        client.get(reverse("reading:meetings"))
        before = digest()
        for address in (reverse("reading:packet", args=held.parts), held.page(), held.page(what="picture")):
            assert client.get(address).status_code == 200
        assert digest() == before


def test_a_case_taken_in_twice_has_two_codes(held: Room):
    """committee.md: new for each meeting."""
    again = Tally.objects.create(
        meeting=Meeting.objects.create(committee=held.meeting.committee, starts_at=READING, place="演示"),
        application=held.case,
    )
    assert again.code != held.tally.code
    assert len(again.code) == 8


def test_no_word_is_left_in_a_picture_that_came_the_whole_way(client: Client):
    """C21: uploaded with a name, masked as proposed, blinded, served and read again: it is gone, the rest is not."""
    draft = stories.drafted(user=stories.person(NAME), unit=stories.employer(EMPLOYER, division="minfeng"))
    paper = diploma((NAME,), f"{EMPLOYER}。主修土木工程。")
    material = put(draft, paper)
    boxes = looked_at(material).boxes
    assert blinding.make(confirmed(material, *map(box_of, boxes)).pk, clock=lambda: NOW)
    held = room(draft=draft)
    reads(client, held.one)
    with time_machine.travel(READING, tick=False):
        served = client.get(f"{held.page(what='picture')}?z=2").content
    sought, before = tokens(identity(held.case)), read(drawn_at(paper, 1)).lines
    with Image.open(io.BytesIO(served)) as image:
        after = read(np.asarray(image.convert("RGB"))[:, :, ::-1].copy()).lines
    assert {trace.what for trace in traces(before, sought)} == {"name", "employer"}, (
        "what is looked for can be found"
    )
    assert [*traces(after, sought)] == []
    assert "主修土木工程" in "".join(line.text for line in after)
