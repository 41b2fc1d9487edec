from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.models.change import OnlyAdded
from review.models.meeting import Meeting, Tally

GROUP_LENGTH = 60  # characters


class DefencePlan(OnlyAdded):
    """Who of a meeting is called to his defence when and where (C27); only ever added, the newest one counts.

    `met_at`: for when the meeting was planned then; a meeting that is moved needs its plan looked at again.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="defence_plans")
    met_at = models.DateTimeField(_("当时的会议时间"))
    at = models.DateTimeField(_("时间"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(_("办理人"), max_length=100)

    class Meta:
        ordering = ["-pk"]
        verbose_name = verbose_name_plural = _("答辩安排")

    def __str__(self) -> str:
        return f"{self.meeting_id}，{self.at:%Y-%m-%d %H:%M}"


class DefenceCall(OnlyAdded):
    """To what time, place and group a plan calls one case."""

    plan = models.ForeignKey(DefencePlan, on_delete=models.PROTECT, related_name="calls")
    tally = models.ForeignKey(Tally, on_delete=models.PROTECT, related_name="defence_calls")
    starts_at = models.DateTimeField(_("答辩时间"))
    place = models.CharField(_("地点"), max_length=200)
    group = models.CharField(_("组别"), max_length=GROUP_LENGTH, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = verbose_name_plural = _("答辩的时间和地点")
        constraints = [models.UniqueConstraint(fields=["plan", "tally"], name="called_once_in_a_plan")]

    def __str__(self) -> str:
        return f"{self.tally_id}，{self.starts_at:%Y-%m-%d %H:%M}"
