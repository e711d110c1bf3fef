#!/usr/bin/env bash
# Makes a machine ready for this checkout: QGIS, GDAL and lrelease through apt, and .venv with the pinned Python packages.
# Safe to run again at any time; when everything is in place it returns at once.
#
#   scripts/setup.sh            install what is missing
#   scripts/setup.sh --no-apt   install no system packages; say which are missing instead
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
venv=$root/.venv
python=/usr/bin/python3 # the one that QGIS and GDAL are built for; python3 on PATH may be another
marker=image-translation-setup.txt
use_apt=yes

say() { printf '[setup] %s\n' "$*"; }
fail() {
    printf '[setup] %s\n' "$*" >&2
    exit 1
}

for argument in "$@"; do
    case $argument in
        --no-apt) use_apt=no ;;
        -h | --help) sed -n '2,6s/^# \{0,1\}//p' "$0" && exit 0 ;;
        *) fail "Unknown option $argument; the only one is --no-apt." ;;
    esac
done

# A NumPy in the user's own site-packages would hide the one that GDAL was built against.
export PYTHONNOUSERSITE=1
export ORT_DISABLE_TELEMETRY=1

# --- System packages -------------------------------------------------------------------------------------------------

missing_packages() {
    command -v qgis_process.bin >/dev/null || command -v qgis_process >/dev/null || echo qgis
    command -v gdalinfo >/dev/null || echo gdal-bin
    command -v strace >/dev/null || echo strace
    command -v lrelease >/dev/null || [ -x /usr/lib/qt5/bin/lrelease ] || echo qttools5-dev-tools
    if [ ! -x "$python" ]; then
        echo python3-qgis python3-gdal python3-venv
        return
    fi
    "$python" - <<'PYTHON'
from importlib.util import find_spec

for module, package in (("qgis", "python3-qgis"), ("osgeo", "python3-gdal"), ("ensurepip", "python3-venv")):
    if find_spec(module) is None:
        print(package)
PYTHON
}

install_system_packages() {
    local packages run=()
    read -ra packages <<<"$(missing_packages | tr '\n' ' ')"
    [ ${#packages[@]} -gt 0 ] || return 0
    [ "$use_apt" = yes ] || fail "Missing system packages: ${packages[*]}. Install them, or run this without --no-apt."
    command -v apt-get >/dev/null ||
        fail "Missing: ${packages[*]} (Debian's names), and there is no apt-get here. Install QGIS and GDAL for $python."
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null ||
            fail "Missing system packages: ${packages[*]}. Run this as root, or install sudo, or have them installed."
        run=(sudo)
    fi
    say "Installing with apt: ${packages[*]}"
    "${run[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -qq </dev/null
    "${run[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        "${packages[@]}" </dev/null >/dev/null ||
        fail "apt could not install ${packages[*]}; its message is above."
    read -ra packages <<<"$(missing_packages | tr '\n' ' ')"
    [ ${#packages[@]} -eq 0 ] || fail "Still missing after apt: ${packages[*]}."
}

# --- Python packages -------------------------------------------------------------------------------------------------

requirements=(
    "$root/resources/requirements/requirements-inference.txt"
    "$root/resources/requirements/requirements-training.txt"
    "$root/resources/requirements/requirements-encoders.txt"
    "$root/scripts/requirements-dev.txt"
)
constraints=("$root/resources/requirements/constraints.txt" "$root/scripts/constraints.txt")

identity() { # .venv is of no use any more when one of these changes
    "$python" -c 'import platform, sys, numpy; print(sys.argv[1], platform.python_version(), numpy.__version__)' "$root"
}

fingerprint() { # the packages are installed again when one of these changes
    cat "${requirements[@]}" "${constraints[@]}" "$root/pyproject.toml" "$root/scripts/setup.sh" | sha256sum
}

make_venv() {
    local numpy=$1
    "$python" -c 'import sys, numpy
sys.exit(sys.version_info < (3, 11) or tuple(map(int, numpy.__version__.split(".")[:2])) < (1, 24))' ||
        fail "Python 3.11 and NumPy 1.24 or newer are needed; $python is older. Use Debian 12, Ubuntu 24.04 or newer."
    if [ -e "$venv" ]; then
        [ -e "$venv/$marker" ] || fail "$venv exists and was not made by this script; move it away and run this again."
        say "Removing the unfinished or outdated $venv"
        rm -rf "$venv"
    fi
    say "Making $venv from $python (NumPy $numpy stays QGIS's own)"
    mkdir "$venv"
    echo "unfinished" >"$venv/$marker"
    "$python" -m venv --system-site-packages "$venv"
}

install_python_packages() {
    local numpy=$1 file pip=("$venv/bin/pip" -qq --disable-pip-version-check --no-input install) files=()
    echo "numpy==$numpy" >"$venv/constraints.txt"
    for file in "${requirements[@]}"; do files+=(--requirement "$file"); done
    for file in "${constraints[@]}" "$venv/constraints.txt"; do files+=(--constraint "$file"); done
    say "Installing the pinned packages (PyTorch among them: a minute or two)"
    "${pip[@]}" "${files[@]}" || fail "pip could not install the packages; its message is above."
    say "Installing this checkout as image_translation"
    "${pip[@]}" --no-deps --no-build-isolation --editable "$root" ||
        fail "pip could not install this checkout; its message is above."
}

check_venv() {
    (cd / && "$venv/bin/python" - "$venv" "$1") <<'PYTHON'
import sys
from importlib.util import find_spec

venv, expected = sys.argv[1:]
import numpy
import onnxruntime
import torch
from osgeo import gdal_array

if numpy.__version__ != expected or numpy.__file__.startswith(venv):
    sys.exit(f"[setup] NumPy in {venv} is {numpy.__version__} ({numpy.__file__}), not QGIS's {expected}.")
if torch.from_numpy(numpy.ones(3, numpy.float32)).sum().item() != 3:
    sys.exit("[setup] PyTorch cannot read NumPy arrays.")
if find_spec("image_translation.models") is None:
    sys.exit("[setup] image_translation cannot be imported from outside the checkout.")
PYTHON
}

install_system_packages
exec 9<"$root" && flock 9 # two scripts started at once make one environment
identity=$(identity)
fingerprint=$(fingerprint)
found=$(cat "$venv/$marker" 2>/dev/null || true)
if [ "$found" = "$identity"$'\n'"$fingerprint" ] && [ -x "$venv/bin/python" ]; then
    say "Everything is in place."
    exit 0
fi
started=$SECONDS
numpy=${identity##* }
if [ "${found%%$'\n'*}" != "$identity" ] || [ ! -x "$venv/bin/python" ]; then
    make_venv "$numpy"
fi
echo "unfinished" >"$venv/$marker"
install_python_packages "$numpy"
check_venv "$numpy"
printf '%s\n' "$identity" "$fingerprint" >"$venv/$marker"
say "Ready after $((SECONDS - started)) s: $venv/bin/python and $venv/bin/image-translation"
