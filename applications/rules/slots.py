"""Which materials are asked of whom, and why (materials.md, Slots)."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import Enum

from django.utils.translation import gettext as _

from applications.rules.facts import EligibilityFacts
from campaigns.enums import Kind, Path, SlotCondition, Uploader
from campaigns.rules.campaign import CampaignRules, SlotRule


class Duty(Enum):
    """Whether a slot must be filled, may be, or need not exist for this person."""

    REQUIRED = "required"
    OPTIONAL = "optional"
    EXEMPT = "exempt"


@dataclass(frozen=True)
class SlotNeed:
    """A slot as it concerns one applicant: its duty, and a sentence why."""

    slot: SlotRule
    duty: Duty
    why: str

    @property
    def required(self) -> bool:
        return self.duty is Duty.REQUIRED


@dataclass(frozen=True)
class Missing:
    """What is still to be uploaded: one slot, or any one of a group."""

    keys: tuple[str, ...]
    labels: tuple[str, ...]
    clause: str

    @property
    def label(self) -> str:
        """毕业证书, or A或B或C for a group."""
        return _("或").join(self.labels)


def slot_needs(facts: EligibilityFacts, *, campaign: CampaignRules) -> tuple[SlotNeed, ...]:
    """Give every slot of this kind and band with its duty; slots of other kinds are left out."""
    return tuple(
        SlotNeed(slot, *_duty(slot, facts, campaign))
        for slot in campaign.slots
        if (not slot.kinds or not facts.kind or facts.kind in slot.kinds)
        and (not slot.bands or not facts.band or facts.band in slot.bands)
    )


def missing(
    needs: Collection[SlotNeed], filled: Collection[str], *, uploader: str = Uploader.APPLICANT
) -> tuple[Missing, ...]:
    """Give what `uploader` still has to upload, given the keys of filled slots.

    One slot of a one-of group is enough, and a filled slot frees those that it replaces (C19, C23).
    """
    open_needs = [
        need
        for need in needs
        if need.required
        and need.slot.uploader == uploader
        and need.slot.key not in filled
        and need.slot.replaced_by not in filled
    ]
    groups: dict[str, list[SlotRule]] = {}
    for need in open_needs:
        groups.setdefault(need.slot.one_of or need.slot.key, []).append(need.slot)
    done = {need.slot.one_of for need in needs if need.slot.one_of and need.slot.key in filled}
    return tuple(
        Missing(tuple(s.key for s in slots), tuple(s.label for s in slots), slots[0].clause)
        for group, slots in groups.items()
        if group not in done
    )


Answer = tuple[Duty, str]


def _duty(slot: SlotRule, facts: EligibilityFacts, campaign: CampaignRules) -> Answer:
    return _CONDITIONS[slot.condition](slot, facts, campaign)


def _always(slot: SlotRule, facts: EligibilityFacts, campaign: CampaignRules) -> Answer:
    return Duty.REQUIRED, _("必传")


def _optional(slot: SlotRule, facts: EligibilityFacts, campaign: CampaignRules) -> Answer:
    return Duty.OPTIONAL, _("有则上传，没有不影响")


def _education(slot: SlotRule, facts: EligibilityFacts, campaign: CampaignRules) -> Answer:
    if facts.path == Path.SKILL:
        return Duty.OPTIONAL, _("高技能人才不受学历限制，有则上传。依据：通知五（六）")
    return Duty.REQUIRED, _("必传。依据：通知五（一）2")


def _degree(slot: SlotRule, facts: EligibilityFacts, campaign: CampaignRules) -> Answer:
    if facts.kind == Kind.GRANT:
        return Duty.REQUIRED, _("申请授予的必传")
    if facts.degree:
        return Duty.REQUIRED, _("您填写了学位，必传")
    return Duty.EXEMPT, _("您没有填写学位，不用传。填错了，请改学历学位一节")


def _skilled(slot: SlotRule, facts: EligibilityFacts, campaign: CampaignRules) -> Answer:
    if facts.path == Path.SKILL:
        return Duty.REQUIRED, _("按高技能人才申报的必传。依据：通知五（六）")
    if facts.skill:
        return Duty.OPTIONAL, _("您填写了技能等级，可以上传")
    return Duty.EXEMPT, _("您不是按高技能人才申报，不用传")


def _dispatched(slot: SlotRule, facts: EligibilityFacts, campaign: CampaignRules) -> Answer:
    if facts.is_dispatched:
        return Duty.REQUIRED, _("疆外企业派驻的必传。依据：通知一（二）")
    return Duty.EXEMPT, _("您的单位不是疆外派驻，不用传。依据：通知一（二）")


def _current_title(slot: SlotRule, facts: EligibilityFacts, campaign: CampaignRules) -> Answer:
    if facts.prior_level:
        return Duty.REQUIRED, _("您填写了现任资格，必传")
    return Duty.EXEMPT, _("您没有填写现任资格，不用传")


def _appraisal(slot: SlotRule, facts: EligibilityFacts, campaign: CampaignRules) -> Answer:
    year = campaign.year - (slot.years_back or 0)
    if facts.work_started_on and facts.work_started_on.year > year:
        return Duty.EXEMPT, _("%(year)d年您还没有参加工作，不用传") % {"year": year}
    return Duty.REQUIRED, _("必传，近三年各一份")


def _continuing(slot: SlotRule, facts: EligibilityFacts, campaign: CampaignRules) -> Answer:
    if facts.needs_recent_training(campaign):
        return Duty.EXEMPT, _("工程、农业系列只要上一年度和当年的。依据：通知五（四）")
    return _continuing_last(slot, facts, campaign)


def _continuing_last(slot: SlotRule, facts: EligibilityFacts, campaign: CampaignRules) -> Answer:
    if facts.first_time:
        return Duty.OPTIONAL, _("首次申报不作硬性要求，有则上传。依据：通知五（四）")
    return Duty.REQUIRED, _("必传；批准免学的，传免学审批表即可。依据：通知五（一）5")


def _continuing_recent(slot: SlotRule, facts: EligibilityFacts, campaign: CampaignRules) -> Answer:
    if facts.needs_recent_training(campaign):
        return _continuing_last(slot, facts, campaign)
    return Duty.EXEMPT, _("只有工程、农业系列要当年的。依据：通知五（四）")


_CONDITIONS: dict[str, Callable[[SlotRule, EligibilityFacts, CampaignRules], Answer]] = {
    SlotCondition.ALWAYS: _always,
    SlotCondition.EDUCATION: _education,
    SlotCondition.DEGREE: _degree,
    SlotCondition.SKILLED: _skilled,
    SlotCondition.DISPATCHED: _dispatched,
    SlotCondition.CURRENT_TITLE: _current_title,
    SlotCondition.APPRAISAL: _appraisal,
    SlotCondition.CONTINUING: _continuing,
    SlotCondition.CONTINUING_LAST: _continuing_last,
    SlotCondition.CONTINUING_RECENT: _continuing_recent,
    SlotCondition.OPTIONAL: _optional,
}
