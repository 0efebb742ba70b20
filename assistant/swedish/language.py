"""Which language a question is written in: Swedish or English, by its small words."""

import re
from typing import Literal

from assistant.swedish.stopwords import english_stopwords, stopwords

_WORD = re.compile(r"[^\W\d_]+(?:'[a-z]+)?")
_SWEDISH_LETTERS = re.compile("[åäöÅÄÖ]")


def language(text: str) -> Literal["sv", "en"]:
    """The language of a question. Swedish when in doubt, and for the empty text.

    Counts function words that only one of the languages has; å, ä and ö count once for
    Swedish, since an English question often quotes a Swedish name.
    """
    words = [word.lower() for word in _WORD.findall(text)]
    swedish, english = stopwords(), english_stopwords()
    for_english = sum(word in english and word not in swedish for word in words)
    for_swedish = sum(word in swedish and word not in english for word in words)
    for_swedish += bool(_SWEDISH_LETTERS.search(text))
    return "en" if for_english > for_swedish else "sv"
