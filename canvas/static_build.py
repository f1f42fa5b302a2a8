"""Static files collected into the data folder, again only when one of them changed."""

import hashlib
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def build_static() -> bool:
    """Collect and hash them if needed; whether it was. About 1 s, else 10 ms.

    The fingerprint is written last: a build that was cut off is done again. The folder is cleared
    first, as a file that went back to an older version would otherwise stay.
    """
    stamp = Path(settings.DATA_DIR) / "static.fingerprint"
    fingerprint = _fingerprint()
    if stamp.exists() and stamp.read_text() == fingerprint:
        return False
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(fingerprint)
    return True


def _fingerprint() -> str:
    """Of every file's name, size and time, and of what turns them into hashed ones."""
    digest = hashlib.sha256(f"{django.__version__} {settings.STORAGES['staticfiles']}".encode())
    for finder in get_finders():
        for name, storage in sorted(finder.list([]), key=lambda found: found[0]):
            file = Path(storage.path(name)).stat()
            digest.update(f"{name}\0{file.st_size}\0{file.st_mtime_ns}\n".encode())
    return digest.hexdigest()
