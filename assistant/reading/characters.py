"""The characters of a text: what is normalised and what is thrown away.

Every reader passes its text through here, so that a quote, a question and a page agree.
It never changes letters, digits or punctuation, only how they are encoded and spaced.
"""

from __future__ import annotations

import re
import unicodedata

# Soft hyphens, zero-width characters and the marks that turn the direction of text: they
# are invisible, break searching, and can make a line read as something it is not.
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]"
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_PRIVATE = re.compile("[\ue000-\uf8ff]")


def clean(text: str) -> str:
    """`text` in NFC on one line: no soft hyphens, controls or bidi marks, single blanks."""
    return " ".join(clean_lines(text).split())


def clean_lines(text: str) -> str:
    """Like `clean`, but blanks and line breaks stay as they are."""
    text = _CONTROL.sub("", _INVISIBLE.sub("", text))
    return unicodedata.normalize("NFC", _PRIVATE.sub("", text))
