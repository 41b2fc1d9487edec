"""What the papers of a meeting and of a filing print, from rows to plain JSON (C33, C37; forms.md §8 and §10)."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from accounts.rules.identity import masked_phone
from applications.models import Application
from applications.papers.common import born_of, contents_of, document_shown, iso, subject_of, target_of, telephones
from campaigns.rules.calendar import day_of
from campaigns.rules.wording import plain_day
from review.enums import FilingKind, FilingStatus, Outcome
from review.models import Committee, CommitteeMember, Filing, Meeting, Publicity, ResultObjection, Rubric, Tally
from review.report_form import Facts, facts_of
from review.rules.ballot import quorum
from review.rules.meeting_papers import Summons
from review.selectors.committee import candidates_for
from review.selectors.defence import Called
from review.selectors.meeting_papers import cases_in
from review.selectors.rubrics import rubrics_in_force

TOP = 5
AGE_BAND = 5


def roster(meeting: Meeting) -> dict[str, Any]:
    """Give 花名册: who is judged; ID number and telephone masked."""
    return {
        "heading": f"{meeting.committee.name}{plain_day(day_of(meeting.starts_at))}评审",
        "people": [_of_roster(tally.application) for tally in cases_in(meeting)],
    }


def _of_roster(application: Application) -> dict[str, str]:
    facts, person = facts_of(application, contents_of(application)), application.applicant
    return {
        "name": person.name,
        **{name: facts.person[name] for name in ("sex", "ethnicity", "born", "employer", "started_work")},
        "education": facts.person["education"],
        "major": facts.schooling[0]["major"] if facts.schooling else "",
        "id_number": document_shown(person),
        "current_title": "，".join(filter(None, (facts.person["title"], facts.person["title_obtained"]))),
        "target": _title(application),
        "phone": masked_phone(person.phone),
    }


def named_summary(meeting: Meeting) -> dict[str, Any]:
    """Give 评审简表 with names, for the secretary: five achievements, papers, marks of each case."""
    return {
        "committee": meeting.committee.name,
        "meeting_on": iso(day_of(meeting.starts_at)),
        "candidates": [_summarised(tally, day_of(meeting.starts_at)) for tally in cases_in(meeting)],
    }


def _summarised(tally: Tally, on: date) -> dict[str, Any]:
    application = tally.application
    contents = contents_of(application)
    facts, born = facts_of(application, contents), born_of(application.applicant, contents.get("basics", {}))
    person = facts.person
    return {
        "code": tally.spaced_code,
        "name": application.applicant.name,
        "employer": person["employer"],
        "sex": person["sex"],
        "age_band": age_band(born, on),
        "target": _target(application),
        "education": "，".join(filter(None, (person["education"], person["degree"]))),
        "years": person["years_in_profession"],
        "current_title": "，".join(filter(None, (person["title"], person["title_obtained"]))),
        "grades": "；".join(f"{row['year']}{row['grade']}" for row in facts.grades),
        "training": _training(facts),
        "achievements": _numbered(row["name"] for row in facts.achievements),
        "papers": _numbered(row["name"] for row in facts.papers),
        "score": _plain(tally.score),
    }


def age_band(born: date | None, on: date) -> str:
    """Give a person's age on a day in bands of five years, as `30—34岁`; empty where the birthday is not known."""
    if born is None:
        return ""
    years = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    first = years - years % AGE_BAND
    return f"{first}—{first + AGE_BAND - 1}岁"


def _training(facts: Facts) -> str:
    return "；".join(f"{row['year']}：{_hours(row)}" for row in facts.trainings)


def _hours(row: dict[str, str]) -> str:
    """公需 and 专业 hours of a year, or that he was exempt."""
    return row["exempt"] or f"{row['public_hours'] or 0}+{row['special_hours'] or 0}"


def _numbered(names: Iterable[str]) -> str:
    return "\n".join(f"{place}. {name}" for place, name in enumerate(list(names)[:TOP], 1))


def draw_record(meeting: Meeting) -> dict[str, Any]:
    """Give 专家抽取记录: who sits, and what is recorded of how they came to their seats.

    The portal draws nobody, so time, pool, seed and conditions of a draw are left to be written by who held it.
    """
    committee = meeting.committee
    return {
        "committee": committee.name,
        "starts_at": iso(meeting.starts_at),
        "place": meeting.place,
        "source": _source(committee),
        "drawn": [
            {
                "name": seat.member.name,
                "title": seat.member.title,
                "unit": seat.member.unit,
                "specialty": "",
                "remark": str(seat.member.get_role_display()),
            }
            for seat in meeting.attendance.select_related("member")
        ],
    }


def _source(committee: Committee) -> str:
    """What is recorded of how the members came to the committee, a line each."""
    formed = f"{committee.office.name}组建评审委员会时确定并录入。"
    prior = committee.filings.filter(kind=FilingKind.PRIOR, status=FilingStatus.FILED).first()
    if prior is None or prior.filed_at is None:
        return formed
    return f"{formed}\n组建备案：{prior.number}，{plain_day(day_of(prior.filed_at))}登记。"


def sign_in_sheet(meeting: Meeting) -> dict[str, Any]:
    """Give 签到表, to be signed by hand: every member, and how many must come (C37)."""
    members = _members(meeting.committee.members.all())
    return {
        "committee": meeting.committee.name,
        "starts_at": iso(meeting.starts_at),
        "place": meeting.place,
        "members": members,
        "needed": quorum(len(members)),
    }


def _members(rows: Iterable[CommitteeMember]) -> list[dict[str, str]]:
    return [
        {"name": row.name, "role": str(row.get_role_display()), "title": row.title, "unit": row.unit}
        for row in rows
    ]


def ballot(meeting: Meeting) -> dict[str, Any]:
    """Give 表决票, the same for each expert, with codes and no name: who votes has read under codes (C21, C37)."""
    return {
        "committee": meeting.committee.name,
        "meeting_on": iso(day_of(meeting.starts_at)),
        "cases": [_blind(tally) for tally in cases_in(meeting)],
    }


def ballot_apart(meeting: Meeting) -> dict[str, Any]:
    """Give 表决票 as slips, one for each case: who is recused from a case gets no slip of it (C37)."""
    return ballot(meeting) | {"apart": True}


def count_sheet(meeting: Meeting) -> dict[str, Any]:
    """Give 计票表: what is counted so far; how many ballots went out and came back is written by hand (C37)."""
    members = meeting.attendance.count()
    return {
        "committee": meeting.committee.name,
        "meeting_on": iso(day_of(meeting.starts_at)),
        "place": meeting.place,
        "members": members,
        "present": meeting.attendance.filter(present=True).count() or None,
        "needed": quorum(members),
        "pass_rate": meeting.committee.pass_rate,
        "lines": [_counted(tally) for tally in cases_in(meeting)],
    }


def _counted(tally: Tally) -> dict[str, Any]:
    return {
        "code": tally.spaced_code,
        "name": tally.application.applicant.name,
        "target": _target(tally.application),
        "present": tally.present,
        "yes": tally.yes,
        "no": tally.no,
        "abstained": tally.abstained,
        "runoff": tally.runoff_yes,
        "defence": _plain(tally.defence_score),
        "score": _plain(tally.score),
        "outcome": str(tally.get_outcome_display()) if tally.outcome else "",
    }


def expert_commitment(meeting: Meeting) -> dict[str, Any]:
    """Give 专家承诺书, a sheet for each seat, to be signed by hand (40号令)."""
    return {
        "committee": meeting.committee.name,
        "meeting_on": iso(day_of(meeting.starts_at)),
        "experts": [
            {"name": seat.member.name, "title": seat.member.title, "unit": seat.member.unit}
            for seat in meeting.attendance.select_related("member")
        ],
    }


def score_sheet(meeting: Meeting) -> dict[str, Any]:
    """Give 评分表, a sheet for each seat and case, both under codes (C21, C31).

    The seats go by their codes, which say nothing of who sits there.
    """
    return {
        "committee": meeting.committee.name,
        "experts": sorted(meeting.attendance.values_list("member__code", flat=True)),
        "standards": _standards(meeting.committee, cases_in(meeting)),
    }


def _standards(committee: Committee, cases: list[Tally]) -> list[dict[str, Any]]:
    """Give the rubrics by which the cases are or will be judged, each with its cases (three queries)."""
    in_force = rubrics_in_force(committee)
    rubrics = {rubric.pk: rubric for rubric in committee.rubrics.prefetch_related("criteria")}
    judged: dict[int, list[Tally]] = {}
    for tally in cases:
        employer = tally.application.employer
        rubric = in_force.get(employer.tier) if employer else None
        judged.setdefault(tally.rubric_id or (rubric.pk if rubric else 0), []).append(tally)
    return [
        {
            "name": "",
            "lines": [],
            **(_standard(rubrics[pk]) if pk else {}),
            "cases": [_blind(each) for each in its],
        }
        for pk, its in judged.items()
    ]


def _standard(rubric: Rubric) -> dict[str, Any]:
    lines = [
        {"section": line.section, "name": line.name, "points": str(line.points), "note": line.note}
        for line in rubric.criteria.all()
    ]
    return {"name": f"{rubric.get_tier_display()}层次，第{rubric.version}版", "lines": lines}


def _blind(tally: Tally) -> dict[str, str]:
    return {"code": tally.spaced_code, "target": _target(tally.application)}


def defence_record(meeting: Meeting, called: Iterable[Called]) -> dict[str, Any]:
    """Give 答辩记录表, a sheet for each case under its code, to be filled in by hand (C21, C27).

    The sheets of one group lie together, in the order of their turns; those in no group yet come last, with room to
    write day and group.
    """
    in_order = sorted(called, key=lambda each: (each.summons is None, *_called_to(each), each.turn))
    return {
        "committee": meeting.committee.name,
        "cases": [_blind(each.tally) | _questioned(each.summons) for each in in_order],
    }


def _called_to(each: Called) -> tuple[str, str, str]:
    said = each.summons
    return (said.starts_at.isoformat(), said.group, said.place) if said else ("", "", "")


def _questioned(said: Summons | None) -> dict[str, str | None]:
    return {"on": iso(day_of(said.starts_at)), "group": said.group} if said else {"on": None, "group": ""}


def defence_notice(meeting: Meeting, called: Iterable[Called], issued_on: date) -> dict[str, Any]:
    """Give 答辩通知, a sheet for each case; the random codes are the lot that decides who comes when (C27, C48)."""
    return {
        "people": [
            {
                "number": each.tally.application.number,
                "name": each.tally.application.applicant.name,
                "employer": each.tally.application.employer.name if each.tally.application.employer else "",
                "application": subject_of(each.tally.application),
                "order": f"第{each.turn}位",
                "starts_at": iso(each.summons.starts_at),
                "place": each.summons.place,
                "group": each.summons.group,
            }
            for each in called
            if each.summons
        ],
        "issuer": meeting.committee.office.name,
        "issued_on": issued_on.isoformat(),
        **telephones(meeting.committee.campaign),
    }


def minutes(meeting: Meeting) -> dict[str, Any]:
    """Give 会议纪要 of a meeting that has closed; recusals and opinions are left to be written (C37)."""
    seats = list(meeting.attendance.select_related("member"))
    lines = [_counted(tally) for tally in cases_in(meeting)]
    rate = meeting.committee.pass_rate
    process = "到会委员不少于委员会的三分之二。逐件评议后投票，计票由秘书录入、主任委员逐件会签。"
    limit = f"本次通过率{rate}%。" if rate else ""
    return {
        "committee": meeting.committee.name,
        "starts_at": iso(meeting.opened_at or meeting.starts_at),
        "ended_at": iso(meeting.closed_at),
        "place": meeting.place,
        "chair": meeting.committee.chair.name,
        "recorder": "",
        "present": [seat.member.name for seat in seats if seat.present],
        "absent": [seat.member.name for seat in seats if not seat.present],
        "process": process + limit,
        "lines": lines,
        "passed": meeting.tallies.filter(outcome=Outcome.PASSED).count(),
    }


def filing_form(filing: Filing) -> dict[str, Any]:
    """Give what all three 备案表 state (C33)."""
    committee = filing.committee
    return {
        "committee": committee.name,
        "office": committee.office.name,
        "series": committee.series.name,
        "band": str(committee.get_band_display()),
        "valid_from": committee.valid_from.isoformat(),
        "valid_until": committee.valid_until.isoformat(),
        "chair": committee.chair.name,
        "members": _members(committee.members.all()),
        "standards": "、".join(rubric.get_tier_display() for rubric in rubrics_in_force(committee).values()),
        "pass_rate": committee.pass_rate,
        "due_at": iso(filing.due_at),
        "number": filing.number,
        "filed_on": iso(day_of(filing.filed_at)) if filing.filed_at else None,
        **telephones(committee.campaign),
    }


def filing_meeting(filing: Filing) -> dict[str, Any]:
    """Give 会前备案表: when and where, and how many are to be judged (C33)."""
    meeting = filing.meeting
    assert meeting
    return filing_form(filing) | {
        "starts_at": iso(meeting.starts_at),
        "place": meeting.place,
        "candidates": meeting.tallies.count() or candidates_for(filing.committee).count(),
    }


def filing_post(filing: Filing) -> dict[str, Any]:
    """Give 评审结果备案表 with the list of those whom the committee passed and the document names (C33)."""
    document, committee = filing.document, filing.committee
    assert document
    judged = Tally.objects.filter(meeting__committee=committee).exclude(outcome="").select_related("meeting")
    named = document.applications.filter(tallies__meeting__committee=committee).distinct()
    people = named.select_related("applicant", "employer", "specialty", "title").order_by("pk")
    last = judged.order_by("meeting__starts_at").last()
    return filing_form(filing) | {
        "met_on": iso(day_of(last.meeting.starts_at)) if last else None,
        "applied": judged.count(),
        "passed": judged.filter(outcome=Outcome.PASSED).count(),
        "public_from": document.publicity.posted_on.isoformat(),
        "public_to": document.publicity.last_day.isoformat(),
        "objections": _objections(document.publicity, committee),
        "document": document.number,
        "issued_on": document.issued_on.isoformat(),
        "people": [
            {
                "name": application.applicant.name,
                "employer": application.employer.name if application.employer else "",
                "specialty": application.specialty.name if application.specialty else "",
                "title": application.title.name if application.title else "",
            }
            for application in people
        ],
    }


def _objections(publicity: Publicity, committee: Committee) -> int:
    """Give how many objections were raised to the people of a committee on a list."""
    rows = ResultObjection.objects.filter(entry__publicity=publicity)
    return rows.filter(entry__application__tallies__meeting__committee=committee).distinct().count()


def _title(application: Application) -> str:
    return f"{application.title.name if application.title else ''}（{application.get_level_display()}）"


def _target(application: Application) -> str:
    said = target_of(application)
    return f"{said['series'].removesuffix('系列')}系列{said['specialty']}，{_title(application)}"


def _plain(mark: Decimal | None) -> str | None:
    return str(mark) if mark is not None else None
