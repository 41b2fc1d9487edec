from campaigns.models.calendar import CalendarDay
from campaigns.models.campaign import Campaign, Window
from campaigns.models.change import Change
from campaigns.models.criteria import ChecklistItem, ExamOnly, Reason, Threshold
from campaigns.models.examination import Examination
from campaigns.models.face import FaceFile
from campaigns.models.fee import FeeRule
from campaigns.models.loaded import LoadedRow
from campaigns.models.public import Announcement, Download, Question
from campaigns.models.route import Route
from campaigns.models.sequence import Sequence
from campaigns.models.series import Series, Specialty, Title
from campaigns.models.slot import Slot

__all__ = [
    "Announcement",
    "CalendarDay",
    "Campaign",
    "Change",
    "ChecklistItem",
    "Download",
    "ExamOnly",
    "Examination",
    "FaceFile",
    "FeeRule",
    "LoadedRow",
    "Question",
    "Reason",
    "Route",
    "Sequence",
    "Series",
    "Slot",
    "Specialty",
    "Threshold",
    "Title",
    "Window",
]
