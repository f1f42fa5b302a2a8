"""Every provider that the fake server plays, by the name that tests ask for."""

from tests.providers.a1111 import A1111
from tests.providers.ark import Ark
from tests.providers.bfl import Bfl
from tests.providers.comfyui import ComfyUI
from tests.providers.fal import Fal
from tests.providers.gemini import Gemini
from tests.providers.iopaint import IOPaint
from tests.providers.openai import OpenAI
from tests.providers.provider import FakeProvider
from tests.providers.replicate import Replicate

PROVIDERS: dict[str, FakeProvider] = {
    "gemini": Gemini(),
    "openai": OpenAI(),
    "ark": Ark(),
    "bfl": Bfl(),
    "fal": Fal(),
    "replicate": Replicate(),
    "comfyui": ComfyUI(),
    "a1111": A1111(),
    "iopaint": IOPaint(),
}
