"""The last form of an index term: Snowball stems, and numbers as letters and digits.

Holds what both sides, index and query, must write alike. Cuts no text.
"""

from collections.abc import Callable
from functools import lru_cache
from threading import Lock

import snowballstemmer  # type: ignore[import-untyped]

# before a word in capitals that is also an ordinary word: "FRAM" is more than "fram"
CAPITALS = "namn"


def stemmer(name: str) -> Callable[[str], str]:
    """Snowball's stemmer of a language ("swedish", "english"), with a memory for words.

    May be used by several threads.
    """
    snowball = snowballstemmer.stemmer(name)
    # it works on a word of its own state: two threads at once would stem each other's
    alone = Lock()

    def stem(word: str) -> str:
        with alone:
            return str(snowball.stemWord(word))

    return lru_cache(100_000)(stem)


def letters_and_digits(token: str) -> str:
    """A number or date as one term that no tokenizer of a search engine cuts apart.

    "27,8" → "27komma8", "2022-08-31" → "d20220831", "2012–2022" → "2012till2022".
    """
    if token.count("-") > 1:
        return "d" + token.replace("-", "")
    return token.replace(",", "komma").replace("–", "till")
