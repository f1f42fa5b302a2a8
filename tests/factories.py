"""Rows for tests, as plain functions: each makes what it is named after and what that needs."""

import io
import uuid

import numpy as np
from django.contrib.auth.models import User
from PIL import Image

from assets.models import Workspace
from canvas.models import Board, Membership, Role


def make_user(name: str = "designer", *, password: str | None = None) -> User:
    return User.objects.create_user(
        username=f"{name}-{uuid.uuid4().hex[:8]}",
        email=f"{name}-{uuid.uuid4().hex[:8]}@example.com",
        password=password,
        first_name=name,
    )


def make_workspace(name: str = "Northlight Studio") -> Workspace:
    return Workspace.objects.create(name=name)


def make_member(workspace: Workspace, role: Role = Role.DESIGNER, name: str = "designer") -> User:
    user = make_user(name)
    Membership.objects.create(workspace=workspace, user=user, role=role)
    return user


def make_board(workspace: Workspace | None = None, title: str = "Spring hero") -> Board:
    return Board.objects.create(workspace=workspace or make_workspace(), title=title)


def picture_bytes(
    width: int = 64, height: int = 48, *, seed: int = 0, format: str = "PNG"
) -> bytes:
    """A file of smooth colour with some noise: compresses like a picture, differs by seed."""
    noise = np.random.default_rng(seed).integers(0, 40, (height, width, 3))
    ramp = np.linspace(0, 200, width)[None, :, None] * np.array([1.0, 0.6, 0.3])
    array = np.clip(ramp + noise, 0, 255).astype(np.uint8)
    stream = io.BytesIO()
    Image.fromarray(array).save(stream, format)
    return stream.getvalue()
