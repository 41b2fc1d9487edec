"""A window as a fact: from when until when something may be done."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Protocol


class WindowLike(Protocol):
    """What the rules ask of a window: the model and `WindowFacts` both have it."""

    @property
    def opens_at(self) -> datetime | None: ...
    @property
    def closes_at(self) -> datetime: ...
    @property
    def clause(self) -> str: ...
    @property
    def citation(self) -> str: ...


@dataclass(frozen=True)
class WindowFacts:
    """A window without its row."""

    closes_at: datetime
    clause: str
    citation: str
    opens_at: datetime | None = None


class WindowState(Enum):
    """Where a moment stands against a window."""

    NOT_YET = "not_yet"
    OPEN = "open"
    OVER = "over"


def state_of(window: WindowLike, at: datetime) -> WindowState:
    """Say whether the window is yet to open, open or over at `at`; both its ends belong to it (C05)."""
    if at > window.closes_at:
        return WindowState.OVER
    if window.opens_at is not None and at < window.opens_at:
        return WindowState.NOT_YET
    return WindowState.OPEN


def is_open(window: WindowLike, at: datetime) -> bool:
    return state_of(window, at) is WindowState.OPEN
