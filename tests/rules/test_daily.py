"""The picture of what was submitted each day."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from review.rules.daily import LINES, daily, line_step

FIRST, LAST = date(2025, 2, 17), date(2025, 3, 6)


def test_each_day_of_the_window_has_its_column():
    """C05: from the first day to the last, empty days too; the highest column is the busiest day's."""
    shown = daily({FIRST: 3, LAST: 87, LAST + timedelta(days=1): 9}, FIRST, LAST)
    assert [column.day for column in shown.columns][:: len(shown.columns) - 1] == [FIRST, LAST]
    assert len(shown.columns) == 18
    assert (shown.total, shown.busiest.day, [column.count for column in shown.filled]) == (90, LAST, [3, 87])
    assert [line.count for line in shown.lines] == [50, 100, 150]


def test_nothing_submitted_is_no_picture():
    """C05: neither before the window nor in one without a submission."""
    assert daily({}, FIRST, LAST) is None
    assert daily({FIRST: 3}, LAST, FIRST) is None


@given(st.dictionaries(st.dates(FIRST, LAST), st.integers(1, 5000), min_size=1))
def test_every_column_stands_inside_the_picture(counts):
    """C05: on the ground, under the highest line, none over its neighbour."""
    shown = daily(counts, FIRST, LAST)
    for column, following in zip(shown.columns, [*shown.columns[1:], None], strict=True):
        assert abs(column.y + column.height - 100) < 0.2
        assert column.y >= shown.lines[-1].y
        assert column.x + column.width <= (following.x if following else 100)


@given(st.integers(1, 10**6))
def test_the_scale_is_round_and_not_too_high(most):
    """Three lines hold the highest number, and the lines of the next smaller step would not."""
    step = line_step(most)
    assert most <= LINES * step < 2.5 * most + 3
    assert str(step).rstrip("0") in {"1", "2", "5"}
