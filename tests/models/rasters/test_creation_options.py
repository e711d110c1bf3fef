"""Creation options: read, checked against the driver, put in place of the usual ones."""

from __future__ import annotations

import numpy as np
import pytest

from image_translation.models.errors import InputError
from image_translation.models.rasters.creation_options import cog_options, gtiff_options, lossy, parse, working_options

BYTE, FLOAT = np.dtype(np.uint8), np.dtype(np.float32)


def test_usual_ones():
    assert {"TILED=YES", "COMPRESS=DEFLATE", "PREDICTOR=2", "BIGTIFF=IF_SAFER"} <= set(gtiff_options(BYTE))
    assert "PREDICTOR=3" in gtiff_options(FLOAT)
    assert {"COMPRESS=DEFLATE", "PREDICTOR=YES"} <= set(cog_options())
    assert any(option in ("ZSTD_LEVEL=1", "ZLEVEL=1") for option in working_options(BYTE))


def test_given_ones_take_their_place():
    options = gtiff_options(BYTE, ["compress=JPEG|JPEG_QUALITY=80 BLOCKXSIZE=512"])
    assert {"COMPRESS=JPEG", "JPEG_QUALITY=80", "BLOCKXSIZE=512", "TILED=YES"} <= set(options)
    assert not any(option.startswith("PREDICTOR") for option in options)
    assert "PREDICTOR=1" in gtiff_options(BYTE, ["PREDICTOR=1"])
    assert parse(["A=1|B=2", " C=x=y  ", ""]) == ["A=1", "B=2", "C=x=y"]


@pytest.mark.parametrize(
    "text, words",
    [
        ("COMPRESS", "'COMPRESS' is not of the form KEY=VALUE"),
        ("=LZW", "'=LZW' is not of the form"),
        ("COMPRES=LZW", "no option COMPRES"),
        ("COMPRESS=SQUEEZE", "COMPRESS must be one of NONE"),
        ("PIXELTYPE=SIGNEDBYTE", "must not set PIXELTYPE"),
    ],
)
def test_mistakes_are_one_sentence(text, words):
    with pytest.raises(InputError, match=words) as caught:
        gtiff_options(BYTE, [text])
    assert "CREATION_OPTIONS" in str(caught.value) and "\n" not in str(caught.value)


def test_a_cog_keeps_its_grid_and_overviews():
    for text in ("OVERVIEWS=NONE", "TILING_SCHEME=GoogleMapsCompatible", "RES=5"):
        with pytest.raises(InputError, match="must not set"):
            cog_options([text])
    with pytest.raises(InputError, match="COG driver has no option TILED"):
        cog_options(["TILED=YES"])


@pytest.mark.parametrize(
    "options, answer",
    [
        (["COMPRESS=DEFLATE", "PREDICTOR=2"], False),
        (["compress=jpeg"], True),
        (["COMPRESS=WEBP", "WEBP_LEVEL=90"], True),
        (["COMPRESS=WEBP", "WEBP_LOSSLESS=YES"], False),
        (["COMPRESS=LERC_ZSTD"], False),
        (["COMPRESS=LERC", "MAX_Z_ERROR=0.0"], False),
        (["COMPRESS=LERC", "MAX_Z_ERROR=1e-3"], True),
        (["COMPRESS=LERC", "MAX_Z_ERROR=much"], True),
        (["COMPRESS=JXL"], False),
        (["COMPRESS=JXL", "JXL_LOSSLESS=NO"], True),
        (["COMPRESS=DEFLATE", "OVERVIEW_COMPRESS=JPEG"], True),
        (["COMPRESS=LZW", "DISCARD_LSB=3"], True),
    ],
)
def test_which_lose_values(options, answer):
    assert lossy(options) is answer
