from applications.models.application import Application, Section
from applications.models.check import Check
from applications.models.commitment import Commitment
from applications.models.employer import EmployerNotice, EmployerObjection, EmployerOpinion
from applications.models.event import Event
from applications.models.likeness import PagePrint, PrintBand, Twin
from applications.models.masking import BlindCopy, EarlierBoxes, Masking, Withdrawal
from applications.models.material import Material, StoredFile
from applications.models.paper import Paper, Sheaf
from applications.models.printing import PrintedPaper, PrintItem, PrintPart, PrintRecord, PrintRun
from applications.models.reminder import Reminder
from applications.models.reviewing import Fault, Mark, Review
from applications.models.submission import Receipt, Submission
from applications.models.transfer import Transfer

__all__ = [
    "Application",
    "BlindCopy",
    "Check",
    "Commitment",
    "EarlierBoxes",
    "EmployerNotice",
    "EmployerObjection",
    "EmployerOpinion",
    "Event",
    "Fault",
    "Mark",
    "Masking",
    "Material",
    "PagePrint",
    "Paper",
    "PrintBand",
    "PrintItem",
    "PrintPart",
    "PrintRecord",
    "PrintRun",
    "PrintedPaper",
    "Receipt",
    "Reminder",
    "Review",
    "Section",
    "Sheaf",
    "StoredFile",
    "Submission",
    "Transfer",
    "Twin",
    "Withdrawal",
]
