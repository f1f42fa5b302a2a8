"""The project's settings with a data folder of their own, in the temporary files."""

import os
import tempfile

os.environ["ANCHORBOARD_DATA"] = tempfile.mkdtemp(prefix="anchorboard-tests-")

if os.environ.get("ANCHORBOARD_REDIS_URL") and "PYTEST_XDIST_WORKER" in os.environ:
    # Tests that begin without counts of wrong passwords clear all of a database, so each worker
    # (gw0, gw1, ...) has one of its own.
    server, _, _ = os.environ["ANCHORBOARD_REDIS_URL"].rpartition("/")
    database = os.environ["PYTEST_XDIST_WORKER"].removeprefix("gw")
    os.environ["ANCHORBOARD_REDIS_URL"] = f"{server}/{database}"

from canvas.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {  # noqa: F405
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True

# Threads of tests end with a connection in hand, which a pool would wait for without end.
DATABASES["default"].get("OPTIONS", {}).pop("pool", None)  # noqa: F405
# For the same reason connections are not kept there.
DATABASES["default"]["CONN_MAX_AGE"] = 0  # noqa: F405
