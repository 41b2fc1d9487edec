"""The demonstration's experts: two members read what their committee has before it, and one has seen a name."""

from datetime import datetime

from accounts.acting import Act
from accounts.enums import Role
from accounts.models import Membership, User
from applications.models import Application
from hetian_titles.demo.meetings import OFFICE
from hetian_titles.demo.people import EXPERTS
from hetian_titles.demo.steps import Cast
from review.models import Committee, CommitteeMember, Tally
from review.selectors.reading import Packet
from review.services.reading import flag
from review.services.seats import seat


def seat_experts(cast: Cast, body: Committee, at: datetime) -> list[CommitteeMember]:
    """Give the members of a committee who have an account, as its secretary seats them."""
    act = cast.act(OFFICE, Role.COMMITTEE_SECRETARY, at)
    people = User.objects.filter(is_demo=True, name__in=EXPERTS).order_by("pk")
    return [seat(body.members.get(name=user.name).pk, phone=user.phone, act=act) for user in people]


def say_it_tells(expert: CommitteeMember, case: Application, at: datetime) -> None:
    """One expert has seen whose the last file of a case is."""
    held = Membership.objects.get(user=expert.user, role=Role.EXPERT)
    file = Packet(Tally.objects.get(application=case)).files[-1]
    act = Act(at=at, user=expert.user, membership=held, address="127.0.0.1")
    flag(file, page=1, place=None, version=file.version, seat=expert, act=act)
