"""Requests for pictures, answered on a few lasting threads.

A board asks for thousands of small pictures. Django's ASGI handler gives every request a thread and
so a database connection of its own: with its pragmas that was most of the time of each.
"""

from io import BytesIO
from typing import Any

from django.core.handlers.asgi import ASGIRequest
from django.core.handlers.base import BaseHandler
from django.http import HttpResponse
from django.urls import set_script_prefix

from canvas.realtime.storage import DatabaseThreads

PREFIX = "/assets/"
# Reading files waits for the disk; all else for Python's lock.
THREADS = 3


class PicturePages(BaseHandler):
    """The same middleware and views as all pages have, for requests without a body.

    pages: what answers every other request.
    """

    def __init__(self, pages: Any) -> None:
        super().__init__()
        self._pages = pages
        self.run = DatabaseThreads(THREADS, "pictures").run
        self.load_middleware(is_async=False)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if not scope["path"].startswith(PREFIX) or scope["method"] not in ("GET", "HEAD"):
            await self._pages(scope, receive, send)
            return
        response = await self.run(self._answer, scope)
        headers = [(name.lower().encode(), value.encode()) for name, value in response.items()]
        headers += [
            (b"set-cookie", each.OutputString().encode()) for each in response.cookies.values()
        ]
        await send(
            {"type": "http.response.start", "status": response.status_code, "headers": headers}
        )
        await send({"type": "http.response.body", "body": response.content})

    def _answer(self, scope: Any) -> HttpResponse:
        set_script_prefix("/")
        response = self.get_response(ASGIRequest(scope, BytesIO()))
        assert isinstance(response, HttpResponse)  # no view under this prefix streams
        return response
