"""Writes resources/requirements/locked-*.txt: every package that an environment gets, with the hashes of its files.

    python3 scripts/lock_requirements.py     needs uv (pip install uv) and the net

What is asked for stands in requirements-*.txt and constraints.txt, which are changed by hand; this resolves them for
all systems and Pythons at once. NumPy is left out, as environments use QGIS's own; so pip installs the files without
looking for dependencies. PyTorch has a file for itself, as other indexes offer other builds of it; the hashes of one of
them stand in locked-torch-cpu.txt, by hand.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Dict, List, Sequence

REQUIREMENTS = Path(__file__).resolve().parent.parent / "resources" / "requirements"
OLDEST_PYTHON = "3.9"
TORCH = re.compile(r"(torch|triton|(nvidia|cuda)-.*)==")
HEAD = "# Written by scripts/lock_requirements.py; pip install --no-deps --require-hashes --only-binary :all:\n"


def main() -> None:
    """Write the files."""
    everything = resolve(["inference", "training", "encoders"], [])
    with tempfile.TemporaryDirectory() as folder:
        pins = Path(folder) / "pins.txt"
        pins.write_text("".join(f"{line}\n" for line in everything), encoding="utf-8")
        plain, nvidia = (resolve([name], [pins]) for name in ("inference", "inference-nvidia"))
        added = resolve(["training", "encoders"], [pins])
    torch = {line: hashes for line, hashes in added.items() if TORCH.match(line)}
    known = {*torch, *(line for line in plain if line in nvidia)}
    training = {line: hashes for line, hashes in added.items() if line not in known}
    for name, content in (("inference", plain), ("inference-nvidia", nvidia), ("training", training), ("torch", torch)):
        text = "".join(f"{line} \\\n    " + " \\\n    ".join(hashes) + "\n" for line, hashes in content.items())
        (REQUIREMENTS / f"locked-{name}.txt").write_text(HEAD + text, encoding="utf-8", newline="\n")


def resolve(names: Sequence[str], constraints: Sequence[Path]) -> Dict[str, List[str]]:
    """The hashes of each package by its line (``name==version ; marker``), for all systems and Pythons."""
    uv = shutil.which("uv")
    if uv is None:
        sys.exit("uv is missing: pip install uv")
    command = [uv, "pip", "compile", "--quiet", "--universal", "--python-version", OLDEST_PYTHON, "--generate-hashes"]
    command += ["--only-binary", ":all:", "--no-emit-package", "numpy", "--no-header", "--no-annotate"]
    for path in (REQUIREMENTS / "constraints.txt", *constraints):
        command += ["--constraint", str(path)]
    command += [str(REQUIREMENTS / f"requirements-{name}.txt") for name in names]
    found = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    content: Dict[str, List[str]] = {}
    for line in found.splitlines():
        words = line.rstrip("\\").strip()
        if words.startswith("--hash="):
            content[next(reversed(content))].append(words)
        elif words and not words.startswith("#"):
            content[words] = []
    return content


if __name__ == "__main__":
    main()
