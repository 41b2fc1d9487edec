"""Continuing education: who must show which hours of which years (C23, C28–C30)."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from applications.rules.facts import EligibilityFacts
from applications.rules.findings import Result, fails, meets, person, unanswered
from campaigns.enums import Hardness
from campaigns.rules.campaign import CampaignRules

GENERAL_YEARS = (3, 2, 1)
RECENT_YEARS = (1, 0)


def training_results(facts: EligibilityFacts, campaign: CampaignRules) -> Iterator[Result]:
    """Give what the rules on continuing education say; none of them blocks (C24)."""
    recent = facts.needs_recent_training(campaign)
    clause = "C30" if recent else "C28"
    short = shortages(facts, campaign)
    if facts.training_exempt:
        yield meets("training", _("已批准免学，上传免学审批表即可"), "C23", _("通知五（一）5"))
    elif facts.first_time and recent and short:
        yield person(
            "training",
            _(
                "首次申报的学时不作硬性要求，工程、农业系列又须完成上一年度和当年的培训：由审核人员核定，不影响提交"
            ),
            "C29",
            _("通知五（四）的两条规定"),
        )
    elif facts.first_time:
        yield meets("training", _("首次申报，继续教育学时不作硬性要求"), "C29", _("通知五（四）"))
    elif facts.training_hours is None:
        yield unanswered(
            "training", _("继续教育学时在申报表里填写；") + _demanded(campaign, recent), clause, _("通知五（四）")
        )
    elif not short:
        yield meets("training", _("继续教育学时符合要求"), clause, _("通知五（四）"))
    elif facts.first_time is None and not facts.training_hours:
        yield unanswered("training", _("还没有填写是否首次申报和继续教育学时"), clause, _("通知五（四）"))
    else:
        yield fails(
            "training", _asked(campaign, recent) + _("；").join(short), clause, _("通知五（四）"), Hardness.SOFT
        )


def training_years(facts: EligibilityFacts, campaign: CampaignRules) -> tuple[int, ...]:
    """Give the years whose hours count: the last and the current for 工程 and 农业, else the last three."""
    backs = RECENT_YEARS if facts.needs_recent_training(campaign) else GENERAL_YEARS
    return tuple(campaign.year - back for back in backs)


def shortages(facts: EligibilityFacts, campaign: CampaignRules) -> tuple[str, ...]:
    """Give a sentence for each counted year whose hours fall short of 90, of which 60 in the specialty (C28)."""
    found = []
    for year in training_years(facts, campaign):
        total, specialty = (facts.training_hours or {}).get(year, (0, 0))
        if total < campaign.yearly_training_hours or specialty < campaign.specialty_training_hours:
            found.append(
                _("%(year)d年共%(total)d学时，其中专业科目%(specialty)d学时")
                % {"year": year, "total": total, "specialty": specialty}
            )
    return tuple(found)


def _asked(campaign: CampaignRules, recent: bool) -> str:
    return _demanded(campaign, recent) + _("；您填的：")


def _demanded(campaign: CampaignRules, recent: bool) -> str:
    years = _("上一年度和当年") if recent else _("每年")
    return _("%(years)s须完成%(total)d学时以上，其中专业科目%(specialty)d学时以上") % {
        "years": years,
        "total": campaign.yearly_training_hours,
        "specialty": campaign.specialty_training_hours,
    }
