"""The fake is faithful: the vendors' own clients can use it, over a real socket, and read from it
what they would read from the real thing."""

import base64
import io
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from tests.needs import leave_out
from tests.providers.pictures import PAINT, decoded, drawn, encoded
from tests.providers.provider import Play
from tests.providers.server import FakeServer

try:
    import openai
    from google import genai
    from google.genai import errors as genai_errors
    from google.genai import types
except ImportError:
    leave_out("Install google-genai and openai (the dev extra): the fake is held to them.")

MODEL = "gemini-nano-banana-2.1"
FLARE = "gpt-image-2.5-flare"


@pytest.fixture
def gemini() -> Iterator[Any]:
    """A client's maker: `gemini(play)`."""
    clients = []

    def client(play: Play, **options: Any) -> Any:
        http = types.HttpOptions(base_url=play.url, api_version="v1beta", **options)
        clients.append(genai.Client(api_key=play.key, http_options=http))
        return clients[-1]

    yield client
    for one in clients:
        one.close()


@pytest.fixture
def images() -> Iterator[Any]:
    """`images(play)`: the images of an OpenAI client."""
    clients = []

    def client(play: Play, retries: int = 0) -> Any:
        made = openai.OpenAI(api_key=play.key, base_url=f"{play.url}/v1", max_retries=retries)
        clients.append(made)
        return made.images

    yield client
    for one in clients:
        one.close()


def config(**more: Any) -> Any:
    return types.GenerateContentConfig(
        response_modalities=["TEXT", "IMAGE"],
        image_config=types.ImageConfig(aspect_ratio="16:9", image_size="1K"),
        seed=7,
        **more,
    )


def pictures_in(answer: Any) -> list[np.ndarray]:
    parts = answer.candidates[0].content.parts
    return [decoded(part.inline_data.data) for part in parts if part.inline_data]


def test_gemini_makes_and_edits_a_picture(fake: FakeServer, gemini: Any) -> None:
    play = fake.play("gemini")
    models = gemini(play).models
    made = models.generate_content(model=MODEL, contents="a cup", config=config())
    assert made.usage_metadata.candidates_token_count == 1120
    (picture,) = pictures_in(made)
    assert picture.shape[1] / picture.shape[0] == pytest.approx(16 / 9, rel=0.02)
    part = types.Part.from_bytes(data=encoded(drawn(64, 48)), mime_type="image/png")
    edited = models.generate_content(model=MODEL, contents=["redder", part], config=config())
    assert len(pictures_in(edited)) == 1


def test_gemini_streams(fake: FakeServer, gemini: Any) -> None:
    play = fake.play("gemini")
    models = gemini(play).models
    chunks = list(models.generate_content_stream(model=MODEL, contents="a cup", config=config()))
    assert chunks[0].text == "I begin"
    assert len(pictures_in(chunks[-1])) == 1
    assert play.calls[0].query == {"alt": "sse"}
    broken = gemini(fake.play("gemini", "error in the stream")).models
    with pytest.raises(genai_errors.ServerError):
        list(broken.generate_content_stream(model=MODEL, contents="a cup"))


def test_gemini_lists_models(fake: FakeServer, gemini: Any) -> None:
    names = [model.name for model in gemini(fake.play("gemini")).models.list()]
    assert f"models/{MODEL}" in names


@pytest.mark.parametrize("mode", ["image safety", "image prohibited", "image recitation", "safety"])
def test_gemini_blocks_come_with_a_reason(fake: FakeServer, gemini: Any, mode: str) -> None:
    models = gemini(fake.play("gemini", mode)).models
    answer = models.generate_content(model=MODEL, contents="a cup")
    assert answer.candidates[0].finish_reason.name in (
        "IMAGE_SAFETY",
        "IMAGE_PROHIBITED_CONTENT",
        "IMAGE_RECITATION",
        "SAFETY",
    )
    content = answer.candidates[0].content
    assert content is None or not content.parts


def test_gemini_blocks_prompts_and_has_reasons_nobody_knows(fake: FakeServer, gemini: Any) -> None:
    blocked = gemini(fake.play("gemini", "prompt blocked")).models
    answer = blocked.generate_content(model=MODEL, contents="a cup")
    assert answer.prompt_feedback.block_reason.name == "PROHIBITED_CONTENT"
    assert answer.candidates is None
    with pytest.warns(UserWarning, match="not a valid FinishReason"):
        odd = gemini(fake.play("gemini", "unknown reason")).models.generate_content(
            model=MODEL, contents="a cup"
        )
    assert odd.candidates[0].finish_reason.value == "IMAGE_OF_A_KIND_NOBODY_KNOWS"


@pytest.mark.parametrize(
    ("mode", "code", "status"),
    [
        ("retry info", 429, "RESOURCE_EXHAUSTED"),
        ("error in a list", 503, "UNAVAILABLE"),
        ("bad key as 400", 400, "INVALID_ARGUMENT"),
        ("no credit", 400, "FAILED_PRECONDITION"),
        ("down", 500, "INTERNAL"),
    ],
)
def test_gemini_errors_have_their_code(
    fake: FakeServer, gemini: Any, mode: str, code: int, status: str
) -> None:
    with pytest.raises(genai_errors.APIError) as caught:
        gemini(fake.play("gemini", mode)).models.generate_content(model=MODEL, contents="a cup")
    assert (caught.value.code, caught.value.status) == (code, status)


def test_gemini_refuses_what_the_real_one_refuses(fake: FakeServer, gemini: Any) -> None:
    models = gemini(fake.play("gemini")).models
    with pytest.raises(genai_errors.ClientError, match="not found"):
        models.generate_content(model="gemini-of-2019", contents="a cup")
    odd = types.GenerateContentConfig(image_config=types.ImageConfig(aspect_ratio="7:3"))
    with pytest.raises(genai_errors.ClientError, match="aspect_ratio"):
        models.generate_content(model=MODEL, contents="a cup", config=odd)


def test_openai_makes_a_picture(fake: FakeServer, images: Any) -> None:
    made = images(fake.play("openai")).generate(
        model=FLARE, prompt="a cup", size="1536x1024", quality="low", n=1
    )
    assert decoded(made.data[0].b64_json).shape == (1024, 1536, 3)
    assert made.usage.output_tokens == 1568


def files(hole_alpha: int = 0) -> dict[str, Any]:
    picture = drawn(1024, 1024)
    mask = np.full((1024, 1024, 4), 255, np.uint8)
    mask[300:500, 300:500, 3] = hole_alpha
    return {
        "image": [("a.png", io.BytesIO(encoded(picture)), "image/png")],
        "mask": ("m.png", io.BytesIO(encoded(mask)), "image/png"),
    }


def test_openai_edits_where_the_mask_is_transparent(fake: FakeServer, images: Any) -> None:
    play = fake.play("openai")
    edited = images(play).edit(model=FLARE, prompt="a pear", size="1024x1024", **files())
    picture = decoded(edited.data[0].b64_json)
    assert np.abs(picture[400, 400].astype(int) - PAINT).max() < 20
    assert np.abs(picture[100, 100].astype(int) - PAINT).max() > 60
    assert [part.name for part in play.calls[0].parts if part.file_name] == ["image[]", "mask"]


def test_openai_takes_a_single_file_too(fake: FakeServer, images: Any) -> None:
    play = fake.play("openai")
    one = ("a.png", io.BytesIO(encoded(drawn(1024, 1024))), "image/png")
    images(play).edit(model=FLARE, prompt="a pear", image=one)
    assert [part.name for part in play.calls[0].parts if part.file_name] == ["image"]


@pytest.mark.parametrize("is_edit", [False, True])
def test_openai_streams_partial_pictures(fake: FakeServer, images: Any, is_edit: bool) -> None:
    client = images(fake.play("openai"))
    asked = {"model": FLARE, "prompt": "a pear", "stream": True, "partial_images": 2}
    with client.edit(**asked, **files()) if is_edit else client.generate(**asked) as stream:
        events = list(stream)
    kind = "image_edit" if is_edit else "image_generation"
    assert [event.type for event in events] == [
        f"{kind}.partial_image",
        f"{kind}.partial_image",
        f"{kind}.completed",
    ]
    assert [event.partial_image_index for event in events[:2]] == [0, 1]
    assert decoded(base64.b64decode(events[-1].b64_json)).shape == (1024, 1024, 3)


def test_openai_ends_a_broken_stream_with_its_error(fake: FakeServer, images: Any) -> None:
    client = images(fake.play("openai", "error in the stream"))
    with (
        client.generate(model=FLARE, prompt="a pear", stream=True) as stream,
        pytest.raises(openai.APIError, match="had an error"),
    ):
        list(stream)


def test_openai_moderation_tells_stage_and_categories(fake: FakeServer, images: Any) -> None:
    with pytest.raises(openai.BadRequestError) as caught:
        images(fake.play("openai", "moderated output")).generate(model=FLARE, prompt="a pear")
    assert caught.value.code == "moderation_blocked"
    assert caught.value.body["moderation_details"]["moderation_stage"] == "output"
    assert caught.value.request_id == "req_1"


@pytest.mark.parametrize(
    ("mode", "kind", "code"),
    [
        ("wrong key", "AuthenticationError", "invalid_api_key"),
        ("rate limited", "RateLimitError", "rate_limit_exceeded"),
        ("spend limit", "RateLimitError", "insufficient_quota"),
        ("down", "InternalServerError", None),
    ],
)
def test_openai_errors_have_their_class(
    fake: FakeServer, images: Any, mode: str, kind: str, code: str | None
) -> None:
    with pytest.raises(getattr(openai, kind)) as caught:
        images(fake.play("openai", mode)).generate(model=FLARE, prompt="a pear")
    assert caught.value.code == code


def test_openai_waits_as_long_as_it_is_told(fake: FakeServer, images: Any) -> None:
    play = fake.play("openai", "retry after ms")
    with pytest.raises(openai.RateLimitError):
        images(play, retries=2).generate(model=FLARE, prompt="a pear")
    counts = [call.headers["x-stainless-retry-count"] for call in play.calls]
    assert counts == ["0", "1", "2"]


def test_openai_refuses_what_the_real_one_refuses(fake: FakeServer, images: Any) -> None:
    client = images(fake.play("openai"))
    with pytest.raises(openai.BadRequestError, match="Invalid size"):
        client.generate(model=FLARE, prompt="a pear", size="1000x1000")
    with pytest.raises(openai.BadRequestError, match="Unknown parameter"):
        client.generate(model=FLARE, prompt="a pear", extra_body={"seed": 3})
    grey = files() | {"mask": ("m.png", io.BytesIO(encoded(drawn(1024, 1024))), "image/png")}
    with pytest.raises(openai.BadRequestError, match="no alpha channel"):
        client.edit(model=FLARE, prompt="a pear", **grey)
