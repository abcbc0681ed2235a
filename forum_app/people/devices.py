"""What a browser calls itself, told so coarsely that it is of use to nobody but its owner."""

import re

BROWSERS = (
    ("Edg", "Edge"),
    ("OPR|Opera", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox|FxiOS", "Firefox"),
    ("Chrome|HeadlessChrome|Chromium|CriOS", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "an iPhone"),
    ("iPad", "an iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "a Chromebook"),
    ("Mac OS|Macintosh", "a Mac"),
    ("Linux|X11", "Linux"),
)


def device_of(user_agent: str) -> str:
    """“Firefox on Windows”."""
    browser = _first(BROWSERS, user_agent) or "A browser"
    system = _first(SYSTEMS, user_agent)
    return f"{browser} on {system}" if system else browser


def _first(words: tuple[tuple[str, str], ...], user_agent: str) -> str | None:
    return next((name for pattern, name in words if re.search(rf"\b(?:{pattern})", user_agent)), None)
