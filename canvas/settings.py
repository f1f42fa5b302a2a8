"""Every setting of the project. Values come from the environment through `env`."""

from pathlib import Path

from assets.generations.queue import DISPATCHERS, EMBEDDED, PROCRASTINATE
from canvas import env
from canvas.databases import SCHEMES, check_for_jobs, database
from canvas.engine_env import engine_configs
from canvas.logs import logging_settings
from canvas.redis import REDIS_SCHEMES, cache, channel_layer

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = env.folder("DATA", BASE_DIR / "data")

DEBUG = env.flag("DEBUG", False)
SECRET_KEY = env.secret("SECRET_KEY", DATA_DIR / "secret.key")
ALLOWED_HOSTS = env.words("HOSTS", ["localhost", "127.0.0.1", "[::1]"])
# Seals the keys of engines in the database.
ENCRYPTION_KEY = env.secret("ENCRYPTION_KEY", DATA_DIR / "encryption.key")
HTTPS = env.flag("HTTPS", False)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "canvas.staticfiles.UsedStaticFiles",
    "channels",
    "django_htmx",
    "assets",
    "canvas",
]

MIDDLEWARE = [
    "canvas.observing.ObservingMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "canvas.security.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "canvas.errors.ErrorMiddleware",
]

ROOT_URLCONF = "canvas.urls"
ASGI_APPLICATION = "canvas.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["django.template.loaders.filesystem.Loader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

DATABASES = {"default": database(env.url("DATABASE_URL", SCHEMES), DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTHENTICATION_BACKENDS = ["canvas.sign_in.EmailBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "boards"

SESSION_ENGINE = "canvas.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = "Lax"
# Pages carry their token themselves, so no script needs the cookie.
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "canvas.views.failures.csrf_failure"
CSRF_TRUSTED_ORIGINS = env.words("ORIGINS")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
# Share tokens stand in addresses: no page tells another host, or another page, where it was.
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# Without a mail server what would be sent is printed.
EMAIL_HOST = env.text("MAIL_HOST")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"
EMAIL_PORT = env.integer("MAIL_PORT", 587, least=1, most=65535)
EMAIL_HOST_USER = env.text("MAIL_USER")
EMAIL_HOST_PASSWORD = env.given_secret("MAIL_PASSWORD")
EMAIL_USE_TLS = env.flag("MAIL_TLS", True)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("MAIL_FROM", "anchorboard@localhost")

# Several web processes tell each other what happens on boards, and count wrong passwords together.
REDIS_URL = env.url("REDIS_URL", REDIS_SCHEMES)
CACHES = {"default": cache(REDIS_URL)}
if REDIS_URL:
    CHANNEL_LAYERS = {"default": channel_layer(REDIS_URL)}

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = DATA_DIR / "static"
# Other sites have no use for our modules.
WHITENOISE_ALLOW_ALL_ORIGINS = False
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "files"},
    },
    "staticfiles": {"BACKEND": "canvas.staticfiles.ModuleManifestStorage"},
}

# Pictures in a bucket of an S3-compatible store instead, which several machines share.
if S3_BUCKET := env.text("S3_BUCKET"):
    from assets.s3 import bucket_storage  # needs the extra s3

    STORAGES["default"] = bucket_storage(
        S3_BUCKET,
        endpoint=env.url("S3_ENDPOINT", ["https", "http"]),
        region=env.text("S3_REGION"),
        access_key=env.given_secret("S3_ACCESS_KEY"),
        secret_key=env.given_secret("S3_SECRET_KEY"),
        prefix=env.text("S3_PREFIX"),
    )

LANGUAGE_CODE = "en-gb"
USE_I18N = False
USE_TZ = True
TIME_ZONE = "UTC"

# More than that of one socket waits for its turn; a socket that floods is closed.
SOCKET_OPS_PER_SECOND = env.integer("SOCKET_OPS_PER_SECOND", 200, least=1, most=100_000)

# Uploads are bounded while they arrive; ingest bounds what they decode to.
MAX_BUNDLE_BYTES = env.integer("MAX_BUNDLE_MB", 2_000, least=1, most=100_000) * 1024 * 1024
MAX_UPLOAD_BYTES = env.integer("MAX_UPLOAD_MB", 50, least=1, most=500) * 1024 * 1024
MAX_IMAGE_PIXELS = env.integer("MAX_IMAGE_MEGAPIXELS", 50, least=1, most=90) * 1_000_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# Who may fetch a picture: assets asks, canvas answers.
ASSET_ACCESS_POLICY = "canvas.access.may_see_asset"

# Engine key -> kind of engine, or dotted path of a class; what people choose -> engine key.
ENGINES = env.pairs("ENGINES", {"sketch": "assets.engines.sketch.engine.SketchEngine"})
ENGINE_CONFIGS = engine_configs(ENGINES)
TIERS = env.pairs(
    "TIERS", {"draft": "sketch", "standard": "sketch", "pro": "sketch", "motion": "sketch"}
)
# Who makes pictures: the server itself, or `manage.py worker` processes by jobs in PostgreSQL.
DISPATCHER = env.choice("DISPATCHER", EMBEDDED, DISPATCHERS)
WORKER_CONCURRENCY = env.integer("WORKER_CONCURRENCY", 16, least=1, most=256)
if DISPATCHER == PROCRASTINATE:
    INSTALLED_APPS.append("procrastinate.contrib.django")
    PROCRASTINATE_IMPORT_PATHS = ["assets.generations.queue_procrastinate", "canvas.upkeep_jobs"]
    check_for_jobs(DATABASES["default"])
GENERATION_DEADLINE_S = env.integer("GENERATION_DEADLINE_S", 120, least=1, most=3600)
GENERATION_CONCURRENCY = env.integer("GENERATION_CONCURRENCY", 2, least=1, most=64)

# Gives benchmarks and browser tests a hold on the open board: `window.bench`.
BENCH_HOOK = env.flag("BENCH_HOOK", False)

LOGGING = logging_settings(
    env.choice("LOG_LEVEL", "WARNING", ["DEBUG", "INFO", "WARNING", "ERROR"]),
    env.choice("LOG_FORMAT", "line", ["line", "json"]),
)
# Who may read /metrics from elsewhere; without it, this machine alone.
METRICS_TOKEN = env.given_secret("METRICS_TOKEN")
