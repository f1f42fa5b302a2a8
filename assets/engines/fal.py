"""fal's queue: submit to a model, look until it is completed, fetch the picture; cancel.

Written from providers.md, section 8.3 (2026-11-22); the provider's page:
https://docs.fal.ai/model-apis/model-endpoints/queue
"""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from assets.engines.answers import Answer
from assets.engines.base import ClipEnd, EngineEvent, Output, Probe, Progress
from assets.engines.by_template import TemplateEngine
from assets.engines.following import fetch, look, once_taken, tell_cancelled
from assets.engines.hosted import says
from assets.engines.hosted_clips import fetch_frames
from assets.engines.http import ProviderClient
from assets.engines.pictures import decode_base64_picture
from assets.engines.reading import Json, at, list_at, number_at, text_at
from assets.engines.request import GenerationRequest, Image, Operation
from assets.errors import AssetsError, BadEngineOutput, EngineOutOfCredit, SafetyBlock

READ_S = 60.0
WAITING = frozenset({"IN_QUEUE", "IN_PROGRESS"})
PICTURE_PLACES = (("images", 0, "url"), ("images", 0), ("image", "url"), ("image",))
"""Where models put it."""
CLIP_PLACES = (("video", "url"), ("video",), ("videos", 0, "url"))


class FalEngine(TemplateEngine):
    """model: "owner/app" with an optional path, as fal's pages name it."""

    wire = "fal-1"

    async def run(self, request: GenerationRequest) -> AsyncIterator[EngineEvent]:
        yield Progress(0.0)
        frame = self.frame_of(request)
        body = await self.input_of(request, frame)
        async with self._client() as client:
            job = await client.json("POST", f"/{self._config.model}", json=body)
            is_over = False
            try:
                state: Json = None
                while not is_over:
                    state = await look(client, self._url(job, "status_url"), poll_s=self._poll_s)
                    is_over = text_at(state, "status") == "COMPLETED"
                    if not is_over:
                        self._check_waiting(state, client)
                        yield Progress(0.0)
                        await asyncio.sleep(self._poll_s)
                result = await self._result(job, state, client)
            finally:
                if not is_over:
                    await tell_cancelled(client, "PUT", text_at(job, "cancel_url"))
            if request.operation is Operation.ANIMATE:
                address = next(filter(None, (text_at(result, *one) for one in CLIP_PLACES)), "")
                if not address:
                    raise self._no_picture()
                async for clip_frame in fetch_frames(client, address, self.label):
                    yield clip_frame
                yield ClipEnd(_facts(job, result))
                return
            image = await self._picture_in(result, client)
        yield Output(frame.inside(image), _facts(job, result))

    async def probe(self) -> Probe:
        """There is no page about the account: the state of a job that there never was tells a good
        key from a bad one."""
        owner_and_app = "/".join(self._config.model.split("/")[:2])
        async with self._client(explain=_explain_probe) as client:
            try:
                await client.json("GET", f"/{owner_and_app}/requests/{NOBODYS_JOB}/status")
            except _KeyWorks:
                return Probe()
        return Probe()

    def _client(self, explain: Any = None) -> ProviderClient:
        return ProviderClient(
            self._config,
            headers={"authorization": f"Key {self._config.api_key}"},
            key_hosts=(".fal.run",),
            explain=explain or _explain,
            read_s=READ_S,
            transport=self._transport,
        )

    def _url(self, job: Json, name: str) -> str:
        url = text_at(job, name)
        if not url:
            raise BadEngineOutput(
                f"{self.label} took the job and did not say where to ask for it. Retry it, if "
                "that is worth its price."
            )
        return url

    def _check_waiting(self, state: Json, client: ProviderClient) -> None:
        status = text_at(state, "status")
        if status in WAITING:
            return
        raise BadEngineOutput(
            f"{self.label} is in a state that nobody knows ({client.words(status)[:60]}), so its "
            "job was cancelled. Retry it."
        )

    async def _result(self, job: Json, state: Json, client: ProviderClient) -> Json:
        """A job that is completed may have failed: then its response says how."""
        url = self._url(job, "response_url")
        if at(state, "error"):
            with once_taken():
                return await client.json("GET", url)
        return await look(client, url, poll_s=self._poll_s)

    async def _picture_in(self, result: Json, client: ProviderClient) -> Image:
        if at(result, "has_nsfw_concepts", 0) is True:
            raise _block(self.label, "nsfw", "made a picture and then withheld it", stage="output")
        found = (text_at(result, *place) for place in PICTURE_PLACES)
        address = next(filter(None, found), "")
        if address.startswith("data:"):
            return await asyncio.to_thread(decode_base64_picture, address)
        if address:
            return await fetch(client, address)
        raise self._no_picture()


NOBODYS_JOB = "00000000-0000-0000-0000-000000000000"


class _KeyWorks(AssetsError):
    """The probe was refused for what it asks, not for who asks."""


def _facts(job: Json, result: Json) -> dict[str, Any]:
    facts = {
        "request_id": text_at(job, "request_id")[:120],
        "returned_seed": number_at(result, "seed"),
    }
    return {name: value for name, value in facts.items() if value}


def _explain(answer: Answer) -> AssetsError | None:
    details = list_at(answer.body, "detail")
    if any(text_at(detail, "type") == "content_policy_violation" for detail in details):
        return _block(answer.engine, "content_policy_violation", "refuses this", stage="")
    words = text_at(answer.body, "detail").lower()
    if answer.status == 403 and ("balance" in words or "locked" in words):
        return EngineOutOfCredit(
            f"The account of {answer.engine} has no credit left. Have an administrator top it up, "
            f"or choose another tier.{says(answer)}"
        )
    return None


def _explain_probe(answer: Answer) -> AssetsError | None:
    return _KeyWorks("") if answer.status in (404, 405, 422) else _explain(answer)


def _block(engine: str, rule: str, did: str, *, stage: Any) -> SafetyBlock:
    return SafetyBlock(
        f"{engine} {did}. Word the prompt differently, or use other pictures.",
        rule=rule,
        decided_by=engine,
        stage=stage,
    )
