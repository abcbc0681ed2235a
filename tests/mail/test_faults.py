"""What a mail server may do wrong: each fault has its class, others go on, and nothing is lost."""

import socket
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from forum_app.db import db
from forum_app.mail.models import Halt, OutboxState, Trouble
from forum_app.mail.queries import may_send
from forum_app.mail.suppression import SuppressionReason, suspend
from tests.builders import NOW, make_forum
from tests.mail.posting import SOON, message_to, put, run, set_up_mail, standing, the_halt
from tests.mail.servers import Post, certificate, mail_server, scripted, takes

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
SENT = (OutboxState.SENT, None)
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def forum(either_app: Flask) -> Iterator[Flask]:
    with either_app.app_context():
        make_forum()
        yield either_app


@pytest.fixture
def post(forum: Flask) -> Iterator[Post]:
    """A mail server that works, unless told otherwise, and the forum that sends to it."""
    taken = Post()
    with mail_server(taken) as port:
        set_up_mail(forum, port)
        yield taken


def test_one_connection_carries_many_and_their_words_are_gone_afterwards(post: Post):
    put("ines", "tobias", "nell")
    assert run() == "3 sent"
    assert post.connections - 1 == 1  # one was ours, to see whether it listens
    assert standing("ines", "tobias", "nell") == {"ines": SENT, "tobias": SENT, "nell": SENT}
    assert message_to("ines").body is None
    assert [str(message["To"]) for message in post.messages()] == post.recipients
    assert b"\r\n..\r\n" not in post.mails[0]


def test_bytes_arrive_as_they_were_kept(post: Post):
    put("ines")
    kept = message_to("ines").body
    run()
    assert post.mails == [kept]


def test_a_server_that_wants_it_later_gets_it_later(post: Post):
    put("ines", "tobias")
    post.at_rcpt["ines@example.org"] = ["451 4.7.1 Greylisted, ines@example.org, come back"]
    assert run() == "1 sent, 1 to be tried again"
    waiting = message_to("ines")
    assert (waiting.state, waiting.trouble, waiting.attempts) == (OutboxState.QUEUED, Trouble.LATER, 1)
    assert "i…@example.org" in waiting.answer
    assert NOW < waiting.due_at < NOW + timedelta(minutes=2)
    assert run(NOW + timedelta(seconds=5)) == "nothing was due"
    assert run(NOW + timedelta(minutes=2)) == "1 sent"


def test_each_wait_is_longer_until_it_is_given_up(post: Post):
    put("ines")
    post.at_end["ines@example.org"] = ["452 4.3.1 Full"] * 40
    moment, waits = NOW + timedelta(seconds=1), []
    while (state := message_to("ines").state) == OutboxState.QUEUED and len(waits) < 40:
        run(moment)
        waits.append(message_to("ines").due_at - moment)
        moment = message_to("ines").due_at + timedelta(seconds=1)
    assert waits[0] < waits[1] < waits[2] < waits[3] < timedelta(hours=5)
    assert (state, message_to("ines").trouble) == (OutboxState.FAILED, Trouble.TOO_LATE)


def test_no_such_address_is_suspended_at_once(post: Post):
    put("ines", "tobias")
    post.at_rcpt["ines@example.org"] = ["550 5.1.1 No such user"]
    assert run() == "1 sent, 1 not sent"
    assert standing("ines")["ines"] == (OutboxState.FAILED, Trouble.NO_SUCH_ADDRESS)
    assert not may_send("Ines@Example.org")
    assert may_send("tobias@example.org")
    assert the_halt() is None


def test_other_refusals_suspend_after_three(post: Post, forum: Flask):
    for number in range(3):
        put(f"nell+{number}")
        message_to(f"nell+{number}").recipient = "nell@example.org"
        db.session.commit()
        post.at_rcpt["nell@example.org"] = ["550 5.2.2 Mailbox full"]
        assert may_send("nell@example.org")
        run(NOW + timedelta(minutes=number + 1))
    assert not may_send("nell@example.org")


def test_a_policy_refusal_stops_that_message_and_suspends_nobody(post: Post):
    put("ines", "tobias")
    post.at_rcpt["ines@example.org"] = ["550 5.7.1 Not allowed"]
    assert run() == "1 sent, 1 not sent"
    assert standing("ines")["ines"] == (OutboxState.STOPPED, Trouble.POLICY)
    assert may_send("ines@example.org")
    assert message_to("ines").body


def test_three_refusals_in_a_row_stop_the_queue_before_everything_is_refused(post: Post):
    boxes = [f"box{number}" for number in range(6)]
    put(*boxes)
    for box in boxes:
        post.at_end[f"{box}@example.org"] = ["554 5.7.1 Spam"]
    assert run() == "3 not sent"
    halt = the_halt()
    assert halt is not None
    assert halt.why == Halt.MANY_REFUSED
    assert [state for state, _ in standing(*boxes).values()].count(OutboxState.QUEUED) == 3
    assert {message_to(box).attempts for box in boxes[3:]} == {0}


def test_an_answer_after_data_fails_that_message_only(post: Post):
    put("ines", "tobias")
    post.at_end["ines@example.org"] = ["552 5.3.4 Too big"]
    run()
    assert standing("ines", "tobias") == {"ines": (OutboxState.FAILED, Trouble.REFUSED), "tobias": SENT}


def test_a_server_that_says_goodbye_in_the_middle_is_called_again(post: Post):
    put("ines", "tobias", "nell")
    post.at_rcpt["tobias@example.org"] = ["421 4.3.2 Closing"]
    assert run() == "2 sent, 1 to be tried again"
    assert standing("tobias")["tobias"] == (OutboxState.QUEUED, Trouble.INTERRUPTED)
    assert run(LATER) == "1 sent"


def test_a_connection_lost_after_the_last_line_is_sent_once_more_with_the_same_bytes(post: Post):
    put("ines", "tobias")
    post.reset_after = {"ines@example.org"}
    assert run() == "1 sent, 1 to be tried again"
    assert run(LATER) == "1 sent"
    assert sorted(post.times().values()) == [1, 2]
    assert len(post.digests()) == 2


def test_a_suspended_address_gets_nothing_but_what_it_asked_for_to_sign_in(post: Post):
    suspend("ines@example.org", SuppressionReason.ASKED, "", now=NOW)
    put("ines")
    run()
    assert standing("ines")["ines"] == (OutboxState.STOPPED, Trouble.SUSPENDED)
    put("INES", **SOON)
    assert run(NOW + timedelta(minutes=1)) == "1 sent"


def test_what_is_urgent_goes_first_and_is_dropped_when_it_is_of_no_use(post: Post):
    put("ines", "tobias")
    put("nell", give_up_at=NOW + timedelta(minutes=10))
    put("owen", give_up_at=NOW)
    assert run() == "3 sent, 1 too late"
    assert post.recipients[0] == "nell@example.org"
    assert standing("owen")["owen"] == (OutboxState.FAILED, Trouble.TOO_LATE)
    assert message_to("owen").body is None


def test_an_urgent_one_that_was_turned_away_comes_back_within_a_minute(post: Post):
    put("nell", **SOON)
    post.at_rcpt["nell@example.org"] = ["451 4.3.0 Busy"]
    run()
    assert run(NOW + timedelta(seconds=50)) == "1 sent"


def test_an_address_with_letters_that_the_server_cannot_write(post: Post):
    put("zoë", "ines")
    assert run() == "2 sent"  # this server can
    assert post.recipients[0] == "zoë@example.org"


# No mail at all -----------------------------------------------------------------------------------------------


def test_nobody_listening_halts_the_queue_and_touches_no_message(forum: Flask):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        set_up_mail(forum, closed.getsockname()[1])
        put("ines")
        run()
        assert_halted(Halt.NO_CONNECTION)
        first = the_halt().next_try_at
        run(first)
        assert the_halt().attempts == 2
        assert the_halt().next_try_at - first > first - NOW


def test_a_wrong_password_halts_the_queue_until_it_is_right(forum: Flask):
    post = Post()
    with mail_server(post, **takes("forum", "right")) as port:
        set_up_mail(forum, port, SMTP_USER="forum", SMTP_PASSWORD="wrong")
        put("ines")
        run()
        assert_halted(Halt.NO_SIGN_IN)
        set_up_mail(forum, port, SMTP_USER="forum", SMTP_PASSWORD="right")
        assert run(LATER) == "1 sent"
        assert the_halt() is None


def test_a_server_that_wants_a_password_we_do_not_have(forum: Flask):
    with mail_server(Post(), **takes("forum", "right")) as port:
        set_up_mail(forum, port)
        put("ines")
        run()
        assert_halted(Halt.NO_SIGN_IN)


def test_a_server_that_does_not_take_our_sender(forum: Flask):
    post = Post()

    async def refuse(*_: object) -> str:
        return "553 5.1.8 We do not know you"

    post.handle_MAIL = refuse  # type: ignore[attr-defined]
    with mail_server(post) as port:
        set_up_mail(forum, port)
        put("ines")
        run()
        assert_halted(Halt.SENDER_REFUSED)


@pytest.mark.parametrize("security", ["starttls", "tls"])
@pytest.mark.parametrize("named", ["localhost", "elsewhere.example"])
def test_encryption_is_used_and_only_the_right_certificate_believed(
    forum: Flask, security: str, named: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    context, trusted = certificate(tmp_path, named)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    how = {"tls_context": context} if security == "starttls" else {"ssl_context": context}
    with mail_server(post := Post(), require_starttls=security == "starttls", **how) as port:
        set_up_mail(forum, port, SMTP_HOST="localhost", SMTP_SECURITY=security)
        put("ines")
        run()
        if named == "localhost":
            assert post.recipients == ["ines@example.org"]
        else:
            assert_halted(Halt.NO_TRUST)
            assert not post.mails


def test_a_server_without_encryption_gets_neither_mail_nor_password(forum: Flask):
    with mail_server(post := Post()) as port:
        set_up_mail(forum, port, SMTP_SECURITY="starttls", SMTP_USER="forum", SMTP_PASSWORD="secret")
        put("ines")
        run()
        assert_halted(Halt.NO_ENCRYPTION)
        assert not post.mails


# Slow servers -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("stage", ["greeting", "after the words"])
def test_a_server_that_drips_is_left_at_the_deadline(forum: Flask, stage: str, proof: int):
    """One byte at a time comes well within the time-out for each read; the whole would take very long."""
    pause = 0.07 * proof  # 0.7 s a byte in the proof
    dripped: list[int] = []

    def drip(connection: socket.socket) -> None:
        if stage != "greeting":
            converse(connection)
        for byte in b"220-" + b"x" * 200:
            time.sleep(pause)
            connection.send(bytes([byte]))
            dripped.append(byte)

    with scripted(drip) as port:
        set_up_mail(forum, port, SMTP_TIMEOUT=3 * pause, SMTP_DEADLINE=10 * pause)
        put("ines")
        run()
    assert 0 < len(dripped) < 100, "held for as long as the server liked"
    if stage == "greeting":
        assert_halted(Halt.NO_CONNECTION)
    else:
        assert standing("ines")["ines"] == (OutboxState.QUEUED, Trouble.INTERRUPTED)


def converse(connection: socket.socket) -> None:
    """Be a mail server up to the end of the words of a mail."""
    connection.sendall(b"220 hello\r\n")
    with connection.makefile("rb") as lines:
        in_words = False
        for line in lines:
            if in_words and line == b".\r\n":
                return
            in_words = in_words or line.upper().startswith(b"DATA")
            if not in_words:
                connection.sendall(b"250 OK\r\n")
            elif line.upper().startswith(b"DATA"):
                connection.sendall(b"354 go on\r\n")


def assert_halted(why: Halt) -> None:
    halt = the_halt()
    assert halt is not None
    assert halt.why == why
    message = message_to("ines")
    assert (message.state, message.attempts, message.trouble) == (OutboxState.QUEUED, 0, None)
    assert message.body
