from typing import Any

import pytest

from canvas.realtime.handshake import is_same_origin, session_key


@pytest.fixture(autouse=True)
def hosts(settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["board.example", "127.0.0.1", "[::1]"]
    settings.CSRF_TRUSTED_ORIGINS = ["https://studio.example"]
    settings.HTTPS = False


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("http://127.0.0.1:8000", "127.0.0.1:8000"),
        ("http://[::1]:8000", "[::1]:8000"),
        ("http://board.example", "board.example"),
        ("https://board.example", "board.example"),
        ("https://BOARD.example", "board.example:443"),
        ("https://studio.example", "board.example"),
    ],
)
def test_our_own_pages_may_open_sockets(origin: str, host: str) -> None:
    assert is_same_origin([origin], [host])


@pytest.mark.parametrize(
    ("origins", "host"),
    [
        ([], "board.example"),
        (["null"], "board.example"),
        ([""], "board.example"),
        (["https://evil.example"], "board.example"),
        (["https://board.example.evil.example"], "board.example"),
        (["https://evilboard.example"], "board.example"),
        (["https://board.example@evil.example"], "board.example"),
        (["https://board.example:444"], "board.example"),
        (["http://127.0.0.1:9000"], "127.0.0.1:8000"),
        (["https://board.example/"], "board.example"),
        (["https://board.example?x"], "board.example"),
        (["file://board.example"], "board.example"),
        (["https://[board"], "board.example"),
        (["https://evil.example"], "evil.example"),
        (["https://board.example", "https://evil.example"], "board.example"),
    ],
    ids=str,
)
def test_other_pages_may_not(origins: list[str], host: str) -> None:
    assert not is_same_origin(origins, [host])


def test_a_page_without_tls_may_not_where_tls_is_set(settings: Any) -> None:
    settings.HTTPS = True
    assert not is_same_origin(["http://board.example"], ["board.example"])
    assert is_same_origin(["https://board.example"], ["board.example"])


@pytest.mark.parametrize(
    ("cookie", "key"),
    [
        (b"sessionid=abc123", "abc123"),
        (b"a=b; sessionid=abc123; c=d", "abc123"),
        (b"other=1", ""),
        (b'sess[]ionid="x; \xff', ""),
        (b"", ""),
    ],
)
def test_the_session_key_is_read_from_the_cookie(cookie: bytes, key: str) -> None:
    assert session_key({"headers": [(b"cookie", cookie)]}) == key


def test_no_cookie_is_no_session() -> None:
    assert session_key({"headers": []}) == ""
