"""Reminding the offices whose cases wait: by hand, beside what the portal says each morning."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.acting import Act
from accounts.enums import Role
from applications.services.telling import members_of_office, page, tell_all
from campaigns.models import Campaign
from campaigns.rules.calendar import day_of
from review.selectors.dashboard import SLOW, late_by_office, slow_in


@transaction.atomic
def remind_offices(campaign: Campaign | None, *, act: Act) -> int:
    """Tell the reviewers of every office whose cases wait over five days, once a day; gives how many offices (C06)."""
    late = late_by_office(slow_in(act, campaign))
    for office, count in late.items():
        tell_all(
            members_of_office(office, roles=(Role.REVIEWER, Role.TITLE_OFFICER)),
            occasion=f"office:{office}:asked:{day_of(act.at).isoformat()}",
            subject=_("%(unit)s催办：%(count)d件审核等了%(days)d天以上")
            % {"unit": act.unit_name, "count": count, "days": SLOW.days},
            body=_("请先办等得最久的。审核截止后不能再退回修改（C06、C18）。"),
            at=act.at,
            link=page("desk:queue"),
        )
    return len(late)
