"""What the 呈报表 says of the person and of the employer's notice."""

import pytest

from applications.enums import PaperKind
from applications.papers.common import subject_of
from applications.services import employer as services
from documents.typesetting import typeset
from review.report_form import report_form
from tests import factories, stories
from tests.documents.reading import text_of

pytestmark = pytest.mark.django_db


def test_it_tells_the_notice_as_it_was_posted():
    """C26, C46: the first day is the day after the posting, as on 推荐单位公示; no objection came."""
    data = report_form(stories.forwarded())
    assert "经2025年2月21日至2025年2月27日在本单位公示，无异议，" in data["employer_opinion"]["text"]


def test_it_does_not_claim_silence_after_an_objection():
    """C26: an objection that was looked into and found groundless is told."""
    case = stories.in_notice()
    act = factories.act_as(stories.clerk_of(case.employer), stories.FORWARDED)
    one = services.record_objection(
        application_id=case.pk, received_on=stories.POSTED.date(), content="反映业绩不实。", act=act
    )
    services.settle_objection(objection_id=one.pk, upheld=False, finding="查阅施工日志，属实。", act=act)
    text = report_form(stories.forwarded(case))["employer_opinion"]["text"]
    assert "收到异议1件，经查不成立" in text
    assert "无异议" not in text


def test_the_cells_of_the_person():
    """C39: years as a number on the day of filing, the length of schooling with its unit, the telephone masked."""
    case = stories.submitted()
    data = report_form(case)
    phone = case.applicant.phone
    assert data["person"]["years_in_profession"] == "14年"
    assert data["person"]["phone"] == f"{phone[:3]}****{phone[-4:]}"
    assert data["schooling"][0]["length"] == "4年"
    text = text_of(typeset("report_form", data))
    assert phone not in text
    assert case.applicant.document_number not in text


def test_every_letter_names_the_application_alike():
    """C24, C36: return, acceptance and fee speak of the same application in the same words."""
    case = stories.accepted(stories.in_final_review(stories.resubmitted()))
    letters = case.papers.filter(kind__in=[PaperKind.RETURN_LETTER, PaperKind.FEE_NOTICE])
    assert {paper.kind: paper.data["application"] for paper in letters} == {
        PaperKind.RETURN_LETTER: subject_of(case),
        PaperKind.FEE_NOTICE: subject_of(case),
    }
