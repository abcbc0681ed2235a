"""What the forum's domain says about its mail, looked up in the DNS, and what to do about it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import dns.exception
import dns.resolver

SECONDS = 3.0
#: Answers with the texts that stand at a name; raises Offline.
Lookup = Callable[[str], list[str]]


class Offline(Exception):
    """No name server answers."""


@dataclass(frozen=True)
class Advice:
    is_well: bool
    sentence: str


def texts_at(name: str) -> list[str]:
    """The TXT records of a name; none where there are none."""
    resolver = dns.resolver.Resolver()
    try:
        found = resolver.resolve(name, "TXT", lifetime=SECONDS)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return []
    except (dns.exception.DNSException, OSError) as error:
        raise Offline from error
    return [b"".join(record.strings).decode("utf-8", "replace") for record in found]


def advice(domain: str, selector: str = "", look_up: Lookup = texts_at) -> Iterator[Advice]:
    """SPF, DKIM and DMARC of a domain. Without a network one sentence says that nothing could be looked up."""
    try:
        yield _spf(domain, look_up)
        yield _dkim(domain, selector, look_up)
        yield _dmarc(domain, look_up)
    except Offline:
        yield _do("SPF, DKIM and DMARC could not be looked up: no name server answers. Try again with a network.")


def _well(sentence: str) -> Advice:
    return Advice(True, sentence)


def _do(sentence: str) -> Advice:
    return Advice(False, sentence)


def _spf(domain: str, look_up: Lookup) -> Advice:
    found = [text for text in look_up(domain) if text.lower().startswith("v=spf1")]
    if not found:
        return _do(f"SPF: {domain} does not say who may send its mail. Add the record that your mail service names.")
    if len(found) > 1:
        return _do(f"SPF: {domain} has {len(found)} records that begin with v=spf1, so none counts. Put them into one.")
    if found[0].lower().rstrip().endswith(("+all", " all")):
        return _do(f"SPF: {domain} lets everybody send in its name. End the record with ~all or -all.")
    return _well(f"SPF: {domain} says who may send its mail. Your mail service should be among them: {found[0]}")


def _dkim(domain: str, selector: str, look_up: Lookup) -> Advice:
    if not selector:
        return _do("DKIM: ask your mail service whether it signs, and with which key; name the key as DKIM_SELECTOR.")
    name = f"{selector}._domainkey.{domain}"
    keys = ["".join(text.split()) for text in look_up(name) if "p=" in text]
    if not keys:
        return _do(f"DKIM: no key is at {name}. Add the record your mail service names, or correct DKIM_SELECTOR.")
    if "p=;" in keys[0] or keys[0].endswith("p="):
        return _do(f"DKIM: the key at {name} is withdrawn. Ask your mail service for a new one.")
    return _well(f"DKIM: the key is at {name}.")


def _dmarc(domain: str, look_up: Lookup) -> Advice:
    found = [text for text in look_up(f"_dmarc.{domain}") if text.lower().startswith("v=dmarc1")]
    if not found:
        return _do(f"DMARC: add the text “v=DMARC1; p=none” at _dmarc.{domain}. Large mail services ask for one.")
    return _well(f"DMARC: {domain} says what to do with forged mail: {found[0]}")
