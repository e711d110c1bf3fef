#!/usr/bin/env bash
# Runs qgis_process with this checkout as the enabled plugin image_translation, in a profile of its own.
#
#   scripts/qgis_process.sh list
#   scripts/qgis_process.sh help imagetranslation:classifypixels
#   scripts/qgis_process.sh --json run imagetranslation:classifypixels -- INPUT=grey.tif MODEL=model.dlpk OUTPUT=colour.tif
#
# IMAGE_TRANSLATION_PYTHON    Python that trains and classifies (default: the one in .venv, made by scripts/setup.sh)
# IMAGE_TRANSLATION_PROFILE   profile folder to use and keep (default: a new one, removed at the end)
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
qgis_process=$(command -v qgis_process.bin || command -v qgis_process) || {
    echo "qgis_process is not installed; run $root/scripts/setup.sh first." >&2
    exit 1
}

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
profile=${IMAGE_TRANSLATION_PROFILE:-$scratch/profile}
mkdir -p "$profile"
profile=$(cd "$profile" && pwd -P)
mkdir -m 700 "$scratch/runtime"

export QGIS_CUSTOM_CONFIG_PATH=$profile XDG_RUNTIME_DIR=$scratch/runtime QT_QPA_PLATFORM=offscreen
export PYTHONNOUSERSITE=1 # a NumPy in the user's own site-packages would hide the one that GDAL was built against
[ "$(locale charmap)" = UTF-8 ] || export LC_ALL=C.UTF-8
export IMAGE_TRANSLATION_PYTHON=${IMAGE_TRANSLATION_PYTHON:-$root/.venv/bin/python}
[ -x "$IMAGE_TRANSLATION_PYTHON" ] ||
    echo "$IMAGE_TRANSLATION_PYTHON is missing: run $root/scripts/setup.sh before training or classifying." >&2

# QGIS looks for plugins and settings below profiles/default. Writing the setting saves a start of QGIS.
plugins=$profile/profiles/default/python/plugins
settings=$profile/profiles/default/QGIS/QGIS3.ini
mkdir -p "$plugins" "$(dirname "$settings")"
ln -sfn "$root" "$plugins/image_translation"
if [ ! -e "$settings" ]; then
    printf '[PythonPlugins]\nimage_translation=true\n' >"$settings"
elif ! grep -q '^image_translation=true' "$settings"; then
    "$qgis_process" plugins enable image_translation >&2
fi

# In the background, so that a signal to this script reaches QGIS at once and the profile is still removed.
"$qgis_process" "$@" <&0 &
child=$!
trap 'kill -TERM "$child" 2>/dev/null || true' INT TERM HUP
status=0
wait "$child" || status=$?
while kill -0 "$child" 2>/dev/null; do
    status=0
    wait "$child" || status=$?
done
exit "$status"
