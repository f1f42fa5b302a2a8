"""Replicate's predictions: create, get, cancel; models with inputs of their own."""

from tests.providers.clips import clip_answer
from tests.providers.pictures import decoded, drawn, edited, repainted
from tests.providers.provider import FakeProvider, Play
from tests.providers.wire import Answer, Call, Json, json_answer, picture_answer

POLLS_BEFORE_DONE = 2
LOG = "Using seed: 7\n 40%|####      | 2/5 [00:01<00:02]\n"
ERRORS = {
    "nsfw": "NSFW content detected. Try running it again, or try a different prompt.",
    "flagged": "The input or output was flagged as sensitive. Please try again. (E005)",
    "prediction failed": "CUDA out of memory",
}


class Replicate(FakeProvider):
    routes = (
        ("POST", r"/v1/models/([\w.-]+/[\w.-]+)/predictions", "create_official"),
        ("POST", r"/v1/predictions", "create_version"),
        ("GET", r"/v1/predictions/(\w+)", "get"),
        ("POST", r"/v1/predictions/(\w+)/cancel", "cancel"),
        ("GET", r"/v1/account", "account"),
        ("GET", r"/files/(\w+)\.png", "download"),
        ("GET", r"/files/(\w+)\.mp4", "clip"),
    )
    own_modes = frozenset(
        [*ERRORS, "never done", "unknown status", "cancelled there", "no output", "one url"]
    )

    def is_allowed(self, call: Call, play: Play) -> bool:
        is_file = call.route in ("download", "clip")
        return is_file or call.headers.get("authorization") == f"Bearer {play.key}"

    def no(self, status: int, words: str) -> Answer:
        problem = {"title": words, "detail": f"{words}.", "status": status, "type": "about:blank"}
        return json_answer(problem, status)

    def account(self, call: Call, play: Play) -> Answer:
        return json_answer({"type": "user", "username": "someone", "name": "Someone"})

    def create_official(self, call: Call, play: Play, model: str) -> Answer:
        return self._create(call, play, model, {"input"})

    def create_version(self, call: Call, play: Play) -> Answer:
        return self._create(call, play, "a version", {"input", "version"})

    def _create(self, call: Call, play: Play, model: str, known: set[str]) -> Answer:
        if model == "nobody/unknown":
            return self.no(404, "The requested resource could not be found")
        if call.json.keys() != known or "prompt" not in call.json["input"]:
            return self.no(422, "Input validation failed")
        number = f"p{len(play.jobs) + 1}"
        play.jobs[number] = {"polls": 0, "input": call.json["input"], "is_cancelled": False}
        return json_answer(self._prediction(play, number, "starting"), 201)

    def get(self, call: Call, play: Play, number: str) -> Answer:
        job = play.jobs[number]
        job["polls"] += 1
        if job["polls"] <= POLLS_BEFORE_DONE or play.mode == "never done":
            return json_answer(self._prediction(play, number, "processing", logs=LOG))
        if play.mode in ERRORS:
            failed = self._prediction(play, number, "failed", error=ERRORS[play.mode])
            return json_answer(failed)
        match play.mode:
            case "unknown status":
                return json_answer(self._prediction(play, number, "daydreaming"))
            case "cancelled there":
                return json_answer(self._prediction(play, number, "canceled"))
            case "no output":
                return json_answer(self._prediction(play, number, "succeeded", output=[]))
        if "duration" in job["input"]:
            url = f"{play.url}/files/{number}.mp4"
            return json_answer(self._prediction(play, number, "succeeded", output=url))
        job["picture"] = _made(job["input"], play.mode)
        url = f"{play.url}/files/{number}.png"
        output: Json = url if play.mode == "one url" else [url]
        return json_answer(self._prediction(play, number, "succeeded", output=output))

    def cancel(self, call: Call, play: Play, number: str) -> Answer:
        play.jobs[number]["is_cancelled"] = True
        return json_answer(self._prediction(play, number, "canceled"))

    def clip(self, call: Call, play: Play, number: str) -> Answer:
        return clip_answer(play.mode)

    def download(self, call: Call, play: Play, number: str) -> Answer:
        return picture_answer(play.bytes_of(play.jobs[number]["picture"]))

    def _prediction(self, play: Play, number: str, status: str, **more: Json) -> Json:
        base = f"{play.url}/v1/predictions/{number}"
        return {
            "id": number,
            "model": "owner/name",
            "version": "hidden",
            "input": {},
            "logs": "",
            "output": None,
            "error": None,
            "status": status,
            "created_at": "2026-10-01T10:00:00.000Z",
            "urls": {"get": base, "cancel": f"{base}/cancel"},
        } | more


def _made(asked: Json, mode: str) -> Json:
    size = asked.get("width", 1024), asked.get("height", 1024)
    if "image" not in asked:
        return drawn(*size, asked.get("seed", 0))
    source = decoded(asked["image"])
    if "mask" in asked:
        return edited(source, decoded(asked["mask"]), mode)
    return repainted(source, mode, size)
