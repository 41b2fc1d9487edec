"""What papers are set with: templates, style sheets and code, as one digest that tells an older print of a blank form."""

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parent
#: What decides how a blank form looks.
SOURCES = (
    *((ROOT.parent / "templates" / "documents", "*.html"), (ROOT / "css", "*.css")),
    *((ROOT, "*.py"), (ROOT / "papers", "*.py")),
)
DIGITS = 16


@cache
def edition() -> str:
    """Give the digest of what papers are set with; another one means that a blank form may look otherwise."""
    whole = hashlib.sha256(version("weasyprint").encode())
    for folder, pattern in SOURCES:
        for path in sorted(folder.glob(pattern)):
            whole.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return whole.hexdigest()[:DIGITS]
