"""What an employer does with the application of one of its people: check, notice, objections, forward, return."""

from applications.services.employer.common import blocking
from applications.services.employer.forwarding import forward, missing_scans, return_to_applicant
from applications.services.employer.notice import (
    Posting,
    conclude_notice,
    period_of,
    record_objection,
    settle_objection,
    start_notice,
)
from applications.services.employer.opinion import OPINION_FIELDS, record_opinion

__all__ = [
    "OPINION_FIELDS",
    "Posting",
    "blocking",
    "conclude_notice",
    "forward",
    "missing_scans",
    "period_of",
    "record_objection",
    "record_opinion",
    "return_to_applicant",
    "settle_objection",
    "start_notice",
]
