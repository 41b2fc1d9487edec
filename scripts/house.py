"""The house's rules that no linter knows: python -m scripts.house prints each break and fails.

- a state is written by the state machine alone: no `.update(state=…)`, no `bulk_update` of it, outside `workflow.py`;
- `documents` imports no model, rules import neither database nor clock nor settings;
- no file over 500 lines, no function over 60;
- no template with an inline script, style or event attribute;
- what `scripts.tongue` says of languages.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from scripts import tongue

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("hetian_titles", "accounts", "campaigns", "applications", "review", "payments", "documents")
MAX_FILE, MAX_FUNCTION = 500, 60
PURE_NEVER = ("django.db", "django.conf", "django.utils.timezone", "django.core.cache")
INLINE = re.compile(
    r"<style[\s>]|<script(?![^>]*\ssrc=)(?![^>]*application/json)[^>]*>|<[a-z][^<>]*\s(?:style|on[a-z]+)\s*=\s*[\"']",
    re.I,
)
PAPER_TEMPLATES = ROOT / "templates" / "documents"

Break = tuple[Path, int, str]


def sources() -> Iterator[Path]:
    """Give the Python files of the rooms, scripts and tests, migrations left out."""
    for room in (*ROOMS, "scripts", "tests"):
        yield from (path for path in sorted((ROOT / room).rglob("*.py")) if "migrations" not in path.parts)


def imported_names(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Give (line, dotted name) of everything that `tree` imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def writes_state(call: ast.Call) -> bool:
    """Tell whether `call` writes the column `state` past the state machine."""
    if not isinstance(call.func, ast.Attribute):
        return False
    if call.func.attr == "update":
        return any(keyword.arg == "state" for keyword in call.keywords)
    if call.func.attr == "bulk_update":
        names = [item for arg in call.args for item in ast.walk(arg) if isinstance(item, ast.Constant)]
        return any(name.value == "state" for name in names)
    return False


def state_breaks(path: Path, tree: ast.AST) -> Iterator[Break]:
    """Give each write of a state outside a `workflow.py`."""
    if path.name == "workflow.py" or "workflow" in path.parent.parts[-1:]:
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and writes_state(node):
            yield path, node.lineno, "a state is written past the state machine"


def purity_breaks(path: Path, tree: ast.AST) -> Iterator[Break]:
    """Give each import that a rule or a paper may not have."""
    parts = path.relative_to(ROOT).parts
    is_rule = parts[0] in ROOMS and ("rules" in parts or path.name == "rules.py")
    never = PURE_NEVER if is_rule else ("django.db",) if parts[0] == "documents" else ()
    for line, name in imported_names(tree):
        if name.startswith(never or ("\0",)) or (is_rule and ".models" in name):
            yield path, line, f"imports {name}"


def size_breaks(path: Path, tree: ast.AST, lines: int) -> Iterator[Break]:
    """Give a file and each function that is too long."""
    if lines > MAX_FILE:
        yield path, lines, f"{lines} lines, more than {MAX_FILE}"
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > MAX_FUNCTION:
                yield path, node.lineno, f"{node.name} has {length} lines, more than {MAX_FUNCTION}"


def source_breaks(path: Path) -> Iterator[Break]:
    """Give every break of one Python file."""
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text, str(path))
    yield from tongue.source_breaks(path, tree)
    yield from state_breaks(path, tree)
    yield from purity_breaks(path, tree)
    yield from size_breaks(path, tree, text.count("\n"))


def template_breaks() -> Iterator[Break]:
    """Give what breaks a rule in a template: words unmarked, inline script or style in a page (a paper is not served)."""
    for path in sorted((ROOT / "templates").rglob("*.html")):
        source = path.read_text(encoding="utf-8")
        yield from tongue.template_breaks(path, source)
        if PAPER_TEMPLATES in path.parents:
            continue
        text = re.sub(r"\{#.*?#\}|\{%.*?%\}", "", source, flags=re.S)
        for match in INLINE.finditer(text):
            yield path, text.count("\n", 0, match.start()) + 1, f"inline script or style: {match.group()[:60]}"


def script_breaks() -> Iterator[Break]:
    """Give each line of Chinese in the scripts of the pages."""
    for path in sorted((ROOT / "static" / "js").rglob("*.js")):
        yield from tongue.script_breaks(path, path.read_text(encoding="utf-8"))


def style_breaks() -> Iterator[Break]:
    """Give each side of the screen that a style sheet of the pages names."""
    for path in sorted((ROOT / "static" / "css").rglob("*.css")):
        yield from tongue.style_breaks(path, path.read_text(encoding="utf-8"))


def main() -> int:
    """Print every break; give 1 when there is one."""
    breaks = [found for path in sources() for found in source_breaks(path)]
    breaks += [*template_breaks(), *style_breaks(), *script_breaks()]
    for path, line, what in breaks:
        print(f"{path.relative_to(ROOT)}:{line}: {what}")
    return 1 if breaks else 0


if __name__ == "__main__":
    sys.exit(main())
