"""How static files are served: under hashed names, also inside ES modules."""

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage


class ModuleManifestStorage(ManifestStaticFilesStorage):
    """Hashed names, with `import` statements of ES modules rewritten to them.

    Only statements that end in a semicolon are rewritten, and cycles fail: see static/canvas.
    """

    support_js_module_import_aggregation = True
