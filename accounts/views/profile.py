"""One's own data and messages."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts.forms.password import ContactForm
from accounts.http import PortalRequest
from accounts.rules.refused import AccountRefused
from accounts.selectors.inbox import inbox_of, unread_count
from accounts.services.messages import mark_all_read, mark_read
from accounts.services.people import change_contact

PAGE = 20


@never_cache
@sensitive_post_parameters()
def profile(request: PortalRequest) -> HttpResponse:
    """Show one's own data, numbers masked; change telephone and e-mail with the password."""
    user = request.act.person
    form = ContactForm(request.POST or None, user=user, initial={"email": user.email})
    if form.is_valid():
        phone, email = form.cleaned_data["phone"] or user.phone, form.cleaned_data["email"]
        try:
            change_contact(user.pk, phone=phone, email=email)
            messages.success(request, _("联系方式已修改。"))
            return redirect("accounts:profile")
        except AccountRefused as refused:
            form.add_error(refused.field, refused.message)
    return render(request, "accounts/profile.html", {"form": form, "person": user}, status=form.status)


def inbox(request: PortalRequest) -> HttpResponse:
    """List one's messages, newest first."""
    user = request.act.person
    page = Paginator(inbox_of(user), PAGE).get_page(request.GET.get("page"))
    return render(request, "accounts/inbox.html", {"page": page, "unread": unread_count(user)})


@require_POST
def read(request: PortalRequest, pk: int) -> HttpResponse:
    """Note that a message was read, and go where it leads."""
    act = request.act
    message = get_object_or_404(inbox_of(act.person), pk=pk)
    mark_read(message, at=act.at)
    return redirect(message.link if message.link.startswith("/") else "accounts:inbox")


@require_POST
def read_all(request: PortalRequest) -> HttpResponse:
    """Note that every message was read."""
    act = request.act
    mark_all_read(act.person, at=act.at)
    return redirect("accounts:inbox")
