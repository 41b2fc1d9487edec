"""Sample data of every form, ordinary and extreme, for tests, for the gallery and for whoever writes a caller.

Everybody here is 演示; no number belongs to a person.
"""

from typing import Any

from documents.specimens import awards, daily
from documents.specimens.common import CONTACT, LONG_NAME, MARKS, ORDINARY_NAME, RARE_NAME
from documents.wording import filled, text_of

__all__ = [
    "CONTACT",
    "LONG_NAME",
    "MARKS",
    "ORDINARY_NAME",
    "RARE_NAME",
    "all_of",
    "extreme",
    "ordinary",
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
    "print_run": daily.print_run,
}


def ordinary(form: str) -> dict[str, Any]:
    """Give data as they come every day for `form`."""
    return {**MARKS, **_MAKERS[form](False)}


def extreme(form: str) -> dict[str, Any]:
    """Give data that strain `form`: the longest names, rare characters, long texts, many rows."""
    return {**MARKS, **_MAKERS[form](True)}


def worded(form: str, texts: dict[str, str]) -> dict[str, Any]:
    """Give ordinary data for `form` in an office's words, by paragraph (`documents.wording`)."""
    data = ordinary(form)
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


def all_of(form: str) -> list[tuple[str, dict[str, Any]]]:
    """Give (name, data) of each specimen of `form`."""
    samples = [("ordinary", ordinary(form)), ("extreme", extreme(form))]
    if form == "report_form":
        samples.append(("review-ordinary", {**MARKS, **awards.report_form(False, kind="review")}))
    return samples
