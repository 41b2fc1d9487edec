from review.models.annotated import AnnotatedCopy
from review.models.certificate import Certificate
from review.models.committee import Committee, CommitteeMember, Filing
from review.models.defence import DefenceCall, DefencePlan
from review.models.meeting import Attendance, Meeting, Tally
from review.models.publicity import Publicity, PublicityEntry, ResultObjection
from review.models.result import ResultDocument
from review.models.rubric import Criterion, Rubric

__all__ = [
    "AnnotatedCopy",
    "Attendance",
    "Certificate",
    "Committee",
    "CommitteeMember",
    "Criterion",
    "DefenceCall",
    "DefencePlan",
    "Filing",
    "Meeting",
    "Publicity",
    "PublicityEntry",
    "ResultDocument",
    "ResultObjection",
    "Rubric",
    "Tally",
]
