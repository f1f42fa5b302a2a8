"""ComfyUI: which workflow an operation takes, what the server has, and one run of it.

Written from providers.md, section 4 (a real ComfyUI 0.3.64, 2025-10, and newer sources, 2026-11);
ComfyUI's own page: https://docs.comfy.org/development/comfyui-server/comms_routes
"""

from collections.abc import AsyncIterator, Mapping
from typing import Any

import httpx

from assets.engines.base import Capabilities, EngineEvent, Output, Probe
from assets.engines.comfyui.failures import explain
from assets.engines.comfyui.prompt import POLL_S, Prompt
from assets.engines.comfyui.socket import listening
from assets.engines.comfyui.values import values_of
from assets.engines.comfyui.workflows import BadWorkflow, Workflow, built_in, check_workflow
from assets.engines.config import EngineConfig
from assets.engines.diffusion import DiffusionEngine, free_of_charge
from assets.engines.http import ProviderClient
from assets.engines.pictures import base64_of
from assets.engines.request import PICTURES, GenerationRequest, Operation
from assets.errors import EngineRefusedRequest

Json = Any

CONNECT_S, READ_S = 5.0, 30.0
"""Of one call: none of them waits for a picture."""


class ComfyUIEngine(DiffusionEngine):
    """options: "workflows" {operation: graph} of its own, "upscaler", "negative_prompt", "steps",
    "guidance", "sampler", "scheduler"."""

    def __init__(
        self,
        config: EngineConfig,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
        poll_s: float = POLL_S,
    ) -> None:
        super().__init__(config, transport=transport)
        self._poll_s = poll_s

    def capabilities(self) -> Capabilities:
        operations = frozenset(one for one in PICTURES if self._can(one))
        return self._config.capabilities(
            Capabilities(
                operations=operations,
                max_pixels=1536 * 1536,
                multiple_of=8,
                max_anchors=1 if Operation.IMAGE_TO_IMAGE in operations else 0,
                has_mask=True,
                streams_previews=True,
            )
        )

    async def run(self, request: GenerationRequest) -> AsyncIterator[EngineEvent]:
        workflow = self._workflow(request.operation)
        with free_of_charge():
            async with self._client() as client:
                graph = workflow.filled(await values_of(request, workflow, self._config, client))
                prompt = Prompt(client, graph, self.label, self._poll_s)
                listener = listening(self._config, self._headers(), prompt.client_id, prompt.id)
                async with listener as news, prompt.queued():
                    async for progress in prompt.follow(news):
                        yield progress
                image = await prompt.picture(workflow.output)
        own = request.operation in self._own_workflows()
        yield Output(image, {"workflow": "own" if own else "built-in"})

    async def probe(self) -> Probe:
        async with self._client() as client:
            models = _names(await client.json("GET", "/models/checkpoints"))
            upscalers = _names(await client.json("GET", "/models/upscale_models"))
        model, upscaler = self._config.model, str(self._config.option("upscaler") or "")
        if model and model not in models:
            return Probe(models, f"It has no checkpoint '{model[:80]}'.")
        if upscaler and upscaler not in upscalers:
            known = ", ".join(upscalers)[:300] or "none"
            return Probe(models, f"It has no upscaler '{upscaler[:80]}'. It has: {known}.")
        if not self.capabilities().operations:
            return Probe(models, "It can do nothing yet: choose a model, or add a workflow.")
        return Probe(models)

    def _client(self) -> ProviderClient:
        return ProviderClient(
            self._config,
            headers=self._headers(),
            explain=explain,
            connect_s=CONNECT_S,
            read_s=READ_S,
            transport=self._transport,
        )

    def _headers(self) -> dict[str, str]:
        """ComfyUI has no keys; a proxy before it may ask for one."""
        key = self._config.api_key
        if not key:
            return {}
        if ":" not in key:
            return {"Authorization": f"Bearer {key}"}
        return {"Authorization": f"Basic {base64_of(key.encode())}"}

    def _can(self, operation: Operation) -> bool:
        if operation in self._own_workflows():
            return True
        if operation is Operation.UPSCALE:
            return bool(self._config.option("upscaler"))
        return bool(self._config.model)

    def _own_workflows(self) -> Mapping[str, Json]:
        own = self._config.option("workflows")
        return own if isinstance(own, Mapping) else {}

    def _workflow(self, operation: Operation) -> Workflow:
        own = self._own_workflows().get(operation)
        if own is None:
            return built_in(operation)
        try:
            return check_workflow(own, operation)
        except BadWorkflow as error:
            raise EngineRefusedRequest(
                f"The workflow of {self.label} cannot be used. {error.message}"
            ) from error


def _names(raw: Json) -> tuple[str, ...]:
    return tuple(one for one in raw if isinstance(one, str)) if isinstance(raw, list) else ()
