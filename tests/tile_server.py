"""A server of map tiles for tests: colours by a formula, so that each pixel can be checked."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import List, Tuple

import numpy as np
from numpy.typing import NDArray
from osgeo import gdal

HALF = 20037508.342789244
SIDE = 256


def colours(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.uint8]:
    """(3, rows, columns) of the places x (columns,) and y (rows,) in Web Mercator."""
    red, green = 128 + 100 * np.sin(x / 40), 128 + 90 * np.sin(y / 30)
    blue = (red[None] + green[:, None]) / 2 - 30
    shape = len(y), len(x)
    planes = np.stack([np.broadcast_to(red, shape), np.broadcast_to(green[:, None], shape), blue])
    return np.rint(planes).astype(np.uint8)


class TileServer:
    """Answers /z/x/y.png; a context manager.

    Attributes:
        url: of the layer in QGIS, of the provider ``wms``.
        asked: zoom, column and row of each request.
        finest: zoom level beyond which there are no tiles.
        placeholder: whether a grey tile stands for those; else the answer is 404.
        silent: whether it never answers.
    """

    def __init__(self) -> None:
        self.asked: List[Tuple[int, ...]] = []
        self.finest, self.placeholder, self.silent = 22, False, False
        self._end = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer._answer(self)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        port = self._server.server_address[1]
        self.url = f"type=xyz&url=http://127.0.0.1:{port}/%7Bz%7D/%7Bx%7D/%7By%7D.png&zmax=20&zmin=0"

    def __enter__(self) -> TileServer:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self._server.shutdown()
        self._server.server_close()

    def _answer(self, request: BaseHTTPRequestHandler) -> None:
        zoom, column, row = (int(part) for part in request.path.strip("/").split(".")[0].split("/"))
        self.asked.append((zoom, column, row))
        if self.silent:
            self._end.wait()
            return
        if zoom > self.finest and not self.placeholder:
            request.send_error(404)
            return
        cell = 2 * HALF / 2**zoom / SIDE
        places = (np.arange(SIDE) + 0.5) * cell
        tile = colours(column * SIDE * cell - HALF + places, HALF - row * SIDE * cell - places)
        content = _png(tile if zoom <= self.finest else np.full_like(tile, 200))
        request.send_response(200)
        request.send_header("Content-Type", "image/png")
        request.send_header("Content-Length", str(len(content)))
        request.end_headers()
        request.wfile.write(content)


def _png(values: NDArray[np.uint8]) -> bytes:
    name = f"/vsimem/tile_{threading.get_ident()}.png"
    memory = gdal.GetDriverByName("MEM").Create("", SIDE, SIDE, 3, gdal.GDT_Byte)
    memory.WriteRaster(0, 0, SIDE, SIDE, values.tobytes())
    gdal.GetDriverByName("PNG").CreateCopy(name, memory, options=["ZLEVEL=1"])
    file = gdal.VSIFOpenL(name, "rb")
    content = bytes(gdal.VSIFReadL(1, gdal.VSIStatL(name).size, file))
    gdal.VSIFCloseL(file)
    gdal.Unlink(name)
    return content
