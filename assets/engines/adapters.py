"""Every kind of engine that can be set up, one row each: what the Engines page asks for.

An adapter is one file in this folder with a class

    XEngine(config: EngineConfig, *, transport: httpx.AsyncBaseTransport | None = None)

that implements `base.ConfiguredEngine`: it translates and no more. It is imported when it is used.
Adding one touches its file, its test, one row here and one in the README.
"""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Choice:
    """One of the values that an option may have."""

    value: str
    label: str


@dataclass(frozen=True)
class Option:
    """A setting of this adapter alone, stored in `EngineConfig.options[name]`.

    choices: one of these; none: free text, of at most `most_characters`. default: what counts when
    nothing is stored. help: one sentence, or "".
    """

    name: str
    label: str
    default: str = ""
    choices: tuple[Choice, ...] = ()
    help: str = ""
    is_long: bool = False
    most_characters: int = 200


@dataclass(frozen=True)
class Model:
    """A model worth suggesting. price_usd, seconds: of one picture; what the page fills in first,
    for people to correct (providers.md has the sources)."""

    id: str
    label: str
    price_usd: Decimal = Decimal(0)
    seconds: float = 20.0


@dataclass(frozen=True)
class AdapterKind:
    """One kind of engine.

    path: dotted, to its class. about: one sentence that says what it is good for.
    base_url: the usual one, "" where there is none. asks_key: "required", "optional" (local servers
    behind a proxy; "user:password" is sent as HTTP Basic where the adapter says so) or "never".
    asks_model: likewise. is_local: usually runs on the same machine or network and costs nothing.
    """

    key: str
    label: str
    path: str
    about: str
    base_url: str = ""
    asks_key: str = "required"
    asks_model: str = "required"
    models: tuple[Model, ...] = ()
    options: tuple[Option, ...] = ()
    is_local: bool = False
    concurrency: int = 2


_TOKEN_PRICE = Option(
    "usd_per_million_tokens",
    "US dollars per million output tokens",
    help="Then a picture is charged by the tokens that its answer names, not by the price above.",
)

GEMINI = AdapterKind(
    key="gemini",
    label="Google Gemini",
    path="assets.engines.gemini.GeminiEngine",
    about="Nano Banana and Nano Banana Pro: many references, edits by words, no mask of its own.",
    base_url="https://generativelanguage.googleapis.com",
    models=(
        Model("gemini-nano-banana-2.1", "Nano Banana 2.1", Decimal("0.0336"), 15.0),
        Model("gemini-3-pro-image", "Nano Banana Pro", Decimal("0.134"), 40.0),
        Model("gemini-3.1-flash-lite-image", "Nano Banana 2 Lite", Decimal("0.0336"), 10.0),
    ),
    options=(
        Option(
            "image_size",
            "Largest size",
            default="1K",
            choices=(Choice("1K", "1K"), Choice("2K", "2K"), Choice("4K", "4K")),
            help="Larger sizes cost more and take longer; the Lite model has 1K alone.",
        ),
        Option(
            "ratios",
            "Ratios",
            default="all",
            choices=(Choice("all", "All 14"), Choice("common", "Without 1:4, 1:8, 4:1 and 8:1")),
            help="Nano Banana Pro has the ten common ones.",
        ),
        Option(
            "thinking",
            "Thinking",
            choices=(
                Choice("", "As the model likes"),
                Choice("minimal", "Minimal"),
                Choice("medium", "Medium"),
                Choice("high", "High"),
            ),
            help="Less is faster; Nano Banana Pro always thinks.",
        ),
        Option("api_version", "API version", default="v1beta"),
        _TOKEN_PRICE,
    ),
)

_PARTIALS = tuple(Choice(number, number) for number in ("0", "1", "2", "3"))

OPENAI = AdapterKind(
    key="openai",
    label="OpenAI",
    path="assets.engines.openai.OpenAIEngine",
    about="GPT Image: real masks, up to 16 pictures, and the picture is seen while it comes.",
    base_url="https://api.openai.com/v1",
    models=(
        Model("gpt-image-2.5-flare", "GPT Image 2.5 Flare", Decimal("0.013"), 20.0),
        Model("gpt-image-2.5-sunburst", "GPT Image 2.5 Sunburst", Decimal("0.053"), 45.0),
    ),
    options=(
        Option(
            "quality",
            "Quality",
            choices=(
                Choice("", "As the model likes"),
                Choice("low", "Low"),
                Choice("medium", "Medium"),
                Choice("high", "High"),
                Choice("xhigh", "Very high"),
                Choice("max", "Highest"),
            ),
            help="Prices differ by more than ten times. The two highest need GPT Image 2.5.",
        ),
        Option(
            "sizes",
            "Sizes",
            default="free",
            choices=(Choice("free", "Any, up to 8 megapixels"), Choice("classic", "Three fixed")),
            help="GPT Image 1.5 and 1 mini have three fixed ones.",
        ),
        Option(
            "partial_images",
            "Previews on the way",
            default="2",
            choices=_PARTIALS,
            help="Each is charged like some 100 output tokens.",
        ),
        Option(
            "moderation",
            "Moderation",
            choices=(Choice("", "Usual"), Choice("low", "Less strict")),
        ),
        _TOKEN_PRICE,
    ),
)

OPENAI_COMPATIBLE = AdapterKind(
    key="openai_compatible",
    label="OpenAI-compatible server",
    path="assets.engines.openai_compatible.OpenAICompatibleEngine",
    about="stable-diffusion.cpp, LocalAI and others that speak like OpenAI's images.",
    asks_key="optional",
    asks_model="optional",
    is_local=True,
    concurrency=1,
    options=(
        Option(
            "mask_style",
            "Masks",
            default="white",
            choices=(
                Choice("white", "White is changed"),
                Choice("alpha", "Transparent is changed, as OpenAI has it"),
                Choice("none", "Takes no mask"),
            ),
            help="The wrong one changes everything but what you painted; what was to stay is kept.",
        ),
        Option(
            "edits_path",
            "Path of edits",
            default="/images/edits",
            help="/images/inpainting for LocalAI; empty where there are no edits.",
        ),
        Option("references", "Reference pictures taken", default="0"),
        Option(
            "partial_images",
            "Previews on the way",
            default="off",
            choices=(Choice("off", "The server does not stream"), *_PARTIALS),
        ),
        Option(
            "extra",
            "Further fields of every call",
            help='A JSON object, such as {"steps": 20}; null leaves a field of ours out.',
            is_long=True,
            most_characters=4000,
        ),
    ),
)

_DIFFUSION = (
    Option("negative_prompt", "Negative prompt", help="Sent along with every prompt."),
    Option("steps", "Steps", help="A number; left out, the server's own counts."),
    Option("guidance", "Guidance", help="How closely words are followed, such as 6."),
)
_SAMPLING = (
    *_DIFFUSION,
    Option("sampler", "Sampler"),
    Option("scheduler", "Scheduler"),
)

COMFYUI = AdapterKind(
    key="comfyui",
    label="ComfyUI",
    path="assets.engines.comfyui.engine.ComfyUIEngine",
    about="Your own ComfyUI: built-in workflows for a checkpoint, or your own ones; live previews.",
    base_url="http://127.0.0.1:8188",
    asks_key="optional",
    asks_model="optional",
    models=(Model("sd_xl_base_1.0.safetensors", "SDXL 1.0 base"),),
    options=(
        Option(
            "upscaler",
            "Upscale model",
            help="A file of models/upscale_models, such as RealESRGAN_x4plus.pth.",
        ),
        *_SAMPLING,
    ),
    is_local=True,
    concurrency=1,
)

AUTOMATIC1111 = AdapterKind(
    key="automatic1111",
    label="AUTOMATIC1111, Forge, SD.Next",
    path="assets.engines.automatic1111.Automatic1111Engine",
    about="A web UI of Stable Diffusion that was started with --api; masks and upscaling too.",
    base_url="http://127.0.0.1:7860",
    asks_key="optional",
    asks_model="optional",
    options=(
        Option("upscaler", "Upscaler", help="Left out, the first one that is a model."),
        *_SAMPLING,
    ),
    is_local=True,
    concurrency=1,
)

IOPAINT = AdapterKind(
    key="iopaint",
    label="IOPaint",
    path="assets.engines.iopaint.IOPaintEngine",
    about="Erases and fills behind a mask in a second or two; paints words with some models.",
    base_url="http://127.0.0.1:8080",
    asks_key="optional",
    asks_model="never",
    options=_DIFFUSION,
    is_local=True,
    concurrency=1,
)

ADAPTERS: tuple[AdapterKind, ...] = (
    GEMINI,
    OPENAI,
    OPENAI_COMPATIBLE,
    COMFYUI,
    AUTOMATIC1111,
    IOPAINT,
)
"""In the order in which the page offers them."""


def adapter_kind(key: str) -> AdapterKind | None:
    return next((kind for kind in ADAPTERS if kind.key == key), None)
