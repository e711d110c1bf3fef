#!/usr/bin/env bash
# Takes the pictures of docs/images/ in the real application, on a virtual screen. Needs xvfb, and what scripts/demo.sh
# leaves in demo/.
#
#   scripts/make_screenshots.sh [FOLDER]     default: docs/images
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
folder=$(realpath -m "${1:-$root/docs/images}")

fail() {
    printf '[screenshots] %s\n' "$*" >&2
    exit 1
}

command -v xvfb-run >/dev/null || fail "xvfb-run is missing; install xvfb."
qgis=$(command -v qgis.bin || command -v qgis) || fail "QGIS is missing; run scripts/setup.sh."
for file in model.dlpk same_site_grey.tif same_site_colour.tif imagery/OSBS_029.tif; do
    [ -f "$root/demo/$file" ] || fail "demo/$file is missing; run scripts/demo.sh."
done

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
profile=$scratch/profiles/default
mkdir -p "$folder" "$profile/QGIS" "$profile/python/plugins"
mkdir -m 700 "$scratch/runtime"
ln -s "$root" "$profile/python/plugins/image_translation"
cat >"$profile/QGIS/QGIS3.ini" <<'SETTINGS'
[PythonPlugins]
image_translation=true
processing=true
[locale]
overrideFlag=true
userLocale=en_US
[qgis]
checkVersion=false
SETTINGS

env -u QT_QPA_PLATFORM XDG_RUNTIME_DIR="$scratch/runtime" PYTHONNOUSERSITE=1 \
    IMAGE_TRANSLATION_PYTHON="$root/.venv/bin/python" SCREENSHOTS="$folder" DEMO="$root/demo" \
    timeout 180 xvfb-run -a -s "-screen 0 1400x1000x24" \
    "$qgis" --nologo --noversioncheck --profiles-path "$scratch" --code "$root/scripts/screenshots.py" \
    >"$scratch/log.txt" 2>&1 || {
    tail -n 20 "$scratch/log.txt" >&2
    fail "QGIS did not take all pictures; its last words are above."
}
ls -l "$folder"
