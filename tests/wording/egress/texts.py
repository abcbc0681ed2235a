"""Invented families, texts as they go out to the council or the public, and the ways a detail slips into one."""

from __future__ import annotations

import html
import quopri
import random
from collections.abc import Callable
from urllib.parse import quote

from forum_app.wording.egress import Contact

FIRST = [
    "Will",
    "May",
    "Hope",
    "Rose",
    "Mark",
    "Grace",
    "Bill",
    "Jo",
    "Tamsin",
    "Priyanka",
    "Dafydd",
    "Saoirse",
    "Zoë",
    "Łukasz",
    "Anaïs",
    "Ifeoma",
    "Bethan",
    "Idris",
    "Wulfric",
    "Rosalind",
    "Jasper",
    "Ottoline",
    "April",
    "Heather",
    "Robin",
    "Joy",
    "Pat",
    "Sue",
    "Morwenna",
    "Kit",
]
LAST = [
    "Smith",
    "Patel",
    "Khan",
    "Green",
    "Marsh",
    "Ward",
    "Hall",
    "Hill",
    "Young",
    "Long",
    "Bishop",
    "King",
    "O'Brien",
    "Smith-Jones",
    "Nowak",
    "Okafor",
    "Lindqvist",
    "Penrose",
    "Ashworth",
    "Thackray",
    "Bligh",
    "Peake",
    "Fenn",
    "Haddow",
    "Stroud",
    "Brown",
    "White",
    "Price",
    "Day",
    "Fox",
]
DOMAINS = ["quickpost.example", "tidepost.example", "learners.example", "mail.bücherwurm.example", "co-op.post.example"]
#: Officers and speakers share names with families, as they do.
MAY_BE_NAMED = ("Hal Brightwell", "Yasmin Khan", "Grace Marsh", "Rosalind Ashworth", "Mark Tolliver")
OUTGOING = """
Thank you for the questions; the answers will be sent by the end of May.
The council will publish its policy in April, and we hope to see it before the summer holidays.
Grace Marsh said that the team has two officers and hopes to have a third by autumn.
A participant asked whether a report must be written, and Hal Brightwell said that it need not be.
May families send photographs? Yes, they may, and a short note with them is welcome.
Mark Tolliver will bring the figures for the year, with a price for the hall.
We rose to the challenge: 66 people came, 41 in the room and 25 online.
The bill for the room was paid by the council, with our thanks.
Please mark your calendar for Wednesday 14 April, doors at 4pm for a 4.30pm start.
It would be a joy to have more volunteers; no experience is needed, only patience.
A young person spoke about college and the long road to it.
The meeting will be at Saltmarsh Hall, King Street, by the green and the old ward office.
Questions can be sent to hello@forum.example until noon on the day.
Ring the council on 01632 960100, extension 4, from Monday to Friday.
Rosalind Ashworth explained how a place at a special school is named in a plan.
Yasmin Khan thanked the forum and said that officers read every report.
Section 7 of the Education Act 1996 puts the duty on parents, not on the council.
The survey had 214 answers, of which 180 came by the first of March.
A pat on the back for everyone who made tea, and for the robin that got into the hall.
No family will be named in the minutes, and nobody needs to give a name in the room.
In the fall term we will look again at exams, on a day that suits most people.
See https://www.gov.uk/government/publications/elective-home-education for the guidance of the department.
Will there be a crèche? There will, if three people can help with it.
The council may sue nobody over this, it said, and has not done so in living memory.
Action: Hal Brightwell to check whether the leaflet can be sent, or say why not, by 30 June.
We read the fox in the story as a sign of hope; the children loved the hill and the brown bear.
The white paper is expected in spring, and the right day to discuss it is the next meeting.
""".strip().splitlines()

Slip = Callable[[Contact, random.Random], str]


def families(number: int, drawn: random.Random) -> list[Contact]:
    return [_family(n, drawn) for n in range(number)]


def _family(number: int, drawn: random.Random) -> Contact:
    first, last = drawn.choice(FIRST), drawn.choice(LAST)
    plain = last.replace("'", "").lower()
    local = drawn.choice((first[0], first, f"{first}.{plain}")).lower()
    address = f"{local}{drawn.randrange(10, 99)}@{drawn.choice(DOMAINS)}"
    phone = drawn.choice((f"07700 900{number:03d}", f"01632 960{number:03d}", f"+44 7700 900{number:03d}"))
    return Contact(f"family {number}", (address,), (phone,), (f"{first} {last}",))


def _address(change: Callable[[str], str]) -> Slip:
    return lambda contact, _: change(contact.addresses[0])


def _phone(change: Callable[[str], str]) -> Slip:
    return lambda contact, _: change("".join(letter for letter in contact.phones[0] if letter.isdigit())[-10:])


def _name(change: Callable[[str], str]) -> Slip:
    return lambda contact, _: change(contact.names[0])


def _zero_width(text: str) -> str:
    return "\u200b".join(text)


def _look_alike(text: str) -> str:
    return text.translate(str.maketrans("aeopcx", "аеорсх"))


def _spelled_out(text: str) -> str:
    return text.replace("@", " at ").replace(".", " dot ")


#: How a detail stands in a text that went wrong. What gives nothing but an everyday first name is left out on purpose.
SLIPS: dict[str, Slip] = {
    "address": _address(str),
    "address in capitals": _address(str.upper),
    "address spelled out": _address(_spelled_out),
    "address in brackets": _address(lambda text: text.replace("@", " [at] ").replace(".", " (dot) ")),
    "address spaced out": _address(" ".join),
    "address in a link": _address(lambda text: f'<a href="mailto:{quote(text)}">write</a>'),
    "address in a query": _address(lambda text: f"https://x.example/?to={quote(text, safe='')}&ok=1"),
    "address in entities": _address(lambda text: "".join(f"&#{ord(letter)};" for letter in text)),
    "address escaped": _address(lambda text: html.escape(text).replace("@", "&commat;").replace(".", "&period;")),
    "address with soft ends": _address(lambda text: quopri.encodestring(f"{'lo ' * 22}{text}".encode()).decode()),
    "address in punycode": _address(lambda text: text.replace("bücherwurm", "bücherwurm".encode("idna").decode())),
    "address with unseen letters": _address(_zero_width),
    "address in look-alikes": _address(_look_alike),
    "address in wide letters": _address(
        lambda text: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)
    ),
    "address between tags": _address(lambda text: text.replace("@", "<b>@</b>")),
    "address in script": _address(lambda text: text.replace("@", "\\u0040")),
    "address with a tag": _address(lambda text: text.replace("@", "+forum@")),
    "phone": _phone(lambda text: f"0{text}"),
    "phone from abroad": _phone(lambda text: f"+44 (0){text[:4]} {text[4:]}"),
    "phone with lines": _phone(lambda text: f"0{text[:4]}-{text[4:7]}-{text[7:]}"),
    "phone in a link": _phone(lambda text: f'<a href="tel:%2B44{text}">ring</a>'),
    "phone figure by figure": _phone(lambda text: " ".join(f"0{text}")),
    "phone with dots": _phone(lambda text: f"0044.{text[:4]}.{text[4:]}"),
    "phone in wide figures": _phone(lambda text: "".join(chr(ord(figure) + 0xFEE0) for figure in f"0{text}")),
    "name": _name(str),
    "name in capitals": _name(str.upper),
    "name turned round": _name(lambda text: ", ".join(reversed(text.split(" ")))),
    "name with a middle name": _name(lambda text: text.replace(" ", " Quentin ")),
    "name of a file": _name(lambda text: f"notes-from-{text.replace(' ', '-')}.docx"),
    "name in a link": _name(lambda text: f"/people/{quote(text)}"),
    "name's own": _name(lambda text: f"{text}'s question"),
    "last name with a title": _name(lambda text: f"Mrs {text.split(' ')[1]} asked"),
    "last name in entities": _name(lambda text: f"Mr {text.split(' ')[1].replace(chr(39), '&rsquo;')}"),
}


def outgoing(drawn: random.Random) -> list[str]:
    return drawn.sample(OUTGOING, drawn.randint(3, 7))


def with_slip(slip: Slip, contact: Contact, drawn: random.Random) -> str:
    lines = outgoing(drawn)
    place = drawn.randrange(len(lines) + 1)
    return "\n\n".join([*lines[:place], f"This came from {slip(contact, drawn)} as it stands.", *lines[place:]])
