#!/usr/bin/env bash
# Sets up, then runs all checks and tests: ruff, mypy, pytest. Arguments go to pytest (scripts/test.sh -m "not slow").
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
"$root/scripts/setup.sh"

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir -m 700 "$scratch/runtime"
mkdir "$scratch/profile"
export QT_QPA_PLATFORM=offscreen XDG_RUNTIME_DIR=$scratch/runtime QGIS_CUSTOM_CONFIG_PATH=$scratch/profile
export XDG_CONFIG_HOME=$scratch/config XDG_CACHE_HOME=$scratch/cache XDG_DATA_HOME=$scratch/data
export PYTHONNOUSERSITE=1 MPLBACKEND=Agg
[ "$(locale charmap)" = UTF-8 ] || export LC_ALL=C.UTF-8

cd "$root"
.venv/bin/ruff check .
.venv/bin/mypy
.venv/bin/python -m pytest "$@"
