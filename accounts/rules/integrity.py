"""For how long the integrity list bars (C45)."""

from datetime import date, timedelta


def ban_ends_on(starts_on: date, years: int) -> date:
    """Give the last day of a ban of `years` years that begins on `starts_on` (C45): the day before its anniversary."""
    try:
        anniversary = starts_on.replace(year=starts_on.year + years)
    except ValueError:  # 29 February
        anniversary = date(starts_on.year + years, 3, 1)
    return anniversary - timedelta(days=1)
