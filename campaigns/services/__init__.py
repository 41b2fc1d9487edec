"""What is done to a year's rules: load them from files, copy them to another year, fill the calendar."""

from campaigns.services.calendar import load_calendar
from campaigns.services.copying import copy_campaign
from campaigns.services.loading import load_blanks, load_campaign, load_reference
from campaigns.services.tables import LoadError, LoadReport

__all__ = [
    "LoadError",
    "LoadReport",
    "copy_campaign",
    "load_blanks",
    "load_calendar",
    "load_campaign",
    "load_reference",
]
