"""Rows of the engines that providers host. Models and prices are suggestions, for people to correct
on the Engines page (providers.md has the sources)."""

from decimal import Decimal

from assets.engines.kinds import AdapterKind, Choice, Model, Option

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
            default="common",
            choices=(
                Choice("common", "The ten common ones"),
                Choice("all", "1:4, 1:8, 4:1, 8:1 too"),
            ),
            help="Nano Banana Pro has the common ones alone.",
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

ARK = AdapterKind(
    key="ark",
    label="Seedream",
    path="assets.engines.ark.ArkEngine",
    about="ByteDance's Seedream on ModelArk: large pictures at a low price, up to 10 pictures.",
    base_url="https://ark.ap-southeast.bytepluses.com/api/v3",
    models=(
        Model("seedream-4-5-251128", "Seedream 4.5", Decimal("0.04"), 20.0),
        Model("seedream-5-0-260128", "Seedream 5.0 Lite", Decimal("0.035"), 20.0),
        Model("seedream-5-0-pro-260628", "Seedream 5.0 Pro", Decimal("0.09"), 30.0),
        Model("seedream-4-0-250828", "Seedream 4.0", Decimal("0.03"), 20.0),
    ),
    options=(
        Option(
            "least_pixels",
            "Fewest pixels of a picture",
            default="3686400",
            help="3686400 for Seedream 4.5 and 5.0, 921600 for 4.0.",
        ),
    ),
)

_SECOND_USD = Option(
    "second_usd",
    "Price of a second of a clip, US$",
    default="0.15",
    help="As the provider bills it; people see it before they ask.",
)

SEEDANCE = AdapterKind(
    key="seedance",
    label="Seedance",
    path="assets.engines.seedance.SeedanceEngine",
    about="ByteDance's Seedance on ModelArk: clips of a picture, for the tier Motion.",
    base_url="https://ark.ap-southeast.bytepluses.com/api/v3",
    models=(
        Model("dreamina-seedance-2-5-260628", "Seedance 2.5", seconds=90.0),
        Model("dreamina-seedance-2-0-260128", "Seedance 2.0", seconds=90.0),
        Model("dreamina-seedance-2-0-fast-260128", "Seedance 2.0 Fast", seconds=45.0),
    ),
    options=(_SECOND_USD,),
)

BFL = AdapterKind(
    key="bfl",
    label="Black Forest Labs",
    path="assets.engines.bfl.BflEngine",
    about="FLUX: Fill for masked edits, Expand for extensions, FLUX.2 or Kontext for the rest.",
    base_url="https://api.bfl.ai",
    models=(
        Model("flux-2-pro", "FLUX.2 pro", Decimal("0.05"), 15.0),
        Model("flux-kontext-pro", "Kontext pro", Decimal("0.04"), 12.0),
        Model("flux-kontext-max", "Kontext max", Decimal("0.08"), 15.0),
    ),
    options=(
        Option(
            "sizes",
            "Sizes",
            default="pixels",
            choices=(
                Choice("pixels", "By pixels, as FLUX.2 takes them"),
                Choice("ratio", "By ratio, as Kontext takes them"),
            ),
        ),
        Option(
            "fill_model",
            "Model of masked edits",
            default="flux-pro-1.0-fill",
            help="Empty: the model above edits, told by a colour and words.",
        ),
        Option(
            "expand_model",
            "Model of extensions",
            default="flux-pro-1.0-expand",
            help="Empty: the model of masked edits extends too.",
        ),
        Option("references", "Reference pictures taken", default="7"),
        Option(
            "safety_tolerance",
            "Safety tolerance",
            choices=(Choice("", "Usual"), *(Choice(str(n), str(n)) for n in range(7))),
            help="0 is strictest.",
        ),
    ),
)

_PLACES_HELP = (
    "JSON with the places {prompt}, {width}, {height}, {ratio}, {seed}, {source}, {mask} (white is "
    "changed), {mask_alpha}, {reference}, {references} and {strength}. Empty: not offered."
)


def _input(name: str, label: str, help: str, default: str = "") -> Option:
    return Option(name, label, default=default, help=help, is_long=True, most_characters=8000)


CLIP_EXAMPLE = (
    '{"prompt": "{prompt}", "image_url": "{source}", "tail_image_url": "{last}", '
    '"duration": "{seconds}"}'
)


def _inputs(words: str, references: str, edit: str) -> tuple[Option, ...]:
    """words: the default of the first; the others: examples."""
    return (
        _input("text_input", "Input for words alone", _PLACES_HELP, words),
        _input("reference_input", "Input with references", f"Such as {references}."),
        _input("edit_input", "Input of masked edits and extensions", f"Such as {edit}."),
        Option("references", "Reference pictures taken", default="4"),
        _input("clip_input", "Input of clips", f"Such as {CLIP_EXAMPLE}."),
        _SECOND_USD,
    )


FAL = AdapterKind(
    key="fal",
    label="fal",
    path="assets.engines.fal.FalEngine",
    about="Hundreds of models behind one key: you say which, and what it is sent.",
    base_url="https://queue.fal.run",
    models=(Model("fal-ai/flux/dev", "FLUX.1 dev", Decimal("0.025"), 10.0),),
    options=_inputs(
        '{"prompt": "{prompt}", "image_size": {"width": "{width}", "height": "{height}"}, '
        '"seed": "{seed}"}',
        '{"prompt": "{prompt}", "image_urls": "{references}"}',
        '{"prompt": "{prompt}", "image_url": "{source}", "mask_url": "{mask}"}',
    ),
)

REPLICATE = AdapterKind(
    key="replicate",
    label="Replicate",
    path="assets.engines.replicate.ReplicateEngine",
    about="Thousands of models behind one key: you say which, and what it is sent.",
    base_url="https://api.replicate.com/v1",
    models=(Model("black-forest-labs/flux-dev", "FLUX.1 dev", Decimal("0.025"), 10.0),),
    options=_inputs(
        '{"prompt": "{prompt}", "aspect_ratio": "{ratio}", "seed": "{seed}"}',
        '{"prompt": "{prompt}", "image": "{reference}"}',
        '{"prompt": "{prompt}", "image": "{source}", "mask": "{mask}"}',
    ),
)
