"""Reading the reference files: every row remembers its file and line, so that a message can name them."""

import csv
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _


class LoadError(Exception):
    """One or more rows cannot be loaded; each message names its file and line."""

    def __init__(self, messages: list[str]) -> None:
        super().__init__("\n".join(messages))
        self.messages = messages


@dataclass(frozen=True)
class SourceRow:
    """One row of a file, as written."""

    file: str
    line: int
    values: dict[str, Any]

    def says(self, message: str) -> str:
        """Give the message with the place it concerns in front: fees.csv:3，……"""
        return f"{self.file}:{self.line}，{message}"


def read_csv(path: Path) -> list[SourceRow]:
    """Read a CSV file with a header; LoadError when it is missing or a row has more or fewer cells."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(_csv_rows(path.name, csv.reader(file)))
    except FileNotFoundError:
        raise LoadError([_("%(file)s：没有这个文件") % {"file": path.name}]) from None
    except UnicodeDecodeError:
        raise LoadError([_("%(file)s：文件不是UTF-8编码") % {"file": path.name}]) from None


def _csv_rows(name: str, reader: Any) -> Iterator[SourceRow]:
    header: list[str] = next(reader, [])
    for cells in reader:
        if not any(cells):
            continue
        if len(cells) != len(header):
            message = _("应有%(want)d格，实有%(have)d格") % {"want": len(header), "have": len(cells)}
            raise LoadError([f"{name}:{reader.line_num}，{message}"])
        yield SourceRow(name, reader.line_num, dict(zip(header, cells, strict=True)))


def read_toml(path: Path) -> dict[str, Any]:
    """Read a TOML file; LoadError when it is missing or cannot be parsed."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise LoadError([_("%(file)s：没有这个文件") % {"file": path.name}]) from None
    except tomllib.TOMLDecodeError as error:
        raise LoadError([_("%(file)s：%(error)s") % {"file": path.name, "error": error}]) from None


def toml_rows(path: Path, data: dict[str, Any], name: str) -> list[SourceRow]:
    """Give the rows of the array of tables `name`, each with the line of its [[name]]."""
    marks = [
        number
        for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if text.strip() == f"[[{name}]]"
    ]
    return [SourceRow(path.name, line, values) for line, values in zip(marks, data.get(name, []), strict=True)]
