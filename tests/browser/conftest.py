"""A real Chromium and a real server for every journey."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.board_page import BoardPage
from tests.browser.server import Server
from tests.needs import needed

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Headless Chromium talks to its maker at every start unless told otherwise.
QUIET = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
]
WAIT_MS = 20_000


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks the journeys, and puts them last: Playwright's own event loop runs in this thread from
    the first of them to the last, where no asynchronous test could have one."""
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.browser)
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


def chromium_path() -> str:
    return needed(
        CHROMIUM_NAMES,
        "no Chromium on this machine: install the package 'chromium' to run the journeys",
    )


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    path = chromium_path()
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture(scope="package")
def shared_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One for all journeys that leave it alone: each works on a board of its own."""
    yield from serve(tmp_path_factory.mktemp("shared"))


@pytest.fixture
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Server]:
    """The shared one, or with `@own_server` one of this test's own, to kill and start again."""
    if request.node.get_closest_marker("own_server") is None:
        yield request.getfixturevalue("shared_server")
    else:
        yield from serve(tmp_path)


def serve(folder: Path) -> Iterator[Server]:
    running = Server(folder / "data")
    running.start()
    yield running
    running.stop()


@pytest.fixture
def new_context(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Makes private windows; each is closed at the end."""
    made: list[BrowserContext] = []

    def make(signed_in_by: Server | None = None) -> BrowserContext:
        state = signed_in_by.signed_in if signed_in_by else None
        context = browser.new_context(viewport={"width": 1440, "height": 900}, storage_state=state)
        context.set_default_timeout(WAIT_MS)
        made.append(context)
        return context

    yield make
    for context in made:
        context.close()


@pytest.fixture
def owner(server: Server, new_context: Callable[..., BrowserContext]) -> Page:
    """The owner's window on the boards page. The printed link, which works once, signs in the
    first; the others come back with what it left in the browser."""
    page = new_context(signed_in_by=server).new_page()
    page.goto(server.url if server.signed_in else server.sign_in_url)
    server.signed_in = page.context.storage_state()
    return page


@pytest.fixture
def board(owner: Page) -> BoardPage:
    """A new, empty board of the owner."""
    owner.get_by_role("button", name="New board").first.click()
    owner.wait_for_url("**/boards/**")
    return BoardPage(owner).wait_ready()
