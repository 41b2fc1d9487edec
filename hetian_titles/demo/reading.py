"""The demonstration's experts: two members read what waits for their meeting, and one has seen a name."""

import secrets
from datetime import datetime

from accounts.acting import Act
from accounts.enums import Role
from accounts.models import Membership, User
from applications.enums import BlindStatus
from applications.models import Application, BlindCopy, Material
from campaigns.models import Slot
from documents import apart, store
from hetian_titles.demo.meetings import OFFICE
from hetian_titles.demo.people import EXPERTS
from hetian_titles.demo.steps import Cast
from review.models import Committee, CommitteeMember, Tally
from review.selectors.reading import Packet
from review.services.reading import flag
from review.services.seats import seat

#: Where the drawn papers bear the number of their case, in ten-thousandths of the page (hetian_titles/demo/contents.py).
NUMBER = (1000, 2340, 8000, 2740)


def seat_experts(cast: Cast, body: Committee, at: datetime) -> list[CommitteeMember]:
    """Give the members of a committee who have an account, as its secretary seats them."""
    act = cast.act(OFFICE, Role.COMMITTEE_SECRETARY, at)
    people = User.objects.filter(is_demo=True, name__in=EXPERTS).order_by("pk")
    return [seat(body.members.get(name=user.name).pk, phone=user.phone, act=act) for user in people]


def make_readable(case: Application, at: datetime) -> None:
    """Make the blind copies of a case. Its papers are drawn here and name nobody: their number alone is covered."""
    from documents.scans.blind import bound  # loads what only a worker needs

    shown = Slot.objects.filter(campaign=case.campaign, experts_see=True).values("key")
    for material in Material.objects.filter(application=case, slot_key__in=shown).select_related("file"):
        data, numbers = store.read(material.file.path), material.file.page_numbers
        copy = bound(apart.blind_page(data, number, [NUMBER], material.turned(number)) for number in numbers)
        path = store.keep(f"blind/{secrets.token_hex(16)}.pdf", copy)
        made = {"status": BlindStatus.READY, "path": path, "created_at": at, "done_at": at}
        BlindCopy.objects.update_or_create(material=material, defaults=made)


def say_it_tells(expert: CommitteeMember, case: Application, at: datetime) -> None:
    """One expert has seen whose the last file of a case is."""
    held = Membership.objects.get(user=expert.user, role=Role.EXPERT)
    file = Packet(Tally.objects.get(application=case)).files[-1]
    act = Act(at=at, user=expert.user, membership=held, address="127.0.0.1")
    flag(file, page=1, place=None, version=file.version, seat=expert, act=act)
