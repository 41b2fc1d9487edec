"""C04: an application comes into being on the portal's pages, inside its window, and nowhere else."""

import ast
from pathlib import Path

import pytest
from django.contrib import admin

from applications.models import Application, Event, Submission

ROOM = Path(__file__).resolve().parents[2]
ROOMS = ("accounts", "campaigns", "applications", "review", "payments", "hetian_titles")


@pytest.mark.parametrize("model", [Application, Submission, Event])
def test_the_admin_cannot_bring_a_case_in_from_outside(model):
    """C04, C44: what is filed, frozen or recorded has no form in the admin."""
    assert model not in admin.site._registry


def test_only_the_filing_service_makes_applications():
    """C04, C05: one function makes an application, and it asks for the window; no command or import does."""
    makers = []
    for room in ROOMS:
        for path in sorted((ROOM / room).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and ast.unparse(node.func) in (
                    "Application",
                    "Application.objects.create",
                    "Application.objects.bulk_create",
                    "Application.objects.get_or_create",
                ):
                    makers.append(path.relative_to(ROOM).as_posix())
    assert makers == ["applications/services/filing.py"]
