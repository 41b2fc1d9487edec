"""The page on which the prefecture's title office says how it is reached, with two papers beside it."""

from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import PortalRequest, typed
from applications.enums import PaperKind
from review.forms.contacts import ContactsForm
from review.looks import Look, look_at
from review.rules.numbers import document_number
from review.selectors.settings import changes_of
from review.services.contacts import OF_CAMPAIGN, Contacts, contacts_of, set_contacts
from review.views.wording import answered, looked, officers, require_own

#: On what it is shown: the telephones and the address on the one, the number on the other.
SHOWN_ON = (PaperKind.RESULT_PUBLICITY, PaperKind.RESULT_DOCUMENT)


@require_http_methods(["GET", "POST"])
@officers
def contacts(request: PortalRequest) -> HttpResponse:
    """Telephones, address and 机关代字."""
    require_own(request)
    form = _form(request)

    def save() -> str:
        set_contacts(request.campaign.pk, form.typed(), instead_of=form.contacts, act=request.act)
        return _("已保存，之后制作的文书按它印，空白表格正在重新制作；已经制作的文书不变。")

    return answered(request, form, partial(_page, request, form), save, then="office:wordings")


@require_POST
@officers
def preview(request: PortalRequest, paper: str) -> HttpResponse:
    """The first page of a paper with what is typed, of nobody real."""
    require_own(request)
    if paper not in SHOWN_ON:
        raise Http404
    form = _form(request)
    look = _look(request, paper, form.typed()) if form.is_valid() else Look()
    return looked(request, look, form, paper)


def _form(request: PortalRequest) -> ContactsForm:
    assert request.act.office
    return ContactsForm(contacts_of(request.campaign, request.act.office), typed(request))


def _look(request: PortalRequest, paper: str, said: Contacts) -> Look:
    office, campaign = request.act.office, request.campaign
    assert office
    more = {
        "issuer": office.name,
        "contact_phone": said.contact_phone,
        "supervision_phone": said.supervision_phone,
    }
    if paper == PaperKind.RESULT_PUBLICITY:
        more |= {"address": said.address}
    else:
        more |= {"number": document_number(said.document_prefix, campaign.year, 3)}
    return look_at(paper, campaign.wording.get(paper, {}), more)


def _page(request: PortalRequest, form: ContactsForm, *, status: int = 200, **extra: Any) -> HttpResponse:
    assert request.act.office
    changes = changes_of([request.campaign, request.act.office], (*OF_CAMPAIGN, "address"))
    context = {"form": form, "papers": SHOWN_ON, "changes": changes, **extra}
    return render(request, "review/wording/contacts.html", context, status=status)
