"""The earlier question with one part of it replaced, where a turn gives that part alone.

"Och IPS Unga?" after "Vad kostar FRAM?" asks what IPS Unga costs. Holds what may take whose
place; whether a turn leans on the conversation at all is decided in `followup`.
"""

from __future__ import annotations

import re
from collections.abc import Collection

NAME = re.compile(
    r"(?<=[\w,] )[A-ZÅÄÖ][\w.-]*(?:(?: \d\.\d)?(?: [A-ZÅÄÖ][\w.-]*)*)(?: stad| kommun| \d\.\d)?"
)
# groups of people open a turn with a capital too, and are no names
_GROUP = re.compile(
    r"(?:kvinn|män|flick|pojk|tjej|kill|ung|äldre|vuxn|alla|andra|övriga)", re.IGNORECASE
)
_BARE = re.compile(r"^\W*(?:för |i |på |hos |med )?(.+?)(?: då)?\s*[?.!]*$", re.IGNORECASE)
_PLACED = re.compile(
    r"^\W*(?P<word>till|från|för|bland|inom|hos|under|utan|via)\s+(?P<rest>[^?.!]+?)(?: då)?\s*[?.!]*$",
    re.IGNORECASE,
)
# where what follows a preposition ends: at the next one, a year, or the end of the question
_END = r"(?=\s+(?:till|från|för|bland|inom|hos|under|utan|via|i|på|av|med|efter|före|som|och|\d{4})\b|\s*[?,.;]|$)"
_COUNTED = re.compile(r"\b(?P<lead>hur många)\s+(?P<noun>[a-zåäöé]+)\b", re.IGNORECASE)
_PLURAL = re.compile(
    r"[a-zåäöé]+(?:ar|er|or|är)|[a-zåäöé]*(?:män|förbund|projekt|barn)", re.IGNORECASE
)
# a turn that was given its topic in parentheses
_ADDED = re.compile(r"(?P<own>[^()]+\?) \((?P<topic>.+)\)")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")

_SEXES = (
    ("kvinnorna", "männen"),
    ("kvinnornas", "männens"),
    ("kvinnliga", "manliga"),
    ("kvinnor", "män"),
    ("kvinnors", "mäns"),
    ("kvinna", "man"),
    ("tjejerna", "killarna"),
    ("tjejer", "killar"),
    ("women", "men"),
)
_OTHER_SEX = {**dict(_SEXES), **{men: women for women, men in _SEXES}}
_ONE_SEX = re.compile(
    r"^\W*(?:hos |för |bland )?(?:de |the )?(kvinn\w+|män(?:nen)?|tjej\w+|kill\w+|women|men)(?: då)?\s*[?.!]*$",
    re.IGNORECASE,
)
_SEXED = re.compile(
    rf"\b(?:{'|'.join(sorted(_OTHER_SEX, key=len, reverse=True))})\b", re.IGNORECASE
)


def swapped(
    own: str,
    topic: str,
    last: str,
    light: Collection[str],
    points_back: re.Pattern[str],
) -> str:
    """The question with the part that the turn `own` gives; "" for any other turn.

    `topic` is the latest question that is whole, `last` the latest of all, made to stand alone.
    A turn that has one of the words `light`, or that points back, gives more than a name.
    """
    return (
        _other_sex(own, last)
        or _other_place(own, topic)
        or _other_noun(own, topic)
        or _other_name(own, last, light, points_back)
    )


def _other_sex(own: str, topic: str) -> str:
    asked = _ONE_SEX.match(own)
    named = {word.group().casefold() for word in _SEXED.finditer(topic)}
    if not asked or not named or any(_OTHER_SEX[word] in named for word in named):
        return ""
    if asked.group(1).casefold()[:3] in {word[:3] for word in named}:
        return ""
    return _SEXED.sub(lambda word: _OTHER_SEX[word.group().casefold()], topic)


def _other_place(own: str, topic: str) -> str:
    """ "Till studier då?" after "Hur många gick till arbete 2019?"."""
    given = _PLACED.match(own)
    if not given or len(given["rest"].split()) > 3:
        return ""
    places = list(
        re.finditer(
            rf"\b{given['word']}\s+(?:[^\s?,.;]+\s+){{0,2}}?[^\s?,.;]+{_END}", topic, re.IGNORECASE
        )
    )
    if len(places) != 1:
        return ""
    (place,) = places
    return f"{topic[: place.start()]}{given['word'].lower()} {given['rest']}{topic[place.end() :]}"


def _other_noun(own: str, topic: str) -> str:
    """ "Och kommuner?" after "Hur många förbund fanns 2017?"."""
    bare = _BARE.match(own)
    noun = bare.group(1).strip().casefold() if bare else ""
    counted = _COUNTED.search(topic)
    if not counted or not _PLURAL.fullmatch(noun) or noun == counted["noun"].casefold():
        return ""
    if not _PLURAL.fullmatch(counted["noun"]):
        return ""
    return f"{topic[: counted.start('noun')]}{noun}{topic[counted.end('noun') :]}"


def _other_name(own: str, topic: str, light: Collection[str], points_back: re.Pattern[str]) -> str:
    bare = _BARE.match(own)
    name = bare.group(1).strip() if bare else ""
    if not name[:1].isupper() or len(name.split()) > 4 or points_back.search(name):
        return ""
    if _GROUP.match(name) or any(word.casefold() in light for word in name.split()):
        return ""
    added = _ADDED.fullmatch(topic)
    if added:
        year = _YEAR.search(added["topic"])
        return f"{added['own']} ({name}{f' {year.group()}' if year else ''})"
    named = list(NAME.finditer(topic))
    if not named:
        return ""
    last = named[-1]
    return f"{topic[: last.start()]}{name}{topic[last.end() :]}"
