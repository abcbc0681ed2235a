"""What a letter looks like on its way: headers, both parts, and what differs between copies."""

import quopri
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from forum_app.db import db
from forum_app.mail.compose import Letter, PersonalPartMissing, personal, wrapped
from forum_app.mail.inbound.facts import facts
from forum_app.mail.inbound.headers import Headers, split
from forum_app.mail.inbound.signs import own_because
from forum_app.mail.mould import AddressNotUsable, LineBreakInHeader, Recipient
from forum_app.mail.outbox import queue, queue_many
from forum_app.mail.queries import message_by_bounce_token, message_by_reply_token
from tests.builders import NOW, make_forum
from tests.mail.posting import LETTER, message_to, put, run, set_up_mail
from tests.mail.servers import Post, mail_server

LONG_LINK = "https://forum.example/unsubscribe/" + "a" * 400
LIST_MAIL = replace(LETTER, list_id="minutes", unsubscribe=LONG_LINK, unsubscribe_mailto="unsub@forum.example")


@pytest.fixture
def forum(app: Flask) -> Iterator[Flask]:
    with app.app_context():
        make_forum(name="Fenwick Välé Forum")
        yield app


def queued(letter: Letter = LETTER, box: str = "ines", **facts: object) -> EmailMessage:
    put(box, letter=letter, **facts)
    return message_from_bytes(message_to(box).body or b"", policy=policy.default)  # type: ignore[return-value]


def test_the_headers_of_every_mail(forum: Flask):
    message = queued()
    assert str(message["From"]) == "Fenwick Välé Forum <forum@fenwick.example>"
    assert message.get_all("To") == ["ines@example.org"]
    assert message["Message-ID"] == message_to("ines").message_id
    assert (message["Auto-Submitted"], message["X-Auto-Response-Suppress"]) == ("auto-generated", "All")
    assert own_because(Headers.of(split(message.as_bytes())[0]), facts()) == "The forum sent it."
    assert message["Date"].datetime == NOW
    assert not {"Bcc", "Cc", "Reply-To", "List-Id", "In-Reply-To", "Precedence"} & set(message.keys())


def test_answers_and_bounces_come_to_addresses_that_only_this_mail_has(forum: Flask):
    forum.config |= {"REPLY_DOMAIN": "replies.example"}
    with mail_server(post := Post()) as port:
        set_up_mail(forum, port)
        message = queued()
        row = message_to("ines")
        assert message["Reply-To"] == f"reply+{row.reply_token}@replies.example"
        run()
        assert post.envelopes == [(f"bounce+{row.bounce_token}@replies.example", "ines@example.org")]
    assert row.reply_token != row.bounce_token
    assert (row.reply_token or "").isalnum()
    assert (row.reply_token or "").islower()
    assert message_by_reply_token((row.reply_token or "").upper()) is row
    assert message_by_bounce_token(row.bounce_token or "") is row


def test_with_a_mailbox_of_its_own_the_forums_address_is_extended(forum: Flask):
    forum.config |= {"IMAP_HOST": "mail.example"}
    assert str(queued()["Reply-To"]).startswith("forum+reply+")
    assert str(message_from_bytes(message_to("ines").body or b"")["Reply-To"]).endswith("@fenwick.example")


def test_long_headers_stay_one_plain_line(forum: Flask):
    """Trap 4: folded or encoded they would be no links and no threads."""
    asked = f"<{'b' * 300}@mail.example>"
    put("ines", letter=replace(LIST_MAIL, thread="meeting-7", in_reply_to=asked))
    lines = (message_to("ines").body or b"").partition(b"\r\n\r\n")[0].decode("ascii").split("\r\n")
    assert f"List-Unsubscribe: <{LONG_LINK}>, <mailto:unsub@forum.example>" in lines
    assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click" in lines
    assert "List-Id: <minutes.localhost>" in lines
    assert f"In-Reply-To: {asked}" in lines
    assert f"References: <thread.meeting-7@localhost> {asked}" in lines


@pytest.mark.parametrize("bad", ["a\r\nBcc: all@example.org", "a\nX: y", "a\rb", "a\0b"])
def test_a_line_break_in_any_header_is_refused(forum: Flask, bad: str):
    for field in ("subject", "in_reply_to", "thread", "list_id", "unsubscribe", "unsubscribe_mailto"):
        with pytest.raises(LineBreakInHeader):
            put("ines", letter=replace(LETTER, **{field: bad}))
    with pytest.raises(LineBreakInHeader):
        put("ines", headers={"X-Forum": bad})
    with pytest.raises(LineBreakInHeader):
        queue(LETTER, to=f"ines@example.org{bad}", key="k", now=NOW)
    with pytest.raises(LineBreakInHeader):
        queue_many(replace(LIST_MAIL, unsubscribe=personal("link")), [to("ines", link=f"https://x/{bad}")], now=NOW)
    assert not db.session.new


@pytest.mark.parametrize(
    "address", ["", "ines", "ines@", "@example.org", "a b@example.org", "<a@b.example>", "a@b@c.d"]
)
def test_what_is_no_address_is_refused(forum: Flask, address: str):
    with pytest.raises(AddressNotUsable):
        queue(LETTER, to=address, key="k", now=NOW)


def test_both_parts_say_everything_in_seven_bits(forum: Flask):
    words = "“Straße” – " + "long " * 40
    message = queued(Letter("Grüße", f"{words}\n", f"<!doctype html><p>{words}</p>\n"))
    assert (message_to("ines").body or b"").isascii()
    assert max(map(len, (message_to("ines").body or b"").split(b"\r\n"))) < 998
    assert message["Subject"] == "Grüße"
    text, html = (part.get_content().replace("\r\n", "\n") for part in message.iter_parts())
    assert " ".join(text.split()) == " ".join(words.split())
    assert f"<p>{words}</p>" in html


def test_copies_differ_only_in_their_own_parts(forum: Flask):
    letter = replace(
        LIST_MAIL,
        text=f"Dear {personal('name')},\n\nyour link: {personal('link')}\n",
        html=f'<p>Dear {personal("name")}, <a href="{personal("link")}">your link</a></p>\n',
        unsubscribe=personal("link"),
    )
    queue_many(
        letter,
        [to("ines", name="Inès <b>", link="https://f/1"), to("nell", name="Nell", link="https://f/2&3")],
        now=NOW,
    )
    first, second = (message_from_bytes(message_to(box).body or b"", policy=policy.default) for box in ("ines", "nell"))
    assert "Dear Inès <b>," in first.get_body(("plain",)).get_content()
    assert "Inès &lt;b&gt;" in first.get_body(("html",)).get_content()
    assert first["List-Unsubscribe"] == "<https://f/1>, <mailto:unsub@forum.example>"
    assert 'href="https://f/2&amp;3"' in second.get_body(("html",)).get_content()
    assert "Inès" not in str(second)
    assert first["Message-ID"] != second["Message-ID"]


def test_a_copy_without_its_own_part_is_not_made(forum: Flask):
    with pytest.raises(PersonalPartMissing):
        queue_many(replace(LETTER, text=personal("name")), [to("ines")], now=NOW)


def test_nobody_can_type_a_personal_part(forum: Flask):
    assert personal("link") != "PERSONALXlinkX"
    put("ines", letter=replace(LETTER, text="PERSONALXlinkX"))


def to(box: str, **parts: str) -> Recipient:
    return Recipient(f"{box}@example.org", f"agenda:{box}", parts)


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Zl", "Zp", "Zs"]), min_size=1, max_size=90
)


@given(st.lists(st.lists(WORDS, min_size=1, max_size=30).map(" ".join), max_size=6))
def test_wrapping_loses_no_word_and_breaks_none(lines: list[str]):
    text = "\n".join(lines)
    result = wrapped(text)
    assert result.split() == text.split()
    assert all(len(line) <= 78 or len(line.split()) <= 2 for line in result.splitlines())
    assert wrapped(result) == result


def test_a_list_is_wrapped_under_its_own_words():
    assert wrapped("- " + "word " * 20).splitlines()[1].startswith("  word")


def test_quoted_printable_keeps_the_line_ends_of_mail(forum: Flask):
    put("ines", letter=replace(LETTER, text="x" * 200, html="y" * 200))
    body = message_to("ines").body or b""
    assert b"\n" not in body.replace(b"\r\n", b"")
    assert quopri.decodestring(body).count(b"x" * 200) == 1
