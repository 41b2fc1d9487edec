from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.enums import Channel, DeliveryStatus

ERROR_LENGTH = 300


class Message(models.Model):
    """One message to one person. The inbox is the table itself; other channels are deliveries of it.

    `key` names the occasion (which application, what, due when), so that saying a thing twice is refused by the
    database and a reminder that two workers send at once is sent once.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="inbox")
    key = models.CharField(max_length=200, unique=True)
    subject = models.CharField(_("标题"), max_length=200)
    body = models.TextField(_("内容"))
    link = models.CharField(_("去办理"), max_length=300, blank=True)
    secret = models.BooleanField(default=False, help_text=_("验证码之类，不在站内显示"))
    created_at = models.DateTimeField(_("时间"))
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name = verbose_name_plural = _("消息")
        indexes = [models.Index(fields=["user", "-created_at", "-id"], name="message_of_a_person")]

    def __str__(self) -> str:
        return self.subject


class Delivery(models.Model):
    """One attempt to bring a message to a person by a channel other than the inbox; the row is the truth of the job."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="deliveries")
    channel = models.CharField(_("方式"), max_length=20, choices=Channel)
    status = models.CharField(_("状态"), max_length=20, choices=DeliveryStatus, default=DeliveryStatus.WAITING)
    attempts = models.PositiveSmallIntegerField(_("试过几次"), default=0)
    due_at = models.DateTimeField(_("下次发送"))
    sent_at = models.DateTimeField(_("发出时间"), null=True, blank=True)
    error = models.CharField(_("没有发出的原因"), max_length=ERROR_LENGTH, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("投递")
        constraints = [models.UniqueConstraint(fields=["message", "channel"], name="delivery_once_a_channel")]

    def __str__(self) -> str:
        return f"{self.message}，{self.get_channel_display()}"
