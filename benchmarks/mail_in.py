"""Time to read a mail, from bytes to what it means; figures only, nothing is asserted.

    .venv/bin/python -m benchmarks.mail_in

Beside it the standard library's parser, which only takes the same mails apart: a busy machine slows both.
"""

import statistics
import time
from collections.abc import Callable, Iterable
from email import policy
from email.parser import BytesParser

from forum_app.mail.inbound.gate import is_plain, refused_because
from forum_app.mail.inbound.read import read
from tests.mail.samples import FACTS, LABELS, letter, sample

ROUNDS = 5


def main() -> None:
    mails = [sample(name) for name in LABELS]
    here = [mail for mail in mails if is_plain(mail)]
    apart = letter(b"May we visit?\x00")
    large = letter(b"May we visit?\n" + b"eA==" * 1_500_000)
    read(here[0], FACTS)  # what is loaded once is not counted
    print(f"{'':44}{'median ms':>10}{'worst ms':>10}")
    _show("the standard library takes it apart", _times(_parsed, here * ROUNDS))
    _show(f"read here ({len(here)} of {len(mails)} samples)", _times(lambda raw: read(raw, FACTS), here * ROUNDS))
    _show("read by a process apart, small", _times(lambda raw: read(raw, FACTS), [apart] * ROUNDS))
    _show("read by a process apart, 6 MB", _times(lambda raw: read(raw, FACTS), [large] * ROUNDS))
    _show("refused, 30 MB", _times(refused_because, [bytes(30_000_000)] * ROUNDS))


def _parsed(raw: bytes) -> object:
    message = BytesParser(policy=policy.default).parsebytes(raw)
    return [str(value) for value in message.values()], [part.get_content_type() for part in message.walk()]


def _times(deed: Callable[[bytes], object], mails: Iterable[bytes]) -> list[float]:
    taken = []
    for mail in mails:
        begun = time.perf_counter()
        deed(mail)
        taken.append(1000 * (time.perf_counter() - begun))
    return taken


def _show(name: str, taken: list[float]) -> None:
    print(f"{name:44}{statistics.median(taken):>10.2f}{max(taken):>10.2f}")


if __name__ == "__main__":
    main()
