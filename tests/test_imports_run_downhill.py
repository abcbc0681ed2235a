"""A slice knows only the slices before it, and shared modules know none; so each can be read by itself."""

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from forum_app import places

SHARED = {
    "places", "db", "clock", "codes", "audit", "retention", "access", "time_zones", "ics", "apart", "wording",
    "documents", "schema", "wall", "web", "timetable",
    "working_days",
}  # fmt: skip
#: Each may import those before it; neighbours on one line never import each other.
ORDER = (
    {"settings"},
    {"mail"},
    {"tray"},
    {"people"},
    {"receipts"},
    {"subscriptions"},
    {"meetings"},
    {"arranging"},
    {"planning"},
    {"questions", "actions"},
    {"asking"},
    {"support"},
    {"minutes"},
    {"threads"},
    {"circulation"},
    {"calendar"},
    {"history"},
    {"openness", "accounts"},
    {"pages"},
)
#: What wires the slices together may import anything.
WIRING = {"__init__", "demo", "backups", "jobs", "cli", "serve", "wsgi", "worker", "doctor"}
SLICES = set().union(*ORDER)
LEVEL = {name: level for level, names in enumerate(ORDER) for name in names}
#: Rules and rows are used by commands and jobs too, where there is no request.
NO_WEB = {"models", "operations", "queries"}

FILES = sorted(places.PACKAGE.rglob("*.py"))


def test_every_part_has_its_place():
    unplaced = {part_of(file) for file in FILES} - SHARED - SLICES - WIRING
    assert not unplaced, (
        f"forum_app/{sorted(unplaced)} has no place in the order of imports. the fix: add it to SHARED, ORDER or "
        "WIRING in this test, as low as what it imports allows."
    )


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(places.PACKAGE)))
def test_a_file_imports_only_what_stands_below_it(file: Path):
    importer = part_of(file)
    for imported in parts_imported(file):
        assert may_import(importer, imported), (
            f"{file.relative_to(places.ROOT)} imports forum_app.{imported}, which is not below {importer}. "
            f"the fix: move what is shared into {importer} or below it, hand it in as a plain value, or write "
            "the join in a later slice (threads, minutes, pages)."
        )


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(places.PACKAGE)))
def test_no_import_hides_inside_a_function(file: Path):
    hidden = [
        f"{file.name}:{inner.lineno}"
        for function in ast.walk(parsed(file))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for inner in ast.walk(function)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    assert not hidden, f"{hidden}: the fix: import at the top; if that makes a circle, the order is wrong."


@pytest.mark.parametrize(
    "file", [file for file in FILES if file.stem in NO_WEB], ids=lambda file: f"{file.parent.name}/{file.name}"
)
def test_rules_and_rows_know_no_request(file: Path):
    names = {name for name, _ in imports_of(file)}
    assert not [name for name in names if name == "flask" or name.startswith(("flask.", "forum_app.web"))], (
        f"{file.relative_to(places.ROOT)} imports the web. the fix: take what it needs as an argument."
    )


def test_the_files_make_no_circle():
    modules = {module_name(file): file for file in FILES}
    graph = {
        name: {target for target, _ in imports_of(file) if target in modules} - {name, "forum_app"}
        for name, file in modules.items()
    }
    assert len(list(TopologicalSorter(graph).static_order())) == len(modules)


@pytest.mark.parametrize(
    ("importer", "imported", "allowed"),
    [
        ("minutes", "questions", True),
        ("threads", "minutes", True),
        ("minutes", "threads", False),
        ("questions", "minutes", False),
        ("questions", "actions", False),
        ("actions", "questions", False),
        ("web", "settings", False),
        ("meetings", "web", True),
        ("meetings", "cli", False),
        ("cli", "pages", True),
        ("pages", "pages", True),
    ],
)
def test_the_rule_itself(importer: str, imported: str, allowed: bool):
    assert may_import(importer, imported) is allowed


def may_import(importer: str, imported: str) -> bool:
    if importer == imported or importer in WIRING:
        return True
    if imported in SLICES:
        return importer in SLICES and LEVEL[imported] < LEVEL[importer]
    return imported in SHARED


def part_of(file: Path) -> str:
    """The slice or shared module that a file belongs to."""
    first = file.relative_to(places.PACKAGE).parts[0]
    return first.removesuffix(".py")


def parts_imported(file: Path) -> set[str]:
    """The parts of forum_app that a file imports from; ``from forum_app import db`` counts as db."""
    found = set()
    for name, _ in imports_of(file):
        if name == "forum_app":
            found.add("__init__")
        elif name.startswith("forum_app."):
            found.add(name.split(".")[1])
    return found


def imports_of(file: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each module named in an import, with the names taken from it."""
    for node in ast.walk(parsed(file)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, ()) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            origin, names = origin_of(node, file), tuple(alias.name for alias in node.names)
            if not all(module_file(f"{origin}.{name}") for name in names):
                yield origin, names
            yield from ((f"{origin}.{name}", ()) for name in names if module_file(f"{origin}.{name}"))


def origin_of(node: ast.ImportFrom, file: Path) -> str:
    """The module an import takes from, in full."""
    if not node.level:
        return node.module or ""
    parts = file.relative_to(places.PACKAGE.parent).with_suffix("").parts
    return ".".join((*parts[: -node.level], *filter(None, [node.module])))


def module_file(name: str) -> bool:
    path = places.PACKAGE.parent.joinpath(*name.split("."))
    return path.with_suffix(".py").is_file() or (path / "__init__.py").is_file()


def module_name(file: Path) -> str:
    parts = file.relative_to(places.PACKAGE.parent).with_suffix("").parts
    return ".".join(parts).removesuffix(".__init__")


def parsed(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))
