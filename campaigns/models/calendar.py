from django.db import models
from django.utils.translation import gettext_lazy as _


class CalendarDay(models.Model):
    """One day of the working-day calendar: filled from the State Council's list, corrected by the office."""

    date = models.DateField(_("日期"), unique=True)
    is_workday = models.BooleanField(_("工作日"))
    name = models.CharField(_("名称"), max_length=60, blank=True)
    source = models.CharField(_("来源"), max_length=60)
    corrected = models.BooleanField(_("由职称办更正"), default=False)

    class Meta:
        ordering = ["date"]
        verbose_name = verbose_name_plural = _("工作日历")

    def __str__(self) -> str:
        return f"{self.date}，{_('工作日') if self.is_workday else _('休息日')}"
