"""The secretary says who is called to his defence when and where (C27)."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.acting import Act
from applications.rules import guards
from applications.rules.refusal import require
from review.enums import MeetingStatus
from review.models import DefenceCall, DefencePlan, Meeting
from review.rules.meeting_papers import Summons
from review.selectors.defence import plan_of, summons_of
from review.services.committee import secretary_of
from review.services.meeting_papers import OF_CALLS, outdate_of_meeting


@transaction.atomic
def arrange_defence(meeting_id: int, *, calls: Mapping[int, Summons], act: Act) -> DefencePlan:
    """Call every case of a meeting (by the key of its tally) to a time, a place and a group.

    What was arranged before stays in the history; what was printed before is void. The same again changes nothing.
    Raises `Refused`: another office's secretary, a closed meeting, a case too few or too many, a time that is over
    and that the case was not called to before.
    """
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("committee")
    meeting = rows.get(pk=meeting_id)
    standing = plan_of(meeting)
    known = {call.tally_id: summons_of(call) for call in standing.calls.all()} if standing else {}
    late = [pk for pk, said in calls.items() if said.starts_at <= act.at and known.get(pk) != said]
    require(
        secretary_of(act, meeting.committee.office_id),
        guards.holds(meeting.status != MeetingStatus.CLOSED, _("已经闭会，不用再安排答辩。")),
        guards.holds(calls, _("还没有申报进入这次会议。")),
        guards.holds(
            set(calls) == set(meeting.tallies.values_list("pk", flat=True)),
            _("会议的申报刚刚变了。"),
            remedy=_("请看一遍每件在哪一组，再保存。"),
        ),
        guards.holds(not late, _("有%(count)d件的答辩时间已经过去。") % {"count": len(late)}, "C27"),
    )
    if standing and known == dict(calls) and standing.met_at == meeting.starts_at:
        return standing
    plan = DefencePlan.objects.create(
        meeting=meeting, met_at=meeting.starts_at, at=act.at, by=act.person, by_name=act.name
    )
    DefenceCall.objects.bulk_create(
        DefenceCall(plan=plan, tally_id=pk, **vars(said)) for pk, said in calls.items()
    )
    outdate_of_meeting(meeting, *OF_CALLS)
    return plan
