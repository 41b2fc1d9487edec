"""Each step of a case, done as its people would do it, at a moment of the past."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from accounts.acting import Act
from accounts.enums import Role
from accounts.models import Employer, Membership, User
from applications.enums import BlindStatus, FaultTarget, SectionKey, Verdict
from applications.models import Application, BlindCopy, Material, Section
from applications.rules.slots import slot_needs
from applications.selectors.applicant import Workspace
from applications.services.acceptance import confirm_originals
from applications.services.employer.forwarding import forward
from applications.services.employer.notice import Posting, conclude_notice, start_notice
from applications.services.employer.opinion import record_opinion
from applications.services.filing import Choice, start_application
from applications.services.materials import Upload, add_material
from applications.services.sections import save_section
from applications.services.submitting import Signed, submit
from campaigns.enums import Kind, Level, Path, Uploader
from campaigns.models import Campaign, Slot, Specialty, Title
from campaigns.rules.calendar import WorkingCalendar
from documents import apart, store
from hetian_titles.demo.contents import contents, scan
from payments.models import FeeOrder
from payments.services.orders import confirm_payment
from review.services.desk.checklist import mark_item, pin_fault
from review.services.desk.conclusions import accept, pass_initial, reject, return_for_correction
from review.services.determination import determine

BEIJING = ZoneInfo("Asia/Shanghai")
#: Where the drawn papers bear the number of their case, in ten-thousandths of the page (hetian_titles/demo/contents.py).
NUMBER = (1000, 2340, 8000, 2740)
OPINION = {
    "checked_true": True,
    "opinion": "经审核，申报人填报内容和上传材料真实、完整、有效。",
    "recommendation": "该同志专业扎实、能独立解决施工中的技术问题，同意推荐。",
    "conduct_politics": "拥护中国共产党的领导，遵纪守法，维护民族团结。",
    "conduct_integrity": "廉洁自律，没有违纪违规情况。",
    "conduct_work": "工作认真负责，近三年年度考核均为合格。",
    "notice_politics": "政治立场坚定，职业操守良好，从业行为规范。",
    "notice_achievements": "近五年负责三个项目的技术管理，全部一次验收合格，本人主持技术交底和质量检验。",
}


@dataclass
class Cast:
    """Everybody who takes part: the campaign, the calendar, units by key, memberships by (unit key, role)."""

    campaign: Campaign
    calendar: WorkingCalendar
    units: Mapping[str, Employer]
    officers: Mapping[tuple[str, str], Membership]
    slots: dict[str, Slot] = field(default_factory=dict)

    def act(self, unit: str, role: Role, at: datetime) -> Act:
        """Give the act of whoever holds `role` in `unit`."""
        membership = self.officers[unit, role]
        return Act(at=at, user=membership.user, membership=membership, address="127.0.0.1")

    def of_office(self, office_id: int | None, at: datetime, *roles: Role) -> Act:
        """Give the act of whoever holds one of `roles` in the office with that primary key."""
        membership = next(
            each for each in self.officers.values() if each.office_id == office_id and each.role in roles
        )
        return Act(at=at, user=membership.user, membership=membership, address="127.0.0.1")


@dataclass(frozen=True)
class Plan:
    """Who applies for what, where."""

    unit: str
    kind: Kind
    level: Level
    specialty: str
    title: str
    first_time: bool = False


INITIAL_ASSISTANT = Plan("build", Kind.INITIAL, Level.ASSISTANT, "construction", "助理工程师", first_time=True)
REVIEW_INTERMEDIATE = Plan("build", Kind.REVIEW, Level.INTERMEDIATE, "construction", "工程师")


def on(day: date, hour: int, minute: int = 0) -> datetime:
    """Give a moment of a day, 北京时间."""
    return datetime.combine(day, time(hour, minute), BEIJING)


def for_oneself(user: User, at: datetime) -> Act:
    return Act(at=at, user=user, address="127.0.0.1")


def draft(cast: Cast, user: User, plan: Plan, at: datetime) -> Application:
    """Begin a draft with only the category answered."""
    specialty = Specialty.objects.select_related("series").get(key=plan.specialty)
    choice = Choice(
        campaign=cast.campaign,
        kind=plan.kind,
        level=plan.level,
        path=Path.EDUCATION,
        specialty=specialty,
        title=Title.objects.get(series=specialty.series, level=plan.level, name=plan.title),
        employer=cast.units[plan.unit],
        answers={},
    )
    return start_application(choice=choice, act=for_oneself(user, at))


def fill(cast: Cast, application: Application, plan: Plan, at: datetime) -> None:
    """Fill every section in."""
    act = for_oneself(application.applicant, at)
    said = contents(
        year=cast.campaign.year,
        first_time=plan.first_time,
        school="新疆演示大学",
        major="土木工程",
        unit=cast.units[plan.unit].name,
    )
    said[SectionKey.CATEGORY] = {"explanation": "按通知申报；近三年一直在本单位工作，情况属实。"}
    revisions = dict(Section.objects.filter(application=application).values_list("key", "revision"))
    for key, data in said.items():
        save_section(application_id=application.pk, key=key, data=data, act=act, revision=revisions.get(key, 0))


def upload(cast: Cast, application: Application, at: datetime) -> None:
    """Upload one file to every slot that must be filled; of a one-of group, the first."""
    space = Workspace(application, at)
    groups: set[str] = set()
    for need in slot_needs(space.facts, campaign=space.rules):
        slot = need.slot
        if not need.required or slot.uploader != Uploader.APPLICANT or slot.one_of in groups:
            continue
        groups |= {slot.one_of} - {""}
        put(application, slot.key, for_oneself(application.applicant, at))


def put(application: Application, slot_key: str, act: Act, *, note: str = "") -> None:
    """Upload one drawn file to one slot."""
    slot = Slot.objects.get(campaign=application.campaign, key=slot_key)
    kind = "jpeg" if "jpeg" in slot.types else slot.types[0]
    data = scan(slot.label, f"{application.number}-{slot_key}{note}", kind, portrait=slot_key == "photo")
    picture = Upload(data, f"{slot.label}.{'jpg' if kind == 'jpeg' else kind}", declassified=True, masked=True)
    add_material(application_id=application.pk, slot_key=slot_key, upload=picture, act=act)


def file(cast: Cast, user: User, plan: Plan, at: datetime) -> Application:
    """Fill, upload and submit within the hour."""
    application = draft(cast, user, plan, at)
    fill(cast, application, plan, at + timedelta(minutes=10))
    upload(cast, application, at + timedelta(minutes=20))
    signed = Signed(agreed=True, name=user.name, token=f"demo-{application.number}")
    submit(application_id=application.pk, signed=signed, act=for_oneself(user, at + timedelta(minutes=30)))
    return again(application)


def again(application: Application) -> Application:
    """Give the application as the database has it now."""
    return Application.objects.select_related("campaign", "applicant", "employer").get(pk=application.pk)


def post_notice(cast: Cast, application: Application, plan: Plan, day: date) -> None:
    """The employer's opinion, and its notice from `day`."""
    act = cast.act(plan.unit, Role.EMPLOYER_CLERK, on(day, 11))
    record_opinion(application_id=application.pk, texts=OPINION, act=act)
    posting = Posting(posted_on=day, phone="0903-1000231", place="项目部公告栏")
    start_notice(application_id=application.pk, posting=posting, act=act)


def send_on(cast: Cast, application: Application, plan: Plan, at: datetime) -> Application:
    """The notice is over: conclude it, upload the signed papers, forward."""
    act = cast.act(plan.unit, Role.EMPLOYER_CLERK, at)
    conclude_notice(application_id=application.pk, act=act)
    for key in ("posting_notice", "posting_result", "recommendation"):
        put(application, key, act)
    forward(application_id=application.pk, act=act)
    return again(application)


def mark_all(cast: Cast, application: Application, act: Act, *, except_for: str = "") -> None:
    """Mark every checklist item as found in order."""
    for item in application.campaign.checklist.all():
        if item.key != except_for:
            mark_item(
                application.pk,
                item_key=item.key,
                verdict=Verdict.OK,
                submission=application.submissions_used,
                act=act,
            )


def reviewer(cast: Cast, application: Application, at: datetime) -> Act:
    return cast.of_office(application.reviewing_office_id, at, Role.REVIEWER, Role.TITLE_OFFICER)


def give_back(cast: Cast, application: Application, at: datetime) -> Application:
    """Return the application with one fault on its education."""
    act = reviewer(cast, application, at)
    item = application.campaign.checklist.get(key="education")
    mark_all(cast, application, act, except_for=item.key)
    pin_fault(
        application.pk,
        item_key=item.key,
        reason_code="M03",
        comment="毕业证书右上角没有拍全，请重新拍，四个角都要在画面里。",
        target=FaultTarget.SLOT,
        target_key="diploma",
        submission=application.submissions_used,
        act=act,
    )
    return_for_correction(application.pk, submission=application.submissions_used, act=act)
    return again(application)


def pass_on(cast: Cast, application: Application, at: datetime) -> Application:
    """Pass the initial review."""
    act = reviewer(cast, application, at)
    mark_all(cast, application, act)
    pass_initial(application.pk, submission=application.submissions_used, act=act)
    return again(application)


def receive(cast: Cast, application: Application, at: datetime) -> Application:
    """Accept in the final review."""
    act = reviewer(cast, application, at)
    mark_all(cast, application, act)
    accept(application.pk, submission=application.submissions_used, act=act)
    return again(application)


def refuse(cast: Cast, application: Application, at: datetime) -> Application:
    """Refuse with a published reason."""
    act = reviewer(cast, application, at)
    mark_all(cast, application, act)
    reject(
        application.pk,
        submission=application.submissions_used,
        reason_codes=("E04",),
        comment="从事本专业工作的年限不够，时间从毕业后算起（演示）。",
        act=act,
    )
    return again(application)


def bring_originals(cast: Cast, application: Application, at: datetime) -> Application:
    """The printed form comes in twice, the originals are seen, the fee arrives."""
    act = cast.of_office(application.final_office_id, at, Role.TITLE_OFFICER)
    confirm_originals(application.pk, copies=2, originals_seen=True, act=act)
    for order in FeeOrder.objects.filter(application=application):
        confirm_payment(
            order.pk, paid_on=at.astimezone(BEIJING).date(), bill_number=f"演示{order.pk:06d}", act=act
        )
    return again(application)


def determine_well(cast: Cast, application: Application, at: datetime) -> Application:
    """The competent office determines an 初定."""
    act = cast.of_office(application.final_office_id, at, Role.TITLE_OFFICER)
    determine(application.pk, passed=True, comment="", act=act)
    return again(application)


def make_readable(case: Application, at: datetime) -> None:
    """Make the blind copies of a case. Its papers are drawn here and name nobody: their number alone is covered (C21)."""
    from documents.scans.blind import bound  # loads what only a worker needs

    shown = Slot.objects.filter(campaign=case.campaign, experts_see=True).values("key")
    for material in Material.objects.filter(application=case, slot_key__in=shown).select_related("file"):
        data, numbers = store.read(material.file.pages_path), material.file.page_numbers
        copy = bound(apart.blind_page(data, number, [NUMBER], material.turned(number)) for number in numbers)
        path = store.keep(f"blind/{secrets.token_hex(16)}.pdf", copy)
        made = {"status": BlindStatus.READY, "path": path, "created_at": at, "done_at": at}
        BlindCopy.objects.update_or_create(material=material, defaults=made)
