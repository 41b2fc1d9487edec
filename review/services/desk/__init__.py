"""The reviewers' desk: marks, faults, conclusions."""

from review.services.desk.bulk import Outcome, let_pass
from review.services.desk.checklist import mark_item, pin_fault, unpin_fault
from review.services.desk.conclusions import accept, onward, pass_initial, reject, return_for_correction

__all__ = [
    "Outcome",
    "accept",
    "let_pass",
    "mark_item",
    "onward",
    "pass_initial",
    "pin_fault",
    "reject",
    "return_for_correction",
    "unpin_fault",
]
