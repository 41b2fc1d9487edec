"""The words of the office in the papers that it sends out, kept with the year's rules (forms.md; C44)."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.acting import Act
from accounts.enums import OfficeKind, Role
from applications.rules import guards
from applications.rules.refusal import Refusal, require
from campaigns.models import Campaign
from campaigns.services.history import changes_by
from documents.wording import PASSAGES, faults


@transaction.atomic
def word(
    campaign_id: int, form: str, texts: Mapping[str, str], *, instead_of: Mapping[str, str], act: Act
) -> None:
    """Have a form say `texts` from now on, by paragraph; a paragraph that is left out or says the same says ours again.

    instead_of: the office's words that whoever wrote these saw. Papers that are made already stay as they are. The
    change stands in the history of the campaign. Raises `Refused`: not the prefecture's title office, words that cannot
    be printed, or somebody else's words meanwhile.
    """
    campaign = Campaign.objects.select_for_update().get(pk=campaign_id)
    now = campaign.wording.get(form, {})
    require(
        may_word(act),
        guards.holds(form in PASSAGES and not faults(form, texts), _("这样写，文书印不出来。")),
        guards.holds(
            now == dict(instead_of), _("别人刚改过这份文书的用语，您改的没有保存。请刷新页面，在新的用语上再改。")
        ),
    )
    own = {key: text for key, text in texts.items() if text != PASSAGES[form][key].text}
    others = {name: words for name, words in campaign.wording.items() if name != form}
    campaign.wording = others | ({form: own} if own else {})
    with changes_by(act.person, act.at):
        campaign.save(update_fields=["wording"])


def may_word(act: Act) -> Refusal | None:
    """Whether somebody may word papers: the title office of the prefecture, whose campaign it is."""
    office = act.office
    is_its = act.role == Role.TITLE_OFFICER and office is not None and office.kind == OfficeKind.TITLE_OFFICE
    return guards.holds(is_its, _("文书用语由地区职称办统一规定。"))
