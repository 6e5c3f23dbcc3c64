"""What a linter can't see of HOUSE rules, as functions: source in, findings out.

Each takes a file's path (for the message, and to know its room) and its text. They are applied to
the whole tree, and to small wrong examples, by test_house.py.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

MOST_LINES, MOST_FUNCTION_LINES = 300, 40
Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(source: str) -> Iterator[Function]:
    """Every function and method, nested ones included."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, Function):
            yield node


def body_without_docstring(node: Function) -> list[ast.stmt]:
    """The statements of a function after its docstring."""
    return node.body[1:] if ast.get_docstring(node) is not None else node.body


def called(node: ast.AST) -> str:
    """The last word of what a call calls: `save` in `a.b.save()`, "" where it is no call."""
    if not isinstance(node, ast.Call):
        return ""
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def calls(node: ast.AST, name: str) -> bool:
    """Whether a call of that name stands anywhere in a piece of code."""
    return any(called(inner) == name for inner in ast.walk(node))


def in_step(path: Path, step: str) -> bool:
    """Whether a file is a room's stair of that name, be it a module or a package."""
    return step in (path.stem, *path.parts[:-1])


# Size


def long_files(path: Path, source: str) -> list[str]:
    """A file that outgrows 300 lines becomes a package of the same name."""
    lines = source.count("\n")
    return [f"{path}: {lines} lines"] if lines > MOST_LINES else []


def is_table(statement: ast.stmt) -> bool:
    """Whether a statement only returns a dictionary, list or tuple: data, and not steps."""
    return isinstance(statement, ast.Return) and isinstance(
        statement.value, ast.Dict | ast.List | ast.Tuple
    )


def long_functions(path: Path, source: str) -> list[str]:
    """A function that outgrows 40 lines is two; docstring and a returned table do not count."""
    found = []
    for node in functions(source):
        body = body_without_docstring(node)
        if not body:
            continue
        end = body[-1].lineno if is_table(body[-1]) else body[-1].end_lineno
        lines = (end or 0) - body[0].lineno + 1
        if lines > MOST_FUNCTION_LINES:
            found.append(f"{path}:{node.lineno}: {node.name} has {lines} lines")
    return found


# Stairs


WRITES = {"save", "create", "update", "delete", "bulk_create", "get_or_create", "update_or_create"}
WRITES |= {"record", "select_for_update", "lock"}


def is_action(node: ast.stmt) -> bool:
    """A public function that writes the record, or opens a transaction, is an action."""
    if not isinstance(node, Function) or node.name.startswith("_"):
        return False
    return calls(node, "record") or any(
        isinstance(wrap, ast.Attribute) and wrap.attr == "atomic" for wrap in node.decorator_list
    )


def is_for_console(node: Function) -> bool:
    """An act of the operator, who has the database in hand anyway: nobody is asked for a permit."""
    says = "console" in (ast.get_docstring(node) or "")
    return says and "by=None" in ast.unparse(node)


def asks_first(node: Function) -> bool:
    """Whether the permit is required before anything is locked or written."""
    for statement in body_without_docstring(node):
        if any(
            isinstance(inner, ast.Expr) and called(inner.value).startswith("require")
            for inner in ast.walk(statement)
        ):
            return True
        if any(called(inner) in WRITES for inner in ast.walk(statement)):
            return False
    return False


def unlike_actions(path: Path, source: str) -> list[str]:
    """Every action reads alike: keyword-only with by and at, atomic, and the permit comes first."""
    if not in_step(path, "actions"):
        return []
    found = []
    for node in ast.parse(source).body:
        if not isinstance(node, Function) or not is_action(node):
            continue
        names = {argument.arg for argument in node.args.kwonlyargs}
        console = is_for_console(node) and "by" not in names
        expected = ("at",) if console else ("by", "at")
        decorators = {ast.unparse(wrap) for wrap in node.decorator_list}
        wrong = [
            *(["takes positional arguments"] if node.args.args or node.args.posonlyargs else []),
            *(f"has no {name}=" for name in expected if name not in names),
            *([] if "transaction.atomic" in decorators else ["is not atomic"]),
            *([] if console or asks_first(node) else ["does not begin with require(...)"]),
        ]
        found += [f"{path}:{node.lineno}: {node.name} {what}" for what in wrong]
    return found


def console_actions(source: str) -> set[str]:
    """Names of the actions that ask for no permit."""
    return {
        node.name
        for node in ast.parse(source).body
        if isinstance(node, Function) and is_action(node) and is_for_console(node)
    }


def imported(source: str) -> Iterator[tuple[int, str]]:
    """Line and full name of each import, those for type checking left out."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            node.body = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def views_with_models(path: Path, source: str) -> list[str]:
    """Views ask queries and actions; they know no tables."""
    if not (in_step(path, "views") or in_step(path, "api")):
        return []
    found = [
        f"{path}:{line}: imports {name}"
        for line, name in imported(source)
        if re.match(r"waymark\.\w+\.models\b", name)
    ]
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and node.attr == "objects":
            found.append(f"{path}:{node.lineno}: asks the database itself")
    return found


def hidden_writes(path: Path, source: str) -> list[str]:
    """No signals, and no save() of our own in models and forms."""
    found = [
        f"{path}:{line}: imports {name}"
        for line, name in imported(source)
        if name.startswith(("django.dispatch", "django.db.models.signals"))
    ]
    if in_step(path, "models") or in_step(path, "forms"):
        found += [
            f"{path}:{node.lineno}: defines {node.name}()"
            for node in functions(source)
            if node.name in {"save", "delete"}
        ]
    return found


def impure_rules(path: Path, source: str) -> list[str]:
    """Rules and kernel have no clock, no chance, no files: these come in as arguments."""
    if not (in_step(path, "rules") or "kernel" in path.parts):
        return []
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        bare = isinstance(node.func, ast.Name) and called(node) in {"open", "print", "input"}
        if bare or called(node) in {"now", "today", "utcnow", "uuid4", "getenv"}:
            found.append(f"{path}:{node.lineno}: calls {called(node)}()")
    modules = {"random", "secrets", "time", "os", "socket", "subprocess", "urllib.request"}
    for line, name in imported(source):
        if name in modules or name.rpartition(".")[0] in modules:
            found.append(f"{path}:{line}: imports {name}")
    return found


def undocumented(path: Path, source: str) -> list[str]:
    """Whoever calls a public function of these stairs should not have to read its body."""
    stairs = ("actions", "queries", "rules")
    if not (any(in_step(path, step) for step in stairs) or "kernel" in path.parts):
        return []
    return [
        f"{path}:{node.lineno}: {node.name} has no docstring"
        for node in ast.parse(source).body
        if isinstance(node, Function | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]


def upward_relations(
    relations: Iterable[tuple[str, str, str]], floors: Mapping[str, int]
) -> list[str]:
    """Foreign keys point down. A relation is (room, "Model.field", room that it points to)."""
    return [
        f"{room}: {field} points to {target}"
        for room, field, target in relations
        if target in floors and target != room and floors[target] >= floors[room]
    ]


# Face

INLINE = (
    (r"<script(?![^>]*\bsrc=)(?![^>]*application/(?:ld\+)?json)[^>]*>", "inline script"),
    (r"<style\b", "inline style sheet"),
    (r"<[^>]*\sstyle\s*=", "style attribute"),
    (r"<[^>]*\son[a-z]+\s*=", "event handler"),
    (r"(?:href|action|src)\s*=\s*[\"']?\s*javascript:", "javascript: address"),
)


def inline_code(path: Path, source: str) -> list[str]:
    """The content security policy allows no code and no style inside a page."""
    return [
        f"{path}:{source.count(chr(10), 0, match.start()) + 1}: {what}"
        for pattern, what in INLINE
        for match in re.finditer(pattern, source, re.IGNORECASE)
    ]


WHOLE_SENTENCES = re.compile(
    r"\{%\s*blocktranslate\b.*?\{%\s*endblocktranslate\s*%\}|\{#.*?#\}", re.DOTALL
)
ENGLISH_COMMA = re.compile(r"(?:\}\}|%\}|</\w+>), ?(?=\{\{|\{%|<)|\|join:\s*[\"'],")


def english_commas(path: Path, source: str) -> list[str]:
    """What stands between words differs by script: {% comma %} and |listed know it."""
    text = WHOLE_SENTENCES.sub(
        lambda m: "{% x %}" + "\n" * m.group().count("\n") if m.group()[1] == "%" else "", source
    )
    return [
        f"{path}:{text.count(chr(10), 0, match.start()) + 1}: {match.group()}"
        for match in ENGLISH_COMMA.finditer(text)
    ]


PHYSICAL = re.compile(
    r"(?:^|[;{\s])(?:"
    r"(?:margin|padding)-(?:left|right|top|bottom)"
    r"|border-(?:left|right|top|bottom)[\w-]*"
    r"|(?:left|right)"
    r")\s*:|(?:text-align|float|clear)\s*:\s*(?:left|right)\b",
    re.MULTILINE,
)


def physical_directions(path: Path, source: str) -> list[str]:
    """Arabic mirrors by itself only where the style sheet speaks of start and end."""
    text = re.sub(r"/\*.*?\*/", lambda m: "\n" * m.group().count("\n"), source, flags=re.DOTALL)
    return [
        f"{path}:{text.count(chr(10), 0, match.start()) + 1}: {match.group().strip()}"
        for match in PHYSICAL.finditer(text)
    ]


RANKING = re.compile(
    r"(?<!no )(?<!not )(?<!never )(?<!never a )(?<![a-z])"
    r"(?<!\bts_)"  # the name of a function of PostgreSQL
    r"(?:league|leaderboard|rank|ranks|ranked|ranking|rankings)(?![a-z])"
    r"|order_by\([^)]*score",
    re.IGNORECASE,
)


def ranking_words(path: Path, source: str) -> list[str]:
    """Cities are never ranked: where the word turns up, somebody has begun to."""
    return [
        f"{path}:{number}: {match.group()}"
        for number, line in enumerate(source.splitlines(), 1)
        for match in RANKING.finditer(line)
    ]


# Tests


def sleeping_tests(path: Path, source: str) -> list[str]:
    """A test that waits for time is slow where it passes and wrong where the machine is busy."""
    return [
        f"{path}:{node.lineno}: calls {called(node)}()"  # type: ignore[attr-defined]
        for node in ast.walk(ast.parse(source))
        if called(node) in {"sleep", "wait_for_timeout"}
    ]


MARKS = re.compile(
    r"#.*\b(?:TO" + r"DO|FIX" + r"ME|X" + r"XX)\b|\braise Not" + r"Implemented|^\s*pass\s*#.*later"
)


def unfinished(path: Path, source: str) -> list[str]:
    """What is left for later is an issue, not a mark in the code."""
    return [
        f"{path}:{number}: {match.group().strip()}"
        for number, line in enumerate(source.splitlines(), 1)
        for match in MARKS.finditer(line)
    ]
