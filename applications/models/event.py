import hashlib
import json
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from applications.enums import State, Transition
from applications.models.application import Application
from campaigns.models.change import OnlyAdded


class Event(OnlyAdded):
    """What happened to an application: who, for which unit, from where to where, when, why (C44).

    Rows are only ever added; each carries the digest of the one before, so that a changed or missing row shows.
    """

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="events")
    sequence = models.PositiveSmallIntegerField(_("序号"))
    transition = models.CharField(_("办理"), max_length=30, choices=Transition)
    source = models.CharField(_("原状态"), max_length=20, blank=True)
    target = models.CharField(_("新状态"), max_length=20, choices=State)
    at = models.DateTimeField(_("时间"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    actor_name = models.CharField(_("办理人"), max_length=100)
    unit_name = models.CharField(_("办理单位"), max_length=200, blank=True)
    reasons = models.JSONField(_("原因代码"), default=list)
    comment = models.TextField(_("说明"), blank=True)
    address = models.GenericIPAddressField(_("地址"), null=True, blank=True)
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["application_id", "sequence"]
        verbose_name = verbose_name_plural = _("办理记录")
        constraints = [models.UniqueConstraint(fields=["application", "sequence"], name="event_sequence_once")]

    def __str__(self) -> str:
        return f"{self.application_id}，{self.sequence}，{self.get_transition_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is None:
            self.digest = self.computed_digest()
        super().save(*args, **kwargs)

    def computed_digest(self) -> str:
        """Give the SHA-256 over what the event says and the digest of the event before it."""
        said = [
            self.application_id,
            self.sequence,
            self.transition,
            self.source,
            self.target,
            int(self.at.timestamp() * 1_000_000),
            self.actor_id,
            self.actor_name,
            self.unit_name,
            self.reasons,
            self.comment,
            self.address,
            self.previous,
        ]
        return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
