"""Times in which a server of the portal is away."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.files.storage import default_storage


@contextmanager
def no_store(part: str = "") -> Iterator[None]:
    """Let no file be read or stored, or none of a `part`: a file lies where their folder was."""
    folder = Path(default_storage.path(part))
    folder.mkdir(exist_ok=True)
    aside = folder.rename(folder.with_name("aside"))
    folder.touch()
    try:
        yield
    finally:
        folder.unlink()
        aside.rename(folder)
