"""Which offices an application goes to (C38, C40)."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from campaigns.enums import Level
from campaigns.rules.campaign import RouteRule


@dataclass(frozen=True)
class Destination:
    """What routing turns on: keys of division, series and specialty; the employer's tier."""

    kind: str
    level: str
    division: str
    tier: str
    series: str
    specialty: str

    @property
    def band(self) -> str:
        return Level(self.level).band


@dataclass(frozen=True)
class NoRoute:
    """That the campaign's table knows no office for this case; the office is told, the case is kept (workflow.md)."""

    text: str
    clause: str = "C40"


def choose(destination: Destination, *, routes: Iterable[RouteRule]) -> RouteRule | NoRoute:
    """Give the first route, by order, whose every condition fits or is empty; else NoRoute."""
    for route in sorted(routes, key=lambda route: route.order):
        if _fits(route, destination):
            return route
    return NoRoute(_("还没有为您的单位所在地和专业安排受理机构，已通知地区职称办，请稍后再试"))


def _fits(route: RouteRule, destination: Destination) -> bool:
    return all(
        getattr(route, condition) in ("", getattr(destination, condition))
        for condition in ("kind", "band", "division", "tier", "series", "specialty")
    )
