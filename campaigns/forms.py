"""Input of the back office: lists of codes are ticked in words, never typed."""

from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import EmployerKind
from campaigns import models
from campaigns.code_tables import completed_education, education_name_of_rank
from campaigns.enums import Band, CampaignStatus, Degree, ExaminationKind, Kind, Level, SectionKey, Skill
from campaigns.models.validators import FILE_TYPES
from campaigns.services.history import last_change, missed

Choices = list[tuple[Any, Any]]


def name_inputs(field: forms.Field) -> None:
    """Give each input of `field` a name for who hears the page; a date and a time that stand together get one each."""
    parts = [] if field.widget.is_hidden else getattr(field.widget, "widgets", [field.widget])
    words = ["，" + _("日期"), "，" + _("时间")] if len(parts) == 2 else [""]
    for part, word in zip(parts, words, strict=False):
        part.attrs["aria-label"] = f"{field.label}{word}"


class WatchedForm(forms.ModelForm):
    """A row as its page showed it: what somebody else changed meanwhile is told before it is overwritten (C44)."""

    @property
    def seen(self) -> int:
        """The number of the latest change that the page shows; who was told of later ones has seen them, too."""
        sent = self.data.get("seen", "") if self.is_bound and not self.errors else ""
        return int(sent) if sent.isdigit() else last_change(self.instance)

    def clean(self) -> dict[str, Any]:
        """Refuse once what would overwrite somebody else's change; raises nothing."""
        values = super().clean() or self.cleaned_data
        sent = self.data.get("seen", "")
        told = missed(self.instance, seen=int(sent) if sent.isdigit() else 0)
        if told:
            self.add_error(None, told + _("您填的还在这一页，没有保存。核对以后再按一次保存，就以这一页为准。"))
        return values


class CodesForm(forms.ModelForm):
    """A row whose columns of codes are shown as boxes to tick; `codes` gives each column's choices for a campaign."""

    codes: ClassVar[dict[str, Callable[[int | None], Choices]]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        campaign = self._campaign_id()
        for column in self.codes.keys() & self.fields.keys():  # who may only look has no fields
            self.fields[column] = boxes(self.fields[column], self.codes[column](campaign))

    def _campaign_id(self) -> int | None:
        chosen = self.data.get(self.add_prefix("campaign"), "") if self.is_bound else ""
        return int(chosen) if chosen.isdigit() else getattr(self.instance, "campaign_id", None)


def boxes(field: forms.Field, choices: Choices) -> forms.MultipleChoiceField:
    """Give a field of boxes with the words of `field`; nothing ticked is an empty list."""
    return forms.MultipleChoiceField(
        label=field.label,
        help_text=field.help_text,
        required=field.required,
        choices=choices,
        widget=forms.CheckboxSelectMultiple,
    )


def rows_of(table: str) -> Callable[[int | None], Choices]:
    """Give the choices of a campaign's own rows, by key, of the related `table`."""

    def choices(campaign: int | None) -> Choices:
        rows = models.Campaign._meta.get_field(table).related_model.objects  # type: ignore[union-attr]
        return list(rows.filter(campaign=campaign).values_list("key", "label"))

    return choices


class SlotForm(CodesForm):
    codes = {
        "kinds": lambda _campaign: list(Kind.choices),
        "bands": lambda _campaign: list(Band.choices),
        "types": lambda _campaign: [(kind, kind.upper()) for kind in FILE_TYPES],
    }


class ReasonForm(CodesForm):
    codes = {"items": rows_of("checklist")}


class ChecklistItemForm(CodesForm):
    codes = {"sections": lambda _campaign: list(SectionKey.choices), "slots": rows_of("slots")}


class ThresholdForm(forms.ModelForm):
    """A way to be eligible: education, degree and skill are chosen by name."""

    education_rank = forms.TypedChoiceField(label=_("学历不低于"), coerce=int, empty_value=None, required=False)
    degree = forms.ChoiceField(label=_("学位"), choices=Degree.choices, required=False)
    skill = forms.ChoiceField(label=_("技能等级"), choices=Skill.choices, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "education_rank" not in self.fields:
            return
        ranks = sorted({level.rank for level in completed_education() if level.rank is not None})
        named = [(rank, education_name_of_rank(rank)) for rank in ranks if education_name_of_rank(rank)]
        self.fields["education_rank"].choices = [("", _("不限")), *named]  # type: ignore[attr-defined]


def levels_of(label: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=Level.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("三类都不勾即不限；只有一类不勾，就是不受理这一类。"),
    )


class CampaignForm(CodesForm):
    """A year's values; which levels each kind takes is ticked kind by kind (C12)."""

    codes = {"employer_kinds": lambda _campaign: list(EmployerKind.choices)}

    levels_initial = levels_of(_("初定受理的级别"))
    levels_review = levels_of(_("评审受理的级别"))
    levels_grant = levels_of(_("授予受理的级别"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in Kind:
            if levels_field(kind) in self.fields:
                self.fields[levels_field(kind)].initial = self.instance.levels.get(kind, [])

    def _post_clean(self) -> None:
        every = {str(kind): self.cleaned_data.get(levels_field(kind), []) for kind in Kind}
        ticked = {kind: levels for kind, levels in every.items() if levels}
        if ticked != self.instance.levels:  # the same in another order is no change
            self.instance.levels = ticked
        super()._post_clean()  # type: ignore[misc]

    def clean(self) -> dict[str, Any]:
        """Refuse to publish a campaign that lacks what its applicants need."""
        values = super().clean() or self.cleaned_data
        if values.get("status") == CampaignStatus.PUBLISHED:
            lacking = _lacking(self.instance)
            if lacking:
                self.add_error("status", _("还不能发布，缺少：%(what)s。") % {"what": "、".join(lacking)})
        return values


def levels_field(kind: Kind) -> str:
    """Give the name of the field that holds the levels of a kind."""
    return f"levels_{kind.value}"


def _lacking(campaign: models.Campaign) -> list[str]:
    parts = ("windows", "slots", "checklist", "reasons", "routes", "thresholds")
    if campaign.pk is None:
        return [str(campaign._meta.get_field(part).related_model._meta.verbose_name) for part in parts]
    rows = [getattr(campaign, part) for part in parts]
    return [str(each.model._meta.verbose_name) for each in rows if not each.exists()]


class ExaminationForm(forms.ModelForm):
    """What is looked at in the background: a campaign to be rehearsed, or the data as they are."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"kind": ExaminationKind.REHEARSAL, "people": 200, "seed": 1, **self.initial}

    def clean(self) -> dict[str, Any]:
        """Ask for what a rehearsal needs; a check of the data needs nothing more."""
        values = super().clean() or self.cleaned_data
        told = {"campaign": _("请选择排演哪一年度。"), "people": _("请填人数。"), "seed": _("请填种子。")}
        for name, words in told.items():
            if values.get("kind") == ExaminationKind.INVARIANTS:
                values[name] = None
            elif values.get(name) is None and name not in self.errors:
                self.add_error(name, words)
        return values
