"""Image Translation: turns one kind of imagery into another inside QGIS."""


def classFactory(iface):
    """What QGIS calls to load the plugin; ``iface`` is None under qgis_process."""
    from .plugin.plugin import ImageTranslationPlugin

    return ImageTranslationPlugin(iface)
