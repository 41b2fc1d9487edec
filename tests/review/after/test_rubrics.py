"""Rubrics: drafted, published, frozen; the editor and what everybody may read (C31, C32)."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.enums import Role, Tier
from applications.rules.refusal import Refused
from campaigns.models import Campaign
from hetian_titles.demo.rubrics import publish_rubrics
from review.enums import Measure, MeetingStatus, RubricStatus
from review.models import Criterion, Rubric
from review.rules.rubrics import CriterionFacts
from review.services import meeting
from review.services.rubrics import publish_rubric, save_rubric
from tests.factories import employer
from tests.review.after.test_pages import sign_in  # noqa: F401
from tests.review.after.world import accepted_case, at, moment, officer, panel

pytestmark = pytest.mark.django_db
WHOLE = [
    CriterionFacts("能力", "解决问题", Decimal(60)),
    CriterionFacts("业绩", "质量", Decimal("20.5")),
    CriterionFacts("资历", "年限", Decimal("19.5"), Measure.SENIORITY),
]
PAPERS = [CriterionFacts("论文", "论文", Decimal(51), Measure.PAPER), CriterionFacts("能力", "能力", Decimal(49))]


DRAFTED, PUBLISHED = at(2, 11), at(2, 12)


def save(body, lines=WHOLE, tier=Tier.COUNTY, when=DRAFTED, **more):
    return save_rubric(body.committee.pk, tier, lines=lines, act=moment(body.secretary, when), **more)


def publish(body, rubric, when=PUBLISHED):
    return publish_rubric(rubric.pk, act=moment(body.secretary, when))


@pytest.fixture
def body():
    return panel(rubrics=False)


def test_a_draft_is_kept_and_published(body):
    """C31: a draft judges nobody; published it names who and when, and stands in force."""
    draft = save(body, when=at(2, 11))
    assert (draft.status, draft.version, draft.published_at) == (RubricStatus.DRAFT, 1, None)
    rubric = publish(body, draft)
    assert (rubric.status, rubric.published_by, rubric.published_at) == (
        RubricStatus.IN_FORCE,
        body.secretary.user,
        at(2, 12),
    )
    kept = [(row.section, row.name, row.points, row.measure) for row in rubric.criteria.all()]
    assert kept == [(line.section, line.name, line.points, line.measure) for line in WHOLE]


def test_a_layer_has_a_rubric_of_its_own(body):
    """C31: 地直, 县市, 乡镇 are judged by different rubrics, and each level by its own committee's."""
    for tier, points in ((Tier.COUNTY, 100), (Tier.TOWNSHIP, 100)):
        publish(body, save(body, [CriterionFacts("能力", tier.label, Decimal(points))], tier))
    junior = panel(rubrics=False, band="junior", pass_rate=None, office="sector-agriculture")
    publish(junior, save(junior))
    found = {(rubric.committee_id, rubric.tier) for rubric in Rubric.objects.all()}
    assert found == {
        (body.committee.pk, "county"),
        (body.committee.pk, "township"),
        (junior.committee.pk, "county"),
    }


def test_a_new_version_replaces_the_one_before(body):
    """C31: the first version stays readable as it was; there is one in force."""
    first = publish(body, save(body))
    second = publish(body, save(body, [CriterionFacts("能力", "全部", Decimal(100))]), at(2, 20))
    first.refresh_from_db()
    assert (first.status, first.criteria.count()) == (RubricStatus.REPLACED, 3)
    assert (second.version, second.status) == (2, RubricStatus.IN_FORCE)
    with pytest.raises(Refused, match="已经发布过"):
        publish(body, first)


@pytest.mark.parametrize(
    ("lines", "clause"),
    [([], "C31"), (WHOLE[:2], "C31"), (PAPERS, "C32")],
    ids=["empty", "not 100 points", "the four beyond the limit"],
)
def test_what_is_not_published(body, lines, clause):
    """C31, C32: refused with its clause; the draft and the version in force stay as they were."""
    before = publish(body, save(body))
    draft = save(body, lines)
    with pytest.raises(Refused) as refused:
        publish(body, draft)
    assert {refusal.clause for refusal in refused.value.refusals} == {clause}
    draft.refresh_from_db()
    before.refresh_from_db()
    assert (draft.status, before.status) == (RubricStatus.DRAFT, RubricStatus.IN_FORCE)


def test_a_reason_lets_the_four_weigh_more_and_is_shown(body, client):
    """C32: beyond the campaign's limit a written reason is asked for, and everybody reads it."""
    rubric = publish(body, save(body, PAPERS, reason="本专业以论文为主要成果（演示）。"))
    page = client.get(reverse("results:rubric", args=[rubric.pk])).content.decode()
    assert "本专业以论文为主要成果" in page
    assert "合计占51%" in page


def test_the_office_sets_the_limit(body):
    """C32: the limit is a value of the campaign."""
    Campaign.objects.filter(pk=body.committee.campaign_id).update(four_only_limit=19)
    with pytest.raises(Refused, match="超过19%"):
        publish(body, save(body))


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.TITLE_OFFICER, Role.COMMITTEE_CHAIR, Role.SUPERVISOR])
def test_only_the_committees_secretary_writes_it(body, role):
    """C31, C44: the department that formed the committee writes its standard."""
    draft = save(body)
    for act in (officer("sector-housing", role), officer("sector-agriculture", Role.COMMITTEE_SECRETARY)):
        with pytest.raises(Refused):
            save_rubric(body.committee.pk, Tier.COUNTY, lines=[], act=moment(act, at(2, 12)))
        with pytest.raises(Refused):
            publish_rubric(draft.pk, act=moment(act, at(2, 12)))
    assert draft.criteria.count() == 3


def test_the_same_criterion_twice_keeps_the_draft_before(body):
    """C31: refused as a whole."""
    draft = save(body)
    with pytest.raises(Refused, match="指标重复：质量"):
        save(body, [WHOLE[1], WHOLE[1]])
    assert draft.criteria.count() == 3


def test_the_database_holds_one_in_force_a_layer(body):
    """C31: two in force, or one in force without its publisher, cannot be written at all."""
    first = publish(body, save(body))
    for fields in (
        {"status": RubricStatus.IN_FORCE, "published_by": first.published_by, "published_at": first.published_at},
        {"status": RubricStatus.IN_FORCE, "tier": Tier.TOWNSHIP},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Rubric.objects.create(**{"committee": body.committee, "tier": Tier.COUNTY, "version": 9} | fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        Criterion.objects.create(rubric=first, section="能力", name="白给", points=0)


def meeting_with(body, *tiers):
    """Bring a filed meeting with a case of each tier to the moment before it opens."""
    held = body.filed_meeting(at(4, 11, 9), submitted=at(4, 3), filed=at(4, 4))
    for tier in tiers:
        unit = employer(division="moyu", tier=tier)
        meeting.take_in(held.pk, accepted_case(unit=unit).pk, act=moment(body.secretary, at(4, 8)))
    body.seat(held, 9, at(4, 11, 9))
    return held


def test_no_meeting_opens_without_the_rubrics_of_its_cases(body):
    """C31: a township's case waits for the township's rubric; a layer without a case needs none."""
    publish(body, save(body))
    held = meeting_with(body, Tier.COUNTY, Tier.TOWNSHIP)
    with pytest.raises(Refused, match="还没有发布量化赋分标准：乡镇。"):
        meeting.open_meeting(held.pk, act=moment(body.secretary, at(4, 11, 9)))
    held.refresh_from_db()
    assert held.status == MeetingStatus.PLANNED
    publish(body, save(body, tier=Tier.TOWNSHIP), at(4, 11, 8))
    meeting.open_meeting(held.pk, act=moment(body.secretary, at(4, 11, 9)))
    judged = {tally.application.employer.tier: tally.rubric.tier for tally in held.tallies.all()}
    assert judged == {"county": "county", "township": "township"}


def test_a_rubric_that_judged_is_frozen(body):
    """C31: once a meeting has opened, its cases' rubrics change no more; a layer it had no case of still may."""
    publish_rubrics(body.committee, moment(body.secretary, at(2, 10)))
    later = save(body, tier=Tier.COUNTY)
    held = meeting_with(body, Tier.COUNTY)
    meeting.open_meeting(held.pk, act=moment(body.secretary, at(4, 11, 9)))
    with pytest.raises(Refused, match="已经按这份标准评过"):
        publish(body, later, at(4, 11, 10))
    with pytest.raises(Refused, match="已经按这份标准评过"):
        save(body, when=at(4, 11, 10))
    assert publish(body, save(body, tier=Tier.TOWNSHIP, when=at(4, 11, 10)), at(4, 11, 10)).version == 2
    assert held.tallies.get().rubric.version == 1


# Pages


def typed(lines, action="save", reason="", blank=2):
    """Give what the editor posts for `lines`, with blank criteria below."""
    data = {"action": action, "reason": reason, "form-TOTAL_FORMS": len(lines) + blank, "form-INITIAL_FORMS": 0}
    for place in range(len(lines) + blank):
        line = lines[place] if place < len(lines) else CriterionFacts("", "", "", "ability")
        data |= {f"form-{place}-{name}": value for name, value in vars(line).items()}
    return data


@pytest.fixture
def desk(sign_in, body):  # noqa: F811
    """The secretary's browser, and the editor's address of the county layer."""
    return sign_in(body.secretary), reverse("committee:rubric", args=[body.committee.pk, "county"])


def test_the_editor_shows_the_share_of_the_four(desk, body):
    """C32: the editor shows how many points papers, education, seniority and awards have, and their share."""
    browser, address = desk
    save(body, PAPERS)
    page = browser.get(address).content.decode()
    assert "论文、学历、资历、奖项合计占51%" in page
    assert "超过50%" in page
    told = browser.post(address + "share/", typed(WHOLE)).content.decode()
    assert "合计占19.5%" in told
    assert "超过" not in told
    assert Rubric.objects.get().criteria.count() == 2, "asking keeps nothing"


def test_the_editor_keeps_publishes_and_shows_to_everybody(desk, body, client):
    """C31: from the first row to the public page."""
    browser, address = desk
    assert browser.post(address, typed(WHOLE)).status_code == 302
    rubric = Rubric.objects.get()
    assert (rubric.status, rubric.criteria.count()) == (RubricStatus.DRAFT, 3)
    client.logout()
    assert client.get(reverse("results:rubric", args=[rubric.pk])).status_code == 404
    browser.force_login(body.secretary.user, backend="accounts.backends.NumberBackend")
    session = browser.session
    session["membership"] = body.secretary.membership.pk
    session.save()
    assert browser.post(address, typed(WHOLE, "publish")).status_code == 302
    client.logout()
    listed = client.get(reverse("results:rubrics")).content.decode()
    assert reverse("results:rubric", args=[rubric.pk]) in listed
    page = client.get(reverse("results:rubric", args=[rubric.pk])).content.decode()
    assert "解决问题" in page
    assert "20.5" in page


def test_what_was_typed_wrong_stays_on_the_page(desk):
    """C31: bad rows are named beside their cause, nothing is kept in the database, nothing of the typing is lost."""
    browser, address = desk
    wrong = [
        WHOLE[0],
        CriterionFacts("业绩", "", Decimal(20)),
        CriterionFacts("业绩", "白给", "零分"),
        CriterionFacts("业绩", "没分", "0"),
    ]
    answer = browser.post(address, typed(wrong, "publish"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count('<p class="error"') == 3
    assert "第2项，指标：" in page
    assert all(words in page for words in ("解决问题", "白给", "零分", "没分"))
    assert not Rubric.objects.exists()


def test_a_refused_publication_keeps_the_draft(desk):
    """C31: 80 points: the page says so with its clause, and the rows are kept as a draft."""
    browser, address = desk
    answer = browser.post(address, typed(WHOLE[:2], "publish"))
    assert answer.status_code == 409
    assert "各项分值合计80.5分，应为100分。" in answer.content.decode()
    assert "第1版草稿，未发布" in answer.content.decode()
    assert Rubric.objects.get().criteria.count() == 2


def test_more_rows_lose_nothing_that_was_typed(desk):
    """C31: five more blank criteria, up to sixty, everything typed still there, nothing kept yet."""
    browser, address = desk
    page = browser.post(address, typed(WHOLE, "more", blank=0)).content.decode()
    assert page.count("<fieldset") == 8
    assert "解决问题" in page
    assert not Rubric.objects.exists()
    assert browser.post(address, typed(WHOLE, "more", blank=56)).content.decode().count("<fieldset") == 60


def test_another_layer_is_a_model_to_copy(desk, body):
    """C31: a layer without a rubric begins with another's rows when asked to."""
    browser, address = desk
    save(body, tier=Tier.TOWNSHIP)
    assert "?from=township" in browser.get(address).content.decode()
    assert "解决问题" in browser.get(address + "?from=township").content.decode()
    assert "解决问题" not in browser.get(address + "?from=nothing").content.decode()


def test_a_foreign_committees_rubric_is_not_there(desk, body):
    """C31: 404 for another office, an unknown layer, another role."""
    browser, _address = desk
    other = panel(rubrics=False, office="sector-agriculture", series="agriculture")
    for wrong in (
        reverse("committee:rubrics", args=[other.committee.pk]),
        reverse("committee:rubric", args=[other.committee.pk, "county"]),
        reverse("committee:rubric", args=[body.committee.pk, "nowhere"]),
    ):
        assert browser.get(wrong).status_code == 404
        if "nowhere" not in wrong and wrong.endswith("county/"):
            assert browser.post(wrong, typed(WHOLE, "publish")).status_code == 404
    assert not Rubric.objects.exists()


def test_the_prior_filing_says_which_rubrics_there_are(body, sign_in):  # noqa: F811
    """C31, C33: the filing before the work lists the layers whose rubric is published."""
    publish(body, save(body))
    filing = body.committee.filings.get()
    page = sign_in(body.secretary).get(reverse("committee:filing", args=[filing.pk])).content.decode()
    assert "<dt>量化赋分标准</dt><dd>县市</dd>" in page.replace("\n", "")
