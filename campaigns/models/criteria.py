from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.enums import Degree, Hardness, Kind, Level, Path, ReasonUse, Skill
from campaigns.models.campaign import Campaign
from campaigns.models.series import Series, Specialty
from campaigns.models.slot import Slot
from campaigns.models.validators import SECTIONS, keys_of, known, refuse, validate_clause


class Threshold(models.Model):
    """One way to be eligible: the years and the qualification it asks for, and how hard it is (rules.md §4)."""

    campaign = models.ForeignKey(
        Campaign, on_delete=models.CASCADE, related_name="thresholds", verbose_name=_("年度申报")
    )
    key = models.SlugField(_("代号"))
    kind = models.CharField(_("类别"), max_length=20, choices=Kind)
    level = models.CharField(_("级别"), max_length=20, choices=Level)
    path = models.CharField(_("途径"), max_length=20, choices=Path)
    education_rank = models.PositiveSmallIntegerField(_("学历不低于"), null=True, blank=True)
    degree = models.CharField(_("学位"), max_length=20, blank=True)
    skill = models.CharField(_("技能等级"), max_length=20, blank=True)
    full_time_only = models.BooleanField(_("仅全日制"), default=False)
    township_only = models.BooleanField(_("仅乡镇及以下"), default=False)
    work_years = models.PositiveSmallIntegerField(_("专业工作满（年）"), default=0)
    prior_level = models.CharField(_("现任级别"), max_length=20, choices=Level, blank=True)
    prior_years = models.PositiveSmallIntegerField(_("任现职满（年）"), default=0)
    hardness = models.CharField(_("性质"), max_length=10, choices=Hardness)
    clause = models.CharField(_("依据条款"), max_length=10, validators=[validate_clause])
    basis = models.CharField(_("依据文件"), max_length=200)
    verified = models.BooleanField(_("已核实"), default=False)

    class Meta:
        ordering = ["id"]
        verbose_name = verbose_name_plural = _("申报条件")
        constraints = [models.UniqueConstraint(fields=["campaign", "key"], name="threshold_once")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}，{self.get_level_display()}，{self.get_path_display()}"

    def clean(self) -> None:
        """Refuse a path without its qualification, and years in a title that is not named (C12, C34)."""
        super().clean()
        lacks = {
            Path.EDUCATION: ("education_rank", self.education_rank is None),
            Path.TECHNICAL_SCHOOL: ("education_rank", self.education_rank is None),
            Path.SKILL: ("skill", self.skill not in Skill.values or not self.skill),
            Path.DEGREE: ("degree", self.degree not in Degree.values or not self.degree),
            Path.POSTDOC: ("degree", self.degree != Degree.POSTDOC),
        }
        column, lacking = lacks.get(Path(self.path), ("", False)) if self.path in Path.values else ("", False)
        refuse(
            {column: _("这一途径须写明这一项。")} if lacking else {},
            {"prior_level": _("写了任职年限，须写明现任级别。")}
            if self.prior_years and not self.prior_level
            else {},
        )


class ExamOnly(models.Model):
    """A specialty or series whose level the state examines instead of reviewing (以考代评, C03)."""

    campaign = models.ForeignKey(
        Campaign, on_delete=models.CASCADE, related_name="exam_only", verbose_name=_("年度申报")
    )
    series = models.ForeignKey(Series, on_delete=models.PROTECT, verbose_name=_("系列"))
    specialty = models.ForeignKey(
        Specialty, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("专业")
    )
    level = models.CharField(_("级别"), max_length=20, choices=Level)
    examination = models.CharField(_("考试"), max_length=100)

    class Meta:
        ordering = ["id"]
        verbose_name = verbose_name_plural = _("以考代评")
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "series", "level"], condition=Q(specialty=None), name="exam_only_once_a_series"
            ),
            models.UniqueConstraint(
                fields=["campaign", "series", "specialty", "level"],
                condition=Q(specialty__isnull=False),
                name="exam_only_once_a_specialty",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.series}，{self.get_level_display()}"

    def clean(self) -> None:
        """Refuse a specialty of another series (C03)."""
        super().clean()
        foreign = self.series_id and self.specialty and self.specialty.series_id != self.series_id
        refuse({"specialty": _("这个专业不属于所选系列。")} if foreign else {})


class Reason(models.Model):
    """A published reason for a return or a refusal, tied to a clause and to a checklist item (C24)."""

    campaign = models.ForeignKey(
        Campaign, on_delete=models.CASCADE, related_name="reasons", verbose_name=_("年度申报")
    )
    code = models.CharField(_("代码"), max_length=10)
    label = models.CharField(_("原因"), max_length=60)
    remedy = models.CharField(_("怎么改"), max_length=200, blank=True)
    clause = models.CharField(_("依据"), max_length=10, validators=[validate_clause])
    citation = models.CharField(_("通知条款"), max_length=100)
    use = models.CharField(_("用于"), max_length=10, choices=ReasonUse)
    items = models.JSONField(_("核对项目"), default=list, blank=True, help_text=_("空即全部"))
    order = models.PositiveSmallIntegerField(_("次序"))

    class Meta:
        ordering = ["order"]
        verbose_name = verbose_name_plural = _("退回与不予受理原因")
        constraints = [models.UniqueConstraint(fields=["campaign", "code"], name="reason_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.label}"

    def clean(self) -> None:
        """Refuse a reason for an item that the checklist does not have (C24, C25)."""
        super().clean()
        refuse(known("items", self.items, keys_of(self.campaign_id, ChecklistItem.objects)))


class ChecklistItem(models.Model):
    """One of the items that a reviewer must mark before any conclusion (C25)."""

    campaign = models.ForeignKey(
        Campaign, on_delete=models.CASCADE, related_name="checklist", verbose_name=_("年度申报")
    )
    key = models.SlugField(_("代号"))
    label = models.CharField(_("项目"), max_length=40)
    hint = models.CharField(_("看什么"), max_length=200)
    sections = models.JSONField(_("有关章节"), default=list)
    slots = models.JSONField(_("有关材料"), default=list)
    order = models.PositiveSmallIntegerField(_("次序"))

    class Meta:
        ordering = ["order"]
        verbose_name = verbose_name_plural = _("审核项目")
        constraints = [models.UniqueConstraint(fields=["campaign", "key"], name="checklist_item_once")]

    def __str__(self) -> str:
        return self.label

    def clean(self) -> None:
        """Refuse sections and slots that do not exist (C25)."""
        super().clean()
        refuse(
            known("sections", self.sections, SECTIONS),
            known("slots", self.slots, keys_of(self.campaign_id, Slot.objects)),
        )
