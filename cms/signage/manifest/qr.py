"""The code that hands a slide over to a phone."""

from __future__ import annotations

from functools import lru_cache

import segno


@lru_cache(maxsize=1024)
def svg(address: str) -> str:
    """Return a QR code of level M as SVG without a quiet zone: the white card around it on the sign gives four modules."""
    code = segno.make(address, error="m", micro=False, boost_error=False)
    return str(code.svg_inline(border=0, omitsize=True, dark="#1b2327", svgclass=None, lineclass=None))
