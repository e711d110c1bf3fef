#!/usr/bin/env python3
"""Brings i18n/*.ts up to date with the texts in the code; translations of texts that have not changed stay.

    scripts/update_translations.py            write the files, tell what is left to translate
    scripts/update_translations.py --check    write nothing; exit status 1 when a file is out of date

Texts are the literals in ``translate("ImageTranslation", "text")``. A text that was reworded keeps the translation of
the most similar old one, marked as unfinished. For a new language copy image_translation.ts to
image_translation_LANGUAGE.ts.
"""

from __future__ import annotations

import argparse
import ast
import difflib
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Dict, Iterator, List, Tuple
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parent.parent
CONTEXT = "ImageTranslation"
FOLDERS = ("plugin", "processing_provider")
SIMILAR = 0.75


def python_files() -> List[Path]:
    """The files whose texts a user of QGIS sees."""
    return sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))


def is_translation(node: ast.AST) -> bool:
    """Whether ``node`` is a call of ``translate``, under that name or as QCoreApplication's."""
    if not isinstance(node, ast.Call):
        return False
    return getattr(node.func, "id", getattr(node.func, "attr", "")) == "translate" and len(node.args) >= 2


def texts_in(path: Path) -> Iterator[str]:
    """The marked texts of a file in their order.

    Raises:
        ValueError: a context or text is not a literal, so that no tool could find it.
    """
    calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if is_translation(node)]
    for call in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
        context, text = call.args[:2]
        if not (isinstance(context, ast.Constant) and context.value == CONTEXT):
            raise ValueError(f'{path}:{call.lineno}: the context of translate() must be the literal "{CONTEXT}".')
        if not (isinstance(text, ast.Constant) and isinstance(text.value, str)):
            raise ValueError(f"{path}:{call.lineno}: the text of translate() must be a literal.")
        yield text.value


def sources() -> Dict[str, List[str]]:
    """Every text, with the files that it is in."""
    found: Dict[str, List[str]] = {}
    for path in python_files():
        for text in texts_in(path):
            files = found.setdefault(text, [])
            name = path.relative_to(ROOT).as_posix()
            if name not in files:
                files.append(name)
    return found


def read(path: Path) -> Dict[str, Tuple[str, bool]]:
    """Translation of each text in a .ts file, and whether it is finished."""
    messages = {}
    for message in ElementTree.parse(path).iter("message"):
        text = message.findtext("translation") or ""
        finished = bool(text) and message.find("translation[@type]") is None
        messages[message.findtext("source") or ""] = (text, finished)
    return messages


def carried_over(text: str, old: Dict[str, Tuple[str, bool]]) -> Tuple[str, bool]:
    """The translation for ``text``: its own, or that of a similar text as a draft."""
    if text in old:
        return old[text]
    similar = difflib.get_close_matches(text, [source for source in old if old[source][0]], 1, SIMILAR)
    return (old[similar[0]][0], False) if similar else ("", False)


def document(language: str, messages: Dict[str, Tuple[str, bool]], files: Dict[str, List[str]]) -> str:
    """A .ts file. Line numbers are left out, because they would change with every edit."""
    attribute = f' language="{language}"' if language else ""
    lines = ['<?xml version="1.0" encoding="utf-8"?>', "<!DOCTYPE TS>", f'<TS version="2.1"{attribute}>', "<context>"]
    lines.append(f"    <name>{CONTEXT}</name>")
    for source, (translation, finished) in messages.items():
        kind = "" if finished else ' type="unfinished"'
        lines.append("    <message>")
        lines += [f'        <location filename="../{file}"/>' for file in files[source]]
        lines.append(f"        <source>{escape(source)}</source>")
        lines.append(f"        <translation{kind}>{escape(translation)}</translation>")
        lines.append("    </message>")
    return "\n".join([*lines, "</context>", "</TS>", ""])


def main() -> int:
    """Update or check all files; return the exit status."""
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing; exit status 1 when a file is out of date")
    check = parser.parse_args().check
    files, status = sources(), 0
    for path in sorted((ROOT / "i18n").glob("image_translation*.ts")):
        language = path.stem[len("image_translation_") :]
        old = read(path)
        messages = {source: carried_over(source, old) for source in files}
        text = document(language, messages, files)
        current = path.read_text(encoding="utf-8") == text
        if not current and not check:
            path.write_text(text, encoding="utf-8")
        left = sum(not finished for _, finished in messages.values()) if language else 0
        state = "up to date" if current else "out of date" if check else "updated"
        print(f"{path.name}: {len(messages)} texts, {left} to translate, {state}")
        status |= int(check and not current)
    return status


if __name__ == "__main__":
    sys.exit(main())
