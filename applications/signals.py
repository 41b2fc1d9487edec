"""Facts that later rooms listen for; sent inside the transaction, with `application` and `act`."""

from django.dispatch import Signal

application_submitted = Signal()
application_accepted = Signal()
application_withdrawn = Signal()
application_lapsed = Signal()
application_rejected = Signal()
#: Sent by the reminders with `at`; a receiver gives a list of `services.reminders.Notice` that are due then.
reminders_due = Signal()
