#!/usr/bin/env python3
"""How many small faults in the engine the fast tests notice: mutation testing by mutmut on a sample of its mutants.

    .venv/bin/python scripts/mutation_score.py                     200 mutants, about two hours on 2 cores
    .venv/bin/python scripts/mutation_score.py --count 40 --seed 3

Works on a copy of the last commit in a folder of its own (--folder to keep and use it again), with mutmut in an
environment of its own beside it. Prints a table by room and the mutants that no test noticed.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Dict, List, Sequence

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = "image_translation"
MUTMUT = "mutmut==3.8.1"
ROOMS = ("training", "inference", "networks", "package")
# In the window and around QGIS nothing is mutated; what takes long or starts processes of its own is left out.
CONFIGURATION = f"""
[tool.mutmut]
source_paths = ["{PACKAGE}"]
only_mutate = {json.dumps([f"{PACKAGE}/models/{room}/*" for room in ROOMS])}
pytest_add_cli_args_test_selection = {json.dumps([f"{PACKAGE}/tests/models/{room}" for room in ROOMS])}
pytest_add_cli_args = ["-m", "not slow", "-p", "no:cacheprovider", "--timeout=300", "-q"]
use_git_change_detection = false
track_dependencies = false
process_isolation = "forkserver"

[tool.pytest.ini_options]
addopts = "--import-mode=importlib --strict-markers"
markers = ["slow: takes long", "qgis: needs QGIS"]
"""
KILLED = {1: "killed", 3: "killed", -24: "timeout", 24: "timeout", 36: "timeout", 152: "timeout", 255: "timeout"}


def main() -> int:
    """Returns 0 when the score is at least ``--least``."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=200, help="mutants in the sample")
    parser.add_argument("--seed", type=int, default=0, help="of the sample")
    parser.add_argument("--children", type=int, default=os.cpu_count() or 1, help="mutants tested side by side")
    parser.add_argument("--folder", type=Path, help="where to work; a temporary folder without it")
    parser.add_argument("--least", type=float, default=85.0, help="score in percent below which the exit status is 1")
    arguments = parser.parse_args()
    if arguments.folder is not None:
        return _score(arguments.folder.resolve(), arguments)
    with tempfile.TemporaryDirectory(prefix="mutation_") as folder:
        return _score(Path(folder), arguments)


def _score(folder: Path, arguments: argparse.Namespace) -> int:
    mutmut = _prepared(folder)
    if not (folder / "mutants" / "mutmut-stats.json").exists():
        print("Making the mutants, and finding out which tests reach which function (minutes)", flush=True)
        _run(folder, [mutmut, "run", "--max-children", "1", f"{PACKAGE}.models.training.schedule.x_epoch_decay*"])
    every = sorted(_results(folder))
    sample = sorted(random.Random(arguments.seed).sample(every, min(arguments.count, len(every))))
    reached = json.loads((folder / "mutants" / "mutmut-stats.json").read_text())["tests_by_mangled_function_name"]
    tested = [name for name in sample if reached.get(name.rpartition("__mutmut_")[0])]
    print(f"{len(sample)} of {len(every)} mutants, {len(tested)} of them reached by a test", flush=True)
    _run(folder, [mutmut, "run", "--max-children", str(arguments.children), *tested])
    found = _results(folder)
    outcome = {name: KILLED.get(found[name], "survived") if name in tested else "no test" for name in sample}
    _print_table(outcome)
    for name in sample:
        if outcome[name] in ("survived", "no test"):
            print(f"\n{outcome[name]}: {name}")
            print(_run(folder, [mutmut, "show", name], quiet=True))
    score = 100 * sum(word in ("killed", "timeout") for word in outcome.values()) / len(sample)
    print(f"\n{score:.1f} % of {len(sample)} mutants are noticed (seed {arguments.seed}).")
    return int(score < arguments.least)


def _prepared(folder: Path) -> str:
    """A copy of the checkout and an environment with mutmut; returns its command."""
    folder.mkdir(parents=True, exist_ok=True)
    environment, copy = folder / "environment", folder / PACKAGE
    if not copy.exists():
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(copy)], check=True)
        shutil.rmtree(copy / ".git")
    (folder / "pyproject.toml").write_text(CONFIGURATION, encoding="utf-8")
    command = environment / "bin" / "mutmut"
    if not command.exists():
        subprocess.run([sys.executable, "-m", "venv", "--system-site-packages", str(environment)], check=True)
        [packages] = environment.glob("lib/python*/site-packages")
        [ours] = (ROOT / ".venv").glob("lib/python*/site-packages")
        (packages / "ours.pth").write_text(f"{ours}\n", encoding="utf-8")
        pip = [str(environment / "bin" / "pip"), "install", "--quiet", "--disable-pip-version-check", MUTMUT]
        subprocess.run(pip, check=True)
    return str(command)


def _run(folder: Path, command: Sequence[str], quiet: bool = False) -> str:
    variables = {
        **os.environ,
        "OMP_NUM_THREADS": "1",
        "PYTHONNOUSERSITE": "1",
        "PYTHONPATH": str(folder / "mutants"),
        "MPLBACKEND": "Agg",
        "QT_QPA_PLATFORM": "offscreen",
    }
    log = folder / "log.txt"
    done = subprocess.run(command, cwd=folder, env=variables, capture_output=True, text=True, check=False)
    with open(log, "a", encoding="utf-8") as stream:
        stream.write(done.stdout + done.stderr)
    if done.returncode and not quiet:
        sys.exit(f"mutmut has failed; see {log}:\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}")
    return done.stdout


def _results(folder: Path) -> Dict[str, int]:
    """Exit code of the tests by mutant, None for those not tested."""
    found: Dict[str, int] = {}
    for meta in (folder / "mutants" / PACKAGE).rglob("*.py.meta"):
        found.update(json.loads(meta.read_text(encoding="utf-8"))["exit_code_by_key"])
    return found


def _print_table(outcome: Dict[str, str]) -> None:
    words: List[str] = ["killed", "timeout", "survived", "no test"]
    print(f"\n| room | mutants | {' | '.join(words)} | noticed |\n|---|---:|{'---:|' * 5}")
    for room in (*ROOMS, "all"):
        counts = Counter(word for name, word in outcome.items() if room == "all" or f".models.{room}." in name)
        whole = sum(counts.values())
        share = 100 * (counts["killed"] + counts["timeout"]) / whole if whole else 0.0
        print(f"| {room} | {whole} | {' | '.join(str(counts[word]) for word in words)} | {share:.0f} % |")


if __name__ == "__main__":
    sys.exit(main())
