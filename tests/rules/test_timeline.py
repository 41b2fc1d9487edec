"""The picture of a rehearsal stays inside its frame, whatever dates and desks it is given."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from campaigns.timeline import Timeline

FIRST = date(2025, 2, 17)
days = st.integers(0, 400).map(lambda number: FIRST + timedelta(days=number))


@st.composite
def windows(draw):
    closes = draw(days)
    opens = draw(st.none() | st.dates(FIRST - timedelta(days=30), closes))
    words = draw(st.sampled_from(["网上申报", "任职资格文件印发与备案和电子证书"]))
    return [words, opens and opens.isoformat(), closes.isoformat()]


@st.composite
def desks(draw):
    counts = draw(
        st.dictionaries(days, st.tuples(st.integers(0, 999), st.integers(0, 999)), min_size=1, max_size=9)
    )
    said = [[day.isoformat(), came, left] for day, (came, left) in sorted(counts.items())]
    return {"office": "办" * draw(st.integers(1, 30)), "officers": 1, "handled": 1, "days": said}


def numbers(path):
    """Give (x, height) of each bar of a path."""
    for bar in filter(None, path.split("M")):
        place, rest = bar.split(" ", 1)
        yield int(place), int(rest.split("v-")[1].split("h")[0])


@given(st.lists(windows(), max_size=12), st.lists(desks(), max_size=8), st.lists(days, max_size=9), days)
def test_everything_stays_inside_and_nothing_that_waits_is_left_out(spans, places, rest, closes):
    dates = {
        "first": FIRST.isoformat(),
        "review_closes": closes.isoformat(),
        "windows": spans,
        "rest": sorted({day.isoformat() for day in rest}),
    }
    picture = Timeline(dates, places)
    for box in (*picture.bands, *picture.rests, *picture.weeks[:-1], picture.review_closes):
        assert 0 <= box.x <= box.x + box.width <= picture.width
        assert 0 <= box.words_x <= picture.width
    for row in picture.rows:
        bars = [*numbers(row.bars), *numbers(row.late)]
        assert len(bars) == sum(1 for left in row.waiting.values() if left)
        assert all(0 < x < picture.width and 1 <= high <= row.base - row.y - 20 for x, high in bars)
        assert row.base < picture.height
    counted = sum(sum(counts) for _day, counts in picture.table())
    assert counted == sum(sum(row.waiting.values()) for row in picture.rows)
