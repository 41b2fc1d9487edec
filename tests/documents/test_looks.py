"""How a paper will look: made apart, of nobody real."""

import io
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from documents import apart
from documents.inspection import FileRefused
from tests.deployment.faults import until

APART = """
import os, sys, django
os.environ["DJANGO_SETTINGS_MODULE"] = "hetian_titles.settings.test"
django.setup()
from django.conf import settings
settings.FILES_APART, settings.FILES_SECONDS = True, 20
import hetian_titles.urls
from documents import apart
from documents.inspection import FileRefused
from tests.deployment.faults import until
print(apart.look("return_letter", {}, {})[8:12])
try:
    apart.look("return_letter", {"limit": "{处数}"}, {})
except FileRefused as refused:
    print(refused.message)
print([name for name in ("weasyprint", "documents.typesetting") if name in sys.modules])
"""


def test_a_page_is_drawn_without_what_sets_papers_in_the_process_that_asks() -> None:
    """A process that serves pages shows a paper and stays small; what cannot be printed names its paragraph."""
    run = subprocess.run([sys.executable, "-c", APART], capture_output=True, text=True, check=False, timeout=120)
    drawn, fault, loaded = run.stdout.splitlines() or [run.stderr, "", ""]
    assert drawn == "b'WEBP'"
    assert fault.startswith("wording.limit: ")
    assert loaded == "[]"


def test_what_a_look_wrote_is_gone_with_it(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The faces of a paper are 20 MB, and the disk of who serves pages is memory; nor does what others left stop it."""
    settings.FILES_APART, settings.FILES_SECONDS = True, 20
    apart._opener.stop()
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(apart, "_ENVIRONMENT", (*apart._ENVIRONMENT, "TMPDIR"))
    with subprocess.Popen(["true"]) as latest:
        left_behind = [tmp_path / f"opener-{number}" for number in range(latest.pid, latest.pid + 200)]
    for folder in left_behind:
        folder.mkdir()
    assert apart.look("refusal", {}, {})
    until(lambda: len(list(tmp_path.iterdir())) == len(left_behind) - 1, 10, pause=0.05)
    apart._opener.stop()


def test_the_page_is_that_of_the_data() -> None:
    """Other words make another picture, of the same width."""
    first, second = (apart.look("refusal", {}, {"contact_phone": phone}) for phone in ("12333", "12345"))
    assert first != second
    assert {Image.open(io.BytesIO(picture)).width for picture in (first, second)} == {760}


def test_a_field_that_the_form_has_not_is_named() -> None:
    with pytest.raises(FileRefused, match="cheese"):
        apart.look("refusal", {}, {"cheese": "1"})
