"""Print runs: asked for by an office, made by workers in parts, bound into one file. The rows are the truth of it all."""

from review.services.printing.asking import ask, resume, stop, take
from review.services.printing.binding import RUNS, bind
from review.services.printing.making import PARTS, make_part
from review.services.printing.queue import drop_old, look_for_files, settle, settle_all

__all__ = [
    "PARTS",
    "RUNS",
    "ask",
    "bind",
    "drop_old",
    "look_for_files",
    "make_part",
    "resume",
    "settle",
    "settle_all",
    "stop",
    "take",
]
