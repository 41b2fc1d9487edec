"""What the project does when a room tells a fact: an examination that was asked for goes into the queue."""

from typing import Any

from django.dispatch import receiver

from campaigns.models import Examination
from campaigns.signals import examination_asked
from hetian_titles.tasks import examine


@receiver(examination_asked, dispatch_uid="hetian_titles.examine")
def on_examination_asked(sender: object, *, examination: Examination, **_: Any) -> None:
    examine.delay(examination.pk)
