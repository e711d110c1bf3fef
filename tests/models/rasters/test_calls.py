"""GDAL's state, which jobs share with each other and with QGIS."""

from __future__ import annotations

from osgeo import gdal

from image_translation.models.rasters.calls import option, small_block_cache


def test_the_block_cache_is_given_back_by_the_last_of_two_jobs():
    before = gdal.GetCacheMax()
    first, second = small_block_cache(32 << 20), small_block_cache(16 << 20)
    first.__enter__()
    assert gdal.GetCacheMax() == 32 << 20
    second.__enter__()
    assert gdal.GetCacheMax() == 16 << 20
    first.__exit__(None, None, None)
    assert gdal.GetCacheMax() == 16 << 20
    second.__exit__(None, None, None)
    assert gdal.GetCacheMax() == before > 32 << 20
    with small_block_cache(before * 2):
        assert gdal.GetCacheMax() == before
    assert gdal.GetCacheMax() == before


def test_an_option_is_what_it_was_before():
    key = "GDAL_TIFF_INTERNAL_MASK"
    before = gdal.GetConfigOption(key)
    with option(key, "YES"), option(key, "NO"):
        assert gdal.GetConfigOption(key) == "NO"
    assert gdal.GetConfigOption(key) == before
