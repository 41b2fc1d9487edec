"""The permission matrix: for every address of the portal, which object is knocked at and who may open it.

Whoever a row does not name is an outsider: a stranger is sent to sign in, everybody else gets 404, and nothing changes.
The words in braces are parts of the object (`tests/permissions/world.py`).
"""

import base64

from tests.factories import PASSWORD, credit_code
from tests.permissions.papers_say import PAPERS_SAY
from tests.permissions.row import Row, Upload
from tests.permissions.who import (
    CHAIRS,
    DESKS,
    EVERYBODY,
    EXPERTS,
    FOR_THEMSELVES,
    NOBODY,
    OFFICERS,
    OFFICIALS,
    OVERSEERS,
    SECRETARIES,
    SIGNED_IN,
    SUPERVISORS,
    UNIT,
    UNITS,
    Who,
)
from tests.review.after.test_rubrics import WHOLE
from tests.review.after.test_rubrics import typed as typed_rubric
from tests.review.after.world import MEMBERS
from tests.stories import OPINION


def answers(*codes: int) -> frozenset[int]:
    return frozenset(codes)


ONLY_SENT_TO = answers(405)
HTMX = {"HX-Request": "true"}
TUS = {"Tus-Resumable": "1.0.0"}
METADATA = "sha256 " + base64.b64encode(b"0" * 64).decode()
APPLICANT, OFFICER, COUNTY = frozenset({Who.APPLICANT}), frozenset({Who.OFFICER}), frozenset({Who.COUNTY_OFFICER})
REVIEWER, SECTOR = frozenset({Who.REVIEWER}), frozenset({Who.SECTOR_REVIEWER})
SECRETARY, CHAIR, EXPERT = frozenset({Who.SECRETARY}), frozenset({Who.CHAIR}), frozenset({Who.EXPERT})
SCAN, SHEET = Upload("scan.png"), Upload("fees.xlsx")
SEEN = {"submission": "1"}

PUBLIC = {
    "healthz": Row({"filing": EVERYBODY}),
    "language": Row({"filing": EVERYBODY}, get=answers(302), post={"language": "en"}, writes=False),
    "campaigns:home": Row({"filing": EVERYBODY}),
    "campaigns:guide": Row({"filing": EVERYBODY}),
    "campaigns:questions": Row({"filing": EVERYBODY}),
    "campaigns:downloads": Row({"filing": EVERYBODY}),
    "campaigns:download": Row({"form": EVERYBODY}, get=answers(202)),
    "campaigns:announcement": Row({"notice": EVERYBODY}),
    "applications:quiz": Row({"filing": EVERYBODY}),
    "results:publicities": Row({"listed": EVERYBODY}, shows={"listed": EVERYBODY, "county_listed": EVERYBODY}),
    "results:publicity": Row({"listed": EVERYBODY, "county_listed": EVERYBODY, "concluded": NOBODY}),
    "results:paper": Row({"listed": EVERYBODY, "concluded": NOBODY}, get=answers(409)),
    "results:objection": Row({"listed": EVERYBODY, "concluded": NOBODY}, post={"content": "业绩不属实。"}),
    "results:rubrics": Row({"committee": EVERYBODY}),
    "results:rubric": Row({"rubric": EVERYBODY}),
    "results:certificate_check": Row(
        {"certified": EVERYBODY},
        post={"number": "{certificate}", "name": "{name}"},
        sent=answers(200),
        writes=False,
    ),
    "results:certificate": Row({"certified": EVERYBODY}),
    "results:copy": Row({"copied": EVERYBODY}),
    "results:file_check": Row({"certified": EVERYBODY}, post={"file": SCAN}, sent=answers(422), writes=False),
}
ACCOUNTS = {
    "accounts:sign_in": Row(
        {"review": EVERYBODY}, get=answers(200, 302), post={"username": ""}, sent=answers(302, 422), writes=False
    ),
    "accounts:sign_out": Row({"review": EVERYBODY}, get=ONLY_SENT_TO, post={}, writes=False),
    "accounts:sign_up": Row(
        {"review": EVERYBODY}, get=answers(200, 302), post={"name": ""}, sent=answers(302, 422), writes=False
    ),
    "accounts:privacy": Row({"review": EVERYBODY}),
    "accounts:reset": Row({"review": EVERYBODY}, post={"number": "13900000000"}, writes=False),
    "accounts:reset_code": Row({"review": EVERYBODY}, get=answers(302), post={}, writes=False),
    "accounts:start": Row({"review": SIGNED_IN}, get=answers(302)),
    "accounts:kept": Row({"review": SIGNED_IN}, get=answers(302), post={}, writes=False),
    "accounts:capacities": Row(
        {"capacity": SIGNED_IN},
        post={"membership": "{pk}"},
        by={"capacity": frozenset({Who.CLERK})},
        writes=False,
    ),
    "accounts:profile": Row(
        {"review": SIGNED_IN}, post={"phone": "", "email": "new@example.invalid", "current": PASSWORD}
    ),
    "accounts:password": Row(
        {"review": SIGNED_IN},
        post={"current": PASSWORD, "password": "Shu-ye-2025-lu", "password_again": "Shu-ye-2025-lu"},
    ),
    "accounts:inbox": Row({"message": SIGNED_IN}, shows={"message": APPLICANT}),
    "accounts:read_all": Row({"review": SIGNED_IN}, get=ONLY_SENT_TO, post={}),
    "accounts:read": Row({"message": APPLICANT}, get=ONLY_SENT_TO, post={}),
    "accounts:employer": Row({"review": SIGNED_IN}, shows={"build": UNIT}),
    "accounts:employer_sign_up": Row(
        {"review": FOR_THEMSELVES},
        post={
            "name": "和田示例新单位",
            "uscc": credit_code(88),
            "kind": "private",
            "division": "{division}",
            "tier": "county",
            "registered_at": "新疆和田地区和田市",
            "contact_phone": "0903-1000001",
            "licence": SCAN,
        },
    ),
    "accounts:clerk_add": Row(
        {"newcomer": frozenset({Who.HEAD, Who.OTHER_HEAD})}, get=ONLY_SENT_TO, post={"number": "{phone}"}
    ),
    "accounts:clerk_remove": Row({"capacity": frozenset({Who.HEAD})}, get=ONLY_SENT_TO, post={}),
    "accounts:employers": Row({"review": DESKS}, shows={"pending": REVIEWER, "direct_pending": OFFICER}),
    "accounts:employer_case": Row(
        {"pending": REVIEWER, "direct_pending": OFFICER}, post={"decision": "confirm", "confirmed": "1"}
    ),
    "accounts:employer_correct": Row(
        {"refused": REVIEWER}, get=ONLY_SENT_TO, post={"seen": "{seen}", "reason": "执照已重新核对。"}
    ),
    "accounts:licence": Row(
        {"pending": REVIEWER | APPLICANT, "direct_pending": OFFICER | APPLICANT, "build": REVIEWER | UNIT}
    ),
}
FILING = {
    "applications:home": Row({"filing": FOR_THEMSELVES}, shows={"draft": APPLICANT}),
    "applications:start": Row(
        {"filing": FOR_THEMSELVES}, get=answers(200, 302), post={}, sent=answers(302, 422), writes=False
    ),
    "applications:choose": Row({"filing": FOR_THEMSELVES}, get=answers(302), post={}, writes=False),
    "applications:case": Row({"draft": APPLICANT, "accepted": APPLICANT}),
    "applications:section": Row(
        {"draft": APPLICANT}, post={"revision": "{revision}", "text": "任现职以来，工作认真。", "then": "next"}
    ),
    "applications:autosave": Row(
        {"draft": APPLICANT},
        get=ONLY_SENT_TO,
        post={"revision": "{revision}", "text": "正在写"},
        sent=answers(200),
        else_={"draft": {401: frozenset({Who.STRANGER})}},
    ),
    "applications:materials": Row({"draft": APPLICANT}),
    "applications:upload": Row(
        {"draft": APPLICANT}, get=ONLY_SENT_TO, post={"files": SCAN, "declassified": "on", "masked": "on"}
    ),
    "applications:transfers": Row(
        {"draft": APPLICANT},
        get=ONLY_SENT_TO,
        post={},
        sent=answers(201),
        headers={**TUS, "Upload-Length": "100000", "Upload-Metadata": f"{METADATA},declassified,masked"},
    ),
    "applications:transfer": Row(
        {"draft": APPLICANT},
        get=ONLY_SENT_TO,
        post={},
        sent=answers(204),
        headers={**TUS, "X-HTTP-Method-Override": "DELETE"},
    ),
    "applications:change": Row({"draft": APPLICANT}, get=ONLY_SENT_TO, post={"do": "remove"}),
    "applications:checked": Row({"draft": APPLICANT}, get=answers(204)),
    "applications:masking": Row(
        {"draft": APPLICANT},
        post={"revision": "0", "turn": "0", "left": "1", "top": "2", "width": "3", "height": "4", "what": "name"},
        args={"page": 1},
    ),
    "applications:check": Row({"draft": APPLICANT}, post={"agreed": "on", "name": "{name}", "token": "page-1"}),
    "applications:receipt": Row({"submitted": APPLICANT}),
    "applications:answer": Row({"returned": APPLICANT}, get=ONLY_SENT_TO, post={"answer": "已按意见核对。"}),
    "applications:withdraw": Row({"submitted": APPLICANT}, post={}),
    "papers:appraisals": Row({"draft": APPLICANT}, post={}),
    "results:copies": Row({"copied": APPLICANT}, post={"purpose": "演示", "valid_until": "2025-06-30"}),
    "payments:order": Row({"accepted": APPLICANT}),
}
FILES = {
    "files:original": Row(
        {"draft": APPLICANT, "submitted": APPLICANT | UNIT, "reviewing": APPLICANT | UNIT | REVIEWER | OVERSEERS}
    ),
    "files:page": Row(
        {"draft": APPLICANT, "submitted": APPLICANT | UNIT, "reviewing": APPLICANT | UNIT | REVIEWER | OVERSEERS},
        args={"number": 1},
    ),
    "papers:download": Row(
        {
            "reviewing": APPLICANT | UNIT | REVIEWER | OVERSEERS,
            "confidential": UNIT | REVIEWER | OVERSEERS,
            "together": UNIT,
            "document": OFFICIALS,
        },
        get=answers(202),
    ),
    "papers:again": Row(
        {
            "reviewing": APPLICANT | UNIT | REVIEWER | OVERSEERS,
            "confidential": UNIT | REVIEWER | OVERSEERS,
            "together": UNIT,
            "document": OFFICIALS,
        },
        get=ONLY_SENT_TO,
        post={},
    ),
}
EMPLOYER = {
    "employer:home": Row({"review": UNITS}, shows={"submitted": UNIT, "draft": NOBODY}),
    "employer:print_batch": Row(
        {"together": UNITS},
        get=ONLY_SENT_TO,
        post={"part": "{part}", "paper": "employer_batch_notice"},
        by={"together": UNIT},
        else_={"together": {409: UNITS}},
    ),
    "employer:case": Row({"submitted": UNIT, "draft": NOBODY}),
    "employer:opinion": Row(
        {"checked": UNIT}, get=ONLY_SENT_TO, post={f"opinion-{name}": text for name, text in OPINION.items()}
    ),
    "employer:notice": Row(
        {"checked": UNIT},
        get=ONLY_SENT_TO,
        post={f"opinion-{name}": text for name, text in OPINION.items()}
        | {"notice-posted_on": "2025-02-20", "notice-place": "公告栏", "notice-phone": "0903-1000001"},
    ),
    "employer:objection": Row(
        {"posted": UNIT},
        get=ONLY_SENT_TO,
        post={"objection-received_on": "2025-02-21", "objection-content": "学历不属实。"},
    ),
    "employer:finding": Row(
        {"posted": UNIT, "notice_over": NOBODY},
        get=ONLY_SENT_TO,
        post={"finding{objection_id}-upheld": "no", "finding{objection_id}-finding": "经查属实。"},
    ),
    "employer:conclude": Row({"over": UNIT}, get=ONLY_SENT_TO, post={}),
    "employer:scan": Row(
        {"notice_over": UNIT}, get=ONLY_SENT_TO, post={"scan-file": SCAN, "scan-declassified": "on"}
    ),
    "employer:remove_scan": Row({"notice_over": UNIT}, get=ONLY_SENT_TO, post={}),
    "employer:forward": Row({"notice_over": UNIT}, get=ONLY_SENT_TO, post={}),
    "employer:return": Row(
        {"checked": UNIT}, get=ONLY_SENT_TO, post={"back-reason": "B04", "back-comment": "请写清楚。"}
    ),
}
AT_THE_DESKS = {
    "reviewing": REVIEWER,
    "sector_reviewing": SECTOR,
    "final_reviewing": REVIEWER | OFFICER,
    "county_final_reviewing": REVIEWER | COUNTY,
}
ON_THE_DESKS = {
    "reviewing": REVIEWER,
    "sector_reviewing": SECTOR,
    "final_reviewing": OFFICER,
    "county_final_reviewing": COUNTY,
}
READY = {"ready": REVIEWER, "sector_ready": SECTOR, "final_ready": OFFICER, "county_final_ready": COUNTY}
#: The first office still reads what it has passed on; what it sends comes too late.
TOO_LATE = {
    f"{name}_{what}": {409: REVIEWER} for name in ("final", "county_final") for what in ("reviewing", "ready")
}
DESK = {
    "desk:queue": Row({"review": DESKS}, shows=ON_THE_DESKS),
    "desk:returned": Row({"review": DESKS}, shows={"returned": REVIEWER}),
    "desk:done": Row({"review": DESKS}, shows={"returned": REVIEWER}),
    "desk:bulk": Row(
        {"ready": DESKS, "final_ready": DESKS},
        get=ONLY_SENT_TO,
        post={"case": "{number}:1", "confirmed": "1"},
        by={"ready": REVIEWER, "final_ready": OFFICER},
        else_={"ready": {302: DESKS}, "final_ready": {302: DESKS}},
    ),
    "desk:case": Row(AT_THE_DESKS),
    "desk:mark": Row(
        ON_THE_DESKS,
        get=ONLY_SENT_TO,
        post={**SEEN, "verdict": "ok"},
        sent=answers(200),
        else_=TOO_LATE,
        args={"item": "identity"},
        headers=HTMX,
    ),
    "desk:pin": Row(
        ON_THE_DESKS,
        get=ONLY_SENT_TO,
        post={**SEEN, "target": "section:achievements", "reason": "B04", "comment": "请写清楚。"},
        sent=answers(200),
        else_=TOO_LATE,
        args={"item": "achievements"},
        headers=HTMX,
    ),
    "desk:unpin": Row(ON_THE_DESKS, get=ONLY_SENT_TO, post={}, sent=answers(200), else_=TOO_LATE, headers=HTMX),
    "desk:return": Row(ON_THE_DESKS, post={**SEEN, "faults": "{fault}"}, else_=TOO_LATE),
    "desk:onward": Row(READY, post=SEEN, else_=TOO_LATE),
    "desk:refuse": Row(READY, post={**SEEN, "reasons": "E04", "comment": "年限不够。"}, else_=TOO_LATE),
}
OFFICE = {
    "office:dashboard": Row({"committee": OFFICERS}),
    "office:remind": Row({"review": OFFICERS}, get=ONLY_SENT_TO, post={}, writes=False),
    "office:accepted": Row({"accepted": OFFICERS}, shows={"accepted": OFFICER, "county_accepted": COUNTY}),
    "office:scan": Row({"accepted": OFFICERS}, post={"code": "{code}"}, by={"accepted": OFFICER}, writes=False),
    "office:case": Row({"accepted": OFFICER, "county_accepted": COUNTY, "final_ready": NOBODY}),
    "office:originals": Row(
        {"accepted": OFFICER, "county_accepted": COUNTY},
        get=ONLY_SENT_TO,
        post={"copies": "2", "originals_seen": "on"},
    ),
    "office:determine": Row(
        {"granted": OFFICER, "county_confirmed": COUNTY}, get=ONLY_SENT_TO, post={"decision": "pass"}
    ),
    "office:copies": Row({"leaking": OFFICERS}, shows={"leaking": OFFICER, "county_leaking": COUNTY}),
    "office:copy": Row({"leaking": OFFICER, "county_leaking": COUNTY, "lacking": OFFICER}),
    "office:copy_page": Row({"leaking": OFFICER, "county_leaking": COUNTY}, args={"page": 1}),
    "office:release": Row(
        {"leaking": OFFICER, "county_leaking": COUNTY}, get=ONLY_SENT_TO, post={"reason": "是学校负责人的姓名。"}
    ),
    "office:remake": Row({"lacking": OFFICER}, get=ONLY_SENT_TO, post={}),
    "office:remake_all": Row(
        {"lacking": OFFICERS},
        get=ONLY_SENT_TO,
        post={},
        by={"lacking": OFFICER},
        else_={"lacking": {302: OFFICERS}},
    ),
    "office:masking": Row(
        {"leaking": OFFICER, "county_leaking": COUNTY},
        post={"revision": "0", "turn": "0", "left": "1", "top": "2", "width": "3", "height": "4", "what": "name"},
        args={"page": 1},
    ),
    "office:determine_together": Row(
        {"granted": OFFICERS, "county_confirmed": OFFICERS},
        get=ONLY_SENT_TO,
        post={"case": "{number}", "confirmed": "1"},
        by={"granted": OFFICER, "county_confirmed": COUNTY},
        else_={"granted": {302: OFFICERS}, "county_confirmed": {302: OFFICERS}},
    ),
    "office:revoke": Row(
        {"certified": OFFICER, "county_certified": COUNTY}, get=ONLY_SENT_TO, post={"finding": "业绩不属实。"}
    ),
    "office:results": Row(
        {"committee": OFFICERS},
        shows={"passed": OFFICER, "county_passed": COUNTY, "listed": OFFICER, "county_listed": COUNTY},
    ),
    "office:publicise": Row(
        {"passed": OFFICER, "county_passed": COUNTY},
        get=ONLY_SENT_TO,
        post={"title": "公示", "chosen": "{case}"},
        else_={"passed": {422: OFFICERS}, "county_passed": {422: OFFICERS}},
    ),
    "office:publicity": Row({"listed": OFFICER, "county_listed": COUNTY}),
    "office:record_objection": Row(
        {"listed": OFFICER, "county_listed": COUNTY},
        get=ONLY_SENT_TO,
        post={"entry": "{entry}", "content": "电话反映。"},
    ),
    "office:settle": Row(
        {"objected": OFFICER, "county_objected": COUNTY},
        get=ONLY_SENT_TO,
        post={"upheld": "no", "finding": "经查不成立。"},
    ),
    "office:conclude": Row({"run": OFFICER, "county_run": COUNTY}, get=ONLY_SENT_TO, post={}),
    "office:document": Row(
        {"concluded": OFFICER, "county_concluded": COUNTY},
        get=ONLY_SENT_TO,
        post={"title": "通知", "issued_on": "2025-04-24", "mark": ""},
    ),
    "office:certificates": Row({"document": OFFICER, "county_document": COUNTY}, get=ONLY_SENT_TO, post={}),
    "office:print_runs": Row(
        {"printed": DESKS}, shows={"printed": OFFICER, "county_printed": COUNTY, "reviewer_printed": REVIEWER}
    ),
    "office:print_choose": Row(
        {"accepted": DESKS}, shows={"accepted": OFFICER, "county_accepted": COUNTY, "reviewer_passed": REVIEWER}
    ),
    "office:print_ask": Row(
        {"granted": DESKS},
        get=ONLY_SENT_TO,
        post={"case": "{number}", "confirmed": "1", "kinds": "report_form", "copies": "2"},
        by={"granted": OFFICER},
        else_={"granted": {422: DESKS}},
    ),
    "office:print_run": Row({"printed": OFFICER, "county_printed": COUNTY, "reviewer_printed": REVIEWER}),
    "office:print_stop": Row({"printing": OFFICER}, get=ONLY_SENT_TO, post={}),
    "office:print_resume": Row({"stopped": OFFICER}, get=ONLY_SENT_TO, post={}),
    "office:print_download": Row(
        {"printed": OFFICER, "county_printed": COUNTY, "reviewer_printed": REVIEWER, "printing": NOBODY},
        get=ONLY_SENT_TO,
        post={},
        sent=answers(200),
    ),
    "payments:orders": Row({"accepted": OFFICERS}, shows={"accepted": OFFICER}),
    "payments:export": Row({"accepted": OFFICERS}, shows={"accepted": OFFICER}),
    "payments:import": Row({"import": OFFICERS}, post={"file": SHEET}),
    "payments:import_list": Row({"import": OFFICER}, post={}),
    "payments:confirm": Row({"accepted": OFFICER}, post={"paid_on": "2025-03-20", "bill_number": "T1"}),
    "payments:refund": Row({"refundable": OFFICER}, post={"refunded_on": "2025-03-20"}),
}
COMMITTEES = {
    "committee:meetings": Row({"fresh": SECRETARIES}, shows={"fresh": SECRETARY}),
    "committee:form": Row(
        {"fresh": SECRETARIES},
        post={
            "name": "新评委会",
            "series": "{series}",
            "band": "junior",
            "valid_from": "2025-01-01",
            "valid_until": "2026-12-31",
            "chair": "{chair}",
            "members": "\n".join(f"{one.name}，{one.title}，{one.unit}，{one.role.label}" for one in MEMBERS),
        },
        by={"fresh": SECRETARY},
        else_={"fresh": {422: SECRETARIES}},
    ),
    "committee:plan": Row(
        {"fresh": SECRETARY}, get=ONLY_SENT_TO, post={"starts_at": "2025-04-14T09:00", "place": "会议室"}
    ),
    "committee:pass_rate": Row({"fresh": SECRETARY}, get=ONLY_SENT_TO, post={"percent": "70"}),
    "committee:members": Row({"fresh": SECRETARY, "seated": SECRETARY}),
    "committee:seat": Row({"fresh": SECRETARY}, get=ONLY_SENT_TO, post={"phone": "{phone}"}),
    "committee:unseat": Row({"seated": SECRETARY}, get=ONLY_SENT_TO, post={}),
    "committee:rubrics": Row({"fresh": SECRETARY}),
    "committee:rubric": Row({"fresh": SECRETARY}, post=typed_rubric(WHOLE)),
    "committee:rubric_share": Row(
        {"fresh": SECRETARY},
        get=ONLY_SENT_TO,
        post=typed_rubric(WHOLE),
        sent=answers(200),
        writes=False,
        headers=HTMX,
    ),
    "committee:meeting": Row({"planned": SECRETARY, "open": SECRETARY}),
    "committee:move": Row({"planned": SECRETARY}, get=ONLY_SENT_TO, post={"starts_at": "2025-04-15T09:00"}),
    "committee:take_in": Row({"planned": SECRETARY}, get=ONLY_SENT_TO, post={"application": "{case}"}),
    "committee:attendance": Row({"planned": SECRETARY}, get=ONLY_SENT_TO, post={"present": "{seats}"}),
    "committee:open": Row({"planned": SECRETARY}, get=ONLY_SENT_TO, post={"seats": "1", "present": "{seats}"}),
    "committee:close": Row({"signed": SECRETARY}, get=ONLY_SENT_TO, post={}),
    "committee:print": Row({"planned": SECRETARY}, get=ONLY_SENT_TO, post={"paper": "roster"}),
    "committee:defence": Row(
        {"planned": SECRETARY, "open": SECRETARY}, post={"action": "keep"}, sent=answers(422), writes=False
    ),
    "committee:tally": Row(
        {"open_tally": SECRETARY},
        post={"yes": "8", "no": "1", "abstained": "0", "score": "80", "defence_score": "80"},
    ),
    "committee:countersign": Row({"open_tally": CHAIRS}, shows={"open_tally": CHAIR}),
    "committee:sign": Row({"open_tally": CHAIR}, get=ONLY_SENT_TO, post={"seen": "{seen}"}),
    "committee:sign_all": Row(
        {"open_tally": CHAIRS},
        get=ONLY_SENT_TO,
        post={"seen": "{pk}@{seen}"},
        by={"open_tally": CHAIR},
        else_={"open_tally": {302: CHAIRS}},
    ),
    "committee:filings": Row(
        {"submitted_filing": SECRETARIES | OFFICERS},
        shows={"submitted_filing": SECRETARY | OFFICER, "draft_filing": SECRETARY},
    ),
    "committee:filing": Row(
        {"submitted_filing": SECRETARY | OFFICER, "draft_filing": SECRETARY},
        post={"number": "演示备字9号"},
        by={"submitted_filing": OFFICER, "draft_filing": SECRETARY},
        else_={"submitted_filing": {409: SECRETARY}},
    ),
    "committee:print_filing": Row(
        {"submitted_filing": SECRETARY, "draft_filing": SECRETARY}, get=ONLY_SENT_TO, post={}
    ),
}
READING = {
    "reading:meetings": Row({"packet": EXPERTS}, shows={"judging": EXPERT}),
    "reading:packets": Row({"packet": EXPERT}, shows={"packet": EXPERT}),
    "reading:packet": Row({"packet": EXPERT, "closed_packet": NOBODY}),
    "reading:page": Row({"packet": EXPERT, "closed_packet": NOBODY}),
    "reading:picture": Row({"packet": EXPERT, "closed_packet": NOBODY}),
    "reading:flag": Row(
        {"packet": EXPERT, "closed_packet": NOBODY}, get=ONLY_SENT_TO, post={"version": "{version}", "part": "top"}
    ),
}
SUPERVISION = {
    "supervision:overview": Row({"committee": SUPERVISORS}),
    "supervision:events": Row({"committee": SUPERVISORS}, shows={"document": OVERSEERS}),
    "supervision:trail": Row({"reviewing": OVERSEERS}),
}
ROWS: dict[str, Row] = {
    **PUBLIC,
    **ACCOUNTS,
    **FILING,
    **FILES,
    **EMPLOYER,
    **DESK,
    **OFFICE,
    **PAPERS_SAY,
    **COMMITTEES,
    **READING,
    **SUPERVISION,
}
