"""Looks at an open page, each answering the list of what is wrong with it, with the selectors."""

from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.stage import DESKTOP, PHONE

HERE = Path(__file__).parent
MEASURES = (HERE / "measures.js").read_text(encoding="utf-8")
#: Most of Axe's work on a page is to read the same dozen colours again and again; here it reads each once.
AXE = Axe().axe_script + (HERE / "colours_once.js").read_text(encoding="utf-8")
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
    "preload": False,  # only for rules that are not among these
}
NARROWEST = {"width": 320, "height": 640}
#: A4 less 18 mm on either side, at 96 px an inch.
SHEET = {"width": 657, "height": 971}
#: A page with more stops for the Tab key than this is a trap.
MOST_STOPS = 400


def measure(page: Page, what: str) -> Any:
    return page.evaluate(f"{MEASURES}.{what}")


def axe(page: Page) -> list[str]:
    """What breaks a rule of WCAG 2.2, levels A and AA, as far as a machine can tell."""
    if page.evaluate("typeof window.axe === 'undefined'"):
        page.evaluate(AXE)
    broken = page.evaluate("rules => axe.run(document, rules).then(found => found.violations)", RULES)
    return [
        f"{rule['id']}: {rule['help']}: {' '.join(map(str, node['target']))} {_why(node)}"
        for rule in broken
        for node in rule["nodes"]
    ]


def _why(node: Any) -> str:
    return next((f"({check['message']})" for check in [*node["any"], *node["all"], *node["none"]]), "")


def too_wide_for_paper(page: Page) -> list[str]:
    """What stands out over the edge of an A4 sheet with the margins of the stylesheet."""
    page.emulate_media(media="print", color_scheme="light")
    page.set_viewport_size(SHEET)
    found = measure(page, "overflow()")
    page.emulate_media(media="null", color_scheme="null")
    return [f"wider than the paper: {fault}" for fault in found]


def everything(page: Page) -> list[str]:
    """Axe in light and in dark; on the narrowest screen, a phone and a desk: scrolling sideways, with text as it
    is and twice as large, and targets too small to hit.

    Each size of the window is taken once, since a change of it costs as much as opening the page.
    """
    found = seen_at(page, PHONE, "light") + seen_at(page, DESKTOP, "dark")
    page.set_viewport_size(NARROWEST)
    return found + [f"at {NARROWEST['width']} px: {fault}" for fault in measure(page, "sizes()")]


def seen_at(page: Page, viewport: Any, scheme: Any) -> list[str]:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size(viewport)
    found = measure(page, "sizes()") + measure(page, "enlarged()")
    if viewport == PHONE:
        found += measure(page, "lowTargets()")
    return [f"at {viewport['width']} px: {fault}" for fault in found] + [f"in {scheme}: {fault}" for fault in axe(page)]


def tab_stops(page: Page) -> list[str]:
    """Walk through the page with the Tab key: stops that cannot be seen, and what it passes by."""
    found, stops = [], set()
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = measure(page, "focused()")
        if stop is None:
            return found + [f"Tab passes by {name}" for name in measure(page, f"passedBy({sorted(stops)})")]
        if stop["place"] not in stops:  # a date has several stops inside itself
            stops.add(stop["place"])
            found += stop["faults"]
    return [*found, f"Tab does not come to an end within {MOST_STOPS} stops."]
