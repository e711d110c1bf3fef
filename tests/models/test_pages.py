"""Parts of HTML pages: texts of strangers stay texts, and pictures lie in the page."""

from image_translation.models.pages import data_uri, facts_table, strip

HOSTILE = '<img src="https://example.org">'


def test_texts_are_escaped():
    for part in (facts_table({HOSTILE: HOSTILE}), strip(HOSTILE, b"")):
        assert part.count("&lt;img src=&quot;https://example.org&quot;&gt;") == 2
        assert "<img src" not in part


def test_a_picture_lies_in_the_page():
    assert data_uri(b"\x89PNG", "image/png") == "data:image/png;base64,iVBORw=="
    assert '<img alt="Best" src="data:image/png;base64,iVBORw==">' in strip("Best", b"\x89PNG")
