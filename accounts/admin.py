"""The office edits people, units and roles. Numbers show masked and are found by the whole number only."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.forms import AdminPasswordChangeForm
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.crypto import blind_index
from accounts.models import Consent, Delivery, Division, Employer, IntegrityEntry, Membership, Office, User
from accounts.rules.documents import document_fault
from accounts.rules.identity import masked_document, masked_phone, normal_document, normal_name, normal_phone
from accounts.services import messages

admin.site.unregister(Group)
admin.site.site_header = admin.site.site_title = _("和田地区职称申报平台管理后台")


class ExactNumberSearch:
    """Search by a whole identity document or telephone number, through the blind index, besides the usual fields."""

    number_prefix = ""

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        found, distinct = super().get_search_results(request, queryset, search_term)  # type: ignore[misc]
        if not search_term.strip():
            return found, distinct
        prefix = self.number_prefix
        by_number = Q(**{f"{prefix}document_index": blind_index(normal_document(search_term))})
        by_phone = Q(**{f"{prefix}phone_index": blind_index(normal_phone(search_term))})
        return found | queryset.filter(by_number | by_phone), distinct


class UserForm(forms.ModelForm):
    """A person's data. The number shows masked; a new one is typed whole, an empty box keeps the old one."""

    new_number = forms.CharField(label=_("更正证件号码"), required=False, help_text=_("不更正就空着。"))
    new_phone = forms.CharField(label=_("更正手机号码"), required=False, help_text=_("不更正就空着。"))

    class Meta:
        model = User
        fields = ["name", "document_kind", "email", "is_active", "is_staff", "must_change_password"]

    def clean_name(self) -> str:
        return normal_name(self.cleaned_data["name"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self._take("document_number", "document_index", normal_document(cleaned.get("new_number") or ""))
        self._take("phone", "phone_index", normal_phone(cleaned.get("new_phone") or ""))
        if cleaned.get("new_number"):
            number = self.instance.document_number
            fault = document_fault(cleaned.get("document_kind", ""), number, timezone.localdate())
            if fault:
                self.add_error("new_number", fault)
        return cleaned

    def _take(self, field: str, index: str, value: str) -> None:
        if not value:
            return
        if User.objects.exclude(pk=self.instance.pk).filter(**{index: blind_index(value)}).exists():
            raise ValidationError(_("这个号码已登记在别的账号上。"))
        setattr(self.instance, field, value)


@admin.register(User)
class UserAdmin(ExactNumberSearch, admin.ModelAdmin):
    form = UserForm
    list_display = ["name", "document", "telephone", "is_active", "is_staff"]
    list_filter = ["is_active", "is_staff", "document_kind", "is_demo"]
    search_fields = ["name"]
    search_help_text = _("姓名，或完整的证件号码、手机号码")
    readonly_fields = ["handle", "document", "telephone", "last_login", "created_at"]
    fields = [
        "handle",
        "name",
        ("document_kind", "document"),
        "new_number",
        "telephone",
        "new_phone",
        "email",
        ("is_active", "is_staff", "must_change_password"),
        ("last_login", "created_at"),
    ]

    @admin.display(description=_("证件号码"))
    def document(self, person: User) -> str:
        return masked_document(person.document_number)

    @admin.display(description=_("手机号码"))
    def telephone(self, person: User) -> str:
        return masked_phone(person.phone)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """People sign up themselves; the first officers come from `manage.py create_officer`."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Decisions stay signed for ever (C44): an account is closed, not deleted."""
        return False

    def get_urls(self) -> list[URLPattern]:
        own = path("<int:pk>/password/", self.admin_site.admin_view(self.set_password), name="user_password")
        return [own, *super().get_urls()]

    def set_password(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Set a temporary password at the counter; its owner must change it at the next sign-in."""
        person = self.get_object(request, str(pk))
        if person is None:
            raise Http404
        if not self.has_change_permission(request, person):
            raise PermissionDenied
        form = AdminPasswordChangeForm(person, request.POST or None)
        if request.method == "POST" and form.is_valid():
            person.must_change_password = True
            form.save()
            self.log_change(request, person, str(_("设了临时密码")))
            return HttpResponseRedirect(reverse("admin:accounts_user_change", args=[pk]))
        context = {
            **self.admin_site.each_context(request),
            "form": form,
            "title": _("设临时密码"),
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/accounts/password.html", context)


@admin.register(Division)
class DivisionAdmin(admin.ModelAdmin):
    list_display = ["name", "code", "kind", "verified", "order"]
    list_filter = ["kind", "verified"]


@admin.register(Office)
class OfficeAdmin(admin.ModelAdmin):
    list_display = ["name", "kind", "division", "phone"]
    list_filter = ["kind", "division"]
    list_select_related = ["division"]
    search_fields = ["name", "key"]
    readonly_fields = ["seals", "faces"]


@admin.register(Employer)
class EmployerAdmin(admin.ModelAdmin):
    list_display = ["name", "uscc", "kind", "tier", "division", "status"]
    list_filter = ["status", "kind", "tier", "division"]
    list_select_related = ["division"]
    search_fields = ["name", "=uscc"]
    readonly_fields = ["status", "status_reason", "decided_by", "decided_at", "licence_name", "created_at"]
    exclude = ["licence"]

    def has_delete_permission(self, request: HttpRequest, obj: Employer | None = None) -> bool:
        return False


@admin.register(Membership)
class MembershipAdmin(ExactNumberSearch, admin.ModelAdmin):
    number_prefix = "user__"
    list_display = ["user", "role", "unit_name", "is_active"]
    list_filter = ["role", "is_active"]
    list_select_related = ["user", "employer", "office"]
    search_fields = ["user__name", "employer__name", "office__name"]
    autocomplete_fields = ["user", "employer", "office"]

    def has_delete_permission(self, request: HttpRequest, obj: Membership | None = None) -> bool:
        """What was done in a role stays signed (C44): a membership is ended, not deleted."""
        return False


@admin.register(IntegrityEntry)
class IntegrityEntryAdmin(admin.ModelAdmin):
    """The list can be read here; entries come from findings, with their finding and term (C45)."""

    list_display = ["name", "kind", "starts_on", "ends_on", "entered_by"]
    list_filter = ["kind"]
    list_select_related = ["entered_by"]
    search_fields = ["name"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: IntegrityEntry | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: IntegrityEntry | None = None) -> bool:
        return False


@admin.register(Consent)
class ConsentAdmin(admin.ModelAdmin):
    list_display = ["user", "version", "sensitive", "agreed_at"]
    list_select_related = ["user"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Consent | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Consent | None = None) -> bool:
        return False


@admin.register(Delivery)
class DeliveryAdmin(admin.ModelAdmin):
    """The outbox: what has left, what waits for its next attempt, what was given up and why. The texts are not shown."""

    list_display = ["subject", "person", "channel", "status", "attempts", "due_at", "sent_at", "error"]
    list_filter = ["status", "channel"]
    list_select_related = ["message__user"]
    search_fields = ["message__user__name"]
    ordering = ["-due_at", "-pk"]
    fields = ["subject", "person", "channel", "status", "attempts", "due_at", "sent_at", "error"]
    actions = ["send_again"]

    @admin.display(description=_("标题"))
    def subject(self, delivery: Delivery) -> str:
        return delivery.message.subject

    @admin.display(description=_("收件人"))
    def person(self, delivery: Delivery) -> str:
        return delivery.message.user.name

    @admin.action(description=_("再发一次所选的未送达消息"), permissions=["view"])
    def send_again(self, request: HttpRequest, chosen: QuerySet[Delivery]) -> None:
        """Let what was given up be due again."""
        now = timezone.now()
        due = sum(messages.send_again(pk, at=now) for pk in chosen.values_list("pk", flat=True))
        self.message_user(request, _("%(count)d条消息会再发一次。") % {"count": due})

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Delivery | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Delivery | None = None) -> bool:
        return False
