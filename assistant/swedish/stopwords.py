"""Words that a question carries but nobody searches for, in Swedish and English.

Index terms keep them; only queries leave them out.
"""

import tomllib
from functools import cache
from importlib.resources import files


@cache
def stopwords() -> frozenset[str]:
    """Swedish question and function words, lower case."""
    return _lists()["svenska"]


@cache
def english_stopwords() -> frozenset[str]:
    """English question and function words, lower case."""
    return _lists()["engelska"]


@cache
def particles() -> frozenset[str]:
    """Swedish verb particles and prefixes (upp, av, för), lower case."""
    return _lists()["partiklar"]


@cache
def _lists() -> dict[str, frozenset[str]]:
    text = files(__package__).joinpath("stopwords.toml").read_text("utf-8")
    return {name: frozenset(words.split()) for name, words in tomllib.loads(text).items()}
