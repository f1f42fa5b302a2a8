"""ComfyUI's WebSocket: news of one prompt while it is made.

Only news: a run that has no socket, or loses it, goes on by asking over HTTP.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

from assets.engines.addresses import PORTS, public_addresses
from assets.engines.comfyui.frames import HELLO, News, read_frame
from assets.engines.config import EngineConfig
from assets.errors import EngineError

logger = logging.getLogger(__name__)

OPEN_S = 5.0
CLOSE_S = 0.5
AGAIN_S = 2.0
MOST_FRAME_BYTES = 8 * 1024 * 1024
MOST_WAITING = 64
"""News that nobody has taken yet. Beyond it the socket is not read, and TCP holds ComfyUI back."""


@asynccontextmanager
async def listening(
    config: EngineConfig, headers: Mapping[str, str], client_id: str, prompt_id: str
) -> AsyncIterator[asyncio.Queue[News]]:
    """News of `prompt_id`, queued under `client_id`. Inside, the socket is open, or could not be
    opened at once; it is opened again whenever it breaks."""
    news: asyncio.Queue[News] = asyncio.Queue(MOST_WAITING)
    tried = asyncio.Event()
    listener = asyncio.create_task(_listen(config, headers, client_id, prompt_id, news, tried))
    try:
        await tried.wait()
        yield news
    finally:
        listener.cancel()
        await asyncio.wait({listener})


async def _listen(
    config: EngineConfig,
    headers: Mapping[str, str],
    client_id: str,
    prompt_id: str,
    news: asyncio.Queue[News],
    tried: asyncio.Event,
) -> None:
    while True:
        try:
            async with asyncio.timeout(OPEN_S):
                address = await _address(config)
                socket = await connect(
                    _url(config, client_id),
                    additional_headers=dict(headers),
                    compression=None,
                    max_size=MOST_FRAME_BYTES,
                    open_timeout=OPEN_S,
                    close_timeout=CLOSE_S,
                    # With a host of our own, redirects to another one are refused.
                    host=address,
                    port=_port(config),
                    proxy=None,
                )
            async with socket:
                await socket.send(HELLO)
                tried.set()
                async for message in socket:
                    for one in read_frame(message, prompt_id):
                        await news.put(one)
        except (OSError, WebSocketException, EngineError, ValueError) as error:
            # TimeoutError is an OSError; a redirect to another host comes as ValueError. Why it
            # broke is of use to administrators only.
            logger.info("%s: no live news (%s)", config.key, type(error).__name__)
        finally:
            tried.set()
        await asyncio.sleep(AGAIN_S)


async def _address(config: EngineConfig) -> str:
    """Where to connect: the host itself, or an address of it that was judged public."""
    host = urlsplit(config.base_url).hostname or ""
    if config.may_be_private:
        return host
    return (await public_addresses(host, _port(config)))[0]


def _port(config: EngineConfig) -> int:
    parts = urlsplit(config.base_url)
    return parts.port or PORTS.get(parts.scheme, PORTS["http"])


def _url(config: EngineConfig, client_id: str) -> str:
    parts = urlsplit(config.base_url)
    scheme = "wss" if parts.scheme == "https" else "ws"
    return f"{scheme}://{parts.netloc}{parts.path.rstrip('/')}/ws?clientId={client_id}"
