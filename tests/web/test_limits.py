"""How much is taken from one place, on both engines, in several processes, and what is kept of it."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask, abort, render_template_string
from sqlalchemy import func, select, text
from werkzeug.exceptions import TooManyRequests

from forum_app import access
from forum_app.db import db
from forum_app.web import limited, public, requires
from forum_app.web.jobs import forget_rate_counts
from forum_app.web.limits import HOUR, MINUTE, Rate, RateCount, bucket_of, limit_address, network_of
from tests.engines import Databases, dispose, make_app
from tests.pages import Browser, Page
from tests.web.throwaway import app_with

HERE, NEAR, AFAR = "203.0.113.9", "203.0.113.200", "198.51.100.7"


@public
@limited("ask", per_minute=3, per_hour=5)
def ask() -> str:
    return render_template_string("{% extends 'base.html' %}{% block heading %}Thank you{% endblock %}")


@requires(access.AT_THE_DOOR)  # a page that may write, so that what it wrote can be taken back
@limited("ask", per_minute=3)
def fail() -> str:
    db.session.execute(text("UPDATE forum SET name = 'Changed'"))
    abort(400)


@requires(access.CHANGE_SETTINGS)
@limited("guarded", per_minute=1)
def guarded() -> str:
    return ""


@pytest.fixture
def forum(either: Databases, tmp_path: Path, frozen: object) -> Iterator[Flask]:
    routes = {"/leave-word": ask, "/fail": fail, "/guarded": guarded}
    with app_with(either, tmp_path, routes) as app:
        yield app


def test_so_many_are_taken_in_a_minute_and_the_next_is_told_when(forum: Flask, frozen):
    assert [send(forum).status_code for _ in range(4)] == [200, 200, 200, 429]
    frozen.shift(timedelta(seconds=int(send(forum).headers["Retry-After"])))
    assert send(forum).status_code == 200


def test_the_hour_is_counted_beside_the_minute(forum: Flask, frozen):
    for _ in range(5):
        assert send(forum).status_code == 200
        frozen.shift(timedelta(minutes=1))
    refused = send(forum)
    assert refused.status_code == 429
    assert 60 < int(refused.headers["Retry-After"]) <= 3600


def test_what_was_typed_is_shown_again(forum: Flask):
    page = [send(forum, typed="A long question about exams") for _ in range(4)][-1]
    assert page.h1 == "That was a lot at once"
    assert "A long question about exams" in page.words
    assert "203" not in page.text


def test_a_network_is_one_place_and_another_network_is_another(forum: Flask):
    assert Counter(send(forum, address=at).status_code for at in (HERE, NEAR, HERE, NEAR)) == {200: 3, 429: 1}
    assert send(forum, address=AFAR).status_code == 200


def test_a_count_stays_where_the_request_is_taken_back(forum: Flask):
    statuses = [send(forum, "/fail").status_code for _ in range(4)]
    assert statuses == [400, 400, 400, 429]
    with forum.app_context():
        assert db.session.scalar(text("SELECT name FROM forum")) != "Changed"


def test_reading_is_neither_counted_nor_limited(forum: Flask):
    for method in ("GET", "HEAD"):
        for _ in range(5):
            assert browser(forum, HERE).open("/leave-word", method=method).status_code == 200
    assert rows(forum) == 0


def test_what_is_forbidden_looks_like_missing_however_often_it_is_asked(forum: Flask):
    assert {send(forum, "/guarded").status_code for _ in range(3)} == {404}
    assert rows(forum) == 0


def test_processes_share_one_count_and_lose_none(either: Databases, tmp_path: Path):
    """Two applications on one database, as two processes are, and all at once."""
    with app_with(either, tmp_path, {"/leave-word": ask}) as one:
        other = make_app(one.config["SQLALCHEMY_DATABASE_URI"], tmp_path)
        together = Rate(5, HOUR)

        def count_one(app: Flask) -> int:
            with app.app_context():
                try:
                    limit_address("share", "a@example.org", per_hour=together.most)
                except TooManyRequests:
                    return 429
                return 200

        with ThreadPoolExecutor(6) as pool:
            statuses = Counter(pool.map(count_one, [one, other] * 10))
        dispose(other)
    assert statuses == {200: 5, 429: 15}


def test_this_computer_itself_is_not_counted(forum: Flask):
    """Behind a server that was not declared everybody comes from here."""
    for address in ("127.0.0.1", "::1", "::ffff:127.0.0.1"):
        assert {send(forum, address=address).status_code for _ in range(5)} == {200}


def test_where_a_request_came_from_is_believed_only_from_declared_servers(either: Databases, tmp_path: Path, frozen):
    for proxies, statuses in ((0, [200, 200, 200, 429]), (1, [200] * 4)):
        with app_with(either, tmp_path, {"/leave-word": ask}, TRUSTED_PROXIES=proxies) as app:
            passed_on = [browser(app, HERE, HTTP_X_FORWARDED_FOR=f"198.51.{n}.7") for n in range(4)]
            assert [post(one).status_code for one in passed_on] == statuses, proxies


def test_a_made_up_origin_before_the_declared_one_is_not_believed(either: Databases, tmp_path: Path, frozen):
    with app_with(either, tmp_path, {"/leave-word": ask}, TRUSTED_PROXIES=1) as app:
        passed_on = [browser(app, "10.0.0.2", HTTP_X_FORWARDED_FOR=f"198.51.{n}.7, {HERE}") for n in range(4)]
        assert [post(one).status_code for one in passed_on] == [200, 200, 200, 429]


def test_an_address_is_one_however_it_is_written(forum: Flask):
    with forum.app_context():
        limit_address("sign-in", "Ines@Example.org", per_day=2)
        limit_address("sign-in", " ines@example.org ", per_day=2)
        with pytest.raises(TooManyRequests) as refused:
            limit_address("sign-in", "ines@example.org", per_day=2)
        assert refused.value.retry_after
        limit_address("other", "ines@example.org", per_day=2)


def test_counting_in_the_middle_of_a_change_is_a_mistake(forum: Flask):
    with forum.app_context():
        db.session.add(RateCount(bucket="x", ends_at=datetime.now(UTC), counted=1))
        with pytest.raises(RuntimeError, match="before anything is changed"):
            limit_address("sign-in", "a@example.org", per_day=1)


def test_what_is_kept_names_neither_place_nor_kind_and_is_another_word_each_day(forum: Flask, frozen):
    send(forum)
    with forum.app_context():
        kept = str(db.session.execute(text("SELECT * FROM rate_count")).all())
    assert not [word for word in (HERE, "203.0", "ask") if word in kept]
    today = datetime(2026, 1, 13, tzinfo=UTC)
    assert bucket_of("key", today, "ask") != bucket_of("key", today + timedelta(days=1), "ask")
    assert bucket_of("key", today, "ask") != bucket_of("another key", today, "ask")


def test_no_count_outlives_a_day(forum: Flask, frozen):
    with forum.app_context():
        limit_address("sign-in", "a@example.org", per_minute=9, per_hour=9, per_day=9)
    assert rows(forum) == 3
    for later, left in ((timedelta(minutes=1), 2), (timedelta(hours=1), 1), (timedelta(days=1), 0)):
        with forum.app_context():
            forget_rate_counts(datetime(2026, 1, 13, 9, 30, tzinfo=UTC) + later)
            db.session.commit()
        assert rows(forum) == left


def test_a_stretch_of_time_lies_within_one_day():
    late = datetime(2026, 1, 13, 23, 59, 59, tzinfo=UTC)
    assert Rate(1, MINUTE).window(late)[1] == Rate(1, HOUR).window(late)[1] == datetime(2026, 1, 14, tzinfo=UTC)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.9", "203.0.113.0/24"),
        ("::ffff:203.0.113.9", "203.0.113.0/24"),
        ("2001:db8:1:2::3", "2001:db8:1::/48"),
        ("127.0.0.1", None),
        ("::1", None),
        ("", None),
        (None, None),
        ("unix:", None),
    ],
)
def test_a_place_is_its_network(address: str | None, network: str | None):
    assert network_of(address) == network


def browser(app: Flask, address: str, **environ: str) -> Browser:
    client = app.test_client()
    client.environ_base |= {"REMOTE_ADDR": address, **environ}
    return client


def send(app: Flask, where: str = "/leave-word", *, address: str = HERE, typed: str = "words") -> Page:
    return post(browser(app, address), where, typed)


def post(client: Browser, where: str = "/leave-word", typed: str = "words") -> Page:
    return client.post(where, data={"csrf_token": client.token(), "question": typed})


def rows(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(RateCount)) or 0
