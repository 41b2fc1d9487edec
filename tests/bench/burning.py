"""A 300 dpi A4 JPEG made into a blind copy, against only decoding it: side by side, in CPU seconds."""

import io
import platform
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import cv2
import numpy as np
from numpy.random import default_rng
from PIL import Image

from documents.scans.blind import blind_copy
from documents.scans.lines import Box
from tests.scans import files, layouts, taking
from tests.scans.camera import Shot
from tests.scans.story import tell

DPI, A4, QUALITY = 300, (2480, 3508), 85
REPETITIONS = 15
BOXES = {1: [Box(300, 700, 1100, 780), Box(300, 900, 1500, 980), Box(1800, 400, 2200, 960)]}


def page() -> bytes:
    """Give the JPEG: a form as a scanner sends it, with a little noise."""
    rng = default_rng(7)
    layout = next(known for known in layouts.all_layouts() if known.name == "appraisal-one-table")
    seen = taking.exposed(rng, tell(rng, layout), Shot(noise=3), taking.NOTHING, DPI / 25.4).seen
    return files.jpeg(cv2.resize(seen, A4), QUALITY)


def lines() -> list[str]:
    """Measure, and give the lines of the table: medians, each way once in a turn, so that all meet the same machine."""
    data = page()
    ways: dict[str, Callable[[], object]] = {
        "burnt in": lambda: blind_copy(data, BOXES),
        "Pillow": lambda: Image.open(io.BytesIO(data)).load(),
        "OpenCV": lambda: cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR),
    }
    spent: dict[str, list[float]] = {name: [] for name in ways}
    for _turn in range(REPETITIONS):
        for name, way in ways.items():
            began = time.process_time()
            way()
            spent[name].append(time.process_time() - began)
    burnt = median(spent["burnt in"])
    return [
        f"300 dpi A4 JPEG ({len(data) // 1024} kB) burnt in: {1000 * burnt:.0f} ms of CPU; against decoding it by "
        + ", by ".join(
            f"{name} ({1000 * median(spent[name]):.0f} ms): {burnt / median(spent[name]):.2f} times"
            for name in ("Pillow", "OpenCV")
        ),
        f"machine: {processor()}, Python {platform.python_version()}",
    ]


def processor() -> str:
    """Give what this machine calls its processor."""
    told = Path("/proc/cpuinfo")
    names = (
        [line for line in told.read_text().splitlines() if line.startswith("model name")] if told.exists() else []
    )
    return f"{len(names)} × {names[0].partition(':')[2].strip()}" if names else platform.machine()


if __name__ == "__main__":
    print("\n".join(lines()))
