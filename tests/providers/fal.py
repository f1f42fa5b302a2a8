"""fal's queue: submit, status, response, cancel; models with arguments of their own."""

from tests.providers.clips import clip_answer
from tests.providers.pictures import decoded, drawn, edited, repainted
from tests.providers.provider import FakeProvider, Play
from tests.providers.wire import Answer, Call, Json, json_answer, picture_answer

POLLS_BEFORE_DONE = 2
APP = r"fal-ai/[a-z0-9.-]+"
KNOWN = {
    "prompt",
    "image_size",
    "seed",
    "num_images",
    "image_url",
    "image_urls",
    "mask_url",
    "strength",
    "output_format",
    "aspect_ratio",
    "duration",
    "tail_image_url",
}


class Fal(FakeProvider):
    routes = (
        ("POST", r"/(fal-ai/[a-z0-9./-]+)", "submit"),
        ("GET", rf"/{APP}/requests/([\w-]+)/status", "status"),
        ("GET", rf"/{APP}/requests/(\w+)", "response"),
        ("PUT", rf"/{APP}/requests/(\w+)/cancel", "cancel"),
        ("GET", r"/files/(\w+)\.png", "download"),
        ("GET", r"/files/(\w+)\.mp4", "clip"),
    )
    own_modes = frozenset(
        {
            "never done",
            "policy violation",
            "nsfw",
            "completed with an error",
            "startup timeout",
            "unknown status",
            "no pictures",
            "data uri",
            "addresses elsewhere",
            "not a clip",
        }
    )

    def is_allowed(self, call: Call, play: Play) -> bool:
        return (
            call.route in ("download", "clip")
            or call.headers.get("authorization") == f"Key {play.key}"
        )

    def no(self, status: int, words: str) -> Answer:
        if status == 402:
            words = "User is locked. Reason: Exhausted balance. Top up your balance."
            return json_answer({"detail": words}, 403)
        return json_answer({"detail": words}, status)

    def submit(self, call: Call, play: Play, model: str) -> Answer:
        if model == "fal-ai/unknown":
            return self.no(404, f"Application '{model}' not found")
        number = f"r{len(play.jobs) + 1}"
        play.jobs[number] = {"polls": 0, "arguments": call.json, "is_cancelled": False}
        origin = "http://127.0.0.1:1" if play.mode == "addresses elsewhere" else play.url
        app = "/".join(model.split("/")[:2])
        base = f"{origin}/{app}/requests/{number}"
        return json_answer(
            {
                "request_id": number,
                "status_url": f"{base}/status",
                "response_url": base,
                "cancel_url": f"{base}/cancel",
                "queue_position": 2,
            }
        )

    def status(self, call: Call, play: Play, number: str) -> Answer:
        job = play.jobs.get(number)
        if job is None:
            return self.no(404, "Request not found")
        job["polls"] += 1
        if job["polls"] == 1:
            return json_answer({"status": "IN_QUEUE", "queue_position": 2}, 202)
        if job["polls"] <= POLLS_BEFORE_DONE or play.mode == "never done":
            return json_answer({"status": "IN_PROGRESS", "logs": [{"message": "40%"}]}, 202)
        match play.mode:
            case "unknown status":
                return json_answer({"status": "TELEPORTED"})
            case "completed with an error":
                error = {"error": "The runner crashed", "error_type": "runner_error"}
                return json_answer({"status": "COMPLETED"} | error)
        return json_answer({"status": "COMPLETED", "logs": [], "metrics": {"inference_time": 1.2}})

    def response(self, call: Call, play: Play, number: str) -> Answer:
        match play.mode:
            case "policy violation":
                return _unprocessable("content_policy_violation", "Flagged by a content checker.")
            case "startup timeout":
                detail = {"detail": "Request timed out", "error_type": "request_timeout"}
                return json_answer(detail, 504, x_fal_error_type="request_timeout")
            case "completed with an error":
                return json_answer({"detail": "Internal", "error_type": "runner_error"}, 500)
            case "no pictures":
                return json_answer({"images": [], "seed": 3})
        arguments = play.jobs[number]["arguments"]
        unknown = sorted(arguments.keys() - KNOWN)
        if unknown:
            return _unprocessable("extra_forbidden", f"Extra inputs: {unknown[0]}")
        if "duration" in arguments:
            return json_answer({"video": {"url": f"{play.url}/files/{number}.mp4"}})
        made = _made(arguments, play.mode)
        play.jobs[number]["picture"] = made
        url = f"{play.url}/files/{number}.png"
        if play.mode == "data uri":
            url = f"data:image/png;base64,{play.base64_of(made)}"
        image = {"url": url, "width": made.shape[1], "height": made.shape[0]}
        nsfw = {"has_nsfw_concepts": [play.mode == "nsfw"]}
        return json_answer({"images": [image], "seed": 3} | nsfw)

    def cancel(self, call: Call, play: Play, number: str) -> Answer:
        play.jobs[number]["is_cancelled"] = True
        return json_answer({"status": "CANCELLATION_REQUESTED"}, 202)

    def clip(self, call: Call, play: Play, number: str) -> Answer:
        return clip_answer(play.mode)

    def download(self, call: Call, play: Play, number: str) -> Answer:
        return picture_answer(play.bytes_of(play.jobs[number]["picture"]))


def _unprocessable(kind: str, words: str) -> Answer:
    detail = [{"loc": ["body", "prompt"], "msg": words, "type": kind, "ctx": {}}]
    return json_answer({"detail": detail}, 422, x_fal_retryable="false")


def _made(arguments: Json, mode: str) -> Json:
    asked = arguments.get("image_size", {})
    size = asked.get("width", 1024), asked.get("height", 1024)
    sources = [arguments["image_url"]] if "image_url" in arguments else []
    sources += arguments.get("image_urls", [])
    if not sources:
        return drawn(*size, arguments.get("seed", 0))
    source = decoded(sources[0])
    if "mask_url" in arguments:
        return edited(source, decoded(arguments["mask_url"]), mode)
    return repainted(source, mode, size)
