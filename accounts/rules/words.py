"""The type of a sentence for people: translated now, or when it is shown."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Words = str | _StrPromise
else:
    from django.utils.functional import Promise

    Words = str | Promise
