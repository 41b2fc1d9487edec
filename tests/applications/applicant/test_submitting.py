"""Submitting: who, when, with what, once."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.enums import EmployerKind, EmployerStatus, IntegrityKind, Role
from accounts.models import IntegrityEntry, Message
from applications.enums import SectionKey, State, Transition
from applications.models import Application, Receipt, Section
from applications.rules.refusal import Refused
from applications.selectors.facts import listed_until
from applications.services.filing import start_application, withdraw
from applications.services.sections import save_section
from applications.services.submitting import Signed, submit
from campaigns.enums import Kind, Level, Path, WindowKind
from campaigns.models import ExamOnly, Route, Window
from tests import factories, stories
from tests.factories import act_as, act_of, beijing

pytestmark = pytest.mark.django_db
LAST_INSTANT = beijing(2025, 3, 6, 23, 59, 59)
FIRST_AFTER = beijing(2025, 3, 7)


def file(case: Application, *, at: Any = stories.SUBMITTED, signed: Signed | None = None) -> Receipt:
    return submit(application_id=case.pk, signed=signed or stories.signed(case), act=act_of(case.applicant, at))


def clauses(refused: Any) -> set[str]:
    return {refusal.clause for refusal in refused.value.refusals}


def fresh(case: Application) -> Application:
    return Application.objects.get(pk=case.pk)


def test_the_last_second_counts_and_the_next_does_not() -> None:
    """C05: the window ends with the last instant of its last day, 北京时间."""
    first, second = stories.filled(), stories.filled()
    file(first, at=LAST_INSTANT)
    assert fresh(first).state == State.EMPLOYER_CHECK
    with pytest.raises(Refused) as refused:
        file(second, at=FIRST_AFTER)
    assert clauses(refused) == {"C05"}
    assert fresh(second).state == State.DRAFT
    assert not Receipt.objects.filter(application=second).exists()
    assert second.events.count() == 1


def test_a_draft_begins_only_inside_the_window() -> None:
    """C04, C05: after the last day, or while none is set, nothing is begun, and nothing is written."""
    for at in (beijing(2025, 2, 16, 23, 59, 59), FIRST_AFTER):
        with pytest.raises(Refused) as refused:
            stories.drafted(at=at)
        assert clauses(refused) == {"C05"}
    Window.objects.filter(kind=WindowKind.FILING).delete()
    with pytest.raises(Refused, match="还没有定申报时间"):
        stories.drafted()
    assert not Application.objects.exists()


def test_no_draft_begins_at_an_employer_that_is_not_confirmed() -> None:
    """C01: that it is registered in the prefecture is looked at first."""
    with pytest.raises(Refused, match="单位还没有确认"):
        stories.drafted(unit=stories.employer(status=EmployerStatus.PENDING))
    assert not Application.objects.exists()


def test_nothing_is_submitted_unsigned_or_under_another_name() -> None:
    """C14: the commitment is ticked and signed with the applicant's own name; its text and time are kept."""
    case = stories.filled()
    good = stories.signed(case)
    for bad in (replace(good, agreed=False), replace(good, name="别人"), replace(good, name="")):
        with pytest.raises(Refused) as refused:
            file(case, signed=bad)
        assert clauses(refused) == {"C14"}
    assert fresh(case).state == State.DRAFT
    assert not case.commitments.exists()
    file(case, signed=replace(good, name="阿卜杜热伊木江•麦麦提图尔荪尼亚孜"))
    kept, campaign = case.commitments.get(), case.campaign
    assert (kept.name, kept.signed_at) == (case.applicant.name, stories.SUBMITTED)
    assert (kept.version, kept.text) == (campaign.commitment_version, campaign.commitment_text)


def test_gaps_are_named_all_at_once() -> None:
    """C15: every section that is not filled and every material that is missing is named."""
    case = stories.filled(files=False)
    Section.objects.filter(application=case, key="work").update(complete=False)
    with pytest.raises(Refused) as refused:
        file(case)
    said = " ".join(str(refusal) for refusal in refused.value.refusals)
    assert "工作经历" in said
    assert "学历证书" in said
    assert "身份证" in said
    assert fresh(case).state == State.DRAFT


def test_two_tabs_submit_once() -> None:
    """C17: the second tab is told what happened; one receipt, one event."""
    case = stories.filled()
    file(case, signed=stories.signed(case, "tab-1"))
    with pytest.raises(Refused):
        file(case, signed=stories.signed(case, "tab-2"))
    assert case.receipts.count() == 1
    assert case.events.filter(transition=Transition.SUBMIT).count() == 1


def test_a_double_click_gets_the_same_receipt() -> None:
    """C14: the same page sent twice files once and answers the same."""
    case = stories.filled()
    assert file(case).pk == file(case).pk
    assert case.commitments.count() == 1


def test_the_same_content_gives_the_same_digest_and_a_change_another() -> None:
    """C14: the digest covers fields and files."""
    from applications.services.submissions import snapshot

    case = stories.filled()
    before = snapshot(case).digest
    assert snapshot(fresh(case)).digest == before
    row = Section.objects.get(application=case, key="summary")
    save_section(
        application_id=case.pk,
        key="summary",
        data={"text": "改了"},
        act=act_of(case.applicant, stories.SUBMITTED),
        revision=row.revision,
    )
    assert snapshot(fresh(case)).digest != before


def test_only_the_applicant_submits() -> None:
    """C04, C44: nobody else files in his name, from paper, an officer and the employer's clerk least of all."""
    case = stories.filled()
    others = [act_of(stories.person("别人"), stories.SUBMITTED)]
    others.append(act_as(factories.clerk_of(case.employer), stories.SUBMITTED))
    others.append(act_as(factories.officer_of("hetian-shi-hr"), stories.SUBMITTED))
    others.append(act_as(factories.clerk_of(case.employer, user=case.applicant), stories.SUBMITTED))
    for act in others:
        with pytest.raises(Refused):
            submit(application_id=case.pk, signed=stories.signed(case), act=act)
    assert fresh(case).state == State.DRAFT


def test_somebody_on_the_integrity_list_neither_begins_nor_submits() -> None:
    """C45: three years without an application, from the first day to the last."""
    case = stories.filled()
    IntegrityEntry.objects.create(
        kind=IntegrityKind.PERSON,
        name=case.applicant.name,
        document_index=case.applicant.document_index,
        starts_on=beijing(2024, 5, 1).date(),
        ends_on=beijing(2027, 4, 30).date(),
        finding="伪造学历证书",
        entered_by=factories.person("周敏"),
        entered_at=beijing(2024, 5, 1),
    )
    asked = [beijing(2024, 4, 30, 23), beijing(2024, 5, 1), beijing(2027, 4, 30, 23), beijing(2027, 5, 1)]
    last_day = beijing(2027, 4, 30).date()
    assert [listed_until(case.applicant, at) for at in asked] == [None, last_day, last_day, None]
    with pytest.raises(Refused) as refused:
        file(case)
    assert "C45" in clauses(refused)
    withdraw(application_id=case.pk, act=act_of(case.applicant, stories.SUBMITTED))
    with pytest.raises(Refused) as refused:
        stories.drafted(user=case.applicant)
    assert clauses(refused) == {"C45"}


@pytest.mark.parametrize("kind", [EmployerKind.STATE_OWNED, EmployerKind.PUBLIC_INSTITUTION])
def test_state_owned_employers_wait(kind: EmployerKind) -> None:
    """C41: while the campaign runs they are suspended."""
    with pytest.raises(Refused) as refused:
        stories.drafted(unit=stories.employer(kind=kind))
    assert clauses(refused) == {"C41"}


def test_an_examined_specialty_is_refused_with_its_examination() -> None:
    """C03: the screen says which examination replaces it."""
    with pytest.raises(Refused) as refused:
        stories.drafted(specialty="software")
    assert clauses(refused) == {"C03"}
    assert "计算机技术与软件" in str(refused.value)


def test_a_specialty_examined_since_the_draft_began_is_refused() -> None:
    """C03: the hard rules are asked again at the submission."""
    case = stories.filled()
    ExamOnly.objects.create(
        campaign=case.campaign,
        series=case.series,
        specialty=case.specialty,
        level=case.level,
        examination="全国演示考试",
    )
    with pytest.raises(Refused, match="全国演示考试") as refused:
        file(case)
    assert clauses(refused) == {"C03"}


def test_one_live_application_a_person() -> None:
    """C12: the constraint answers in words; after a withdrawal one may begin again."""
    case = stories.drafted()
    with pytest.raises(Refused) as refused:
        stories.drafted(user=case.applicant)
    assert "已经有一件申报" in str(refused.value)
    withdraw(application_id=case.pk, act=act_of(case.applicant, stories.SUBMITTED))
    assert fresh(case).state == State.WITHDRAWN
    again = stories.drafted(user=case.applicant)
    assert again.number != case.number


def test_without_a_route_the_title_office_is_told_and_nothing_is_lost() -> None:
    """C40: a case with no route is refused with a message to the office."""
    case = stories.filled()
    officer = factories.officer_of("title-office", role=Role.TITLE_OFFICER)
    for route in Route.objects.filter(campaign=case.campaign):
        route.delete()
    with pytest.raises(Refused) as refused:
        file(case)
    assert clauses(refused) == {"C40"}
    assert case.number in Message.objects.get(user=officer.user).body
    assert fresh(case).state == State.DRAFT


def test_a_soft_rule_needs_a_reason_and_then_does_not_stop_anybody() -> None:
    """C24: no artificial barrier; a condition that is soft asks for a sentence."""
    current = {**stories.CONTENTS[SectionKey.CURRENT], "title_obtained_on": "2023-12", "title_appointed_on": ""}
    case = stories.filled(contents={SectionKey.CURRENT: current})
    with pytest.raises(Refused) as refused:
        file(case)
    assert clauses(refused) == {"C24"}
    stories.write(case, {SectionKey.CATEGORY: {"explanation": "民营企业放宽，请审核。"}}, at=stories.SUBMITTED)
    file(case)
    assert fresh(case).state == State.EMPLOYER_CHECK


def test_a_hard_rule_stops_a_submission() -> None:
    """C34: 高级工 alone does not reach 中级 on the skilled path."""
    unit = stories.employer()
    choice = stories.choice(unit=unit, level=Level.INTERMEDIATE, path=Path.SKILL)
    current = {"has_title": "no", "has_skill": "yes", "skill_level": "advanced", "skill_obtained_on": "2015-01"}
    with pytest.raises(Refused) as refused:
        start_application(
            choice=replace(choice, answers={SectionKey.CURRENT: current}),
            act=act_of(stories.person(), stories.STARTED),
        )
    assert clauses(refused) == {"C34"}
    assert not Application.objects.exists()


def test_a_technical_school_class_counts_for_the_first_title() -> None:
    """C13: 高级工班 counts as 大专; with a year of work it may be 初定."""
    diploma = {"code": "47", "school_class": "advanced", "degree": "none"}
    answers = {
        SectionKey.EDUCATION: {"full_time": [diploma]},
        SectionKey.BASICS: {"professional_since": "2022-07"},
        SectionKey.CURRENT: {"has_title": "no", "has_skill": "no"},
    }
    case = stories.drafted(kind=Kind.INITIAL, level=Level.ASSISTANT, path=Path.TECHNICAL_SCHOOL, answers=answers)
    assert case.number.startswith("2025-C-")
    assert (
        Section.objects.get(application=case, key="education").data["full_time"][0]["school_class"] == "advanced"
    )


def test_the_page_keeps_what_was_typed_when_it_refuses(client: Client) -> None:
    """C14: a refused signature stays on the page, with status 409."""
    import time_machine
    from django.urls import reverse

    case = stories.filled()
    client.force_login(case.applicant)
    with time_machine.travel(stories.SUBMITTED, tick=False):
        typed = {"step": "submit", "token": "t1", "agreed": "yes", "name": "阿卜杜"}
        response = client.post(reverse("applications:check", args=[case.number]), typed)
    assert response.status_code == 409
    page = response.content.decode()
    assert 'value="阿卜杜"' in page
    assert "依据C14" in page
    assert 'aria-describedby="name-e name-h" aria-invalid="true"' in page
    assert f"和登记的姓名不一样。请写“{case.applicant.name}”。" in page
    assert 'id="agreed-e"' not in page
    assert fresh(case).state == State.DRAFT
    with time_machine.travel(stories.SUBMITTED, tick=False):
        page = client.post(reverse("applications:check", args=[case.number]), {"step": "submit"}).content.decode()
    assert "还没有勾选。请读完承诺，再勾选。" in page
    assert "还没有签名。请写下您的姓名。" in page


@pytest.mark.parametrize(
    ("day", "said"), [("2025-03-01", "在3月6日24时以前从头再来"), ("2025-03-07", "申报时间已过，这一年不能再报")]
)
def test_the_page_names_what_a_withdrawal_costs_today(client: Client, day: str, said: str) -> None:
    """C05: whether one may begin again, and until when; where nothing can be withdrawn no button asks for it."""
    import time_machine
    from django.urls import reverse

    case = stories.submitted()
    client.force_login(case.applicant)
    to = reverse("applications:withdraw", args=[case.number])
    with time_machine.travel(f"{day}T10:00:00+08:00", tick=False):
        page = client.get(to).content.decode()
        assert said in page
        assert "退费" not in page
        assert client.post(to).status_code == 302
        told = client.get(reverse("applications:home")).content.decode()
        assert ("已撤回。申报时间已过，这一年不能再报。" in told) == (day == "2025-03-07")
        assert "确定撤回" not in client.get(to).content.decode()
        late = client.post(to)
    assert late.status_code == 409
    assert "这件申报现在是“已撤回”，不能撤回。" in late.content.decode()


def test_a_withdrawal_after_the_committee_is_refused() -> None:
    """C44: before the committee only; an ended case stays ended."""
    case = stories.submitted()
    withdraw(application_id=case.pk, act=act_of(case.applicant, stories.SUBMITTED + timedelta(hours=1)))
    with pytest.raises(Refused):
        withdraw(application_id=case.pk, act=act_of(case.applicant, stories.SUBMITTED + timedelta(hours=2)))
    assert case.events.filter(transition=Transition.WITHDRAW).count() == 1
