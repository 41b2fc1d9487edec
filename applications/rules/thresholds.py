"""Education and years: the ways to be eligible that a campaign lists, and what is missing to the closest."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from applications.rules.deadlines import add_years, full_years
from applications.rules.facts import EligibilityFacts
from applications.rules.findings import Result, fails, meets, person, unanswered
from campaigns.code_tables import education_name_of_rank
from campaigns.enums import Degree, Kind, Level, Path, Skill
from campaigns.rules.campaign import CampaignRules, ThresholdRule
from campaigns.rules.wording import plain_day

WRONG_KIND = 100


@dataclass(frozen=True)
class Gap:
    """What is missing to a threshold: in words, how far, whether it only is not known, and whether an office says it."""

    text: str
    distance: int
    unknown: bool = False
    for_office: bool = False


def threshold_results(facts: EligibilityFacts, campaign: CampaignRules) -> Iterator[Result]:
    """Give how the campaign's thresholds for this kind, level and path come out: one that is met is enough (C12)."""
    if not (facts.kind and facts.level and facts.path):
        return
    ways = [(way, gaps(way, facts, campaign)) for way in _ways(facts, campaign)]
    if not ways:
        yield person(
            "threshold",
            _("这一类别、级别和途径没有列出学历和年限条件，由审核人员核定"),
            "C12",
            _("通知四（一）"),
        )
        return
    way, missing = min(ways, key=lambda pair: (sum(gap.distance for gap in pair[1]), len(pair[1])))
    if not missing:
        yield meets("threshold", describe(way), way.clause, way.basis)
    elif all(gap.unknown for gap in missing):
        tell = person if any(gap.for_office for gap in missing) else unanswered
        yield tell("threshold", _said(way, missing, len(ways)), way.clause, way.basis)
    else:
        yield fails("threshold", _said(way, missing, len(ways)), way.clause, way.basis, way.hardness)


def _ways(facts: EligibilityFacts, campaign: CampaignRules) -> list[ThresholdRule]:
    wanted = (facts.kind, facts.level, facts.path)
    return [way for way in campaign.thresholds if (way.kind, way.level, way.path) == wanted]


def _said(way: ThresholdRule, missing: list[Gap], ways: int) -> str:
    first = _("最接近的条件是：%(way)s") if ways > 1 else _("条件是：%(way)s")
    return first % {"way": describe(way)} + _("。") + _("；").join(gap.text for gap in missing)


def describe(way: ThresholdRule) -> str:
    """Say what a threshold asks for: 大专以上学历，全日制，从事专业工作满1年."""
    parts = []
    if way.education_rank is not None:
        parts.append(_("%(education)s以上学历") % {"education": education_name_of_rank(way.education_rank)})
    if way.degree:
        parts.append(_("%(degree)s") % {"degree": Degree(way.degree).label})
    if way.skill:
        parts.append(_("%(skill)s以上职业资格或技能等级") % {"skill": Skill(way.skill).label})
    if way.full_time_only:
        parts.append(_("全日制"))
    if way.township_only:
        parts.append(_("在乡镇及以下工作"))
    if way.work_years:
        what = _("取得后从事技术技能工作满%(years)d年") if way.skill else _("从事专业工作满%(years)d年")
        parts.append(what % {"years": way.work_years})
    if way.prior_level:
        values = {"level": Level(way.prior_level).label, "years": way.prior_years}
        parts.append(_("任%(level)s满%(years)d年") % values)
    return _("，").join(parts)


def gaps(way: ThresholdRule, facts: EligibilityFacts, campaign: CampaignRules) -> list[Gap]:
    """Give what is missing to a threshold on the campaign's cut-off date; empty when it is met."""
    found = (
        _education(way, facts),
        _degree(way, facts),
        _skill(way, facts, campaign),
        _full_time(way, facts),
        _township(way, facts),
        _work(way, facts, campaign) if not way.skill else None,
        _prior(way, facts, campaign),
    )
    return [gap for gap in found if gap]


def _education(way: ThresholdRule, facts: EligibilityFacts) -> Gap | None:
    if way.education_rank is None:
        return None
    have = facts.counted_education
    if have is None:
        what = _("还没有填写技工院校的班级类别") if facts.path == Path.TECHNICAL_SCHOOL else _("还没有填写学历")
        return Gap(what, 1, unknown=True)
    if have >= way.education_rank:
        return None
    said = education_name_of_rank(have) or _("其他")
    return Gap(_("您的学历是%(have)s") % {"have": said}, WRONG_KIND + way.education_rank - have)


def _degree(way: ThresholdRule, facts: EligibilityFacts) -> Gap | None:
    if not way.degree or Degree(facts.degree).rank >= Degree(way.degree).rank:
        return None
    return Gap(_("您的学位是：%(have)s") % {"have": Degree(facts.degree).label}, WRONG_KIND)


def _skill(way: ThresholdRule, facts: EligibilityFacts, campaign: CampaignRules) -> Gap | None:
    """The certificate, and the years since; a higher certificate's holder had the lower one before (C34)."""
    if not way.skill:
        return None
    if Skill(facts.skill).rank < Skill(way.skill).rank:
        return Gap(_("您的技能等级是：%(have)s") % {"have": Skill(facts.skill).label}, WRONG_KIND)
    if facts.skill_since is None:
        return Gap(_("还没有填写取得证书的日期"), 1, unknown=True)
    years = full_years(facts.skill_since, campaign.years_counted_to)
    if years >= way.work_years:
        return None
    if Skill(facts.skill).rank > Skill(way.skill).rank:
        text = _("您的证书更高，取得%(skill)s的日期由审核人员核定") % {"skill": Skill(way.skill).label}
        return Gap(text, 1, unknown=True, for_office=True)
    return _short_of(facts.skill_since, way.work_years, campaign.years_counted_to)


def _full_time(way: ThresholdRule, facts: EligibilityFacts) -> Gap | None:
    if not way.full_time_only or facts.full_time:
        return None
    if facts.full_time is None:
        return Gap(_("还没有填写学习形式"), 1, unknown=True)
    return Gap(_("您的学历不是全日制"), WRONG_KIND)


def _township(way: ThresholdRule, facts: EligibilityFacts) -> Gap | None:
    if not way.township_only or facts.township:
        return None
    if facts.township is None:
        return Gap(_("还要看您是否在乡镇及以下工作"), 1, unknown=True)
    return Gap(_("您不在乡镇及以下工作"), WRONG_KIND)


def _work(way: ThresholdRule, facts: EligibilityFacts, campaign: CampaignRules) -> Gap | None:
    if not way.work_years:
        return None
    since = _work_since(facts)
    if facts.kind == Kind.INITIAL and since and facts.graduated_on:
        years: int | None = full_years(since, campaign.years_counted_to)
    else:
        years = facts.professional_years
        if years is None and since:
            years = full_years(since, campaign.years_counted_to)
    if years is None:
        return Gap(_("还没有填写从事专业工作的时间"), 1, unknown=True)
    if years >= way.work_years:
        return None
    if since and full_years(since, campaign.years_counted_to) == years:
        return _short_of(since, way.work_years, campaign.years_counted_to)
    return Gap(
        _("您从事专业工作%(have)d年，还差%(short)d年") % {"have": years, "short": way.work_years - years},
        way.work_years - years,
    )


def _work_since(facts: EligibilityFacts) -> date | None:
    """The start of professional work; for 初定 not before graduation."""
    started = facts.work_started_on
    if facts.kind == Kind.INITIAL and facts.graduated_on:
        return max(started or facts.graduated_on, facts.graduated_on)
    return started


def _prior(way: ThresholdRule, facts: EligibilityFacts, campaign: CampaignRules) -> Gap | None:
    if not way.prior_level:
        return None
    levels = list(Level)
    if not facts.prior_level or levels.index(Level(facts.prior_level)) > levels.index(Level(way.prior_level)):
        have = Level(facts.prior_level).label if facts.prior_level else _("无")
        return Gap(_("您的现任级别是：%(have)s") % {"have": have}, WRONG_KIND)
    if facts.prior_since is None:
        return Gap(_("还没有填写取得现任资格的日期"), 1, unknown=True)
    if full_years(facts.prior_since, campaign.years_counted_to) >= way.prior_years:
        return None
    return _short_of(facts.prior_since, way.prior_years, campaign.years_counted_to)


def _short_of(since: date, years: int, until: date) -> Gap:
    have = full_years(since, until)
    full_on = add_years(since, years)
    text = _("从%(since)s算起，到%(until)s满%(have)d年，要到%(full_on)s才满%(years)d年")
    values = {"since": plain_day(since), "until": plain_day(until), "have": have}
    return Gap(text % {**values, "full_on": plain_day(full_on), "years": years}, years - have)
