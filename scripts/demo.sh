#!/usr/bin/env bash
# The whole walk on real imagery, through qgis_process: chips from a colour scene, a model trained on them, and two
# black-and-white scenes that the model has not seen turned into colour. Everything is left in demo/. On 2 cores it takes
# under 10 minutes, set-up of a bare machine included.
#
#   scripts/demo.sh [MINUTES]     MINUTES of training (default 5)
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
minutes=${1:-5}
started=$SECONDS
cd "$root"

step() { printf '\n[demo, %d s] %s\n' $((SECONDS - started)) "$*"; }
# QGIS asks GDAL where rasters without a georeference lie; CPL_LOG keeps GDAL's answer ("ERROR 1 …") off the terminal.
run() { CPL_LOG=/dev/null scripts/qgis_process.sh run "imagetranslation:$1" -- "${@:2}"; }

scripts/setup.sh
python=$root/.venv/bin/python

step "Imagery"
scripts/fetch_demo_imagery.sh demo/imagery
training=demo/imagery/2019_YELL_2_528000_4978000_image_crop2.png
same_site=demo/imagery/2019_YELL_2_541000_4977000_image_crop.png
other_site=demo/imagery/OSBS_029.tif
"$python" scripts/demo_grey.py "$same_site" demo/same_site_grey.tif
"$python" scripts/demo_grey.py "$other_site" demo/other_site_grey.tif

step "Export Training Chips"
run exporttrainingchips "TARGET=$training" GREY_FROM_TARGET=true TILE_SIZE=256 STRIDE=128 OVERWRITE=replace \
    OUTPUT=demo/chips

step "Train Image Translation Model: $minutes minutes"
run trainimagetranslationmodel CHIPS=demo/chips "MAX_MINUTES=$minutes" MAX_EPOCHS=1000 STOP_EARLY=false \
    OUTPUT=demo/model.dlpk REPORT=demo/report.html

step "Classify Pixels"
run classifypixels INPUT=demo/same_site_grey.tif MODEL=demo/model.dlpk OUTPUT=demo/same_site_colour.tif
run classifypixels INPUT=demo/other_site_grey.tif MODEL=demo/model.dlpk OUTPUT=demo/other_site_colour.tif

step "Comparison"
status=0
"$python" scripts/demo_table.py --training "$training" \
    --scene "Yellowstone, unseen" "$same_site" demo/same_site_grey.tif demo/same_site_colour.tif \
    --scene "Florida, another site" "$other_site" demo/other_site_grey.tif demo/other_site_colour.tif \
    --table demo/table.md --picture demo/side_by_side.png || status=$?

step "Left in $root/demo: chips/, model.dlpk, report.html, *_colour.tif, side_by_side.png, table.md"
exit "$status"
