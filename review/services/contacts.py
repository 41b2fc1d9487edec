"""How an office is reached and what it numbers its documents under, as its papers say it (C10, C44, C48)."""

from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.acting import Act
from accounts.models import Office
from applications.rules import guards
from applications.rules.refusal import require
from campaigns.models import Campaign
from campaigns.rules.contacts import prefix_fault, telephone_fault
from campaigns.services.history import changes_by
from review.services.wording import may_word

OF_CAMPAIGN = ("contact_phone", "supervision_phone", "document_prefix")


@dataclass(frozen=True)
class Contacts:
    """Both telephones, the 机关代字 and the address, where objections are written to."""

    contact_phone: str
    supervision_phone: str
    document_prefix: str
    address: str


def contacts_of(campaign: Campaign, office: Office) -> Contacts:
    """Give what the papers of a campaign and its office say now."""
    return Contacts(**{name: getattr(campaign, name) for name in OF_CAMPAIGN}, address=office.address)


@transaction.atomic
def set_contacts(campaign_id: int, contacts: Contacts, *, instead_of: Contacts, act: Act) -> None:
    """Have papers say `contacts` from now on; blank forms are made anew, papers that are made already stay.

    instead_of: what stood there when whoever writes looked. What changed stands in the history of the campaign and of the
    office. Raises `Refused`: not the prefecture's title office, a number that cannot be rung up, or somebody else was
    quicker.
    """
    require(may_word(act))
    assert act.office
    campaign = Campaign.objects.select_for_update().get(pk=campaign_id)
    office = Office.objects.select_for_update().get(pk=act.office.pk)
    now = contacts_of(campaign, office)
    faults = (
        telephone_fault(contacts.contact_phone)
        or telephone_fault(contacts.supervision_phone)
        or prefix_fault(contacts.document_prefix)
    )
    require(
        guards.holds(not faults, faults),
        guards.holds(now == instead_of, _("别人刚改过这一页，您改的没有保存。请刷新页面，在新的内容上再改。")),
    )
    for name in OF_CAMPAIGN:
        setattr(campaign, name, getattr(contacts, name))
    with changes_by(act.person, act.at):
        if asdict(now) | {"address": ""} != asdict(contacts) | {"address": ""}:
            campaign.save(update_fields=OF_CAMPAIGN)
        if office.address != contacts.address:
            office.address = contacts.address
            office.save(update_fields=["address"])
