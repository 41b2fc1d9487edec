"""What the employer writes of its applicant (C26, C43)."""

from collections.abc import Mapping

from django.db import transaction

from accounts.acting import Act
from applications.enums import State
from applications.models import EmployerOpinion
from applications.rules.opinions import TEXTS
from applications.services.employer.common import held

OPINION_FIELDS = ("checked_true", *TEXTS)
#: What the notice will need besides, kept with the opinion until it is posted (C46).
NOTICE_FIELDS = ("notice_place", "notice_phone")


def record_opinion(*, application_id: int, texts: Mapping[str, object], act: Act) -> EmployerOpinion:
    """Keep what the employer wrote, complete or not, while it checks (C26, C43)."""
    with transaction.atomic():
        application = held(application_id, act, State.EMPLOYER_CHECK)
        values = {name: texts[name] for name in (*OPINION_FIELDS, *NOTICE_FIELDS) if name in texts}
        opinion, _is_new = EmployerOpinion.objects.update_or_create(
            application=application, defaults=values | {"recorded_by": act.user, "recorded_at": act.at}
        )
    return opinion
