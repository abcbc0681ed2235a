"""Every letter: what it says is committed as text, and it says why it came and how to stop it."""

import inspect
import os
import re
from collections.abc import Iterator
from html import unescape
from importlib import import_module
from pathlib import Path

import html5lib
import pytest
from flask import Flask

from forum_app import places
from forum_app.db import db
from forum_app.mail.compose import Letter
from tests.builders import make_forum
from tests.engines import SqliteFiles, dispose, make_app
from tests.letters import SAMPLES

GOLDEN = Path(__file__).parent / "golden" / "mail"
REWRITE = os.environ.get("FORUM_REWRITE") == "1"
LINK = re.compile(r"(?:https?://|mailto:)[^\s<>\"]+[^\s<>\".,;:!?)]")
ASKS_FOR = {"src", "srcset", "background", "poster", "data", "action", "formaction"}


@pytest.fixture(scope="module")
def forum(sqlite: SqliteFiles, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """One forum for all letters; they only read."""
    with sqlite.fresh() as url:
        app = make_app(url, tmp_path_factory.mktemp("data"))
        app.config["PUBLIC_URL"] = "https://forum.fenwick.example"
        with app.app_context():
            make_forum()
            yield app
        dispose(app)


def sample(name: str) -> Letter:
    """The letter; what was made for it goes again, so that each is written with the same numbers."""
    try:
        return SAMPLES[name]()
    finally:
        db.session.rollback()


def letters() -> Iterator[str]:
    """Every function of every slice's emails.py that answers with a letter."""
    for file in sorted(places.PACKAGE.glob("*/emails.py")):
        module = import_module(f"forum_app.{file.parent.name}.emails")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            own = function.__module__ == module.__name__ and not name.startswith("_")
            if own and function.__annotations__.get("return") in {Letter, "Letter"}:
                yield f"{file.parent.name}.{name}"


def test_every_letter_has_a_sample_and_no_other():
    written = {name.partition("#")[0] for name in SAMPLES}
    assert set(letters()) == written, "the fix: add a line to tests/letters.py, or take one out"


@pytest.mark.parametrize("name", SAMPLES)
def test_a_letter_says_what_was_agreed(forum: Flask, name: str):
    letter = sample(name)
    for kind, said in {"txt": f"Subject: {letter.subject}\n\n{letter.text}", "html": letter.html}.items():
        path = GOLDEN / f"{name}.{kind}"
        if REWRITE:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(said, encoding="utf-8")
        assert path.exists(), f"the fix: FORUM_REWRITE=1 pytest {__file__}, then read {path.name}"
        assert said == path.read_text(encoding="utf-8"), f"the fix: if {path.name} should change, FORUM_REWRITE=1"


def test_no_text_is_kept_of_a_letter_that_is_gone():
    assert {path.stem for path in GOLDEN.glob("*.*")} <= set(SAMPLES)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_letter_says_why_it_came_and_how_to_stop_it(forum: Flask, name: str):
    letter = sample(name)
    assert letter.why, "the fix: give letter(…) why=, a sentence on why somebody gets it"
    assert letter.stop, "the fix: give letter(…) stop=, a sentence on how to stop it, or that it comes once"
    for part in (" ".join(letter.text.split()), words_of(letter.html)):
        assert letter.why in part
        assert letter.stop in part


@pytest.mark.parametrize("name", SAMPLES)
def test_the_text_has_lines_of_at_most_78_characters_and_whole_links(forum: Flask, name: str):
    letter = sample(name)
    long = [line for line in letter.text.splitlines() if len(line) > 78 and not LINK.fullmatch(line.strip())]
    assert not long, long
    assert "{{" not in letter.text
    assert "None" not in letter.text.split()


@pytest.mark.parametrize("name", SAMPLES)
def test_the_html_is_sound_and_asks_for_nothing(forum: Flask, name: str):
    html = sample(name).html
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(html)
    assert not parser.errors, parser.errors
    assert tree.get("lang")
    assert len(list(tree.iter("h1"))) == 1
    tags = {str(element.tag) for element in tree.iter()}
    assert not tags & {"img", "script", "link", "iframe", "object", "form", "svg", "video", "style"}
    assert not [name for element in tree.iter() for name in element.keys() if name in ASKS_FOR]  # noqa: SIM118
    assert "url(" not in html
    assert len(html.encode()) < 90_000, "Gmail cuts off what is longer"


@pytest.mark.parametrize("name", SAMPLES)
def test_both_parts_have_the_same_links(forum: Flask, name: str):
    letter = sample(name)
    tree = html5lib.parse(letter.html, namespaceHTMLElements=False)
    in_html = {link.get("href") for link in tree.iter("a")}
    in_text = set(LINK.findall(letter.text))
    assert {link.removeprefix("mailto:") for link in in_html} >= in_text
    assert all(str(link).removeprefix("mailto:") in letter.text for link in in_html)


def words_of(html: str) -> str:
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    return " ".join(unescape("".join(tree.itertext())).split())
