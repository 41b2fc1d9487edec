from django.db import models, transaction
from django.db.models import F


class Sequence(models.Model):
    """A gapless counter, one row a name; `take` locks the row until the caller's transaction ends."""

    name = models.CharField(max_length=80, unique=True)
    value = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name}：{self.value}"

    @classmethod
    def take(cls, name: str) -> int:
        """Give the next number of the counter `name`, from 1; nobody else gets it."""
        with transaction.atomic():
            mine = cls.objects.filter(name=name)
            if not mine.update(value=F("value") + 1):
                cls.objects.get_or_create(name=name)
                mine.update(value=F("value") + 1)
            return mine.values_list("value", flat=True).get()
