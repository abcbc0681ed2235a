"""Posts are taken from this site's own pages."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, request

from forum_app.web import public, taken_from_mail_programs
from tests.engines import SqliteFiles
from tests.pages import Page
from tests.web.throwaway import app_with

OURS = "http://localhost"
FROM_HERE = [
    {},
    {"Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "none"},
    {"Origin": OURS},
    {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
]
FROM_ELSEWHERE = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "made-up"},
    {"Sec-Fetch-Site": "cross-site", "Origin": OURS},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "https://localhost"},
    {"Origin": "http://localhost.evil.example"},
    {"Origin": "http://localhost:8001"},
]


@public
def taken() -> str:
    return request.form.get("typed", "")


@public
@taken_from_mail_programs
def one_click() -> str:
    return "You will get no more of these."


@pytest.fixture
def forum(sqlite: SqliteFiles, tmp_path: Path) -> Iterator[Flask]:
    with app_with(sqlite, tmp_path, {"/taken": taken, "/one-click": one_click}) as app:
        app.test_client_class.inspecting = False
        yield app
        app.test_client_class.inspecting = True


@pytest.mark.parametrize("headers", FROM_HERE, ids=str)
def test_a_form_of_this_site_is_taken(forum: Flask, headers: dict[str, str]):
    assert post(forum, headers).text == "words"


@pytest.mark.parametrize("headers", FROM_ELSEWHERE, ids=str)
def test_a_form_sent_by_another_site_is_refused_even_with_its_token(forum: Flask, headers: dict[str, str]):
    page = post(forum, headers)
    assert page.status_code == 400
    assert page.h1 == "That was sent from another site"
    assert "words" not in page.text


def test_what_another_site_sent_is_not_even_read(forum: Flask):
    read = []
    forum.before_request_funcs[None].append(lambda: read.append(request.method))
    assert post(forum, {"Sec-Fetch-Site": "cross-site"}).status_code == 400
    assert read == ["GET"]


@pytest.mark.parametrize("headers", [*FROM_HERE, *FROM_ELSEWHERE], ids=str)
def test_without_its_token_a_form_is_refused_wherever_it_comes_from(forum: Flask, headers: dict[str, str]):
    assert forum.test_client().post("/taken", data={"typed": "words"}, headers=headers).status_code == 400


@pytest.mark.parametrize("headers", [*FROM_HERE, *FROM_ELSEWHERE], ids=str)
def test_one_click_to_unsubscribe_is_taken_from_any_mail_program(forum: Flask, headers: dict[str, str]):
    sent = forum.test_client().post("/one-click", data={"List-Unsubscribe": "One-Click"}, headers=headers)
    assert sent.text == "You will get no more of these."


@pytest.mark.parametrize("headers", FROM_ELSEWHERE, ids=str)
def test_reading_is_open_to_links_from_anywhere(forum: Flask, headers: dict[str, str]):
    assert forum.test_client().get("/", headers=headers).status_code == 200


def post(app: Flask, headers: dict[str, str]) -> Page:
    browser = app.test_client()
    sent = {"csrf_token": browser.token(), "typed": "words"}
    return browser.post("/taken", data=sent, headers=headers)
