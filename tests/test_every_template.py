"""Every template parses, is used, and belongs to the house."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from jinja2 import Environment, meta, nodes

from forum_app import places

#: Pages; letters have a frame and tests of their own.
TEMPLATES = sorted(path for path in places.TEMPLATES.rglob("*.html") if "mail" not in path.parts)
NAMES = [str(path.relative_to(places.TEMPLATES)) for path in TEMPLATES]
#: Used through a name that is put together: f"meetings/{page}.html".
PUT_TOGETHER = re.compile(r"meetings/(announce|publish_agenda|take_back)\.html")


@pytest.mark.parametrize("name", NAMES)
def test_a_template_parses_and_extends_base_unless_it_is_a_part(name: str):
    tree = parsed(name)
    is_part = name == "base.html" or name.startswith("components/") or bool(used_by_templates(name))
    if not is_part:
        parents = [found.template.value for found in tree.find_all(nodes.Extends)]
        assert parents == ["base.html"], f"{name}: the fix: begin with extends base.html, or include it somewhere"


@pytest.mark.parametrize("name", NAMES)
def test_a_template_is_used(name: str):
    used = name in named_in_code() or used_by_templates(name) or PUT_TOGETHER.fullmatch(name)
    assert used, f"nothing renders, extends or includes {name}. the fix: delete it"


def test_every_template_that_is_named_is_there():
    assert named_in_code() - set(NAMES) == set()
    for name in NAMES:
        missing = references(name) - {None} - set(NAMES)
        assert not missing, f"{name} refers to {missing}"


@pytest.mark.parametrize("name", NAMES)
def test_a_template_trusts_only_text_that_was_cleaned(name: str):
    """``safe`` is for HTML that the application itself cleaned and stored."""
    trusted = [found for found in parsed(name).find_all(nodes.Filter) if found.name == "safe"]
    for found in trusted:
        source = found.node
        word = source.attr if isinstance(source, nodes.Getattr) else getattr(source, "name", "")
        assert "html" in word or word in CLEANED, f"{name}:{found.lineno} trusts {word}. the fix: drop | safe"


#: Loop variables of a template whose values are stored, cleaned HTML.
CLEANED = {"html", "answer", "voices", "response", "contributions", "said"}


@pytest.mark.parametrize("name", NAMES)
def test_a_template_carries_no_style_script_or_handler(name: str):
    text = (places.TEMPLATES / name).read_text()
    assert not re.search(r"<style|\sstyle=|<script(?![^>]*\bsrc=)|\son[a-z]+=", text)


@cache
def parsed(name: str) -> nodes.Template:
    return Environment(autoescape=True).parse((places.TEMPLATES / name).read_text(), name)


def used_by_templates(name: str) -> list[str]:
    return [other for other in NAMES if name in references(other)]


@cache
def references(name: str) -> set[str | None]:
    return set(meta.find_referenced_templates(parsed(name)))


@cache
def named_in_code() -> set[str]:
    """Every string in the code that looks like a template's name."""
    found: set[str] = set()
    for file in places.PACKAGE.rglob("*.py"):
        found |= set(strings_in(file))
    return found


def strings_in(file: Path) -> list[str]:
    return [
        node.value
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if re.fullmatch(r"[a-z_]+/[a-z_]+\.html", node.value)
    ]
