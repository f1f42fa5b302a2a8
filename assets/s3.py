"""Files in an S3-compatible store, through django-storages: loaded only where one is set.

An object appears whole or not at all, and pictures are content-addressed, so that writing one twice
is harmless. Nobody reads from the store but this server, which asks first whether they may.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import ContentFile, File
from storages.backends.s3 import S3Storage

_MISSING = ("404", "NoSuchKey", "NotFound")


class PictureBucket(S3Storage):  # type: ignore[misc]  # django-storages has no types
    """What goes wrong is an OSError, as with any storage; FileNotFoundError for what is not there.
    A file is read in one request, whole."""

    def _open(self, name: str, mode: str = "rb") -> "File[bytes]":
        with _os_errors(name):
            key = self._normalize_name(name)
            found = self.connection.meta.client.get_object(Bucket=self.bucket_name, Key=key)
            return ContentFile(found["Body"].read(), name)

    def _save(self, name: str, content: "File[bytes]") -> str:
        with _os_errors(name):
            return str(super()._save(name, content))

    def exists(self, name: str) -> bool:
        with _os_errors(name):
            return bool(super().exists(name))

    def size(self, name: str) -> int:
        with _os_errors(name):
            return int(super().size(name))


def bucket_storage(
    bucket: str, *, endpoint: str, region: str, access_key: str, secret_key: str, prefix: str
) -> dict[str, Any]:
    """For Django's STORAGES. endpoint: "" for AWS itself; keys: "" for those of the machine."""
    from botocore.config import Config

    # Stores that are not AWS seldom have a host name for each bucket.
    style = "path" if endpoint else "auto"
    return {
        "BACKEND": "assets.s3.PictureBucket",
        "OPTIONS": {
            "bucket_name": bucket,
            "endpoint_url": endpoint or None,
            "region_name": region or None,
            "access_key": access_key or None,
            "secret_key": secret_key or None,
            "location": prefix,
            "default_acl": None,
            "file_overwrite": True,
            "client_config": Config(
                connect_timeout=5,
                read_timeout=20,
                retries={"max_attempts": 3, "mode": "standard"},
                s3={"addressing_style": style},
            ),
        },
    }


@contextmanager
def _os_errors(name: str) -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        code = str(error.response.get("Error", {}).get("Code", ""))
        if code in _MISSING:
            raise FileNotFoundError(f"{name} is not in the bucket") from error
        raise OSError(f"the store refused {name}: {code}") from error
    except BotoCoreError as error:
        raise OSError(f"the store does not answer: {type(error).__name__}") from error
