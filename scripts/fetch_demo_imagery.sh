#!/usr/bin/env bash
# Fetches the demo's airborne imagery into a folder; returns at once when it is there.
#
#   scripts/fetch_demo_imagery.sh FOLDER
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
folder=${1:?Give the folder that the imagery goes to.}
members=(
    2019_YELL_2_528000_4978000_image_crop2.png
    2019_YELL_2_541000_4977000_image_crop.png
    OSBS_029.tif
)

mkdir -p "$folder"
if (cd "$folder" && sha256sum --check --status --strict SHA256SUMS 2>/dev/null); then
    echo "[imagery] Already in $folder"
    exit 0
fi

# Inside the folder, so that each file arrives by a rename.
scratch=$(mktemp -d "$folder/.partial.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
echo "[imagery] Fetching airborne imagery of two NEON sites (20 MB)"
"$root/.venv/bin/pip" -qq --disable-pip-version-check --no-input download --no-deps --require-hashes \
    --requirement "$root/scripts/requirements-demo.txt" --dest "$scratch" || {
    echo "[imagery] The imagery could not be fetched or is not what was expected; pip's message is above." >&2
    exit 1
}
"$root/.venv/bin/python" -m zipfile --extract "$scratch"/deepforest-*.whl "$scratch"
for member in "${members[@]}"; do
    mv "$scratch/deepforest/data/$member" "$folder/$member"
done
(cd "$folder" && sha256sum "${members[@]}") >"$scratch/SHA256SUMS"
mv "$scratch/SHA256SUMS" "$folder/SHA256SUMS"
