"""The house's rules on language: `scripts.house` runs them beside its own.

- no Chinese stands unmarked for translation in a page's template or in the code of a room; what is read by a machine,
  printed or kept is Chinese for everybody and needs no mark (`ALWAYS_CHINESE` says why);
- a script of the pages says nothing of its own: its words come from the template, marked there;
- no style sheet names a left or a right: a layout mirrors by itself for a script that runs from right to left.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HAN = re.compile(r"[\u3400-\u9fff]")
MARKS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
ALWAYS_CHINESE = {
    "templates/400.html": "leans on nothing, translations included",
    "templates/500.html": "leans on nothing, translations included",
    "templates/documents": "official papers",
    "documents": "official papers",
    "applications/papers": "official papers",
    "payments/papers.py": "official papers",
    "review/report_form.py": "official papers",
    "review/awards.py": "official papers",
    "review/meeting_papers.py": "official papers",
    "review/rules/numbers.py": "numbers of official papers",
    "payments/exports.py": "columns of lists for other systems",
    "payments/services/sheets.py": "columns of lists from other systems",
    "campaigns/services/calendar.py": "reference data",
    "accounts/rules/identity.py": "which characters a name may hold",
    "hetian_titles/demo": "demo data",
    "hetian_titles/rehearsal": "invented people, and a report for the terminal",
    "hetian_titles/management": "said to whoever runs the command",
    "scripts": "said to whoever runs the command",
    "tests": "what the portal says in Chinese",
}
SIGNS = {"和地职称办", "职称办"}  # 发文机关代字: the beginning of an official paper's number
MARKED = re.compile(
    r"\{#.*?#\}|\{%\s*comment\b.*?\{%\s*endcomment\s*%\}"
    r"|\{%\s*blocktranslate\b.*?\{%\s*endblocktranslate\s*%\}|\{%\s*translate\s.*?%\}|_\((\"|').*?\1\)",
    re.S,
)
COMMENTS = re.compile(r"/\*.*?\*/|(?<![\w:\"'`])//[^\n]*", re.S)
SIDES = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)(?:-\w+)?"
    r"|border-(?:top|bottom)-(?:left|right)-radius|left|right|(?:text-align|float|clear)\s*:\s*(?:left|right))(?=\s*[:;}]|$)"
)
SIZE = r"(var\([\w-]+\)|[\w.%-]+)"
FOUR = re.compile(
    rf"(?<![\w-])(?:margin|padding|inset|border-width)\s*:\s*{SIZE}\s+{SIZE}\s+{SIZE}\s+{SIZE}\s*[;}}]"
)

Break = tuple[Path, int, str]


def is_always_chinese(path: Path) -> bool:
    """Tell whether what `path` says is Chinese for everybody."""
    name = path.relative_to(ROOT).as_posix()
    return any(name == spared or name.startswith(f"{spared}/") for spared in ALWAYS_CHINESE)


def marks(node: ast.AST) -> bool:
    """Tell whether `node` is a call that marks its text, by a name that `makemessages` knows."""
    if not isinstance(node, ast.Call):
        return False
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    return name in MARKS


def unmarked(node: ast.AST) -> Iterator[tuple[int, str]]:
    """Give line and words of each Chinese text under `node` that is no docstring and stands in no call that marks it."""
    for child in ast.iter_child_nodes(node):
        is_docstring = isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant)
        if is_docstring or marks(child):
            continue
        if (
            isinstance(child, ast.Constant)
            and isinstance(child.value, str)
            and HAN.search(child.value)
            and child.value not in SIGNS
        ):
            yield child.lineno, child.value
        yield from unmarked(child)


def source_breaks(path: Path, tree: ast.AST) -> Iterator[Break]:
    """Give each unmarked Chinese text of a Python file."""
    if not is_always_chinese(path):
        for line, words in unmarked(tree):
            yield path, line, f"Chinese that is not marked for translation: {words}"


def template_breaks(path: Path, text: str) -> Iterator[Break]:
    """Give each line of a template with unmarked Chinese."""
    if is_always_chinese(path):
        return
    bare = MARKED.sub(lambda found: "\n" * found.group().count("\n"), text)
    for number, line in enumerate(bare.split("\n"), 1):
        if HAN.search(line):
            yield path, number, f"Chinese that is not marked for translation: {line.strip()[:60]}"


def script_breaks(path: Path, text: str) -> Iterator[Break]:
    """Give each line of a browser's script with Chinese outside a comment."""
    bare = COMMENTS.sub(lambda found: "\n" * found.group().count("\n"), text)
    for number, line in enumerate(bare.split("\n"), 1):
        if HAN.search(line):
            yield path, number, f"Chinese that the template should give: {line.strip()[:60]}"


def style_breaks(path: Path, text: str) -> Iterator[Break]:
    """Give each property of a style sheet that names a side of the screen."""
    bare = re.sub(r"/\*.*?\*/", lambda found: "\n" * found.group().count("\n"), text, flags=re.S)
    uneven = (found for found in FOUR.finditer(bare) if found.group(2) != found.group(4))
    for found in (*SIDES.finditer(bare), *uneven):
        yield path, bare.count("\n", 0, found.start()) + 1, f"names a side of the screen: {found.group()}"
