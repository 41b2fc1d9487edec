"""What the READMEs and the documents promise is there."""

import re
from pathlib import Path

import pytest

from scripts import screenshots

ROOT = Path(__file__).resolve().parent.parent.parent
READMES = ["README.md", "README.zh-CN.md"]
PAGES = [*READMES, *(str(path.relative_to(ROOT)) for path in sorted((ROOT / "docs").glob("*.md")))]


def text_of(name: str) -> str:
    """Give the text of a page of the repository."""
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", READMES)
def test_the_pictures_named_are_those_that_the_command_takes(name):
    """README: a picture of each role's first page, made by `make screenshots`, each named once and in its order."""
    assert re.findall(r"!\[\]\(docs/pictures/([^)]+)\)", text_of(name)) == screenshots.names()


@pytest.mark.parametrize("name", PAGES)
def test_every_page_linked_exists(name):
    """README, docs: no link of a page leads nowhere."""
    links = re.findall(r"(?<!!)\[[^\]]+\]\(([^)#:]+)\)", text_of(name))
    assert [link for link in links if not (ROOT / name).parent.joinpath(link).exists()] == []


@pytest.mark.parametrize("name", PAGES)
def test_every_command_named_exists(name):
    """README, docs: `make` and `python -m scripts.` and `manage.py` are told only what they know."""
    text = text_of(name)
    targets = set(re.findall(r"^([a-z-]+):", text_of("Makefile"), re.M))
    modules = {path.stem for path in (ROOT / "scripts").glob("*.py")}
    commands = {path.stem for path in ROOT.glob("*/management/commands/*.py")} | {"check", "migrate"}
    assert set(re.findall(r"(?:^ {4}|`)make ([a-z-]+)", text, re.M)) <= targets
    assert set(re.findall(r"scripts\.([a-z]+)", text)) <= modules
    assert set(re.findall(r"manage\.py ([a-z_]+)", text)) <= commands


@pytest.mark.parametrize("name", READMES)
def test_both_say_the_same_commands(name):
    """README: the two commands stand in both languages."""
    assert re.findall(r"^ {4}make (\w+)", text_of(name), re.M) == ["demo", "test"]
