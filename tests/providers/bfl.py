"""Black Forest Labs: submit, poll the address given, download."""

from collections.abc import Iterator

from tests.providers.pictures import decoded, drawn, edited, repainted
from tests.providers.provider import FakeProvider, Play
from tests.providers.wire import Answer, Call, Json, json_answer, picture_answer

COMMON = {"prompt", "seed", "output_format", "safety_tolerance", "prompt_upsampling", "webhook_url"}
KNOWN = {
    "flux-2-pro": COMMON
    | {"width", "height", "input_image", *(f"input_image_{n}" for n in range(2, 9))},
    "flux-kontext-pro": COMMON
    | {"aspect_ratio", "input_image", *(f"input_image_{n}" for n in range(2, 5))},
    "flux-pro-1.0-fill": COMMON | {"image", "mask", "steps", "guidance"},
    "flux-pro-1.0-expand": COMMON
    | {"image", "top", "bottom", "left", "right", "steps", "guidance"},
}
STATUSES = {
    "request moderated": "Request Moderated",
    "content moderated": "Content Moderated",
    "task error": "Error",
    "task lost": "Task not found",
    "unknown status": "A Status Nobody Knows",
}
POLLS_BEFORE_READY = 2


class Bfl(FakeProvider):
    routes = (
        ("POST", r"/v1/([a-z0-9.-]+)", "submit"),
        ("GET", r"/v1/get_result", "poll"),
        ("GET", r"/v1/credits", "credits"),
        ("GET", r"/delivery/(\w+)\.png", "download"),
    )
    own_modes = frozenset([*STATUSES, "never ready", "polled elsewhere", "sample elsewhere"])

    def is_allowed(self, call: Call, play: Play) -> bool:
        return call.route == "download" or call.headers.get("x-key") == play.key

    def no(self, status: int, words: str) -> Answer:
        return json_answer({"detail": words}, status)

    def credits(self, call: Call, play: Play) -> Answer:
        return json_answer({"credits": 120.5})

    def submit(self, call: Call, play: Play, model: str) -> Answer:
        if model not in KNOWN:
            return self.no(404, "Not Found")
        try:
            asked = call.json
            wrong = next(_faults(asked, model), None)
            made = None if wrong else _made(asked, model, play.mode)
        except (ValueError, KeyError, TypeError) as error:
            wrong = repr(error)
        if wrong:
            return json_answer({"detail": [{"loc": ["body"], "msg": wrong, "type": "value"}]}, 422)
        number = f"task{len(play.jobs) + 1}"
        play.jobs[number] = {"polls": 0, "picture": made}
        polling_url = f"{play.url}/v1/get_result?id={number}"
        if play.mode == "polled elsewhere":
            polling_url = f"http://127.0.0.1:1/v1/get_result?id={number}"
        return json_answer({"id": number, "polling_url": polling_url, "cost": 4.5})

    def poll(self, call: Call, play: Play) -> Answer:
        number = call.query.get("id", "")
        job = play.jobs.get(number)
        if job is None:
            return json_answer({"id": number, "status": "Task not found", "result": None}, 404)
        job["polls"] += 1
        if job["polls"] <= POLLS_BEFORE_READY or play.mode == "never ready":
            pending = {"id": number, "status": "Pending", "result": None, "progress": 0.4}
            return json_answer(pending)
        if play.mode in STATUSES:
            details = {"Moderation Reasons": ["Derivative Works Filter"]}
            status = STATUSES[play.mode]
            return json_answer({"id": number, "status": status, "details": details, "result": None})
        sample = f"{play.url}/delivery/{number}.png"
        if play.mode == "sample elsewhere":
            sample = "http://169.254.169.254/latest/meta-data"
        result = {"sample": sample, "seed": 11, "prompt": "as sent"}
        return json_answer({"id": number, "status": "Ready", "result": result, "progress": 1.0})

    def download(self, call: Call, play: Play, number: str) -> Answer:
        return picture_answer(play.bytes_of(play.jobs[number]["picture"]))


def _made(asked: Json, model: str, mode: str) -> Json:
    if model == "flux-pro-1.0-fill":
        image, mask = decoded(asked["image"]), decoded(asked["mask"])
        hole = mask if mask.ndim == 2 else mask[..., :3].max(axis=2)
        return edited(image, hole, mode)
    if model == "flux-pro-1.0-expand":
        return _expanded(asked, mode)
    size = asked.get("width", 1024), asked.get("height", 1024)
    if model == "flux-kontext-pro":
        across, down = (int(side) for side in asked.get("aspect_ratio", "1:1").split(":"))
        unit = 1024 / (across * down) ** 0.5
        size = round(unit * across / 16) * 16, round(unit * down / 16) * 16
    if "input_image" in asked:
        return repainted(decoded(asked["input_image"]), mode, size)
    return drawn(*size, asked.get("seed", 0))


def _expanded(asked: Json, mode: str) -> Json:
    image = decoded(asked["image"])[..., :3]
    top, bottom, left, right = (asked.get(side, 0) for side in ("top", "bottom", "left", "right"))
    height, width = image.shape[:2]
    made = drawn(width + left + right, height + top + bottom)
    made[top : top + height, left : left + width] = repainted(image, mode)
    return made


def _faults(asked: Json, model: str) -> Iterator[str]:
    for name in asked.keys() - KNOWN[model]:
        yield f"Extra inputs are not permitted: {name}"
    if "prompt" not in asked:
        yield "Field required: prompt"
    for name in ("width", "height"):
        if not 256 <= asked.get(name, 1024) <= 2048:
            yield f"{name} should be between 256 and 2048"
    if asked.get("output_format", "png") not in ("jpeg", "png"):
        yield "output_format should be 'jpeg' or 'png'"
    if model == "flux-pro-1.0-fill" and "mask" in asked:
        image, mask = decoded(asked["image"]), decoded(asked["mask"])
        if image.shape[:2] != mask.shape[:2]:
            yield "image and mask must have the same size"
