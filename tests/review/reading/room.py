"""A meeting whose packets experts read: one case with all its papers, two experts with accounts."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from django.test import Client
from django.urls import reverse

from accounts.acting import Act
from accounts.enums import Role
from accounts.models import Membership
from applications.enums import BlindStatus, SectionKey
from applications.models import Application, BlindCopy, Material
from campaigns.models import Slot
from documents import store
from documents.scans.blind import bound, burnt
from review.models import Committee, CommitteeMember, Meeting, Tally
from review.services.seats import seat
from tests import factories, stories, stories_after
from tests.stories_after import secretary_act

READING = stories_after.ENTERED + timedelta(days=1)
NAME, EMPLOYER = "买买提·吐尔逊江·阿布都热依木", "和田示例建筑工程有限公司"
#: What somebody writes about himself although the form asks him not to.
TELLING: dict[str, dict[str, Any]] = {
    SectionKey.SUMMARY: {
        "text": "本人买买提·吐尔逊江·阿布都热依木，在和田示例建筑工程有限公司工作，负责混凝土浇筑的质量检查。"
        "同事都叫我买买提吐尔逊江。曾在墨玉示例路桥公司任技术员，证书编号653201201800123。"
    },
    SectionKey.WORK: {
        "rows": [
            {"starts_on": "2008-07", "ends_on": "2010-06", "employer": "墨玉示例路桥公司", "work": "道路施工"},
            *stories.CONTENTS[SectionKey.WORK]["rows"],
        ]
    },
}


@dataclass(frozen=True)
class Room:
    """The case as it entered the meeting, and who reads it."""

    case: Application
    tally: Tally
    one: CommitteeMember
    other: CommitteeMember

    @property
    def meeting(self) -> Meeting:
        return self.tally.meeting

    @property
    def parts(self) -> list[Any]:
        """What the address of its packet begins with."""
        return [self.tally.meeting_id, self.tally.code]

    def page(self, file: int = 1, page: int = 1, what: str = "page") -> str:
        return reverse(f"reading:{what}", args=[*self.parts, file, page])


def room(
    *, contents: dict[str, dict[str, Any]] | None = None, pages: int = 1, draft: Application | None = None
) -> Room:
    """Give a case of somebody who names himself in his form, in a filed meeting, with blind copies that are fit.

    `draft`: what it begins with, where something was uploaded before.
    """
    draft = draft or stories.drafted(
        user=stories.person(NAME), unit=stories.employer(EMPLOYER, division="minfeng")
    )
    filled = stories.filled(draft, contents=TELLING if contents is None else contents)
    checked = stories.in_check(stories.submitted(filled))
    passed = stories.in_final_review(stories.forwarded(stories.in_notice(checked)))
    case = stories_after.in_committee(
        stories_after.paid(stories_after.originals_confirmed(stories.accepted(passed)))
    )
    tally = Tally.objects.select_related("meeting__committee").get(application=case)
    make_fit(case, pages=pages)
    committee = tally.meeting.committee
    return Room(case, tally, seated(committee, 1), seated(committee, 2))


def seated(committee: Committee, place: int, *, at: datetime = stories_after.FILED) -> CommitteeMember:
    """Give the member at a place of the list, with the account that he registered before."""
    member = committee.members.order_by("pk")[place]
    person = factories.person(member.name)
    return seat(member.pk, phone=person.phone, act=secretary_act(committee, at))


def make_fit(case: Application, *, pages: int = 1) -> None:
    """Give every file that experts see a blind copy in which nothing is left."""
    shown = Slot.objects.filter(campaign=case.campaign, experts_see=True).values("key")
    path = store.keep(f"blind/{case.pk:032x}.pdf", sheet(pages))
    without = Material.objects.filter(application=case, slot_key__in=shown).exclude(
        blind__status=BlindStatus.READY
    )
    for material in without.select_related("file"):
        material.file.pages = pages
        material.file.save()
        BlindCopy.objects.update_or_create(
            material=material,
            defaults={
                "status": BlindStatus.READY,
                "path": path,
                "boxes_digest": "0" * 64,
                "created_at": stories.SUBMITTED,
                "done_at": stories.SUBMITTED,
            },
        )


def sheet(pages: int = 1, *, width: int = 1240, height: int = 1754) -> bytes:
    """Give a blind copy of white pages with black bars where words would be."""
    paper = np.full((height, width, 3), 255, np.uint8)
    for line in range(12):
        paper[200 + 100 * line : 240 + 100 * line, 120 : width - 200] = 0
    return bound(burnt(paper.copy(), []) for _page in range(pages))


def act_of(member: CommitteeMember, at: datetime = READING) -> Act:
    """Give the act of a member as an expert."""
    held = Membership.objects.select_related("user", "office").get(user=member.user, role=Role.EXPERT)
    return factories.act_as(held, at)


def reads(client: Client, member: CommitteeMember) -> Client:
    """Sign a member in as an expert."""
    act = act_of(member)
    client.force_login(act.person, "accounts.backends.NumberBackend")
    session = client.session
    assert act.membership
    session["membership"] = act.membership.pk
    session.save()
    return client
