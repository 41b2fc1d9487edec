"""A cache that may be away: then nothing is found and nothing is kept, and every page is made without it."""

import logging
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)


class ForgivingRedisCache(RedisCache):
    """Redis; where it does not answer, an empty cache."""

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        try:
            return super().get(key, default, version)
        except RedisError as away:
            return _without(away, default)

    def set(self, *given: Any, **named: Any) -> None:
        try:
            super().set(*given, **named)
        except RedisError as away:
            _without(away, None)

    def add(self, *given: Any, **named: Any) -> bool:
        try:
            return bool(super().add(*given, **named))
        except RedisError as away:
            return bool(_without(away, False))

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """Count on; raises ValueError for a key that is not there, as where the cache does not answer."""
        try:
            return int(super().incr(key, delta, version))
        except RedisError as away:
            raise ValueError(key) from away


def _without(away: RedisError, instead: Any) -> Any:
    log.warning("The cache does not answer: %s", away)
    return instead
