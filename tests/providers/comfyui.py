"""ComfyUI: uploads, a queue of graphs, news over a WebSocket, history, downloads, interrupts.

By what a real 0.3.64 sent. One prompt runs at a time for each play; every one runs in its own task.
"""

import asyncio
import hashlib
import json
import struct
from dataclasses import dataclass, field

from tests.providers.comfyui_nodes import CHECKPOINTS, CHOICES, NODES, OUTPUTS, UPSCALERS, Run
from tests.providers.pictures import drawn, encoded
from tests.providers.provider import FakeProvider, Play, Receive, Send
from tests.providers.wire import Answer, Call, Json, json_answer, picture_answer

STEPS = 4
STEP_S = 0.01
FAILURES = {
    "node fails": ("ValueError", "mat1 and mat2 shapes cannot be <b>multiplied</b>"),
    "out of memory": ("torch.OutOfMemoryError", "Allocation on device 0 would exceed memory"),
}


@dataclass
class Socket:
    send: Send
    wants_metadata: bool = False


@dataclass
class Prompt:
    graph: dict[str, Json]
    client: str
    is_running: bool = False
    entry: Json = None
    stopped: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass
class World:
    """What one play's server holds. interrupts: the prompt ids asked to stop, None without one."""

    files: dict[str, bytes] = field(default_factory=dict)
    prompts: dict[str, Prompt] = field(default_factory=dict)
    sockets: dict[str, Socket] = field(default_factory=dict)
    interrupts: list[str | None] = field(default_factory=list)


class ComfyUI(FakeProvider):
    routes = (
        ("POST", r"/upload/image", "upload"),
        ("POST", r"/prompt", "prompt"),
        ("GET", r"/history/([0-9a-f-]+)", "history"),
        ("GET", r"/view", "view"),
        ("GET", r"/queue", "queue"),
        ("POST", r"/queue", "delete"),
        ("POST", r"/interrupt", "interrupt"),
        ("GET", r"/models/(\w+)", "models"),
    )
    own_modes = frozenset(
        [
            *FAILURES,
            "no socket",  # the handshake is refused
            "socket redirected",  # to another host
            "socket lost",  # it ends while the prompt runs, and takes no other one
            "old previews",  # without metadata
            "foreign news",  # of somebody else's prompt
            "odd frames",  # that nobody can read
            "cached",  # nothing is run
            "answer lost",  # queued, but the answer breaks off
            "request lost",  # not queued, and the answer breaks off
            "forgets",  # as after a restart
            "waits",  # behind somebody else's prompt, for ever
            "runs on",  # until it is interrupted
            "stopped by somebody",
            "saves nothing",
            "file gone",
            "password",
        ]
    )

    def __init__(self) -> None:
        self._worlds: dict[str, World] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def world(self, play: Play) -> World:
        return self._worlds.setdefault(play.url, World())

    def is_allowed(self, call: Call, play: Play) -> bool:
        if play.mode != "password":
            return True
        return call.headers.get("authorization") == f"Bearer {play.key}"

    def no(self, status: int, words: str) -> Answer:
        return Answer(status, (f"{status}: {words}".encode(),), {"content-type": "text/plain"})

    def upload(self, call: Call, play: Play) -> Answer:
        fields, files = call.fields, [part for part in call.parts if part.name == "image"]
        if not files or not files[0].file_name:
            return self.no(400, "no image")
        folder, kind = fields.get("subfolder", ""), fields.get("type", "input")
        name = files[0].file_name
        suffix = "" if kind == "input" else f" [{kind}]"
        self.world(play).files[f"{folder}/{name}{suffix}".lstrip("/")] = files[0].content
        return json_answer({"name": name, "subfolder": folder, "type": kind})

    def prompt(self, call: Call, play: Play) -> Answer:
        asked: Json = call.json
        if "origin" in call.headers:
            return self.no(403, "Forbidden")
        refused = _refused(asked["prompt"], self.world(play))
        if refused is not None:
            return json_answer(refused, 400)
        if play.mode == "request lost":
            return Answer(200, (b"{", b""), {"content-type": "application/json"}, is_cut=True)
        prompt_id = asked["prompt_id"]
        self.world(play).prompts[prompt_id] = Prompt(asked["prompt"], asked["client_id"])
        task = asyncio.get_running_loop().create_task(self._execute(play, prompt_id))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        if play.mode == "answer lost":
            return Answer(200, (b"{", b""), {"content-type": "application/json"}, is_cut=True)
        return json_answer({"prompt_id": prompt_id, "number": 10, "node_errors": {}})

    def history(self, call: Call, play: Play, prompt_id: str) -> Answer:
        prompt = self.world(play).prompts.get(prompt_id)
        entry = prompt.entry if prompt else None
        return json_answer({prompt_id: entry} if entry else {})

    def view(self, call: Call, play: Play) -> Answer:
        data = self.world(play).files.get(f"made/{call.query['filename']}")
        if data is None or play.mode == "file gone":
            return Answer(404)
        return picture_answer(data)

    def queue(self, call: Call, play: Play) -> Answer:
        unfinished = {
            key: one for key, one in self.world(play).prompts.items() if one.entry is None
        }
        running = [[1, key, one.graph, {}, []] for key, one in unfinished.items() if one.is_running]
        if play.mode == "waits":
            running.append([0, "8f6d7c1e-0000-4000-8000-000000000000", {}, {}, []])
        pending = [
            [2, key, one.graph, {}, []] for key, one in unfinished.items() if not one.is_running
        ]
        return json_answer({"queue_running": running, "queue_pending": pending})

    def delete(self, call: Call, play: Play) -> Answer:
        for prompt_id in call.json["delete"]:
            prompt = self.world(play).prompts.get(prompt_id)
            if prompt is not None and not prompt.is_running and prompt.entry is None:
                del self.world(play).prompts[prompt_id]
        return Answer(200)

    def interrupt(self, call: Call, play: Play) -> Answer:
        wanted = call.json.get("prompt_id") if call.body else None
        self.world(play).interrupts.append(wanted)
        for prompt_id, prompt in self.world(play).prompts.items():
            if wanted in (None, prompt_id):
                prompt.stopped.set()
        return Answer(200)

    def models(self, call: Call, play: Play, folder: str) -> Answer:
        return json_answer({"checkpoints": CHECKPOINTS, "upscale_models": UPSCALERS}[folder])

    async def talk(self, call: Call, play: Play, receive: Receive, send: Send) -> None:
        await receive()
        if play.mode == "socket redirected":
            headers = [(b"location", b"http://127.0.0.1:1/elsewhere")]
            head = {"type": "websocket.http.response.start", "status": 302, "headers": headers}
            await send(head)
            await send({"type": "websocket.http.response.body", "body": b""})
            return
        was_here = len([one for one in play.calls if one.path == "/ws"]) > 1
        if play.mode == "no socket" or (play.mode == "socket lost" and was_here):
            await send({"type": "websocket.close"})
            return
        if not self.is_allowed(call, play):
            await send({"type": "websocket.close"})
            return
        await send({"type": "websocket.accept"})
        client = call.query["clientId"]
        socket = self.world(play).sockets[client] = Socket(send)
        status = {"status": {"exec_info": {"queue_remaining": 0}}, "sid": client}
        await self._tell(play, client, "status", status)
        while True:
            message = await receive()
            if message["type"] == "websocket.disconnect":
                self.world(play).sockets.pop(client, None)
                return
            said = json.loads(message["text"])
            if said["type"] == "feature_flags" and play.mode != "old previews":
                socket.wants_metadata = said["data"]["supports_preview_metadata"]

    async def _tell(self, play: Play, client: str, kind: str, data: Json) -> None:
        socket = self.world(play).sockets.get(client)
        if socket is not None:
            text = json.dumps({"type": kind, "data": data})
            await socket.send({"type": "websocket.send", "text": text})

    async def _execute(self, play: Play, prompt_id: str) -> None:
        prompt = self.world(play).prompts[prompt_id]
        if play.mode == "waits":
            return
        if play.mode == "forgets":
            del self.world(play).prompts[prompt_id]
            return
        prompt.is_running = True
        told = {"prompt_id": prompt_id}
        await self._tell(play, prompt.client, "execution_start", told | {"timestamp": 1})
        await self._disturb(play, prompt)
        messages = await self._run(play, prompt, told)
        outputs = {} if messages else self._saved(play, prompt)
        prompt.entry = {
            "prompt": [1, prompt_id, prompt.graph, {}, []],
            "outputs": outputs,
            "status": {
                "status_str": "error" if messages else "success",
                "completed": not messages,
                "messages": messages or [["execution_success", told]],
            },
        }
        prompt.is_running = False
        await self._tell(play, prompt.client, "executing", told | {"node": None})

    async def _disturb(self, play: Play, prompt: Prompt) -> None:
        socket = self.world(play).sockets.get(prompt.client)
        if socket is None:
            return
        match play.mode:
            case "socket lost":
                self.world(play).sockets.pop(prompt.client)
                await socket.send({"type": "websocket.close", "code": 1011})
            case "foreign news":
                other = {"prompt_id": "8f6d7c1e-0000-4000-8000-000000000000", "node": None}
                await self._tell(play, prompt.client, "executing", other)
                await self._tell(play, prompt.client, "execution_error", other)
                await socket.send({"type": "websocket.send", "bytes": _preview(4, other)})
            case "odd frames":
                for data in (b"", b"\0\0\0\4\xff\xff\xff\xff{", b"\0\0\0\4\0\0\0\2[]x"):
                    await socket.send({"type": "websocket.send", "bytes": data})
                for text in ("", "7", "[]", '{"type": 1}', '{"type": "progress", "data": []}'):
                    await socket.send({"type": "websocket.send", "text": text})

    async def _run(self, play: Play, prompt: Prompt, told: Json) -> list[Json]:
        """Node by node, with news. Returns the messages of a run that failed."""
        if play.mode == "cached":
            cached = told | {"nodes": list(prompt.graph)}
            await self._tell(play, prompt.client, "execution_cached", cached)
            return []
        for node, what in prompt.graph.items():
            kind = what["class_type"]
            at = told | {"node": node, "display_node": node}
            await self._tell(play, prompt.client, "executing", at)
            steps = STEPS if kind in ("KSampler", "ImageUpscaleWithModel") else 1
            for step in range(1, steps + 1):
                await self._step(play, prompt, at, step, steps)
            if kind in OUTPUTS:
                await self._tell(play, prompt.client, "executed", at | {"output": {}})
            if steps > 1 and play.mode in FAILURES:
                name, words = FAILURES[play.mode]
                about = {"node_id": node, "node_type": kind, "traceback": ["/secret/path"]}
                about |= {"exception_type": name, "exception_message": words}
                return [["execution_start", told], ["execution_error", told | about]]
            if steps > 1 and play.mode == "runs on":
                await prompt.stopped.wait()
            if steps > 1 and play.mode in ("runs on", "stopped by somebody"):
                return [["execution_interrupted", told | {"node_id": node, "node_type": kind}]]
        return []

    async def _step(self, play: Play, prompt: Prompt, at: Json, step: int, steps: int) -> None:
        await asyncio.sleep(STEP_S)
        node = at["node"]
        state = {"value": step, "max": steps, "node_id": node}
        state["state"] = "finished" if step == steps else "running"
        nodes = {"prompt_id": at["prompt_id"], "nodes": {node: state}}
        await self._tell(play, prompt.client, "progress_state", nodes)
        progress = {"value": step, "max": steps, "node": node, "prompt_id": at["prompt_id"]}
        await self._tell(play, prompt.client, "progress", progress)
        socket = self.world(play).sockets.get(prompt.client)
        if socket is not None and steps > 1:
            data = _preview(4 if socket.wants_metadata else 1, {"prompt_id": at["prompt_id"]})
            await socket.send({"type": "websocket.send", "bytes": data})

    def _saved(self, play: Play, prompt: Prompt) -> Json:
        if play.mode == "saves nothing":
            return {}
        world, outputs = self.world(play), {}
        run = Run(prompt.graph, world.files, play.mode)
        for node, what in prompt.graph.items():
            if what["class_type"] in OUTPUTS:
                data = play.bytes_of(run.picture(node))
                name = f"{hashlib.sha256(data).hexdigest()[:12]}.png"
                world.files[f"made/{name}"] = data
                outputs[node] = {"images": [{"filename": name, "subfolder": "", "type": "temp"}]}
        return outputs


def _preview(kind: int, about: Json) -> bytes:
    picture = encoded(drawn(32, 32), "JPEG")
    if kind == 1:
        return struct.pack(">II", 1, 1) + picture
    said = json.dumps(about | {"image_type": "image/jpeg"}).encode()
    return struct.pack(">II", 4, len(said)) + said + picture


def _refused(graph: dict[str, Json], world: World) -> Json | None:
    """The body of a 400: an unknown node, a value that is not in its list, a file that is not
    there."""
    for node in graph.values():
        if node["class_type"] not in NODES:
            words = f"Cannot execute because node {node['class_type']} does not exist."
            return {"error": _error("invalid_prompt", words, ""), "node_errors": {}}
    if not any(node["class_type"] in OUTPUTS for node in graph.values()):
        return {"error": _error("prompt_no_outputs", "Prompt has no outputs", "")}
    wrong = {}
    for key, node in graph.items():
        errors = list(_wrong_inputs(node["inputs"], node["class_type"], world))
        if errors:
            wrong[key] = {"errors": errors, "class_type": node["class_type"]}
    if not wrong:
        return None
    error = _error("prompt_outputs_failed_validation", "Prompt outputs failed validation", "")
    return {"error": error, "node_errors": wrong}


def _wrong_inputs(inputs: Json, kind: str, world: World) -> list[Json]:
    errors = []
    for name, choices in CHOICES.items():
        if name in inputs and inputs[name] not in choices:
            details = f"{name}: '{inputs[name]}' not in {list(choices)}"
            errors.append(_error("value_not_in_list", "Value not in list", details))
    if kind in ("LoadImage", "LoadImageMask") and inputs["image"] not in world.files:
        details = f"image - Invalid image file: {inputs['image']}"
        errors.append(
            _error("custom_validation_failed", "Custom validation failed for node", details)
        )
    return errors


def _error(kind: str, message: str, details: str) -> Json:
    return {"type": kind, "message": message, "details": details, "extra_info": {}}
