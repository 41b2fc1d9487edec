"""A year's rules, editable on screen: the campaign with its dates and fees inline, long tables by themselves."""

from datetime import datetime
from typing import Any, ClassVar
from urllib.parse import urlencode

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import CharField, DateTimeField, Field, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from accounts.admin import OfficeAdmin
from accounts.models import Office
from campaigns import models
from campaigns.forms import (
    CampaignForm,
    ChecklistItemForm,
    ExaminationForm,
    ReasonForm,
    SlotForm,
    ThresholdForm,
    WatchedForm,
    name_inputs,
)
from campaigns.rules.calendar import BEIJING, end_of_day
from campaigns.rules.windows import faults_among
from campaigns.services import examinations
from campaigns.services.history import changes_by, scope_of
from campaigns.timeline import Timeline


class Recorded(admin.ModelAdmin):
    """A table whose every change is kept with its author (C44); “历史” opens what became of a row."""

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> forms.Field | None:
        """Name the two inputs of a moment, which share one label."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(db_field, DateTimeField) and field:
            name_inputs(field)
        return field

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm]:
        """Watch over a row that is there while its page is open."""
        form = super().get_form(request, obj, change=change, **kwargs)
        return type("Watched", (WatchedForm, form), {}) if change else form

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with changes_by(request.user, request.began_at):  # type: ignore[arg-type, attr-defined]
            return super().changeform_view(request, *args, **kwargs)

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with changes_by(request.user, request.began_at):  # type: ignore[arg-type, attr-defined]
            return super().delete_view(request, *args, **kwargs)

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with changes_by(request.user, request.began_at):  # type: ignore[arg-type, attr-defined]
            return super().changelist_view(request, *args, **kwargs)

    def history_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the changes of one row, and of a campaign those of everything that is its own."""
        row = self.get_object(request, unquote(object_id))
        if row is None:
            raise Http404
        return HttpResponseRedirect(f"{reverse('admin:campaigns_change_changelist')}?{urlencode(scope_of(row))}")


class WindowForm(forms.ModelForm):
    """A window among its siblings: the formset holds them against each other, so that all can move at once."""

    def clean_closes_at(self) -> datetime:
        """Take 23:59, as the end of a day is shown, for its last instant (C05)."""
        typed: datetime = self.cleaned_data["closes_at"].astimezone(BEIJING)
        return end_of_day(typed.date()) if (typed.hour, typed.minute) == (23, 59) else typed

    def _post_clean(self) -> None:
        self.instance.checked_together = True
        super()._post_clean()  # type: ignore[misc]


class NamedFormSet(forms.BaseInlineFormSet):
    """Rows whose every input bears the name of its column: a table has no labels."""

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        for field in form.fields.values():
            name_inputs(field)


class NamedInline(admin.TabularInline):
    extra = 0
    formset = NamedFormSet
    template = "admin/campaigns/tabular.html"

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> forms.Field | None:
        """A bare list of choices: the four links that Django sets beside each weigh more than the row."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field:
            field.widget = getattr(field.widget, "widget", field.widget)
        return field


class WindowFormSet(NamedFormSet):
    def clean(self) -> None:
        """Refuse windows that do not follow each other, or a county's outside the prefecture's (C09)."""
        super().clean()
        if any(self.errors):
            return
        kept = [form for form in self.forms if form.cleaned_data and not form.cleaned_data.get("DELETE")]
        faults = faults_among([form.instance.as_row() for form in kept])
        if faults:
            raise ValidationError(faults)


class WindowInline(NamedInline):
    model = models.Window
    form = WindowForm
    formset = WindowFormSet
    #: Narrow enough that the row of a window stays on the screen of a desk.
    formfield_overrides: ClassVar = {CharField: {"widget": forms.TextInput(attrs={"size": 10})}}


class FeeInline(NamedInline):
    model = models.FeeRule


@admin.register(models.Campaign)
class CampaignAdmin(Recorded):
    form = CampaignForm
    list_display = ("name", "key", "year", "document_number", "status", "is_demo")
    list_filter = ("status", "year", "is_demo")
    search_fields = ("name", "key", "title", "document_number")
    inlines = (WindowInline, FeeInline)
    fieldsets = (
        (None, {"fields": ("key", "year", "name", "status", "is_demo")}),
        (_("通知"), {"fields": ("title", "document_number", "document_prefix", "issuer", "issued_on")}),
        (_("电话"), {"fields": ("contact_phone", "supervision_phone")}),
        (
            _("受理范围"),
            {
                "fields": (
                    "levels_initial",
                    "levels_review",
                    "levels_grant",
                    "employer_kinds",
                    "years_counted_to",
                    "dispatch_years",
                    "yearly_training_hours",
                    "specialty_training_hours",
                    "suspends_state_owned",
                    "four_only_limit",
                )
            },
        ),
        (
            _("时限"),
            {
                "fields": (
                    "correction_days",
                    "correction_rolls",
                    "max_submissions",
                    "notice_days",
                    "publicity_days",
                    "print_days",
                    "booking_days",
                    "prior_meeting_filing_days",
                    "post_filing_days",
                    "fraud_ban_years",
                )
            },
        ),
        (_("承诺与公示"), {"fields": ("commitment_version", "commitment_text", "full_number_on_notice")}),
    )


class OfCampaign(Recorded):
    """A table of a campaign: its year in front, found by campaign."""

    list_filter: ClassVar[tuple[Any, ...]] = ("campaign",)
    list_select_related: ClassVar[tuple[str, ...]] = ("campaign",)
    list_per_page = 50


@admin.register(models.Slot)
class SlotAdmin(OfCampaign):
    form = SlotForm
    list_display = (
        "label",
        "key",
        "campaign",
        "uploader",
        "condition",
        "one_of",
        "must_mask",
        "experts_see",
        "order",
    )
    list_filter = ("campaign", "uploader", "condition", "must_mask", "experts_see")
    search_fields = ("label", "key", "hint")


@admin.register(models.Reason)
class ReasonAdmin(OfCampaign):
    form = ReasonForm
    list_display = ("code", "label", "campaign", "use", "clause", "citation", "order")
    list_filter = ("campaign", "use", "clause")
    search_fields = ("code", "label", "citation", "remedy")


@admin.register(models.ChecklistItem)
class ChecklistItemAdmin(OfCampaign):
    form = ChecklistItemForm
    list_display = ("label", "key", "campaign", "hint", "order")
    search_fields = ("label", "key", "hint")


@admin.register(models.Threshold)
class ThresholdAdmin(OfCampaign):
    form = ThresholdForm
    list_display = ("key", "campaign", "kind", "level", "path", "hardness", "basis", "verified")
    list_filter = ("campaign", "kind", "level", "path", "hardness", "verified")
    search_fields = ("key", "basis")


@admin.register(models.ExamOnly)
class ExamOnlyAdmin(OfCampaign):
    list_display = ("series", "specialty", "level", "examination", "campaign")
    list_filter = ("campaign", "series", "level")
    list_select_related = ("campaign", "series", "specialty")
    search_fields = ("examination", "series__name", "specialty__name")


@admin.register(models.Route)
class RouteAdmin(OfCampaign):
    list_display = (
        "order",
        "campaign",
        "kind",
        "band",
        "division",
        "tier",
        "series",
        "specialty",
        "initial_office",
        "final_office",
    )
    list_display_links = ("order", "campaign")
    list_filter = ("campaign", "kind", "band", "tier", "division")
    list_select_related = ("campaign", "division", "series", "specialty", "initial_office", "final_office")
    search_fields = ("initial_office__name", "final_office__name", "specialty__name", "division__name")


@admin.register(models.Download)
class DownloadAdmin(OfCampaign):
    list_display = ("label", "form", "campaign", "audience", "order")
    list_filter = ("campaign", "audience")
    search_fields = ("label", "form")


@admin.register(models.Question)
class QuestionAdmin(OfCampaign):
    list_display = ("question", "campaign", "clause", "order")
    search_fields = ("question", "answer")


@admin.register(models.Announcement)
class AnnouncementAdmin(OfCampaign):
    list_display = ("title", "slug", "campaign", "published_at")
    search_fields = ("title", "body")
    date_hierarchy = "published_at"


class SpecialtyInline(NamedInline):
    model = models.Specialty


class TitleInline(NamedInline):
    model = models.Title


@admin.register(models.Series)
class SeriesAdmin(Recorded):
    list_display = ("name", "key", "order", "needs_recent_training")
    list_filter = ("needs_recent_training",)
    search_fields = ("name", "key", "titles__name", "specialties__name")
    inlines = (SpecialtyInline, TitleInline)


@admin.register(models.CalendarDay)
class CalendarDayAdmin(Recorded):
    list_display = ("date", "is_workday", "name", "source", "corrected")
    list_filter = ("is_workday", "corrected", "source")
    search_fields = ("name",)
    date_hierarchy = "date"
    readonly_fields = ("corrected",)

    def save_model(
        self, request: HttpRequest, obj: models.CalendarDay, form: forms.ModelForm, change: bool
    ) -> None:
        """What the office writes is a correction: the next load leaves it alone."""
        obj.corrected = True
        super().save_model(request, obj, form, change)


admin.site.unregister(Office)


@admin.register(Office)
class RecordedOffice(Recorded, OfficeAdmin):
    """The room of accounts keeps no history; what an office's papers say has one."""

    change_form_template = "admin/campaigns/change_form.html"


@admin.register(models.Change)
class ChangeAdmin(admin.ModelAdmin):
    """Who changed which value of a year's rules or of an office, from what to what, and when: to be read only."""

    list_display = ("at", "by_name", "campaign", "table", "row_name", "kind", "said")
    list_display_links = None
    list_filter = ("kind", "campaign", "table", "by_name")
    search_fields = ("row_name", "by_name", "values")
    date_hierarchy = "at"
    list_per_page = 50

    @admin.display(description=_("从什么改成什么"))
    def said(self, change: models.Change) -> SafeString:
        rows = ((name, before or _("空"), after or _("空")) for name, before, after in change.values)
        return format_html_join("", "<div>{}：{} → {}</div>", rows)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Change | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Change | None = None) -> bool:
        return False


@admin.register(models.Examination)
class ExaminationAdmin(admin.ModelAdmin):
    """Rehearsals and checks of the data, for whoever may change campaigns: asked for here, and read only."""

    form = ExaminationForm
    fields = ("kind", "campaign", "people", "seed")
    add_form_template = "admin/campaigns/examination/ask.html"
    list_display = ("asked_at", "kind", "campaign", "people", "asked_by", "stand")
    list_filter = ("kind", "campaign")
    list_select_related = ("campaign", "asked_by")
    list_per_page = 50

    @admin.display(description=_("进展"))
    def stand(self, examination: models.Examination) -> str:
        return examination.state

    def get_queryset(self, request: HttpRequest) -> QuerySet[models.Examination]:
        return super().get_queryset(request).defer("result")

    def save_model(
        self, request: HttpRequest, obj: models.Examination, form: forms.ModelForm, change: bool
    ) -> None:
        asked = {name: form.cleaned_data[name] for name in self.fields}
        obj.pk = examinations.ask(**asked, by=request.user, at=request.began_at).pk  # type: ignore[arg-type, attr-defined]

    def response_add(
        self, request: HttpRequest, obj: models.Examination, post_url_continue: str | None = None
    ) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:campaigns_examination_change", args=[obj.pk]))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Show what came of it, or how far it is."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        examination = self.get_object(request, unquote(object_id))
        if examination is None:
            raise Http404
        result = examination.result or {}
        context = {
            **self.admin_site.each_context(request),
            "title": str(examination),
            "opts": self.opts,
            "examination": examination,
            "result": result,
            "timeline": Timeline(result["dates"], result["desks"]) if "dates" in result else None,
        }
        return TemplateResponse(request, "admin/campaigns/examination/result.html", context)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: models.Examination | None = None) -> bool:
        return request.user.has_perm("campaigns.change_campaign")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: models.Examination | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Examination | None = None) -> bool:
        """A rehearsal goes with its campaign, never by itself."""
        place = request.resolver_match
        return bool(place and (place.url_name or "").startswith("campaigns_campaign_"))
