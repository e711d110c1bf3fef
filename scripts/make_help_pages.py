#!/usr/bin/env python3
"""Writes docs/algorithms/, a page for each algorithm, out of what the algorithms say of themselves.

.venv/bin/python scripts/make_help_pages.py
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "algorithms"
QGIS_PLUGINS = "/usr/share/qgis/python/plugins"
HUGE = 1e9
KINDS = {
    "band": "bands of {parent}",
    "boolean": "yes or no",
    "extent": "rectangle",
    "file": "file",
    "fileDestination": "file to write",
    "folderDestination": "folder to write",
    "multilayer": "rasters",
    "raster": "raster",
    "rasterDestination": "raster to write",
    "source": "vector layer",
    "string": "text",
    "vectorDestination": "vector layer to write",
}
MORE = {
    "classifypixels": "On several machines: [clusters](../clusters.md). What a model may be: [package](../package.md).",
    "evaluatemodel": "What can be judged, and what the report says: [evaluating](../evaluating.md).",
    "exporttrainingchips": "What chips are: [concepts](../concepts.md). A first run: [tutorial](../tutorial.md).",
    "trainimagetranslationmodel": "How to train well, and what to do when it goes wrong: [training](../training.md).",
}


def kind(item) -> str:
    """What may be given for a parameter, in words."""
    if item.type() == "enum":
        return " / ".join(item.options())
    if item.type() == "number":
        low, high = item.minimum(), item.maximum()
        words = "whole number" if item.dataType() == item.Type.Integer else "number"
        words += f" from {low:g}" if abs(low) < HUGE else ""
        return words + (f" to {high:g}" if abs(high) < HUGE else "")
    if item.type() == "file" and item.behavior() == item.Behavior.Folder:
        return "folder"
    return KINDS[item.type()].format(parent=f"`{getattr(item, 'parentLayerParameterName', str)()}`")


def parameter(item) -> str:
    """The entry of a parameter."""
    default = item.defaultValue()
    facts = [kind(item)]
    if default not in (None, "") and not item.isDestination():
        shown = {True: "yes", False: "no", "false": "no"}.get(default, default) if item.type() == "boolean" else default
        facts.append(f"default {f'{shown:g}' if isinstance(shown, float) else shown}")
    elif item.flags() & item.Flag.FlagOptional:
        facts.append("optional")
    return f"**{item.description()}** · `{item.name()}` · {'; '.join(facts)}<br>\n{item.help()}\n"


def page(algorithm) -> str:
    """The page of an algorithm."""
    items = algorithm.parameterDefinitions()
    main = [item for item in items if not item.flags() & item.Flag.FlagAdvanced]
    advanced = [item for item in items if item not in main]
    name = algorithm.name()
    parts = [f"# {algorithm.displayName()}\n", f"{algorithm.summary()}\n"]
    parts.append(f"![The dialog of {algorithm.displayName()}](../images/{name}.png)\n")
    parts += [f"{MORE[name]}\n"] if name in MORE else []
    parts.append(f"In scripts and for `qgis_process` its name is `{algorithm.id()}`.\n")
    parts += ["## Parameters\n", *map(parameter, main)]
    parts += ["## Advanced parameters\n", *map(parameter, advanced)] if advanced else []
    outputs = [f"- `{item.name()}`: {item.description()}" for item in algorithm.outputDefinitions()]
    parts += ["## Outputs\n", "\n".join(outputs) + "\n"]
    return "\n".join([*parts, "[All pages](../README.md)\n"])


def pages(provider) -> dict:
    """File name and text of every page."""
    return {f"{algorithm.name()}.md": page(algorithm) for algorithm in provider.algorithms()}


def main() -> None:
    """Start QGIS without a window and write the pages."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.path.insert(0, QGIS_PLUGINS)
    from qgis.core import QgsApplication

    with tempfile.TemporaryDirectory() as profile:
        os.environ["QGIS_CUSTOM_CONFIG_PATH"] = profile
        application = QgsApplication([], False)
        application.initQgis()
        from processing.core.Processing import Processing

        Processing.initialize()
        from image_translation import classFactory

        plugin = classFactory(None)
        plugin.initProcessing()
        FOLDER.mkdir(parents=True, exist_ok=True)
        for name, text in pages(plugin.provider).items():
            (FOLDER / name).write_text(text, encoding="utf-8")
            print(FOLDER / name)
        plugin.unload()
        application.exitQgis()


if __name__ == "__main__":
    main()
