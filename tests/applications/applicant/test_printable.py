"""A sign that no face has is told where it is typed; what nobody can change any more keeps no paper from being made."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.forms.base import require_printable
from accounts.forms.employer import CorrectionForm
from applications.enums import PaperKind, PaperStatus
from applications.services import papers
from tests import stories
from tests.documents.reading import text_of

pytestmark = pytest.mark.django_db


def test_a_sign_that_cannot_be_printed_is_told_and_kept(client: Client) -> None:
    """C15: the sentence stands at the field and at the check before submission; nothing that was typed is lost."""
    draft = stories.filled()
    client.force_login(draft.applicant)
    typed = {"revision": "1", "text": "我完成了三个项目👍，质量合格。" * 30}
    page = reverse("applications:section", args=[draft.number, "summary"])
    told = client.post(page, typed).content.decode()
    assert "“👍”打印不出来" in told
    assert draft.sections.get(key="summary").data["text"] == typed["text"]


def test_every_form_of_the_portal_refuses_it() -> None:
    """C15: whoever types it, also an office; a letter that is missing may be a name, and is not refused."""
    form = CorrectionForm({"reason": "看错了👍"})
    assert "👍" in form.errors["reason"][0]
    require_printable("演示·\U00013000\U000323b0")


def test_a_receipt_is_made_whatever_a_file_is_called() -> None:
    """C14: who submitted has a receipt; the sign in the file's name prints as a box."""
    draft = stories.filled()
    draft.materials.update(name="毕业证👍.jpg")
    receipt = stories.submitted(draft).papers.get(kind=PaperKind.RECEIPT)
    papers.make(receipt.pk, at=stories.SUBMITTED)
    receipt.refresh_from_db()
    assert receipt.status == PaperStatus.READY, receipt.error
    with receipt.file.open("rb") as stream:
        assert "毕业证□.jpg" in text_of(stream.read())
