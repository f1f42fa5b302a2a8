"""A person at work on a running server by HTTP alone, as the board's page would be."""

import re
import uuid
from typing import Any

import httpx

WORKSPACE = re.compile(r"/workspaces/([0-9a-f-]{36})/")
BOARD = re.compile(r"/boards/([0-9a-f-]{36})/")
TOKEN = re.compile(r'"X-CSRFToken": "(\w+)"')


class Desk:
    """Signed in by the link that the server printed; goes on after the server was started anew."""

    def __init__(self, sign_in_url: str) -> None:
        self.base = str(httpx.URL(sign_in_url).copy_with(raw_path=b""))
        self.client = httpx.Client(base_url=self.base, timeout=60, follow_redirects=True)
        page = self.client.get(sign_in_url)
        page.raise_for_status()
        self._take_token(page)
        workspace = WORKSPACE.search(page.text)
        assert workspace, page.text[:2_000]
        self.workspace = workspace.group(1)

    def new_board(self) -> str:
        """The id of a new board."""
        form = {"workspace": self.workspace}
        answer = self.client.post("/boards/", data=form, headers=self.headers)
        found = BOARD.search(str(answer.url))
        assert found, (answer.status_code, answer.url)
        return found.group(1)

    def generate(self, board: str, prompt: str, *, count: int = 1, **asked: Any) -> list[str]:
        """Ids of the new nodes; their places do not matter."""
        items = [
            {
                "generation": str(uuid.uuid4()),
                "node": str(uuid.uuid4()),
                "x": 0,
                "y": 0,
                "width": 256,
                "height": 256,
            }
            for _ in range(count)
        ]
        body = {
            "operation": "text_to_image",
            "prompt": prompt,
            "tier": "standard",
            "width": 1024,
            "height": 1024,
            "items": items,
        }
        answer = self.client.post(
            f"/boards/{board}/generations/", json=body | asked, headers=self.headers
        )
        assert answer.status_code == 201, answer.text
        return [str(item["node"]) for item in items]

    def nodes(self, board: str) -> list[dict[str, Any]]:
        answer = self.client.get(f"/boards/{board}/snapshot")
        answer.raise_for_status()
        nodes: list[dict[str, Any]] = answer.json()["nodes"]
        return nodes

    def close(self) -> None:
        self.client.close()

    def _take_token(self, page: httpx.Response) -> None:
        found = TOKEN.search(page.text.replace("&quot;", '"'))
        assert found, page.text[:2_000]
        self.headers = {"X-CSRFToken": found.group(1), "Referer": self.base, "Origin": self.base}
