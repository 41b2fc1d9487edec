"""What an employer does with the application of one of its people: check, notice, objections, forward, return."""

from applications.services.employer.batches import print_batch
from applications.services.employer.forwarding import forward, return_to_applicant
from applications.services.employer.notice import (
    Posting,
    conclude_notice,
    record_objection,
    settle_objection,
    start_notice,
)
from applications.services.employer.opinion import OPINION_FIELDS, record_opinion
from applications.services.employer.scans import add_scan, remove_scan

__all__ = [
    "OPINION_FIELDS",
    "Posting",
    "add_scan",
    "conclude_notice",
    "forward",
    "print_batch",
    "record_objection",
    "record_opinion",
    "remove_scan",
    "return_to_applicant",
    "settle_objection",
    "start_notice",
]
