"""Cases brought into a state through the real services, step by step; time is passed in, everything else defaults."""

import io
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from PIL import Image, ImageDraw

from accounts.acting import Act
from accounts.enums import Role
from accounts.models import Employer, Membership, User
from applications.enums import FaultTarget, SectionKey, State, Verdict
from applications.models import Application, Fault, Receipt, Section, Transfer
from applications.selectors.applicant import Workspace
from applications.selectors.faults import open_faults
from applications.services.corrections import answer_fault
from applications.services.employer import (
    Posting,
    conclude_notice,
    forward,
    record_opinion,
    start_notice,
)
from applications.services.filing import Choice, start_application
from applications.services.materials import Upload, add_material
from applications.services.sections import save_section
from applications.services.submitting import Signed, resubmit, submit
from applications.services.transfers import begin
from applications.tus import Coming
from campaigns.enums import Kind, Level, Path
from campaigns.models import Campaign, Slot, Specialty, Title
from campaigns.rules.calendar import day_of
from documents import digest
from review.services import desk
from tests import factories
from tests.factories import act_of, beijing

STARTED = beijing(2025, 2, 17, 20, 40)
SUBMITTED = beijing(2025, 2, 18, 22, 16)
CHECKED = beijing(2025, 2, 19, 17, 40)
POSTED = beijing(2025, 2, 20, 9, 30)
FORWARDED = beijing(2025, 2, 28, 11, 5)
RETURNED = beijing(2025, 3, 6, 16, 20)
CORRECTED = beijing(2025, 3, 9, 21, 40)
PASSED = beijing(2025, 3, 11, 10, 31)
EMPLOYER_SCANS = ("posting_notice", "posting_result", "recommendation")
OPINION = {
    "checked_true": True,
    "opinion": "经核对原件，材料真实、完整、有效。",
    "recommendation": "该同志业务熟练，成绩突出，同意推荐。",
    "conduct_politics": "拥护中国共产党的领导，维护民族团结，遵纪守法。",
    "conduct_integrity": "廉洁自律，没有违纪违规行为。",
    "conduct_work": "工作认真负责，能独立完成施工组织和质量检查。",
    "notice_politics": "政治立场坚定，恪守职业操守，从业行为规范。",
    "notice_achievements": "近五年参加和田市示例小区三期主体结构施工，负责施工组织和质量检查，编写专项方案4份。",
}

CONTENTS: dict[str, dict[str, Any]] = {
    SectionKey.CATEGORY: {},
    SectionKey.BASICS: {
        "ethnic_group": "05",
        "political_status": "13",
        "native_place": "新疆和田",
        "work_started_on": "2010-07",
        "professional_since": "2010-07",
        "occupation": "建筑施工管理",
        "post": "项目部技术员",
        "health": "1",
        "address": "新疆和田市示例路18号",
    },
    SectionKey.EDUCATION: {
        "full_time": [
            {
                "code": "21",
                "school": "新疆示例大学",
                "major": "土木工程",
                "graduated_on": "2010-06",
                "length": "4",
                "degree": "bachelor",
                "certificate_number": "107551201005000318",
                "chsi_code": "AB12CD34EF56",
            }
        ],
        "in_service": [],
    },
    SectionKey.STUDY: {
        "rows": [
            {
                "starts_on": "2006-09",
                "ends_on": "2010-06",
                "school": "新疆示例大学",
                "subject": "土木工程",
                "result": "大学本科毕业",
                "form": "full_time",
                "witness": "李强",
            }
        ]
    },
    SectionKey.WORK: {
        "rows": [
            {
                "starts_on": "2010-07",
                "ends_on": "",
                "employer": "和田示例建筑工程有限公司",
                "work": "建筑施工管理",
                "post": "技术员",
            }
        ]
    },
    SectionKey.CURRENT: {
        "has_title": "yes",
        "title_level": "assistant",
        "title_name": "助理工程师",
        "title_obtained_on": "2018-12",
        "title_certificate": "653201201800123",
        "title_appointed_on": "2019-09",
        "has_skill": "no",
    },
    SectionKey.ACHIEVEMENTS: {
        "rows": [
            {
                "phase": "after",
                "starts_on": "2021-03",
                "ends_on": "2023-11",
                "name": "和田市示例小区三期主体结构施工",
                "role": "take_part",
                "work": "负责三号楼、五号楼主体结构的施工组织和质量检查，编写专项方案4份。",
                "effect": "按期完成，验收合格，没有质量安全事故。",
            }
        ]
    },
    SectionKey.PAPERS: {"rows": []},
    SectionKey.CONTINUING: {
        "given": "yes",
        "years": [
            {
                "year": str(year),
                "exempt": "no",
                "public_hours": "30",
                "public_certificate": f"GX{year}000123",
                "special_hours": "60",
                "special_certificate": f"ZY{year}000456",
            }
            for year in (2025, 2024, 2023, 2022, 2021)
        ],
    },
    SectionKey.APPRAISALS: {
        "years": [
            {"year": "2024", "grade": "excellent", "employer": "和田示例建筑工程有限公司"},
            {"year": "2023", "grade": "qualified", "employer": "和田示例建筑工程有限公司"},
            {"year": "2022", "grade": "qualified", "employer": "和田示例建筑工程有限公司"},
        ]
    },
    SectionKey.SUMMARY: {"text": "任现职以来，参加完成多项房屋建筑工程的施工管理，没有发生质量安全事故。"},
}


def person(name: str = "阿卜杜热伊木江·麦麦提图尔荪尼亚孜", **fields: Any) -> User:
    """Give a person who may apply; the name has 17 characters."""
    return factories.person(name, **fields)


def employer(name: str = "和田示例建筑工程有限公司", **fields: Any) -> Employer:
    """Give a confirmed private employer of 和田市."""
    return factories.employer(name, **fields)


@cache
def picture(serial: int = 1, *, kind: str = "PNG", size: tuple[int, int] = (620, 877)) -> bytes:
    """Give a small scan that differs from every other serial's."""
    image = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(image)
    draw.rectangle((40, 40, size[0] - 40, size[1] - 40), outline="black", width=3)
    for line in range(12):
        draw.line(
            (80, 120 + line * 50, size[0] - 80 - (serial * 7 + line) % 90, 120 + line * 50), fill="gray", width=6
        )
    draw.text((80, 70), f"scan {serial}", fill="black")
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()


@cache
def sheet(serial: int = 1, pages: int = 1) -> bytes:
    """Give a PDF of some pages."""
    images = [Image.open(io.BytesIO(picture(serial * 100 + page))) for page in range(pages)]
    out = io.BytesIO()
    images[0].save(out, "PDF", save_all=True, append_images=images[1:])
    return out.getvalue()


def choice(
    *,
    unit: Employer | None = None,
    kind: Kind = Kind.REVIEW,
    level: Level = Level.INTERMEDIATE,
    path: Path = Path.EDUCATION,
    specialty: str = "construction",
    campaign: Campaign | None = None,
    answers: dict[str, dict[str, Any]] | None = None,
) -> Choice:
    """Give what somebody applies for: 评审 of 工程师 in 建筑工程 unless told otherwise."""
    chosen = Specialty.objects.select_related("series").get(key=specialty)
    return Choice(
        campaign=campaign or Campaign.objects.get(key="2025"),
        kind=kind,
        level=level,
        path=path,
        specialty=chosen,
        title=Title.objects.filter(series=chosen.series, level=level).first(),
        employer=unit or employer(),
        answers=answers or {},
    )


def drafted(*, user: User | None = None, at: datetime = STARTED, **chosen: Any) -> Application:
    """Give a draft that its applicant has just begun; `chosen` as for `choice`."""
    return start_application(choice=choice(**chosen), act=act_of(user or person(), at))


def filled(
    application: Application | None = None,
    *,
    at: datetime = SUBMITTED - timedelta(hours=1),
    contents: dict[str, dict[str, Any]] | None = None,
    files: bool = True,
    **chosen: Any,
) -> Application:
    """Give a draft with every section and, unless `files=False`, every material that its applicant must bring."""
    application = application or drafted(**chosen)
    write(application, CONTENTS | (contents or {}), at=at)
    if files:
        upload_all(application, at=at)
    return Application.objects.get(pk=application.pk)


def write(application: Application, contents: dict[str, dict[str, Any]], *, at: datetime) -> None:
    """Save some sections as the applicant."""
    revisions = dict(Section.objects.filter(application=application).values_list("key", "revision"))
    kept = dict(Section.objects.filter(application=application).values_list("key", "data"))
    for key, data in contents.items():
        save_section(
            application_id=application.pk,
            key=key,
            data=data or kept[key],
            act=act_of(application.applicant, at),
            revision=revisions[key],
        )


def upload_all(application: Application, *, at: datetime) -> None:
    """Upload one file for everything that is still missing."""
    space = Workspace(Application.objects.get(pk=application.pk), at)
    for missing in space.missing_slots:
        upload(application, missing.keys[0], at=at)


def upload(
    application: Application, slot_key: str, *, at: datetime = SUBMITTED, act: Act | None = None, serial: int = 0
) -> Any:
    """Put a file of a kind that the slot takes into it, as the applicant unless `act` says otherwise."""
    slot = Slot.objects.get(campaign=application.campaign_id, key=slot_key)
    serial = serial or slot.order
    data = picture(serial) if "png" in slot.types else sheet(serial)
    ending = "png" if "png" in slot.types else "pdf"
    return add_material(
        application_id=application.pk,
        slot_key=slot_key,
        upload=Upload(data=data, name=f"{slot.label}.{ending}", declassified=True, masked=slot.must_mask),
        act=act or act_of(application.applicant, at),
    )


def transfer(
    application: Application, data: bytes = b"", *, slot: str = "diploma", at: datetime = SUBMITTED
) -> Transfer:
    """Begin to send a file piece by piece, as the applicant."""
    data = data or sheet(1)
    return begin(
        application_id=application.pk,
        slot_key=slot,
        coming=Coming("毕业证.pdf", len(data), digest.of_bytes(data), declassified=True, masked=True),
        act=act_of(application.applicant, at),
    )


def signed(application: Application, token: str = "page-1") -> Signed:
    """Give the commitment, signed with the applicant's own name."""
    return Signed(agreed=True, name=application.applicant.name, token=token)


def submitted(application: Application | None = None, *, at: datetime = SUBMITTED, **chosen: Any) -> Application:
    """Give an application that waits for its employer."""
    application = application or filled(**chosen)
    receipt: Receipt = submit(
        application_id=application.pk, signed=signed(application), act=act_of(application.applicant, at)
    )
    return Application.objects.get(pk=receipt.application_id)


def clerk_of(unit: Employer | None) -> Membership:
    """Give the clerk of an employer: the one it has, or a new one."""
    assert unit is not None
    known = Membership.objects.filter(employer=unit, role=Role.EMPLOYER_CLERK).select_related("user", "employer")
    return known.first() or factories.clerk_of(unit)


def in_check(
    application: Application | None = None, *, at: datetime = CHECKED, opinion: Any = OPINION, **chosen: Any
) -> Application:
    """Give an application that its employer has checked, its opinion written, no notice posted yet."""
    application = application or submitted(**chosen)
    act = factories.act_as(clerk_of(application.employer), at)
    record_opinion(application_id=application.pk, texts=opinion, act=act)
    return Application.objects.get(pk=application.pk)


def in_notice(application: Application | None = None, *, at: datetime = POSTED, **chosen: Any) -> Application:
    """Give an application whose notice hangs since the day of `at`."""
    application = application or in_check(**chosen)
    posting = Posting(posted_on=day_of(at), phone="0903-1000001", place="公司一楼公告栏")
    act = factories.act_as(clerk_of(application.employer), at)
    start_notice(application_id=application.pk, posting=posting, act=act)
    return Application.objects.get(pk=application.pk)


def forwarded(application: Application | None = None, *, at: datetime = FORWARDED, **chosen: Any) -> Application:
    """Give an application in 初审: its notice over, the signed papers scanned, submission 1 frozen."""
    application = application or in_notice(**chosen)
    act = factories.act_as(clerk_of(application.employer), at)
    conclude_notice(application_id=application.pk, act=act)
    for slot in EMPLOYER_SCANS:
        upload(application, slot, at=at, act=act)
    forward(application_id=application.pk, act=act)
    return Application.objects.get(pk=application.pk)


def reviewer_of(application: Application) -> Membership:
    """Give somebody who reviews for the office that has the application now: the one it has, or a new one."""
    office = application.reviewing_office
    assert office is not None
    is_final = application.state == State.FINAL_REVIEW
    role = Role.TITLE_OFFICER if is_final else Role.REVIEWER
    known = Membership.objects.filter(office=office, role=role).select_related("user", "office__division").first()
    return known or factories.officer_of(office.key, role=role)


def marked(
    application: Application, *, at: datetime, verdict: Verdict = Verdict.OK, but: tuple[str, ...] = ()
) -> Act:
    """Mark every item of the checklist except `but`, and give the reviewer's act."""
    act = factories.act_as(reviewer_of(application), at)
    for key in application.campaign.checklist.values_list("key", flat=True):
        if key not in but:
            desk.mark_item(
                application.pk, item_key=key, verdict=verdict, submission=application.submissions_used, act=act
            )
    return act


def pinned(application: Application, *, at: datetime, **fault: Any) -> Fault:
    """Pin a fault to the applicant's achievements, unless `fault` says where and why."""
    given = {
        "item_key": "achievements",
        "reason_code": "B04",
        "comment": "请写清楚您负责的部分。",
        "target": FaultTarget.SECTION,
        "target_key": SectionKey.ACHIEVEMENTS,
        "field": "rows-0-work",
    }
    act = factories.act_as(reviewer_of(application), at)
    return desk.pin_fault(application.pk, submission=application.submissions_used, act=act, **(given | fault))


def in_initial_review(application: Application | None = None, **chosen: Any) -> Application:
    """Give an application that waits for its first review."""
    return application or forwarded(**chosen)


def returned(application: Application | None = None, *, at: datetime = RETURNED, **chosen: Any) -> Application:
    """Give an application returned by the office that has it, with one fault."""
    application = in_initial_review(application, **chosen)
    act = marked(application, at=at, but=("achievements",))
    pinned(application, at=at)
    desk.return_for_correction(application.pk, submission=application.submissions_used, act=act)
    return Application.objects.get(pk=application.pk)


def resubmitted(application: Application | None = None, *, at: datetime = CORRECTED, **chosen: Any) -> Application:
    """Give an application back with the office that returned it, every fault answered."""
    application = application or returned(**chosen)
    act = act_of(application.applicant, at)
    for fault in open_faults(application):
        answer_fault(application_id=application.pk, fault_id=fault.pk, answer="已按意见核对。", act=act)
    token = f"again-{application.submissions_used}"
    resubmit(application_id=application.pk, signed=signed(application, token), act=act)
    return Application.objects.get(pk=application.pk)


def in_final_review(
    application: Application | None = None, *, at: datetime = PASSED, **chosen: Any
) -> Application:
    """Give an application that the first office passed on."""
    application = in_initial_review(application, **chosen)
    act = marked(application, at=at)
    desk.pass_initial(application.pk, submission=application.submissions_used, act=act)
    return Application.objects.get(pk=application.pk)


def accepted(application: Application | None = None, *, at: datetime = PASSED, **chosen: Any) -> Application:
    """Give an application whose materials the title office accepted; fee, print and paper dates run."""
    application = application or in_final_review(at=at, **chosen)
    act = marked(application, at=at)
    desk.accept(application.pk, submission=application.submissions_used, act=act)
    return Application.objects.get(pk=application.pk)
