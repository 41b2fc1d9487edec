"""Sample data of every form, ordinary and extreme, for tests, for the gallery and for whoever writes a caller.

Everybody here is 演示; no number belongs to a person.
"""

from typing import Any

from documents.specimens import awards, daily, meetings
from documents.specimens.common import CONTACT, LONG_NAME, MARKS, ORDINARY_NAME, RARE_NAME, seal
from documents.wording import PASSAGES, filled, text_of

__all__ = [
    "CONTACT",
    "LISTS",
    "LONG_NAME",
    "MARKS",
    "ORDINARY_NAME",
    "RARE_NAME",
    "all_of",
    "extreme",
    "ordinary",
    "with_rows",
    "worded",
]

_MAKERS = {
    "employer_notice": daily.employer_notice,
    "employer_notice_result": daily.employer_notice_result,
    "appraisal_form": daily.appraisal_form,
    "commitment": daily.commitment,
    "training_exemption": daily.training_exemption,
    "report_form": awards.report_form,
    "recommendation": daily.recommendation,
    "conduct": daily.conduct,
    "receipt": daily.receipt,
    "return_letter": daily.return_letter,
    "refusal": daily.refusal,
    "fee_notice": daily.fee_notice,
    "fee_receipt": daily.fee_receipt,
    "result_publicity": daily.result_publicity,
    "result_document": awards.result_document,
    "certificate": awards.certificate,
    "certificate_copy": awards.certificate_copy,
    "print_run": daily.print_run,
    "employer_batch_notice": meetings.employer_batch_notice,
    "employer_batch_result": meetings.employer_batch_result,
    "employer_commitment": meetings.employer_commitment,
    "defence_notice": meetings.defence_notice,
    "blind_summary": meetings.blind_summary,
    "named_summary": meetings.named_summary,
    "roster": meetings.roster,
    "sign_in_sheet": meetings.sign_in_sheet,
    "expert_commitment": meetings.expert_commitment,
    "score_sheet": meetings.score_sheet,
    "defence_record": meetings.defence_record,
    "ballot": meetings.ballot,
    "count_sheet": meetings.count_sheet,
    "minutes": meetings.minutes,
    "draw_record": meetings.draw_record,
    "filing_prior": meetings.filing_prior,
    "filing_meeting": meetings.filing_meeting,
    "filing_post": meetings.filing_post,
}
#: Forms whose list grows with the people: their makers take how many.
LISTS = {
    "employer_batch_notice": "people",
    "employer_batch_result": "people",
    "blind_summary": "candidates",
    "named_summary": "candidates",
    "roster": "people",
    "sign_in_sheet": "members",
    "score_sheet": "lines",
    "ballot": "cases",
    "count_sheet": "lines",
    "minutes": "lines",
    "draw_record": "drawn",
    "filing_post": "people",
}


#: Forms with a place of its own for a seal.
SEALED = ("result_document", "certificate", "refusal")


def ordinary(form: str) -> dict[str, Any]:
    """Give data as they come every day for `form`."""
    return {**MARKS, **_MAKERS[form](False)}


def extreme(form: str) -> dict[str, Any]:
    """Give data that strain `form`: the longest names, rare characters, long texts, many rows."""
    return {**MARKS, **_MAKERS[form](True)}


def worded(form: str, texts: dict[str, str], more: dict[str, Any] | None = None) -> dict[str, Any]:
    """Give ordinary data for `form` in an office's words, by paragraph (`documents.wording`), with `more` of its own."""
    data = ordinary(form) | (more or {})
    if form not in PASSAGES:
        return data
    data.pop("complaint", None)
    if form != "result_document":
        return data | {"wording": texts}
    values = {
        "机关": data["issuer"],
        "通知": "和田演示通知",
        "通知文号": "演示〔2025〕1号",
        "公示开始": "2025年4月16日",
        "公示结束": "2025年4月23日",
        "首位姓名": f"{ORDINARY_NAME}等",
        "人数": str(len(data["people"])),
    }
    words = {key: filled(text_of(form, key, texts), values) for key in ("head", "to", "body")}
    return data | {"sign": words["head"], "to": words["to"], "body": words["body"]}


def with_rows(form: str, many: int) -> dict[str, Any]:
    """Give data of a form of `LISTS` with `many` rows, the longest names among them."""
    data = getattr(meetings, form)(False, many)
    rows = data["standards"][0]["lines"] if form == "score_sheet" else data[LISTS[form]]
    for row, name in zip(rows, meetings.names(many, True), strict=True):
        row |= {"name": name} if "name" in row else {}
    return {**MARKS, **data}


def all_of(form: str) -> list[tuple[str, dict[str, Any]]]:
    """Give (name, data) of each specimen of `form`."""
    samples = [("ordinary", ordinary(form)), ("extreme", extreme(form))]
    if form == "ballot":
        samples.append(("apart", {**ordinary(form), "apart": True}))
    if form == "draw_record":
        samples.append(("by-hand", {**MARKS, **meetings.draw_record_by_hand()}))
    if form == "report_form":
        samples.append(("review-ordinary", {**MARKS, **awards.report_form(False, kind="review")}))
    if form in SEALED:
        samples.append(("sealed", {**ordinary(form), "seal": seal(), "seal_mm": 45}))
    return samples
