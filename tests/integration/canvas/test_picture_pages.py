"""Pictures are answered on lasting threads: the same answers as on Django's own."""

import asyncio
from typing import Any

import pytest
from channels.testing import HttpCommunicator
from django.db import connection
from django.test import Client
from django.urls import reverse

from assets.models import Asset
from canvas.picture_pages import PicturePages
from tests.integration.canvas.shared_world import client_of, make_world

pytestmark = pytest.mark.django_db(transaction=True)


async def other_pages(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 418, "headers": []})
    await send({"type": "http.response.body", "body": b"not ours"})


def ask(path: str, *, client: Client | None = None, method: str = "GET") -> dict[str, Any]:
    cookies = (
        "; ".join(f"{key}={each.value}" for key, each in client.cookies.items()) if client else ""
    )
    headers = [(b"host", b"localhost"), (b"cookie", cookies.encode())]

    async def run() -> dict[str, Any]:
        pages = PicturePages(other_pages)
        answer = await HttpCommunicator(pages, method, path, headers=headers).get_response(10)
        await pages.run(lambda: connection.close())  # of that thread
        return dict(answer)

    return asyncio.run(run())


def path_of(asset: Asset) -> str:
    return reverse("asset", args=[asset.id, "128"])


def test_a_member_gets_the_file_with_its_headers() -> None:
    world = make_world()
    client = client_of("owner", world)

    answer = ask(path_of(world.picture), client=client)

    headers = {name.decode(): value.decode() for name, value in answer["headers"]}
    assert answer["status"] == 200
    assert answer["body"] == client.get(path_of(world.picture)).content
    assert headers["content-type"] == "image/webp"
    assert headers["cache-control"] == "private, max-age=31536000, immutable"


@pytest.mark.parametrize("who", ["outsider", "revoked guest", "stranger"])
def test_who_may_not_see_it_does_not(who: str) -> None:
    world = make_world()

    assert ask(path_of(world.picture), client=client_of(who, world))["status"] == 404


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/boards/"), ("POST", "/assets/x/128"), ("GET", "/assetsx")]
)
def test_all_else_goes_on_to_the_other_pages(method: str, path: str) -> None:
    assert ask(path, method=method)["status"] == 418


def test_nonsense_is_answered_as_anywhere_else() -> None:
    assert ask("/assets/no-such-thing/at%ff/all")["status"] == 404
