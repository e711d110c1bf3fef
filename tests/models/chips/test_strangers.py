"""Folders of chips from a stranger: no image of them makes us read another file, ask a server, or wait for ever."""

from __future__ import annotations

import os
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import numpy as np
import pytest

from image_translation.models.chips.export import ExportSettings, export_chips
from image_translation.models.chips.folder import ChipFolder
from image_translation.models.chips.images import read_image
from image_translation.models.chips.packed import PackedChips, pack
from image_translation.models.errors import InputError
from image_translation.tests import helpers


@pytest.fixture
def chips(tmp_path):
    """Settings of an export of 64-pixel chips, to be made with the format at hand."""
    path = helpers.make_raster(tmp_path / "b.tif", helpers.scene(256, 256))
    return lambda image_format="TIFF": export_chips(
        ExportSettings(
            target=path,
            output=tmp_path / "chips",
            grey_from_target=True,
            tile_size=64,
            stride=64,
            image_format=image_format,
        ),
        helpers.Recorder(),
    ).folder


@pytest.fixture
def server():
    """A server on this machine and the list of what it was asked for."""
    asked = []

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_GET

        def log_message(self, *arguments):
            """Say nothing."""

    listening = HTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=listening.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listening.server_port}", asked
    listening.shutdown()
    thread.join()
    listening.server_close()


def vrt(source, bands=3, size=64):
    """A virtual raster that shows another file."""
    simple = "".join(
        f'<VRTRasterBand dataType="Byte" band="{n}"><SimpleSource><SourceFilename relativeToVRT="0">{source}'
        f"</SourceFilename><SourceBand>1</SourceBand></SimpleSource></VRTRasterBand>"
        for n in range(1, bands + 1)
    )
    return f'<VRTDataset rasterXSize="{size}" rasterYSize="{size}">{simple}</VRTDataset>'


def wms(url):
    return (
        f'<GDAL_WMS><Service name="TMS"><ServerUrl>{url}/${{z}}/${{x}}/${{y}}.png</ServerUrl></Service><DataWindow>'
        "<UpperLeftX>0</UpperLeftX><UpperLeftY>64</UpperLeftY><LowerRightX>64</LowerRightX><LowerRightY>0</LowerRightY>"
        "<SizeX>64</SizeX><SizeY>64</SizeY><TileLevel>0</TileLevel></DataWindow><BandsCount>3</BandsCount></GDAL_WMS>"
    )


def redirecting(kind, tmp_path, url):
    secret = helpers.make_raster(tmp_path / "secret.tif", np.full((1, 64, 64), 77, np.uint8))
    return {"vrt": vrt(secret), "vrt of the net": vrt(f"/vsicurl/{url}/secret.tif"), "wms": wms(url)}[kind]


@pytest.mark.parametrize("kind", ["vrt", "vrt of the net", "wms"])
def test_text_in_place_of_an_image_is_refused(chips, server, tmp_path, kind):
    url, asked = server
    folder = chips()
    image = folder / "images2" / "000000001.tif"
    image.write_text(redirecting(kind, tmp_path, url))
    with pytest.raises(InputError, match="000000001.tif cannot be opened as a TIFF, PNG or JPEG image"):
        ChipFolder.open(folder).read(1)
    with pytest.raises(InputError, match="000000001.tif cannot be opened"):
        pack(folder, helpers.Recorder())
    (folder / "chips.json").unlink()
    image.with_name("000000000.tif").write_text(image.read_text())
    with pytest.raises(InputError, match="000000000.tif cannot be opened"):
        ChipFolder.open(folder)
    assert not asked


@pytest.mark.parametrize("kind", ["vrt", "vrt of the net", "wms"])
@pytest.mark.parametrize("beside", [".msk", ".ovr", ".MSK"])
def test_text_in_place_of_a_mask_or_overview_is_refused(chips, server, tmp_path, kind, beside):
    url, asked = server
    image = ChipFolder.open(chips("PNG")).files[1][1]
    image.with_name(f"{image.name}{beside}").write_text(redirecting(kind, tmp_path, url))
    with pytest.raises(InputError, match=f"000000001.png{beside} is no TIFF, as a mask or overview of 000000001.png"):
        ChipFolder.open(image.parent.parent).read(1)
    assert not asked


@pytest.mark.parametrize("key", ["OVERVIEW_FILE", "overview_file", "OVERVIEW&#95;FILE", "OVERVIEW_&#x46;ILE"])
def test_statistics_that_name_other_files_are_refused(chips, server, key):
    url, asked = server
    image = ChipFolder.open(chips()).files[0][0]
    image.with_name(f"{image.name}.aux.xml").write_text(
        f'<PAMDataset><Metadata domain="OVERVIEWS"><MDI key="{key}">/vsicurl/{url}/a.tif</MDI></Metadata></PAMDataset>'
    )
    with pytest.raises(InputError, match="000000000.tif.aux.xml names other files"):
        ChipFolder.open(image.parent.parent).read(0)
    assert not asked


@pytest.mark.parametrize("image_format", ["PNG", "JPEG"])
def test_masks_and_georeference_beside_our_own_images_are_read(tmp_path, image_format):
    holes = np.ones((256, 256), bool)
    holes[:2] = False
    path = helpers.make_raster(tmp_path / "b.tif", helpers.scene(256, 256), mask=holes)
    wanted = ExportSettings(
        target=path,
        output=tmp_path / "chips",
        grey_from_target=True,
        tile_size=64,
        stride=64,
        image_format=image_format,
        max_nodata=50.0,
    )
    chips = ChipFolder.open(export_chips(wanted, helpers.Recorder()).folder)
    assert not chips.read(0)[2][:2].any() and chips.read(0)[2][2:].all()
    assert read_image(chips.files[0][1], nodata=False)[2].geotransform == helpers.UTM


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no such files")
@pytest.mark.parametrize("name", ["images/000000001.tif", "images2/000000000.tfw", "images/000000000.tif.aux.xml"])
def test_a_pipe_in_place_of_a_file_is_refused_and_nobody_waits(chips, name):
    folder = chips()
    (folder / name).unlink(missing_ok=True)
    os.mkfifo(folder / name)
    with pytest.raises(InputError, match=f"{name} is not a regular file"):
        pack(folder, helpers.Recorder())
    (folder / "chips.json").unlink()
    with pytest.raises(InputError, match=f"{name} is not a regular file"):
        ChipFolder.open(folder)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no such files")
@pytest.mark.parametrize("name", ["a.npy", "valid.npy"])
def test_a_pipe_in_place_of_a_packed_array_is_refused(chips, name):
    folder = chips()
    pack(folder, helpers.Recorder())
    (folder / "packed" / name).unlink()
    os.mkfifo(folder / "packed" / name)
    with pytest.raises(InputError, match=f"packed are damaged .*{name} is not a regular file"):
        PackedChips.open(folder)
