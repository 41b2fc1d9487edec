"""Input of the page on which the office words its papers."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms.base import PortalForm, dress
from documents.wording import LONGEST, PASSAGES, faults, text_of


class WordingForm(PortalForm, forms.Form):
    """The paragraphs of one form; an empty one asks for our words again. `words`: what the office says now."""

    began = forms.CharField(label=gettext_lazy("用语"), widget=forms.HiddenInput)

    def __init__(self, form: str, words: Mapping[str, str], data: Any = None):
        super().__init__(data, initial={"began": digest_of(words)})
        self.paper, self.words = form, words
        for key, passage in PASSAGES[form].items():
            self.fields[key] = forms.CharField(
                label=passage.label,
                required=False,
                initial=text_of(form, key, words),
                help_text=_help(passage.places),
                widget=forms.Textarea(attrs={"rows": 5 if passage.lines else 3, "maxlength": LONGEST}),
            )
            dress(self.fields[key])

    def clean_began(self) -> str:
        """Refuse words that were written over others than those that stand now."""
        if self.cleaned_data["began"] != digest_of(self.words):
            raise ValidationError(_("别人刚改过这份文书的用语，您改的没有保存。请先抄下您的内容，刷新页面再改。"))
        return str(self.cleaned_data["began"])

    def clean(self) -> dict[str, Any]:
        """Say beside each paragraph why it cannot be printed."""
        super().clean()
        for key, fault in faults(self.paper, self.texts()).items():
            self.add_error(key, fault)
        return self.cleaned_data

    def texts(self) -> dict[str, str]:
        """Give what was typed, by paragraph, with our words where nothing was."""
        typed = {
            key: str(self.cleaned_data.get(key, "")).replace("\r\n", "\n").strip() for key in PASSAGES[self.paper]
        }
        return {key: text or PASSAGES[self.paper][key].text for key, text in typed.items()}


def digest_of(words: Mapping[str, str]) -> str:
    """Give what tells one wording from another."""
    return hashlib.sha256(json.dumps(words, sort_keys=True).encode()).hexdigest()[:16]


def _help(places: tuple[str, ...]) -> str:
    if not places:
        return ""
    return _("可以用：%(places)s，印出来是实际的内容。") % {"places": "、".join(f"{{{name}}}" for name in places)}
