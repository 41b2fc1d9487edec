"""How often one network address may ask: a counter in the cache for each minute."""

from datetime import datetime

from django.core.cache import cache

CHECKS_A_MINUTE, FILES_A_MINUTE, SCANS_A_MINUTE, OBJECTIONS_AN_HOUR = 10, 6, 60, 5
MINUTE, HOUR = 60, 3600


def may_ask(what: str, address: str | None, *, at: datetime, limit: int, seconds: int) -> bool:
    """Count one question of `address` and tell whether it is within `limit` in this span of `seconds`."""
    key = f"rate/{what}/{address or '-'}/{int(at.timestamp()) // seconds}"
    cache.add(key, 0, seconds)
    try:
        return bool(cache.incr(key) <= limit)
    except ValueError:  # the counter has just expired
        return True
