"""A committee's secretary gives a member an account and takes it back; nobody reads whose own case is in the campaign."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Membership, Message
from applications.enums import State
from applications.rules.refusal import Refused
from review.codes import CHARACTERS, expert_code
from review.models import CommitteeMember
from review.selectors.reading import seats_of
from review.services.seats import seat, unseat
from tests import factories
from tests.review.after import world
from tests.review.after.world import at

pytestmark = pytest.mark.django_db
NOW = at(4, 8)


@pytest.fixture
def panel() -> world.Panel:
    return world.panel()


def member(panel: world.Panel, place: int = 2) -> CommitteeMember:
    return panel.committee.members.order_by("pk")[place]


def give(panel: world.Panel, phone: str, place: int = 2) -> CommitteeMember:
    return seat(member(panel, place).pk, phone=phone, act=world.moment(panel.secretary, NOW))


def test_a_member_with_an_account_reads(panel: world.Panel):
    """C21: he becomes an expert of the office and is told so; the message carries no code."""
    person = factories.person("演示委员3")
    seated = give(panel, person.phone)
    held = Membership.objects.get(user=person)
    assert (held.role, held.office, held.is_active) == (Role.EXPERT, panel.committee.office, True)
    assert list(seats_of(factories.act_as(held, NOW))) == [seated]
    said = Message.objects.get(user=person)
    assert panel.committee.name in said.body
    assert seated.code not in f"{said.body}{said.key}{said.subject}"


@pytest.mark.parametrize("name", ["演示 委员3", "演示·委员3"])
def test_a_name_may_be_written_with_or_without_its_dot(panel: world.Panel, name: str):
    """民委发〔2016〕33号: the list and the account may write it differently."""
    assert give(panel, factories.person(name).phone).user


def test_an_account_that_is_not_the_members_is_refused(panel: world.Panel):
    """C21: a telephone typed wrong gives nobody else the packets."""
    for name in ("演示委员4", "别人"):
        with pytest.raises(Refused, match="不一样"):
            give(panel, factories.person(name).phone)
    with pytest.raises(Refused, match="没有找到"):
        give(panel, "13999999999")
    assert not Membership.objects.filter(role=Role.EXPERT).exists()


def test_who_applies_in_the_campaign_reads_nobody_elses_packet(panel: world.Panel):
    """C21: also with a draft; who has withdrawn may."""
    person = factories.person("演示委员3")
    own = factories.application(applicant=person)
    with pytest.raises(Refused, match="自己申报职称"):
        give(panel, person.phone)
    own.delete()
    factories.application(State.WITHDRAWN, applicant=person)
    assert give(panel, person.phone).user == person


def test_one_account_is_one_members(panel: world.Panel):
    """Two members of one name: the account is the first one's."""
    person = factories.person("演示委员3")
    give(panel, person.phone)
    CommitteeMember.objects.filter(pk=member(panel, 3).pk).update(name="演示委员3")
    with pytest.raises(Refused, match="另一位委员"):
        give(panel, person.phone, 3)
    with pytest.raises(Refused, match="已经有账号"):
        give(panel, person.phone)


def test_another_offices_secretary_gives_and_takes_nothing(panel: world.Panel):
    """C44."""
    other = world.moment(world.officer("title-office", Role.COMMITTEE_SECRETARY), NOW)
    person = factories.person("演示委员3")
    with pytest.raises(Refused, match="组建单位"):
        seat(member(panel).pk, phone=person.phone, act=other)
    give(panel, person.phone)
    with pytest.raises(Refused, match="组建单位"):
        unseat(member(panel).pk, act=other)


def test_an_account_taken_back_reads_no_more(panel: world.Panel):
    """The role ends with the last seat at the office, not before."""
    person = factories.person("演示委员3")
    first = give(panel, person.phone)
    second = world.panel(series="agriculture").committee
    second.members.filter(name="演示委员3").update(user=person)
    held = Membership.objects.get(user=person, role=Role.EXPERT)
    unseat(first.pk, act=world.moment(panel.secretary, NOW + timedelta(hours=1)))
    held.refresh_from_db()
    assert held.is_active
    assert [seat.committee for seat in seats_of(factories.act_as(held, NOW))] == [second]
    unseat(second.members.get(user=person).pk, act=world.moment(panel.secretary, NOW + timedelta(hours=2)))
    held.refresh_from_db()
    assert not held.is_active
    with pytest.raises(Refused, match="没有账号"):
        unseat(first.pk, act=world.moment(panel.secretary, NOW + timedelta(hours=3)))


def test_the_page_shows_no_code_and_keeps_what_was_typed(client: Client, panel: world.Panel):
    """C21: who bears which code is the supervisor's alone to see; a refused number stands where it was typed."""
    factories.person("别人", phone="13900000001")
    client.force_login(panel.secretary.person, "accounts.backends.NumberBackend")
    session = client.session
    assert panel.secretary.membership
    session["membership"] = panel.secretary.membership.pk
    session.save()
    address = reverse("committee:seat", args=[panel.committee.pk, member(panel).pk])
    with time_machine.travel(NOW, tick=False):
        for typed, status in (("139", 422), ("13900000001", 409)):
            answer = client.post(address, {"phone": typed})
            page = answer.content.decode()
            assert answer.status_code == status
            assert f'value="{typed}" aria-invalid="true"' in page
        assert "不一样" in page
        person = factories.person("演示委员3")
        assert client.post(address, {"phone": person.phone}).status_code == 302
        page = client.get(reverse("committee:members", args=[panel.committee.pk])).content.decode()
    assert page.count("有账号</span>") == 1
    assert not [each for each in panel.committee.members.all() if each.code in page]


def test_codes_are_hard_to_misread():
    """materials.md: no sign that another is taken for, and none twice."""
    codes = [expert_code() for _number in range(200)]
    assert all(re.fullmatch("[34679ACEFGHJKMNPRTWXY]{6}", code) for code in codes)
    assert len({*codes}) == 200
    assert not set("0OQD1IL2Z5S8BUV") & set(CHARACTERS)
