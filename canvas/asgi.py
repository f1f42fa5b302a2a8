"""The application that ASGI servers run: pages and sockets."""

import gc
import os

from channels.routing import ProtocolTypeRouter
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "canvas.settings")
pages = get_asgi_application()

# Models are importable only from here on.
from canvas.picture_pages import PicturePages  # noqa: E402
from canvas.realtime.rooms import rooms  # noqa: E402
from canvas.realtime.routing import sockets  # noqa: E402

rooms.listen()
application = ProtocolTypeRouter({"http": PicturePages(pages), "websocket": sockets(rooms)})

# What was imported stays for good. Without this each full collection walks through all of it and
# holds up every socket for 25 ms.
gc.collect()
gc.freeze()
