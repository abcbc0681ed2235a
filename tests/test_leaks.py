"""Each way a canary could leave is found, and nothing is found where nothing was put."""

import base64
import gzip
import hashlib
import json
import quopri
import re
import zlib
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from urllib.parse import quote, urlsplit
from uuid import UUID

import pytest
from flask import Flask, session
from werkzeug.wrappers import Response

from forum_app import demo
from forum_app.db import db
from tests.builders import NOW
from tests.engines import SqliteFiles, dispose, make_app
from tests.figures import note
from tests.files_with import files_with
from tests.leaks import Hit, Scanner, canary_word
from tests.pages import Browser, Page

WORD, EMAIL, ABROAD = canary_word(1), "Zqtamsin.orchard@quickpost.example", "zqmia@bücherwurm.example"
NUMBER, KEY = 918273645, UUID("6f9d1c52-53b0-4a7e-9d0c-0b5a7f3e2d11")
MOMENT = datetime(2026, 7, 14, 21, 43, 7, tzinfo=UTC)
EPOCH = int(MOMENT.timestamp())


def digest(kind: str, text: str) -> bytes:
    return hashlib.new(kind, text.encode(), usedforsecurity=False).digest()


PLANTED = {
    "raw": f"said {WORD}.",
    "other capitals": WORD.swapcase(),
    "reversed": WORD[::-1],
    "hex": WORD.encode().hex(),
    "percent": quote(EMAIL, safe=""),
    "html": EMAIL.replace("@", "&#64;").replace(".", "&period;"),
    "every letter of html": "".join(f"&#x{ord(letter):x};" for letter in WORD),
    "json": json.dumps({"a": ABROAD}),
    "escapes": EMAIL.replace("@", "\\u0040"),
    "quoted-printable": quopri.encodestring(f"{'so long ' * 8}{EMAIL}=é".encode()),
    "folded": f"DESCRIPTION:{EMAIL[:9]}\r\n {EMAIL[9:]}",
    **{f"base64 after {n}": base64.b64encode(b"x" * n + EMAIL.encode() + b"yz") for n in range(3)},
    "url-safe base64": base64.urlsafe_b64encode(b"??>" + ABROAD.encode() + b"??>"),
    "base64 in lines": base64.encodebytes(b"filling " * 9 + EMAIL.encode()),
    "punycode": "@".join(("zqmia", "bücherwurm.example".encode("idna").decode())),
    "md5": digest("md5", EMAIL.lower()).hex(),
    "sha1": digest("sha1", EMAIL).hex().upper(),
    "sha256": f"https://avatars.example/{digest('sha256', EMAIL.lower()).hex()}?d=404",
    "sha256 in base64": base64.b64encode(digest("sha256", EMAIL)),
    "id": f'<a href="/q/{NUMBER}">',
    "id in hex": f"{NUMBER:x}",
    "uuid": f"urn:uuid:{KEY}",
    "uuid without lines": KEY.hex,
    "uuid as a number": str(KEY.int),
    "iso": MOMENT.isoformat(),
    "iso in London": "2026-07-14 22:43",
    "calendar": "20260714T214307Z",
    "mail": format_datetime(MOMENT),
    "epoch": f"v={EPOCH}",
    "milliseconds": f"{EPOCH}512",
    "in words": "14 July 2026, 10.43pm",
    "packed": gzip.compress(WORD.encode()),
    "packed in base64": base64.b64encode(zlib.compress(f"{WORD} {WORD}".encode())),
}  # fmt: skip


@pytest.fixture(scope="module")
def scanner() -> Scanner:
    return Scanner([WORD], [EMAIL, ABROAD], [NUMBER, KEY], [MOMENT])


@pytest.mark.parametrize("planted", PLANTED.values(), ids=PLANTED)
def test_each_way_of_writing_is_found(scanner, planted):
    data = planted.encode() if isinstance(planted, str) else planted
    assert scanner.in_file(data, "page.txt")


@pytest.mark.parametrize(
    ("name", "data"), [pytest.param(name, data, id=f"{name}: {special}") for special, name, data in files_with(WORD)]
)
def test_each_place_in_a_file_is_looked_at(scanner, name, data):
    found = scanner.in_mail(data) if name.endswith(".eml") else scanner.in_file(data, name)
    assert {hit.canary for hit in found} == {WORD}


@pytest.mark.parametrize("large", [False, True])
def test_a_signed_session_is_opened(scanner, large):
    app = Flask("cookies")
    app.secret_key = "of the test"

    @app.get("/")
    def page():
        session["filling"] = "so it is packed " * 20 if large else ""
        session["who"] = WORD
        return "all is well"

    response = app.test_client().get("/")
    assert {hit.where for hit in scanner.in_response(response)} == {"the header Set-Cookie"}


@pytest.mark.parametrize(
    "response",
    [
        Response(status=302, headers={"Location": f"/thanks?for={quote(EMAIL)}"}),
        Response(headers={"ETag": f'"{digest("md5", EMAIL).hex()}"'}),
        Response(headers={f"X-{WORD}": "1"}),
        Response(headers={"Last-Modified": format_datetime(MOMENT)}),
        Response(status=f"200 {WORD}"),
        Response(gzip.compress(WORD.encode()), headers={"Content-Encoding": "gzip"}),
        Response(f"BEGIN:VCALENDAR\r\nATTENDEE:{EMAIL[:4]}\r\n {EMAIL[4:]}\r\n", mimetype="text/calendar"),
    ],
)
def test_each_part_of_an_answer_is_looked_at(scanner, response):
    assert scanner.in_response(response)


def test_a_hit_says_what_how_and_where(scanner):
    assert scanner.in_text(WORD[::-1], "line 4 of the log") == [Hit(WORD, "reversed", "line 4 of the log")]


def test_a_number_too_short_to_be_known_again_is_refused():
    with pytest.raises(ValueError, match="too short"):
        Scanner(ids=[4711])


def test_a_thousand_canaries_make_no_false_hit_on_the_demonstration(demo_pages):
    """Moments a quarter of an hour apart, numbers of nine figures: what pages are full of, and yet none by chance."""
    many = Scanner(
        words=[canary_word(number) for number in range(400)],
        emails=[f"{canary_word(number)}@{canary_word(number // 9)}.example" for number in range(400, 600)],
        ids=[
            *(700_000_000 + 7919 * number for number in range(100)),
            *(UUID(int=KEY.int ^ n << 64) for n in range(100)),
        ],
        moments=[NOW + timedelta(days=number, minutes=15 * number + 3) for number in range(-100, 100)],
    )
    assert [hit for page in demo_pages for hit in many.in_response(page)] == []
    note("Leak scanner: pages of the demonstration without a false hit", len(demo_pages))


def test_each_canary_of_a_thousand_is_still_found():
    many = Scanner([canary_word(number) for number in range(1_000)])
    assert {hit.canary for number in range(1_000) for hit in many.in_text(f"<p>{canary_word(number)}</p>")} == {
        canary_word(number) for number in range(1_000)
    }


@pytest.fixture(scope="module")
def demo_pages(sqlite: SqliteFiles, tmp_path_factory: pytest.TempPathFactory) -> list[Page]:
    """Every page and file that links lead to, for the coordinator of the demonstration."""
    with sqlite.fresh() as url:
        app = make_app(url, tmp_path_factory.mktemp("demo"))
        app.test_client_class = Browser
        with app.app_context():
            demo.load(now=NOW)
            db.session.commit()
        pages = crawled(app.test_client()) + crawled(app.test_client().sign_in())
        dispose(app)
    return pages


def crawled(client: Browser) -> list[Page]:
    client.inspecting = False  # other tests look at these pages; this one only wants their bytes
    waiting, pages = ["/"], {}
    while waiting:
        address = urlsplit(waiting.pop()).path
        if address not in pages:
            pages[address] = client.get(address)
            if pages[address].mimetype == "text/html":
                waiting += re.findall(r'href="(/[^"]*)"', pages[address].get_data(as_text=True))
    return list(pages.values())
