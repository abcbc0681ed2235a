"""A browser that reads every page it opens as a person's would, and inspects it each time.

``browser.get(url)`` and ``browser.post(url, …)`` answer a ``Page``: the response, with the parsed page behind
``.h1``, ``.text``, ``.forms``, ``.links``. ``submit(page, form, press=…, **fields)`` fills in a form and sends
it as a person would: what was in it stays, and nothing can be filled in that the page does not offer.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

import html5lib
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from forum_app.clock import now
from forum_app.people.operations import make_link_token
from forum_app.web.bots import MOMENT, sign_moment

#: People type characters that have no place in HTML; that is no fault of the template.
NOT_THE_TEMPLATES_FAULT = {"invalid-codepoint"}
#: Where the text of a page is what somebody typed or what a machine reads.
NOT_PROSE = {"textarea", "input", "select", "pre", "code", "script", "style", "title"}
NUMERIC_DAY = re.compile(r"\b\d{4}-\d\d-\d\d\b|\b\d{1,2}/\d{1,2}/\d{2,4}\b")
#: Elements that make the browser ask for something, and the attribute that says where.
ASKS_FOR = {
    "link": "href", "script": "src", "img": "src", "iframe": "src", "source": "src", "form": "action",
    "button": "formaction", "video": "src", "audio": "src", "embed": "src", "object": "data", "use": "href",
    "image": "href", "base": "href",
}  # fmt: skip
NEEDS_NO_LABEL = {"hidden", "submit", "reset", "button", "image"}
#: Two pages that differ only in this are one page: it is drawn anew each time, and holds nothing but these letters.
TOKEN = re.compile(rb'(?<=name="csrf_token" value=")[\w.-]+(?=")')
HEADINGS = {f"h{level}": level for level in range(1, 7)}


def words_in(element: Element) -> str:
    """The text inside, with single blanks."""
    return " ".join("".join(element.itertext()).split())


class Page(TestResponse):
    """A response; if it is a page, what a person finds on it."""

    browser: "Browser"

    @property
    def is_page(self) -> bool:
        return self.mimetype == "text/html" and bool(self.data) and self.status_code // 100 != 3

    @property
    def address(self) -> str:
        return self.request.path

    @cached_property
    def parser(self) -> html5lib.HTMLParser:
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        parser.parsed = parser.parse(self.data, transport_encoding="utf-8")
        return parser

    @property
    def tree(self) -> Element:
        return self.parser.parsed

    def all(self, *tags: str, **attributes: str) -> list[Element]:
        """The elements with one of these tags and all these attributes (``class_`` for class), in order."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [
            element
            for element in self.tree.iter()
            if element.tag in tags and all(element.get(name) == value for name, value in wanted.items())
        ]

    @property
    def h1(self) -> str:
        return words_in(self.all("h1")[0])

    @property
    def title(self) -> str:
        return words_in(self.all("title")[0])

    @property
    def main(self) -> Element:
        return self.all("main")[0]

    @property
    def words(self) -> str:
        """What stands in the main part of the page, with single blanks."""
        return words_in(self.main)

    @property
    def links(self) -> dict[str, str]:
        """Where each link of the page leads, by its words."""
        return {words_in(link): link.get("href", "") for link in self.all("a")}

    @property
    def forms(self) -> list["PageForm"]:
        """The forms of the main part; ``every_form`` has those around it too."""
        return [PageForm(self, element) for element in self.main.iter("form")]

    @property
    def every_form(self) -> list["PageForm"]:
        return [PageForm(self, element) for element in self.all("form")]

    def form(self, which: int | str = 0) -> "PageForm":
        """A form by its place in the main part, by its id, or by the end of its address."""
        if isinstance(which, int):
            return self.forms[which]
        for form in self.every_form:
            if form.element.get("id") == which or form.action.endswith(which):
                return form
        raise AssertionError(f"No form {which!r} on {self.address}: {[f.action for f in self.every_form]}")

    def has_main(self) -> bool:
        return bool(self.all("main"))


@dataclass
class PageForm:
    page: Page
    element: Element

    @property
    def action(self) -> str:
        return urlsplit(urljoin(self.page.request.url, self.element.get("action"))).path

    @property
    def method(self) -> str:
        return self.element.get("method", "get").lower()

    @cached_property
    def controls(self) -> list[Element]:
        inside, own_id = set(self.element.iter()), self.element.get("id")
        return [
            control
            for control in self.page.all("input", "textarea", "select", "button")
            if (control in inside if control.get("form") is None else control.get("form") == own_id)
        ]

    @property
    def buttons(self) -> list[Element]:
        return [
            control
            for control in self.controls
            if (control.tag == "button" and control.get("type", "submit") == "submit")
            or (control.tag == "input" and control.get("type") in {"submit", "image"})
        ]

    def button(self, press: str | None) -> Element | None:
        """The button with this name or these words; the first one, as Enter would press, if not said."""
        if press is None:
            return self.buttons[0] if self.buttons else None
        for button in self.buttons:
            if press in {button.get("name"), words_in(button), button.get("value")}:
                return button
        offered = [words_in(button) or button.get("value") for button in self.buttons]
        raise AssertionError(f"No button {press!r} in the form on {self.page.address}; there are {offered}.")

    @property
    def values(self) -> list[tuple[str, str]]:
        """What would be sent as the form stands, without a button."""
        return [pair for control in self.controls for pair in _values_of(control)]

    @property
    def names(self) -> set[str]:
        return {control.get("name", "") for control in self.controls} - {""}

    def choices(self, name: str) -> dict[str, str]:
        """What a select or a group of radio buttons offers: value by words, and by itself."""
        found: dict[str, str] = {}
        for control in self.controls:
            if control.get("name") != name:
                continue
            if control.tag == "select":
                for option in control.iter("option"):
                    value = option.get("value", words_in(option))
                    found |= {words_in(option): value, value: value}
            elif control.get("type") == "radio":
                found[control.get("value", "on")] = control.get("value", "on")
        return found

    def filled(self, fields: dict[str, Any]) -> list[tuple[str, str]]:
        """The values with these fields filled in; a field the form does not have is a mistake of the test."""
        unknown = set(fields) - self.names
        if unknown:
            raise AssertionError(f"{self.page.address} has no field {sorted(unknown)}; it has {sorted(self.names)}.")
        kept = [(name, value) for name, value in self.values if name not in fields]
        return kept + [(name, text) for name, value in fields.items() for text in self._typed(name, value)]

    def _typed(self, name: str, value: Any) -> list[str]:
        if value is True:
            box = next(control for control in self.controls if control.get("name") == name)
            return [box.get("value", "on")]
        if value is False or value is None:
            return []
        texts = [str(text) for text in value] if isinstance(value, list | tuple) else [str(value)]
        offered = self.choices(name)
        if offered and not set(texts) <= set(offered):
            raise AssertionError(f"{name} on {self.page.address} offers {sorted(offered)}, not {texts}.")
        return [offered.get(text, text) for text in texts]


def _values_of(control: Element) -> Iterator[tuple[str, str]]:
    name, kind = control.get("name"), control.get("type", "text")
    if not name or control.get("disabled") is not None or control.tag == "button":
        return
    if control.tag == "textarea":
        yield name, "".join(control.itertext())
    elif control.tag == "select":
        yield from ((name, value) for value in _selected(control))
    elif kind in {"checkbox", "radio"}:
        if control.get("checked") is not None:
            yield name, control.get("value", "on")
    elif kind not in {"submit", "image", "reset", "button", "file"}:
        yield name, control.get("value", "")


def _selected(select: Element) -> list[str]:
    options = list(select.iter("option"))
    chosen = [option for option in options if option.get("selected") is not None]
    if not chosen and options and select.get("multiple") is None:
        chosen = options[:1]
    return [option.get("value", words_in(option)) for option in chosen]


class Browser(FlaskClient):
    """A client that inspects every page it opens; ``inspecting = False`` lets a bad page pass."""

    inspecting = True
    _sound: ClassVar[set[int]] = set()
    #: Whether days in figures are faults; off where tests type figures that the page shows again.
    inspecting_prose = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.response_wrapper = type("PageOf", (Page, self.response_wrapper.__bases__[1]), {})

    def open(self, *args: Any, **kwargs: Any) -> Page:
        page = super().open(*args, **kwargs)
        page.browser = self
        if self.inspecting and page.is_page:
            found = self.inspect(page)
            assert not found, f"{page.request.method} {page.address} ({page.status_code}):\n" + "\n".join(found)
        return page

    def inspect(self, page: Page) -> list[str]:
        """The faults of a page; the same page, such as the one for what is missing, is read once."""
        seen = (TOKEN.sub(b"token", page.data), page.status_code, page.request.host_url, self.inspecting_prose)
        if hash(seen) not in self._sound:
            found = faults(page, prose=self.inspecting_prose)
            if found:
                return found
            self._sound.add(hash(seen))
        return []

    def sign_in(self) -> "Browser":
        """Sign in as the coordinator: open a one-time link and press its button."""
        token = make_link_token(self.application.secret_key)
        sent = submit(self.get(f"/sign-in/{token}"))
        assert sent.status_code == 302, f"The one-time link did not sign in: {sent.status_code}"
        return self

    def token(self) -> str:
        """A token against forged posts that belongs to this browser, as any page with a form carries it."""
        page = self.get(f"/sign-in/{make_link_token(self.application.secret_key)}")
        return dict(page.form(0).values)["csrf_token"]


def submit(page: Page, form: int | str | None = None, press: str | None = None, **fields: Any) -> Page:
    """Fill in a form of the page and send it, keeping whatever else was in it.

    A person takes a while to read it first. ``form`` is its place in the main part, its id or the end of its
    address (not needed where there is one); ``press`` the button's words or name. True and False tick and clear
    a box; a list fills repeated fields.
    """
    if form is None:
        assert len(page.forms) == 1, f"{page.address} has {len(page.forms)} forms: say which."
        form = 0
    chosen = page.form(form)
    sent = _after_reading(page, chosen.filled(fields))
    button = chosen.button(press)
    if button is not None and button.get("name"):
        sent.append((button.get("name", ""), button.get("value", "")))
    address = button.get("formaction") if button is not None and button.get("formaction") else chosen.action
    if chosen.method == "get":
        return page.browser.get(address, query_string=sent)
    return page.browser.post(address, data=_by_name(sent))


def _after_reading(page: Page, sent: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """As if the form had been open for a minute: what is sent at once is taken for a program's."""
    if MOMENT not in dict(sent):
        return sent
    with page.browser.application.app_context():
        earlier = sign_moment(int(now().timestamp()) - 60)
    return [(name, earlier if name == MOMENT else value) for name, value in sent]


def _by_name(pairs: list[tuple[str, str]]) -> dict[str, list[str]]:
    by_name: dict[str, list[str]] = {}
    for name, value in pairs:
        by_name.setdefault(name, []).append(value)
    return by_name


# What is wrong with a page ------------------------------------------------------------------------------------


@dataclass
class Inspection:
    page: Page
    found: list[str] = field(default_factory=list)

    def wrong(self, sentence: str) -> None:
        self.found.append(f"- {sentence}")

    @cached_property
    def parents(self) -> dict[Element, Element]:
        return {child: parent for parent in self.page.tree.iter() for child in parent}

    def ancestors(self, element: Element) -> Iterator[Element]:
        while element in self.parents:
            element = self.parents[element]
            yield element


def faults(page: Page, *, prose: bool = True) -> list[str]:
    """Everything that is wrong with a page, each with what to do about it."""
    inspection = Inspection(page)
    for look in LOOKS:
        look(inspection)
    if prose:
        _days_are_words(inspection)
    return inspection.found


def _parses(on: Inspection) -> None:
    for (line, _), code, _data in on.page.parser.errors:
        if code not in NOT_THE_TEMPLATES_FAULT:
            text = on.page.text.splitlines()
            near = text[line - 1].strip()[:120] if 0 < line <= len(text) else ""
            on.wrong(f"HTML error {code} at line {line}: {near}")


def _one_h1_and_a_title_that_begins_with_it(on: Inspection) -> None:
    headings = [words_in(h1) for h1 in on.page.all("h1")]
    if len(headings) != 1 or not headings[0]:
        on.wrong(f"A page has one h1 with words in it; this has {headings}.")
        return
    titles = [title for title in on.page.all("title") if title in list(on.page.all("head")[0].iter("title"))]
    title = words_in(titles[0]) if titles else ""
    if on.page.status_code >= 400:
        title = title.removeprefix("Error: ")
    if not title.startswith(headings[0]):
        on.wrong(f"The title “{title}” should begin with the h1 “{headings[0]}”.")


def _unique_ids(on: Inspection) -> None:
    ids = Counter(element.get("id") for element in on.page.tree.iter() if element.get("id") is not None)
    for name, times in ids.items():
        if times > 1 or not name or re.search(r"\s", name):
            on.wrong(f"The id “{name}” stands {times} times: ids are unique, not empty and without blanks.")


def _says_its_language(on: Inspection) -> None:
    if not on.page.tree.get("lang"):
        on.wrong("Say the language: <html lang=…>.")


def _headings_go_down_by_one(on: Inspection) -> None:
    last = 0
    for heading in on.page.all(*HEADINGS):
        level = HEADINGS[heading.tag]
        if level > last + 1:
            on.wrong(f"After h{last} comes h{level} “{words_in(heading)}”: use h{last + 1}.")
        if not words_in(heading):
            on.wrong(f"An h{level} without words.")
        last = level


def _forms_say_where_how_and_who(on: Inspection) -> None:
    for element in on.page.all("form"):
        form = PageForm(on.page, element)
        if not element.get("action") or element.get("method", "").lower() not in {"get", "post"}:
            on.wrong(f"A form without action or method ({sorted(form.names)}): say both.")
        elif form.method == "post" and not dict(form.values).get("csrf_token"):
            on.wrong(f"The form to {form.action} lacks its token: add form.csrf_token or csrf_token().")
        if not form.buttons:
            on.wrong(f"The form to {form.action} has no button to send it.")
        for button in form.buttons:
            shown = words_in(button) if button.tag == "button" else button.get("value")
            if not (shown or button.get("aria-label")):
                on.wrong(f"A button without words in the form to {form.action}.")


def _fields_have_labels(on: Inspection) -> None:
    labelled = {label.get("for") for label in on.page.all("label") if words_in(label)} - {None}
    ids = {element.get("id") for element in on.page.tree.iter()} - {None}
    for label in on.page.all("label"):
        if label.get("for") is not None and label.get("for") not in ids:
            on.wrong(f"The label “{words_in(label)}” is for “{label.get('for')}”, which is not on the page.")
    for control in on.page.all("input", "textarea", "select"):
        if control.tag == "input" and control.get("type", "text") in NEEDS_NO_LABEL:
            continue
        wrapped = any(outer.tag == "label" and _says_something(outer) for outer in on.ancestors(control))
        if not (wrapped or control.get("id") in labelled or _named_by_aria(control, ids)):
            on.wrong(f"The field “{control.get('name')}” (id {control.get('id')}) has no label.")
    _descriptions_exist(on, ids)


def _says_something(label: Element) -> bool:
    """Whether a label has words besides those inside its field."""
    typed = "".join(words_in(field) for tag in ("textarea", "select") for field in label.iter(tag))
    return words_in(label) != typed


def _named_by_aria(control: Element, ids: set[str | None]) -> bool:
    pointed = (control.get("aria-labelledby") or "").split()
    return bool((control.get("aria-label") or "").strip()) or (bool(pointed) and set(pointed) <= ids)


def _descriptions_exist(on: Inspection, ids: set[str | None]) -> None:
    for element in on.page.tree.iter():
        for name in ("aria-describedby", "aria-labelledby", "aria-controls", "aria-errormessage"):
            missing = set((element.get(name) or "").split()) - ids
            if missing:
                on.wrong(f"{name} of <{element.tag}> names {sorted(missing)}, which is not on the page.")


def _pictures_say_what_they_show(on: Inspection) -> None:
    for picture in on.page.all("img"):
        if picture.get("alt") is None:
            on.wrong(f"The picture {picture.get('src')} needs alt (empty if it only decorates).")


def _no_style_or_script_in_the_page(on: Inspection) -> None:
    for element in on.page.tree.iter():
        if element.tag == "style" or element.get("style") is not None:
            on.wrong(f"Style inside the page (<{element.tag}>): the policy forbids it, use the stylesheet.")
        if element.tag == "script" and not element.get("src"):
            on.wrong("A script inside the page: the policy forbids it, use a file.")
        handlers = [name for name in element.keys() if name.startswith("on")]  # noqa: SIM118 - an Element
        if handlers:
            on.wrong(f"{handlers[0]} on <{element.tag}>: the policy forbids it, use a script file.")


def _nothing_from_elsewhere(on: Inspection) -> None:
    for element in on.page.tree.iter():
        tag = str(element.tag).rpartition("}")[2]
        values = {element.get(ASKS_FOR.get(tag, ""), ""), element.get("formaction", "")}
        values |= {part.split()[0] for part in (element.get("srcset") or "").split(",") if part.strip()}
        for value in values:
            if _is_elsewhere(on.page, value):
                on.wrong(f"<{tag}> asks for {value[:80]}, which is not on this site.")


def _is_elsewhere(page: Page, value: str) -> bool:
    target = urlsplit(urljoin(page.request.url, value.strip()))
    own = urlsplit(page.request.url)
    return (target.scheme, target.netloc) != (own.scheme, own.netloc)


def _links_have_words_and_places(on: Inspection) -> None:
    ids = {element.get("id") for element in on.page.tree.iter()}
    for link in on.page.all("a"):
        pictures = [picture.get("alt") for picture in link.iter("img") if picture.get("alt")]
        if not (words_in(link) or link.get("aria-label") or pictures):
            on.wrong(f"The link to {link.get('href')} has no words.")
        href = link.get("href")
        if href is not None and (not href or href.lower().startswith("javascript:")):
            on.wrong(f"The link “{words_in(link)}” leads nowhere ({href!r}).")
        if href and href.startswith("#") and href != "#" and href[1:] not in ids:
            on.wrong(f"The link “{words_in(link)}” leads to {href}, which is not on the page.")


def _one_main(on: Inspection) -> None:
    mains = [element for element in on.page.tree.iter() if element.tag == "main" or element.get("role") == "main"]
    if len(mains) != 1:
        on.wrong(f"A page has one <main>; this has {len(mains)}.")


def _days_are_words(on: Inspection) -> None:
    for element in on.page.tree.iter():
        if not isinstance(element.tag, str) or element.tag in NOT_PROSE:
            continue
        if any(outer.tag in NOT_PROSE for outer in on.ancestors(element)):
            continue
        texts = [element.text or "", *(child.tail or "" for child in element)]
        for day in NUMERIC_DAY.findall(" ".join(texts)):
            on.wrong(f"“{day}” in <{element.tag}>: write days in words, with the filter `day`.")


LOOKS = (
    _parses,
    _one_h1_and_a_title_that_begins_with_it,
    _unique_ids,
    _says_its_language,
    _headings_go_down_by_one,
    _forms_say_where_how_and_who,
    _fields_have_labels,
    _pictures_say_what_they_show,
    _no_style_or_script_in_the_page,
    _nothing_from_elsewhere,
    _links_have_words_and_places,
    _one_main,
)
