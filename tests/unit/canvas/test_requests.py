"""Requests over a transport that holds everything in memory, taken in as Daphne does."""

from collections.abc import Iterator
from typing import Any

import pytest
from daphne.http_protocol import HTTPFactory
from django.test import override_settings
from twisted.internet.testing import StringTransport

from canvas.requests import FORM_BYTES, BoundedRequest

MIB = 1024 * 1024
LIMIT = MIB + FORM_BYTES
FORM = b'--X\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n--X--\r\n'
FORM_TYPE = b"Content-Type: multipart/form-data; boundary=X\r\n"


class Application:
    """Stands in for Daphne's server: notes what reaches the application."""

    root_path = ""
    request_buffer_size = 8192
    proxy_forwarded_address_header = None

    def __init__(self) -> None:
        self.requests: list[BoundedRequest] = []
        self.scopes: list[dict[str, Any]] = []
        self.body = b""

    def protocol_connected(self, request: BoundedRequest) -> None:
        self.requests.append(request)

    def protocol_disconnected(self, request: BoundedRequest) -> None:
        pass

    def create_application(self, request: BoundedRequest, scope: dict[str, Any]) -> "Application":
        self.scopes.append(scope)
        return self

    def put_nowait(self, message: dict[str, Any]) -> None:
        self.body += message.get("body", b"")


@pytest.fixture
def application() -> Iterator[Application]:
    with override_settings(MAX_UPLOAD_BYTES=MIB):
        application = Application()
        yield application
        for request in application.requests:
            request.content.close()


def send(application: Application, headers: bytes, *pieces: bytes) -> None:
    protocol = HTTPFactory(application).buildProtocol(None)
    protocol.requestFactory = BoundedRequest
    protocol.callLater = lambda *_: None
    protocol.timeOut = None
    protocol.makeConnection(StringTransport())
    protocol.dataReceived(b"POST /x HTTP/1.1\r\nHost: localhost\r\n" + headers + b"\r\n")
    for piece in pieces:
        protocol.dataReceived(piece)


def stated(length: int) -> bytes:
    return b"Content-Length: %d\r\n" % length


def test_a_form_is_left_to_django(application: Application) -> None:
    send(application, FORM_TYPE + stated(len(FORM)), FORM)

    assert application.body == FORM
    assert application.requests[0].args == {}


def test_a_body_up_to_the_limit_arrives_whole(application: Application) -> None:
    body = b"x" * LIMIT
    send(application, stated(LIMIT), body[:MIB], body[MIB:])

    assert application.body == body


def test_nothing_is_kept_of_a_body_that_is_stated_too_long(application: Application) -> None:
    send(application, stated(LIMIT + 1), b"x" * LIMIT)

    assert application.requests[0].content.tell() == 0
    assert application.scopes == []


def test_a_body_too_long_reaches_django_empty_with_its_length(application: Application) -> None:
    send(application, stated(LIMIT + 1), b"x" * (LIMIT + 1))

    assert application.body == b""
    assert (b"content-length", b"%d" % (LIMIT + 1)) in application.scopes[0]["headers"]


def test_nothing_is_kept_of_endless_chunks(application: Application) -> None:
    chunk = b"%x\r\n" % MIB + b"x" * MIB + b"\r\n"
    send(application, b"Transfer-Encoding: chunked\r\n", chunk, chunk, b"0\r\n\r\n")

    assert application.body == b""
    assert len(application.scopes) == 1


def test_no_request_says_where_the_site_begins(application: Application) -> None:
    send(application, b"Daphne-Root-Path: //evil.example\r\n" + stated(0))

    assert application.scopes[0]["root_path"] == ""
