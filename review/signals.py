"""What follows an acceptance here: the 呈报表 is made, to be printed and brought along (C39)."""

from typing import Any

from django.dispatch import receiver

from accounts.acting import Act
from applications.models import Application
from applications.signals import application_accepted
from review.report_form import request_report_form


@receiver(application_accepted, dispatch_uid="review.report_form")
def on_accepted(sender: object, *, application: Application, act: Act, **_: Any) -> None:
    request_report_form(application, at=act.at)
