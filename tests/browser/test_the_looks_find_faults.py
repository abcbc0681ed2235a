"""Each look finds the fault it is there for when one is planted, and finds none in a sound page."""

import pytest
from playwright.sync_api import Page

from tests.browser import stage
from tests.browser.looks import everything, tab_stops, too_wide_for_paper
from tests.browser.stage import Site, Visits, Watch, find_browser

SOUND = """<!doctype html><html lang="en-GB"><head><title>Sound</title><style>
:root {{ color-scheme: light dark }} body {{ font: 16px/1.6 sans-serif; margin: 16px }}
@media (prefers-color-scheme: dark) {{ body {{ background: #111; color: #eee }} a {{ color: #9cf }} }}
nav a, button, select, textarea {{ display: inline-block; min-height: 44px; max-width: 100% }}
label {{ display: inline-block; min-height: 44px }}
:focus-visible {{ outline: 3px solid #4d7ef8 }} {style}</style></head>
<body><main><h1>Sound</h1><nav aria-label="Main"><a href="#">Home of all the pages</a></nav>
<p>Words before <a href="#">a link</a> and after it.</p>
<form><label><input type="checkbox"> Agree to it</label><button>Send it</button></form>
{body}</main></body></html>"""

PLANTED = {
    "image-alt": ("", "<img src='data:,'>"),
    "color-contrast": (".pale { color: #999; background: #fff }", "<p class='pale'>Pale</p>"),
    "in dark: color-contrast": (
        "@media (prefers-color-scheme: dark) { .p { color: #555 } }",
        "<p class='p'>Dim</p>",
    ),
    "label: ": ("", "<input type='text' style='height: 44px'>"),
    "at 320 px: The page is": ("", "<p style='width: 330px'>Wide</p>"),
    "at 390 px: The page is": ("", "<table><tr>" + "<td>Monday&nbsp;morning</td>" * 5 + "</tr></table>"),
    "at 1280 px: The page is": ("", "<p style='margin-left: 1270px; width: 40px'>Far</p>"),
    "at 390 px: with text doubled: The page is": ("", "<p style='width: 15rem'>Grows</p>"),
    "not 24 × 24: li > a “Alone”": ("", "<ul><li><a href='#'>Alone</a></li></ul>"),
    "not 24 × 24: p > a.narrow “i”": (
        "",
        "<p>x <a class='narrow' href='#' style='display: inline-block'>i</a></p>",
    ),
    "not 24 × 44: main > button": ("", "<button style='min-height: 30px'>Low</button>"),
    "not 24 × 44: nav > a": ("", "<nav aria-label='x'><a href='#' style='min-height: 30px'>Menu word</a></nav>"),
    "not 24 × 44: main > input": ("", "<input type='text' aria-label='Name' style='height: 30px'>"),
    "no visible outline": ("button:focus { outline: none }", ""),
    "an outline that cannot be seen": ("button:focus { outline: 3px solid transparent }", ""),
    "focused out of sight": ("", "<a href='#' style='position: absolute; left: -900px'>Hidden</a>"),
    "covered by": ("", "<div style='position: fixed; inset: 0; background: #fff'></div>"),
    "Tab passes by": ("", "<a href='#' tabindex='-1' style='display: inline-block; padding: 12px'>Skipped</a>"),
    "wider than the paper": ("", "<p style='width: 190mm'>Wide</p>"),
}


@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_fault_is_found(page, fault):
    style, body = PLANTED[fault]
    found = looked_at(page, SOUND.format(style=style, body=body))
    assert any(fault in sentence for sentence in found), found


def test_a_sound_page_has_no_faults(page):
    assert looked_at(page, SOUND.format(style="", body="")) == []


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("<img src='https://elsewhere.example/dot.png' alt=''>", "Asked another origin: https://elsewhere.example"),
        ("<script src='http://127.0.0.1:9/x.js'></script>", "Asked another origin: http://127.0.0.1:9/x.js"),
        ("<script>console.error('Oh no')</script>", "Error on the console: Oh no"),
        ("<script>throw new Error('Broken')</script>", "A script failed: Broken"),
        ("<img src='/not-there.png' alt=''>", "Failed to load resource"),
    ],
)
def test_what_goes_wrong_behind_a_page_is_noticed(chromium, demo_site, body, fault):
    assert any(fault in seen for seen in behind(chromium, demo_site, body)), fault


def test_a_page_that_answers_with_an_error_is_no_fault_by_itself(chromium, demo_site):
    assert behind(chromium, demo_site, "<p>Sound</p>") == []


def test_a_missing_browser_fails_only_where_one_was_promised(monkeypatch):
    monkeypatch.setattr(stage, "PROGRAMS", ("no-such-browser",))
    assert find_browser({}) is None
    for promised in ({"CI": "true"}, {"FORUM_CHROMIUM": "/no/such/browser"}):
        with pytest.raises(pytest.fail.Exception, match="No browser"):
            find_browser(promised)


# Plumbing -----------------------------------------------------------------------------------------------------


@pytest.fixture
def page(visit: Visits, demo_site: Site) -> Page:
    return visit(demo_site, scripts=True)


def looked_at(page: Page, content: str) -> list[str]:
    page.set_content(content)
    return [*everything(page), *too_wide_for_paper(page), *tab_stops(page)]


def behind(chromium, site: Site, body: str) -> list[str]:
    """What is noticed behind a page of this site that answers 404 with this body."""
    context = chromium.new_context(base_url=site.url)
    watch = Watch(site.url).over(context)
    page = context.new_page()
    page.route("**/planted", lambda route: route.fulfill(status=404, content_type="text/html", body=body))
    page.goto("/planted")
    page.wait_for_load_state("networkidle")
    context.close()
    return watch.faults
