"""Labelled pages as users really send them: `generate` draws, prints and photographs them; nobody on them exists.

Pure: a seed gives the same bytes. `python -m tests.scans OUT --count 40` writes some to look at.
"""

from tests.scans.generator import generate
from tests.scans.leaks import Blind, planted_leaks
from tests.scans.page import Facts, Page, Span

__all__ = ["Blind", "Facts", "Page", "Span", "generate", "planted_leaks"]
