"""Who may apply for what: every rule of the notice about persons, each with an answer that says why."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from applications.rules.deadlines import add_years
from applications.rules.facts import SUSPENDED_KINDS, EligibilityFacts
from applications.rules.findings import Assessment, Result, fails, gathered, meets, person, unanswered
from applications.rules.thresholds import threshold_results
from applications.rules.training import training_results
from campaigns.enums import Hardness, Kind, Level, Path
from campaigns.rules.campaign import CampaignRules
from campaigns.rules.wording import plain_day

LEVELS = list(Level)


def assess(facts: EligibilityFacts, *, campaign: CampaignRules, at: date) -> Assessment:
    """Give the three lists for an applicant on a day, 北京时间.

    Hard failures block the submission, soft ones ask for a reason, and what a person must decide blocks nothing
    (C01–C03, C12, C13, C24, C28–C30, C34, C41, C45; thresholds as the campaign sets them).
    """
    return gathered(
        (
            *_integrity(facts, at),
            *_employer(facts, campaign, at),
            *_dispatch(facts, campaign, at),
            *_level(facts, campaign),
            *_prior_title(facts),
            *_examination(facts, campaign),
            *_appraisals(facts),
            *threshold_results(facts, campaign),
            *training_results(facts, campaign),
        )
    )


def _integrity(facts: EligibilityFacts, at: date) -> Iterator[Result]:
    """Nobody applies while on the integrity list (C45)."""
    until = facts.on_integrity_list_until
    basis = _("通知六（五）")
    if until is None or at > until:
        yield meets("integrity", _("不在诚信名单限制期内"), "C45", basis)
        return
    yield fails(
        "integrity", _("在诚信名单限制期内，%(day)s以后可以申报") % {"day": plain_day(until)}, "C45", basis
    )


def _employer(facts: EligibilityFacts, campaign: CampaignRules, at: date) -> Iterator[Result]:
    """The employer is one that the campaign is for, and not one that it suspends (C01, C41)."""
    suspension = campaign.suspension_on(at)
    if not facts.employer_kind:
        yield unanswered("employer", _("还没有填写工作单位，填好后再看"), "C01", _("通知一（一）"))
    elif facts.employer_kind in SUSPENDED_KINDS and suspension:
        yield fails(
            "employer",
            _("国有企业、事业单位的申报在%(campaign)s期间暂停，%(day)s以后自动恢复")
            % {"campaign": suspension.campaign, "day": plain_day(suspension.last_day)},
            "C41",
            _("通知六（一）"),
        )
    elif campaign.employer_kinds and facts.employer_kind not in campaign.employer_kinds:
        yield fails("employer", _("这次只受理民营企业的专业技术人员"), "C01", _("通知一"))
    elif not facts.is_dispatched:
        yield _registered(facts)


def _registered(facts: EligibilityFacts) -> Result:
    basis = _("通知一（一）")
    if facts.employer_in_prefecture is None:
        return unanswered("registered", _("还要看单位的营业执照在哪里注册"), "C01", basis)
    if facts.employer_in_prefecture:
        return meets("registered", _("单位在和田地区（含兵团第十四师）注册"), "C01", basis)
    return fails(
        "registered",
        _(
            "单位的营业执照不在和田地区（含兵团第十四师）注册；由疆外企业派驻和田的，请把单位类别改为“疆外民营企业”"
        ),
        "C01",
        basis,
    )


def _dispatch(facts: EligibilityFacts, campaign: CampaignRules, at: date) -> Iterator[Result]:
    """Staff of an employer from outside 新疆 were here for one continuous year (C02)."""
    if not facts.is_dispatched:
        return
    basis = _("通知一（二）")
    years = {"years": campaign.dispatch_years}
    if facts.dispatched_since is None:
        yield unanswered("dispatch", _("还没有填写派驻和田的开始日期；要连续满%(years)d年") % years, "C02", basis)
        return
    full_on = add_years(facts.dispatched_since, campaign.dispatch_years)
    if full_on <= at:
        yield meets("dispatch", _("派驻和田已连续满%(years)d年") % years, "C02", basis)
    else:
        yield fails(
            "dispatch",
            _("派驻和田要连续满%(years)d年，您到%(day)s才满") % {**years, "day": plain_day(full_on)},
            "C02",
            basis,
        )


def _level(facts: EligibilityFacts, campaign: CampaignRules) -> Iterator[Result]:
    """The campaign takes this kind of application for this level (C12)."""
    if not (facts.kind and facts.level):
        yield unanswered("level", _("还没有选定申报类别和级别"), "C12", _("通知四（一）"))
        return
    said = {"kind": Kind(facts.kind).label, "level": Level(facts.level).label}
    if campaign.accepts_level(facts.kind, facts.level):
        yield meets("level", _("这次受理%(level)s%(kind)s") % said, "C12", _("通知标题、四（一）"))
        return
    offered = _("、").join(str(Level(level).label) for level in campaign.levels.get(facts.kind, ()))
    yield fails(
        "level",
        _("这次不受理%(level)s%(kind)s；%(kind)s受理：%(offered)s") % {**said, "offered": offered},
        "C12",
        _("通知标题、四（一）"),
    )


def _prior_title(facts: EligibilityFacts) -> Iterator[Result]:
    """Somebody who holds this level already hardly needs to apply for it; he may say why (C12)."""
    if not (facts.prior_level and facts.level):
        return
    if LEVELS.index(Level(facts.prior_level)) <= LEVELS.index(Level(facts.level)):
        text = _("您已有%(prior)s职称，不低于这次申报的级别；转系列等情况请说明")
        yield fails(
            "prior_title",
            text % {"prior": Level(facts.prior_level).label},
            "C12",
            _("通知四（一）"),
            Hardness.SOFT,
        )


def _examination(facts: EligibilityFacts, campaign: CampaignRules) -> Iterator[Result]:
    """A specialty that the state examines cannot be chosen; the examination is named (C03)."""
    if not facts.series_key:
        yield unanswered("examination", _("还没有选系列和专业"), "C03", _("通知一"))
        return
    found = next(
        (
            rule
            for rule in campaign.exam_only
            if rule.series == facts.series_key
            and rule.level == facts.level
            and rule.specialty in ("", facts.specialty_key)
        ),
        None,
    )
    if found is None:
        yield meets("examination", _("所选专业不属于国家以考代评"), "C03", _("通知一"))
        return
    yield fails(
        "examination",
        _("这个专业的%(level)s由国家以考代评，请报名参加%(examination)s")
        % {"level": Level(facts.level).label, "examination": found.examination},
        "C03",
        _("通知一：国家以考代评的专业除外"),
    )


def _appraisals(facts: EligibilityFacts) -> Iterator[Result]:
    """Skilled workers need three qualified years (C34); for others a person looks at it (C25)."""
    if facts.path == Path.SKILL:
        yield _skilled_appraisals(facts)
    elif facts.appraisals_ok is False:
        yield person("appraisals", _("近三年有年度考核不合格或没有考核，由审核人员核定"), "C25", _("通知五（二）"))


def _skilled_appraisals(facts: EligibilityFacts) -> Result:
    basis = _("通知五（六）")
    if facts.appraisals_ok is None:
        return unanswered("appraisals", _("还没有填写近三年的考核结论；高技能人才须近三年考核合格"), "C34", basis)
    if facts.appraisals_ok:
        return meets("appraisals", _("近三年考核合格"), "C34", basis)
    return fails("appraisals", _("高技能人才须近三年考核合格"), "C34", basis)
