"""The sockets' addresses."""

from channels.routing import URLRouter
from django.conf import settings
from django.urls import path, re_path

from canvas.realtime.consumers import BoardConsumer
from canvas.realtime.handshake import Application, SameOriginOnly, refuse
from canvas.realtime.link_consumer import LinkConsumer
from canvas.realtime.rooms import Rooms


def sockets(rooms: Rooms) -> Application:
    """The ASGI application of all sockets."""
    board = BoardConsumer.as_asgi(rooms=rooms, ops_per_second=settings.SOCKET_OPS_PER_SECOND)
    routes = [
        path("ws/board/<uuid:board_id>/", board),
        path("ws/link/<uuid:link_id>/", LinkConsumer.as_asgi(rooms=rooms)),
        re_path("", refuse),  # type: ignore[arg-type]
    ]
    return SameOriginOnly(URLRouter(routes))
