"""Somebody with a browser and no scripts, in words: opens, follows, types, presses, sees."""

import re
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.looks import measure
from tests.browser.stage import Site, Visits

#: Nothing on this site is further away than this many presses of the Tab key.
FAR = 120


@dataclass
class Visitor:
    page: Page
    site: Site

    @property
    def heading(self) -> str:
        return self.page.get_by_role("heading", level=1).inner_text()

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.site.url)

    @property
    def main(self) -> Locator:
        return self.page.locator("main")

    # doing ----------------------------------------------------------------------------------------------------

    def opens(self, path: str) -> int:
        answer = self.page.goto(path)
        return answer.status if answer else 0

    def signs_in(self) -> "Visitor":
        self.opens(self.site.sign_in_link)
        self.presses("Sign in")
        return self

    def follows_more(self, words: str) -> None:
        """A link in the folded part of the workshop's menu."""
        self.page.locator("summary", has_text="More").click()
        self.follows(words)

    def follows(self, words: str, *, within: Locator | None = None) -> None:
        self._one("link", words, within).click()

    def presses(self, words: str, *, within: Locator | None = None) -> None:
        self._one("button", words, within).click()

    def submits(self, words: str) -> int:
        """Press a button and say with which status the form was answered."""
        with self.page.expect_response(lambda answer: answer.request.method == "POST") as answer:
            self.presses(words)
        return answer.value.status

    def types(self, label: str, text: str, *, within: Locator | None = None) -> None:
        self.field(label, within=within).fill(text)

    def chooses(self, label: str, option: str, *, within: Locator | None = None) -> None:
        self.field(label, within=within).select_option(label=option)

    def ticks(self, label: str, *, within: Locator | None = None) -> None:
        self.field(label, within=within).check()

    def downloads(self, words: str) -> bytes:
        with self.page.expect_download() as download:
            self.follows(words)
        return download.value.path().read_bytes()

    # seeing ---------------------------------------------------------------------------------------------------

    def field(self, label: str, *, within: Locator | None = None) -> Locator:
        return (within or self.main).get_by_label(label, exact=True)

    def group(self, name: str) -> Locator:
        """The fields that belong together under this legend."""
        return self.page.get_by_role("group", name=name, exact=True)

    def entry(self, words: str) -> Locator:
        """The entry of a list that holds these words."""
        return self.main.locator("li").filter(has_text=words).last

    def section(self, heading: str) -> Locator:
        return self.page.get_by_role("region", name=heading, exact=True)

    def sees(self, *texts: str, within: Locator | None = None) -> None:
        for text in texts:
            expect(within or self.main).to_contain_text(text, use_inner_text=True)

    def does_not_see(self, *texts: str) -> None:
        for text in texts:
            expect(self.page.locator("body")).not_to_contain_text(text)

    def _one(self, role: Any, words: str, within: Locator | None) -> Locator:
        """The link or button with these words; the first that begins with them, if none has just these."""
        inside, begins = within or self.page, re.escape(words).replace(":", r"\s?:")  # hidden words stand apart
        exact = inside.get_by_role(role, name=re.compile(f"^{begins}$"))
        return exact.first if exact.count() else inside.get_by_role(role, name=re.compile(f"^{begins}")).first

    # with the keyboard alone ----------------------------------------------------------------------------------

    def tabs_to(self, words: str) -> None:
        passed = []
        for _ in range(FAR):
            self.page.keyboard.press("Tab")
            stop = measure(self.page, "focused()")
            if stop is None:
                break
            assert not stop["faults"], stop["faults"]
            if words in stop["words"]:
                return
            passed.append(stop["words"])
        raise AssertionError(f"“{words}” cannot be reached on {self.path}; Tab passes {passed}.")

    def goes_to(self, words: str) -> None:
        """Tab to a link and press Enter."""
        self.tabs_to(words)
        before = self.page.url
        self.page.keyboard.press("Enter")
        self.page.wait_for_url(lambda url: url != before)


def somebody(visit: Visits, site: Site, **more: Any) -> Visitor:
    return Visitor(visit(site, scripts=False, **more), site)
