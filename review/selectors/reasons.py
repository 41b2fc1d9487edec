"""Why cases were returned or refused: how often each published reason was given (C24)."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from applications.enums import Transition
from applications.models import Application, Event
from campaigns.models import Campaign, Reason


@dataclass(frozen=True)
class ReasonLine:
    """One published reason: how often it was given, and that per hundred of all and of the most frequent."""

    reason: Reason
    count: int
    share: int
    width: int


def return_reasons(cases: QuerySet[Application], campaign: Campaign | None) -> list[ReasonLine]:
    """Give how often each reason was given in returns of these cases, most frequent first (one query)."""
    given = Q(
        fault__review__application__in=cases,
        fault__review__application__campaign=campaign,
        fault__review__conclusion=Transition.RETURN_FOR_CORRECTION,
    )
    found = Reason.objects.filter(given).annotate(count=Count("fault")).order_by("-count", "code")
    return _lines([(reason, reason.count) for reason in found])


def refusal_reasons(cases: QuerySet[Application], campaign: Campaign | None) -> list[ReasonLine]:
    """Give the same for refusals, the sweep's included (two queries)."""
    events = Event.objects.filter(
        application__in=cases, application__campaign=campaign, transition=Transition.REJECT
    )
    counts = Counter(code for codes in events.values_list("reasons", flat=True) for code in codes)
    found = Reason.objects.filter(campaign=campaign, code__in=counts)
    return _lines(
        sorted(((reason, counts[reason.code]) for reason in found), key=lambda line: (-line[1], line[0].code))
    )


def reasons_of(events: Iterable[Event]) -> dict[int, list[str]]:
    """Give the reasons of each event, by its primary key, as code and label (one query)."""
    listed = list(events)
    codes = {code for event in listed for code in event.reasons}
    campaigns = {event.application.campaign_id for event in listed}
    known = {
        (reason.campaign_id, reason.code): f"{reason.code} {reason.label}"
        for reason in Reason.objects.filter(campaign__in=campaigns, code__in=codes)
    }
    return {
        event.pk: [known.get((event.application.campaign_id, code), code) for code in event.reasons]
        for event in listed
    }


def _lines(counts: Sequence[tuple[Reason, int]]) -> list[ReasonLine]:
    """`counts`: each reason with its number, the most frequent first."""
    total = sum(count for _reason, count in counts)
    return [
        ReasonLine(reason, count, round(100 * count / total), round(100 * count / counts[0][1]))
        for reason, count in counts
    ]
