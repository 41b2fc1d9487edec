"""The arithmetic of a rubric: its total, the share of the 四唯, and what keeps it from being published (C31, C32)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from applications.rules.guards import holds
from applications.rules.refusal import Refusal
from review.enums import Measure

FULL = Decimal(100)
FOUR_ONLY = (Measure.PAPER, Measure.EDUCATION, Measure.SENIORITY, Measure.AWARD)


@dataclass(frozen=True)
class CriterionFacts:
    """A criterion as entered: its section, name, points, `Measure`, and how the points are earned."""

    section: str
    name: str
    points: Decimal
    measure: str = Measure.ABILITY
    note: str = ""


@dataclass(frozen=True)
class Share:
    """How the points of a rubric fall on what they measure: points by `Measure`, every measure present."""

    points: dict[Measure, Decimal]

    @property
    def total(self) -> Decimal:
        return sum(self.points.values(), Decimal(0))

    @property
    def four_only(self) -> Decimal:
        """Give the points of 论文, 学历, 资历 and 奖项 together."""
        return sum((self.points[measure] for measure in FOUR_ONLY), Decimal(0))

    @property
    def four_only_percent(self) -> Decimal:
        return self._percent(self.four_only)

    @property
    def missing(self) -> Decimal:
        """Give how many points are missing to 100; negative when there are too many."""
        return FULL - self.total

    @property
    def beyond(self) -> Decimal:
        """Give how many points there are beyond 100; negative when some are missing."""
        return self.total - FULL

    def lines(self) -> list[tuple[Measure, Decimal, Decimal]]:
        """Give (measure, points, per cent of all points) in the order of `Measure`."""
        return [(measure, points, self._percent(points)) for measure, points in self.points.items()]

    def _percent(self, points: Decimal) -> Decimal:
        if not self.total:
            return Decimal(0)
        return (100 * points / self.total).quantize(Decimal("0.1"), ROUND_HALF_UP)


def share(lines: Iterable[CriterionFacts]) -> Share:
    """Give how the points of `lines` fall on the measures (C32)."""
    points = dict.fromkeys(Measure, Decimal(0))
    for line in lines:
        points[Measure(line.measure)] += line.points
    return Share(points)


def by_section(lines: Iterable[CriterionFacts]) -> list[CriterionFacts]:
    """Give `lines` with each section's criteria together, the sections in the order of their first line."""
    found: dict[str, list[CriterionFacts]] = {}
    for line in lines:
        found.setdefault(line.section, []).append(line)
    return [line for section in found.values() for line in section]


def twice(lines: Iterable[CriterionFacts]) -> Refusal | None:
    """Refuse a criterion that stands twice in its section."""
    every = [(line.section, line.name) for line in lines]
    repeated = sorted({name for _section, name in every if every.count((_section, name)) > 1})
    return holds(not repeated, _("指标重复：%(names)s。") % {"names": "、".join(repeated)}, "C31")


def why_not_publish(lines: Sequence[CriterionFacts], *, limit: int, reason: str) -> tuple[Refusal | None, ...]:
    """Give what keeps a rubric from being published (C31, C32).

    The points come to 100. Where the 四唯 have more than `limit` per cent of them, `reason` says why.
    """
    found = share(lines)
    return (
        twice(lines),
        holds(
            found.total == FULL,
            _("各项分值合计%(total)s分，应为100分。") % {"total": plain_points(found.total)},
            "C31",
        ),
        holds(
            found.four_only * 100 <= limit * found.total or reason.strip(),
            _("论文、学历、资历、奖项合计占%(percent)s%%，超过%(limit)d%%。")
            % {"percent": plain_points(found.four_only_percent), "limit": limit},
            "C32",
            _("请把分值调到能力和业绩上；确有必要的，写明理由。"),
        ),
    )


def plain_points(points: Decimal) -> str:
    """Give points without needless zeros: 20, 7.5."""
    return f"{points.normalize():f}"
