"""Where do hashed static files come from? Source maps that bundles name are not shipped and are left alone."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class ManifestStorage(CompressedManifestStaticFilesStorage):
    """Whitenoise's hashed, compressed files without following sourceMappingURL comments."""

    support_js_module_import_aggregation = False
    patterns = (("*.css", (r"""(?P<matched>url\(['"]{0,1}\s*(?P<url>.*?)["']{0,1}\))""",)),)
