from accounts.models.consent import Consent
from accounts.models.decision import EmployerDecision
from accounts.models.division import Division
from accounts.models.employer import Employer
from accounts.models.integrity import IntegrityEntry
from accounts.models.membership import Membership
from accounts.models.message import Delivery, Message
from accounts.models.office import Office
from accounts.models.reset import ResetCode
from accounts.models.user import User

__all__ = [
    "Consent",
    "Delivery",
    "Division",
    "Employer",
    "EmployerDecision",
    "IntegrityEntry",
    "Membership",
    "Message",
    "Office",
    "ResetCode",
    "User",
]
