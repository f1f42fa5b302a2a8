"""How static files are collected and served: under hashed names, also inside ES modules."""

from django.contrib.staticfiles.apps import StaticFilesConfig
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage


class UsedStaticFiles(StaticFilesConfig):
    """Leaves out what django-htmx brings and we do not use: its extensions and its next version.

    Their type comments name files that are not there, which stops the rewriting of imports.
    """

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        "django_htmx/ext/*",
        "django_htmx/htm*-4*",
    ]


class ModuleManifestStorage(ManifestStaticFilesStorage):
    """Hashed names, with `import` statements of ES modules rewritten to them.

    Only statements that end in a semicolon are rewritten, and cycles fail: see static/canvas.
    """

    support_js_module_import_aggregation = True
    # Each pass settles what imports only what is settled, so there are as many as modules that
    # import each other in a row; Django's five are for style sheets.
    max_post_process_passes = 40
