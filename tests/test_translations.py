"""Everything that a user sees is marked for translation, is in the .ts files, and is translated in full."""

from __future__ import annotations

import ast
import importlib.util
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("de", "es", "fr")
# What shows its texts to people; words that only a developer or a file sees go elsewhere.
SHOWING = re.compile(
    r"Qgs(Processing(Parameter|Output|Exception)|CollapsibleGroupBox|RendererCategory)\w*|"
    r"Q(Label|Action|GroupBox|\w*Button|CheckBox|DockWidget|MessageBox)|"
    r"set(WindowTitle|Text|ToolTip|StatusTip|WhatsThis|PlaceholderText|Title|Help|LabelText|Prefix|Suffix|Headers?|"
    r"HorizontalHeaderLabels|HeaderLabels|SpecialValueText|DialogTitle|Filter|ToolName)|"
    r"add(Row|Item|Items|Tab|Action|Menu|Button|_number|_choice|_bands|RasterToMenu|PluginToMenu)?|"
    r"(question|information|warning|critical|about|pushMessage|createMessage|pushInfo|pushWarning|setProgressText|"
    r"appendPlainText|showMessage|getOpenFileName|getSaveFileName|getExistingDirectory)|"
    r"(ImageTranslation|Input|Package|MissingPackages)Error|Cancelled|Setting"
)
WORDS = re.compile(r"[A-Za-z]{2,}[ .,:;…?!]|^[A-Z][a-z]{2,}")


def load_script():
    """scripts/update_translations.py as a module."""
    spec = importlib.util.spec_from_file_location("update_translations", ROOT / "scripts" / "update_translations.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


script = load_script()


def shown_literals(node):
    """Literals among the arguments of a call, not those in calls inside it, but those that are formatted there."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node
    elif isinstance(node, ast.Call):
        if isinstance(node.func, ast.Attribute) and node.func.attr in ("format", "join"):
            yield from shown_literals(node.func.value)
    elif isinstance(node, (ast.Dict, ast.Lambda)):
        return
    else:
        for child in ast.iter_child_nodes(node):
            yield from shown_literals(child)


def unmarked(source):
    """(line, text) of each literal that is shown and would never be translated."""
    found = []
    for call in ast.walk(ast.parse(source)):
        if not isinstance(call, ast.Call):
            continue
        name = getattr(call.func, "id", getattr(call.func, "attr", ""))
        if not SHOWING.fullmatch(name):
            continue
        named = [keyword.value for keyword in call.keywords if keyword.arg not in ("default", "defaultValue")]
        for argument in [*call.args, *named]:
            found += [(item.lineno, item.value) for item in shown_literals(argument) if WORDS.search(item.value)]
    return found


def test_the_search_finds_what_is_not_marked():
    source = """
label = QLabel("Choose a file")
button.setText(f"About {size} MB")
self.add(QgsProcessingParameterRasterLayer(self.INPUT, "Input raster"), "The raster.")
raise InputError("There is no {}.".format(name))
fine = QLabel(translate("ImageTranslation", "Choose a file"))
"""
    assert [text for _, text in sorted(unmarked(source))] == [
        "Choose a file",
        "About ",
        "Input raster",
        "The raster.",
        "There is no {}.",
    ]


def test_every_text_is_marked():
    found = [
        f"{path.relative_to(ROOT)}:{line}: {text!r}"
        for path in script.python_files()
        for line, text in unmarked(path.read_text(encoding="utf-8"))
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("language", ("", *LANGUAGES))
def test_every_text_is_in_the_file(language):
    """Otherwise run scripts/update_translations.py."""
    path = ROOT / "i18n" / f"image_translation{'_' * bool(language)}{language}.ts"
    files, messages = script.sources(), script.read(path)
    assert list(messages) == list(files)
    assert path.read_text(encoding="utf-8") == script.document(language, messages, files)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated(language):
    messages = script.read(ROOT / "i18n" / f"image_translation_{language}.ts")
    assert not [source for source, (_, finished) in messages.items() if not finished]


def facts(text):
    """What a translation must not lose: placeholders, tags, file patterns, names in capitals, numbers, line ends."""
    return {
        "placeholders": sorted(re.findall(r"\{\w*\}", text)),
        "tags": sorted(re.findall(r"</?\w+[^<>]*>", text)),
        "patterns": sorted(re.findall(r"\*\.\w+", text)),
        "names": sorted(set(re.findall(r"\b[A-Z]+(?:_[A-Z]+)+\b", text))),
        "numbers": sorted(re.findall(r"\d+(?:\.\d+)?", re.sub(r"(\d),(\d)", r"\1.\2", text))),
        "lines": text.count("\n"),
        "end": text[-1:] if text.endswith((".", "…", "?")) else "",
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_what_must_stay(language):
    messages = script.read(ROOT / "i18n" / f"image_translation_{language}.ts")
    for source, (translation, finished) in messages.items():
        assert not finished or facts(translation) == facts(source), source


@pytest.mark.qgis
@pytest.mark.parametrize("language", LANGUAGES)
def test_words_of_the_choices_stay_as_they_are_shown(provider, language):
    """The options of a choice are stored in people's models, so they are the same in every language."""
    messages = script.read(ROOT / "i18n" / f"image_translation_{language}.ts")
    for algorithm in provider.algorithms():
        for item in algorithm.parameterDefinitions():
            translation = messages.get(item.help(), ("",))[0]
            for option in item.options() if translation and item.type() == "enum" else ():
                if re.search(rf"\b{re.escape(option)}\b", item.help()):
                    assert option in translation, f"{item.name()}: {option}"


def test_an_update_keeps_translations_and_drafts_similar_ones():
    old = {"Number of chips": ("Anzahl der Ausschnitte", True), "Extent": ("Ausdehnung", True)}
    assert script.carried_over("Extent", old) == ("Ausdehnung", True)
    assert script.carried_over("Number of the chips", old) == ("Anzahl der Ausschnitte", False)
    assert script.carried_over("Quite another text", old) == ("", False)


@pytest.mark.qgis
def test_an_installed_language_changes_what_is_shown(provider, tmp_path, monkeypatch):
    from qgis.core import QgsSettings

    from image_translation.plugin import plugin as module

    lrelease = shutil.which("lrelease") or "/usr/lib/qt5/bin/lrelease"
    (tmp_path / "i18n").mkdir()
    messages = {"Classify Pixels": ("Quaquaqua", True)}
    source = tmp_path / "made_up.ts"
    source.write_text(script.document("de", messages, {"Classify Pixels": []}), encoding="utf-8")
    target = tmp_path / "i18n" / "image_translation_xy.qm"
    subprocess.run([lrelease, "-silent", source, "-qm", target], check=True, timeout=30)
    monkeypatch.setattr(module, "ROOT", tmp_path)
    settings = QgsSettings()
    settings.setValue("locale/overrideFlag", True)
    settings.setValue("locale/userLocale", "xy_ZZ")
    try:
        assert provider.algorithm("classifypixels").displayName() == "Classify Pixels"
        translated = module.ImageTranslationPlugin(None)
        assert provider.algorithm("classifypixels").create().displayName() == "Quaquaqua"
        assert provider.algorithm("exporttrainingchips").displayName() == "Export Training Chips"
        translated.unload()
        assert provider.algorithm("classifypixels").displayName() == "Classify Pixels"
    finally:
        settings.remove("locale/overrideFlag")
        settings.remove("locale/userLocale")
