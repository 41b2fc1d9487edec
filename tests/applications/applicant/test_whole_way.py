"""From nothing to a receipt, through the services."""

import pytest

from applications.enums import PaperKind, State, Transition
from tests import stories

pytestmark = pytest.mark.django_db


def test_a_draft_has_a_number_and_a_signed_event() -> None:
    """C44: the beginning is the first event of the chain, under the applicant's name."""
    draft = stories.drafted()
    assert draft.number.startswith("2025-P-")
    event = draft.events.get()
    assert (event.transition, event.target, event.actor_name) == (
        Transition.START,
        State.DRAFT,
        draft.applicant.name,
    )
    assert event.at == stories.STARTED


def test_a_filled_draft_is_submitted_with_commitment_receipt_and_papers() -> None:
    """C14: the commitment is kept with its text, time and address; the receipt carries a digest."""
    case = stories.submitted()
    assert case.state == State.EMPLOYER_CHECK
    assert case.submitted_at == stories.SUBMITTED
    assert case.initial_office
    assert case.final_office
    commitment = case.commitments.get()
    assert commitment.text == case.campaign.commitment_text
    assert (commitment.signed_at, commitment.address) == (stories.SUBMITTED, "10.0.0.1")
    assert len(case.receipts.get().digest) == 64
    assert {paper.kind for paper in case.papers.all()} == {PaperKind.RECEIPT, PaperKind.COMMITMENT}
