"""Parts that the HTML pages share. Texts are escaped, and nothing is fetched from elsewhere."""

from __future__ import annotations

import base64
from html import escape
from typing import Any, Mapping


def data_uri(data: bytes, kind: str) -> str:
    """The address of a file that lies in the page itself; ``kind`` is ``image/png``, say."""
    return f"data:{kind};base64,{base64.b64encode(data).decode('ascii')}"


def facts_table(facts: Mapping[str, Any]) -> str:
    """A row for each fact, with its title before it."""
    rows = "".join(f"<tr><td>{escape(str(k))}</td><td>{escape(str(v))}</td></tr>" for k, v in facts.items())
    return f'<table class="facts">{rows}</table>'


def strip(title: str, png: bytes) -> str:
    """Pictures side by side with a line below them."""
    title = escape(title)
    image = f'<img alt="{title}" src="{data_uri(png, "image/png")}">'
    return f'<div class="strip">{image}<span class="note">{title}</span></div>'
