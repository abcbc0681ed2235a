"""The browser of the tests finds each fault when it is planted, and sends forms as a person would."""

from typing import Any

import pytest
from flask import Flask, Response, request

from tests.pages import Browser, Page, faults, submit

GOOD = """<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>Meetings – A forum</title>
<link rel="stylesheet" href="/static/forum.css"></head>
<body><a href="#main">Skip</a><main id="main"><h1>Meetings</h1>
<h2>Next</h2><p>On <time datetime="2026-04-15">Wednesday 15 April 2026</time>, see
<a href="https://elsewhere.example/">the museum</a>.</p><img src="/static/tree.svg" alt="">
<form action="/sent" method="post" id="edit"><input type="hidden" name="csrf_token" value="t">
<input type="hidden" name="version" value="3">
<label for="title">Title</label><input id="title" name="title" value="Tea &amp; talk">
<label>Notes <textarea name="notes">
two
lines</textarea></label>
<label><input type="checkbox" name="parked" value="y" checked> Parked</label>
<label><input type="radio" name="kind" value="forum" checked> Forum</label>
<label><input type="radio" name="kind" value="planning"> Planning</label>
<select name="venue" aria-label="Venue"><option value="0">None<option value="7" selected>Library</select>
<button name="save" value="1">Save</button>
<button name="preview" value="1">Preview</button></form></main></body>"""

PLANTED = {
    "HTML error": ("<p>On", "<p><table><p>On"),
    "one h1": ("<h2>Next</h2>", "<h1>Next</h1>"),
    "should begin with the h1": ("<title>Meetings", "<title>Home"),
    "ids are unique": ('id="edit"', 'id="title"'),
    "Say the language": ('<html lang="en-GB">', "<html>"),
    "use h2": ("<h2>Next</h2>", "<h3>Next</h3>"),
    "An h2 without words": ("<h2>Next</h2>", "<h2> </h2>"),
    "without action or method": ('action="/sent" ', ""),
    "say both": ('method="post" ', ""),
    "lacks its token": ('name="csrf_token"', 'name="other"'),
    "no button": ("<button", '<button type="button"'),
    "A button without words": (">Preview<", "><"),
    "“title” (id title) has no label": ('<label for="title">Title</label>', ""),
    "“notes” (id None) has no label": ("<label>Notes ", "<label>"),
    "is for “title”": ('<input id="title"', "<input"),
    "names ['hint']": ('<input id="title"', '<input aria-describedby="hint" id="title"'),
    "“venue” (id None) has no label": (' aria-label="Venue"', ""),
    "needs alt": (' alt=""', ""),
    "<p>): the policy": ("<p>On", '<p style="color:red">On'),
    "<style>): the policy": ("<p>On", "<style>p{}</style><p>On"),
    "A script inside": ("<p>On", "<script>1</script><p>On"),
    "onclick on": ("<p>On", '<p onclick="1">On'),
    "<link> asks for": ('href="/static/forum.css"', 'href="https://cdn.example/f.css"'),
    "<img> asks for": ('src="/static', 'src="//cdn.example'),
    "<form> asks for": ('action="/sent"', 'action="https://elsewhere.example/"'),
    "<script> asks for": ("</main>", '<script src="http://localhost:81/a.js"></script></main>'),
    "<source> asks for": ("</main>", '<picture><source srcset="https://x.example/a 2x"></picture></main>'),
    "has no words": (">the museum<", "><"),
    "leads nowhere": ('href="https://elsewhere.example/"', 'href="javascript:1"'),
    "leads to #main": ('id="main"', 'id="elsewhere"'),
    "has one <main>": ('<main id="main">', '<div id="main">'),
    "“2026-04-15” in <time>": ("Wednesday 15 April 2026", "2026-04-15"),
    "“15/4/2026” in <p>": (", see", ", not 15/4/2026, see"),
}


@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_fault_is_found(fault: str):
    sound, broken = PLANTED[fault]
    assert sound in GOOD
    found = faults(opened(GOOD.replace(sound, broken)))
    assert any(fault in sentence for sentence in found), found


def test_a_sound_page_has_no_faults():
    assert faults(opened(GOOD)) == []


def test_a_title_may_begin_with_error_only_where_there_is_one():
    with_error = GOOD.replace("<title>", "<title>Error: ")
    assert faults(opened(with_error, status=422)) == []
    assert faults(opened(with_error)) != []


def test_opening_a_bad_page_fails_the_test_that_opened_it():
    with pytest.raises(AssertionError, match="one <main>"):
        site(GOOD.replace("<main", "<div")).test_client().get("/")


def test_a_page_that_was_sound_with_another_token_is_not_sound_without_one():
    signed = GOOD.replace('value="t"', 'value="IjE.x-Y_2"')
    assert site(signed).test_client().get("/").status_code == 200
    assert site(GOOD).test_client().get("/").status_code == 200
    for lost in ('value=""', ""):
        with pytest.raises(AssertionError, match="lacks its token"):
            site(GOOD.replace('value="t"', lost)).test_client().get("/")


def test_a_page_reached_by_a_redirect_is_inspected_too():
    with pytest.raises(AssertionError, match="one <main>"):
        site(GOOD.replace("<main", "<div")).test_client().get("/from", follow_redirects=True)


def test_submitting_keeps_what_was_in_the_form():
    assert sent(press="Save") == {
        "csrf_token": ["t"], "version": ["3"], "title": ["Tea & talk"], "notes": ["two\nlines"],
        "parked": ["y"], "kind": ["forum"], "venue": ["7"], "save": ["1"],
    }  # fmt: skip


def test_submitting_fills_in_what_is_given():
    got = sent(press="preview", title="Cake", parked=False, kind="planning", venue="None")
    assert (got["title"], got["kind"], got["venue"]) == (["Cake"], ["planning"], ["0"])
    assert "parked" not in got
    assert "save" not in got
    assert got["preview"] == ["1"]


@pytest.mark.parametrize("fields", [{"colour": "red"}, {"venue": "8"}, {"kind": "party"}, {"press": "Publish"}])
def test_what_the_page_does_not_offer_cannot_be_sent(fields: dict[str, Any]):
    with pytest.raises(AssertionError, match=r"no field|offers|No button"):
        sent(**fields)


def sent(**fields: Any) -> dict[str, list[str]]:
    return submit(site(GOOD).test_client().get("/"), "edit", **fields).json


def opened(html: str, status: int = 200) -> Page:
    browser = site(html, status).test_client()
    browser.inspecting = False
    return browser.get("/")


def site(html: str, status: int = 200) -> Flask:
    app = Flask(__name__)
    app.test_client_class = Browser
    app.add_url_rule("/", view_func=lambda: Response(html, status=status), endpoint="page")
    app.add_url_rule("/from", view_func=lambda: Response(status=302, headers={"Location": "/"}), endpoint="from")
    app.add_url_rule(
        "/sent", view_func=lambda: dict(request.form.lists()), endpoint="sent", methods=["POST"]
    )  # fmt: skip
    return app
