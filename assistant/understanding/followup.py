"""Making a question that leans on the conversation stand alone, without a language model.

Decides whether a question leans on earlier ones, and writes it so that it can be searched
by itself. It knows words and earlier questions, never documents.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.understanding.swapping import NAME, swapped

_LEAD = re.compile(r"^\W*(?:och|men|samt|and|but|so|okej|ok|jaha|hm+)\b[\s,]*", re.IGNORECASE)
_POINTS_BACK = re.compile(
    r"\b(dem|dom|(?:den|det|de)(?! (?:här|är en|finns|som))|där|därav|dessa|denna|detta|hon|han|hen|henne|honom|dit|hans|hennes|deras|dess|samma|sådan\w*|"
    r"motsvarande|them|they|it|its|there|those|these|she|he|her|his|same)\b",
    re.IGNORECASE,
)
_TIME_BACK = re.compile(
    r"\b(året (?:innan|före|efter|därpå|dessförinnan|därefter)|(?:the )?year (?:before|after)|föregående år|"
    r"åren (?:innan|efter)|dessförinnan|tidigare|senare|innan|före|efter(?:åt)?|before|after(?:wards)?)\b",
    re.IGNORECASE,
)
_ELLIPSIS = re.compile(r"\bdå\s*\?*\s*$|^\W*(?:och|men|and)\b", re.IGNORECASE)
_YEAR_BEFORE = re.compile(
    r"\båret (?:innan|före|dessförinnan)\b|\bföregående år\b|\byear before\b", re.IGNORECASE
)
_YEAR_AFTER = re.compile(
    r"\båret (?:efter|därpå|därefter)\b|\byear after\b|\bföljande år\b", re.IGNORECASE
)
_EMPTY_DET = re.compile(
    r"\b(finns|fanns|var|är|blir|blev|kommer|går|gick|ska|står|hur|vad|när|vem|gör|does|is|was|är) det\b(?= \w+)|\bdet finns\b",
    re.IGNORECASE,
)
_PERSON = re.compile(r"\b(hon|han|hen|henne|honom|hennes|hans|she|he|her|his)\b", re.IGNORECASE)
_THING = re.compile(r"\b(den|det|denna|detta|dess|it|its)\b", re.IGNORECASE)
_WHICH = re.compile(r"\b(vilken|vilket|which|vad heter)\b", re.IGNORECASE)
_LABEL = re.compile(r"\s*\[\d+\]")
_NAME_WORDS = 5
# "Vem är förbundschef?" stands alone; "Vad är syftet?", of something known, does not
_WHO_IS = re.compile(
    r"^\W*(?:vem|vilka|vad) (?:är|var|betyder|menas med) (?:en |ett )?(?!\w+(?:en|et|na|n|t)\b)\w{4,}\W*$",
    re.IGNORECASE,
)
_ADDED = re.compile(r"\((.+)\)\s*$")
_THE_THING = re.compile(
    r"\b(insatsen|projektet|satsningen|programmet|verksamheten|modellen|metoden|rapporten|utvärderingen|"
    r"studien|undersökningen|deltagarna|the project|the programme)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+(?:[.\-/][^\W_]+)*")
_LIGHT = frozenset(
    ["hos", "än", "eller", "jämfört", "och", "men", "samt", "hur", "många", "mycket", "stor", "stort", "stora", "andel", "antal", "procent", "vad", "vem", "vilka", "vilken", "vilket", "när", "var", "varför", "är", "har", "hade", "blev", "blir", "ska", "skall", "av", "i", "på", "till", "från", "för", "med", "om", "under", "den", "det", "de", "dem", "dom", "där", "då", "en", "ett", "som", "att", "så", "också", "sin", "sitt", "sina", "han", "hon", "hen", "deras", "dess", "samma", "tid", "period", "perioden", "året", "innan", "efter", "före", "år", "nya", "kostade", "kostar", "kostnad", "kom", "kommer", "in", "ut", "gick", "går", "gjorde", "gör", "and", "how", "many", "much", "what", "who", "when", "which", "was", "were", "is", "are", "of", "in", "the", "a", "an", "they", "them", "it", "its", "for", "to", "do", "did", "there", "same", "totalt", "total", "sammanlagt", "igen", "nu", "du", "jag", "vi", "ni", "man", "kan", "får", "fick", "finns", "fanns"]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier turn: its standalone question, the part it added, and the answer given."""

    standalone: str
    own: str
    answer: str
    follows: bool = False


def content_words(text: str) -> list[str]:
    """The words that carry a subject, as written, in order."""
    return [
        word for word in _WORD.findall(text) if word.casefold() not in _LIGHT and not word.isdigit()
    ]


def names_something(text: str) -> bool:
    """True when a capitalised word or a version ("2.0") stands after the first word."""
    words = _WORD.findall(text)
    return any(word[0].isupper() or re.fullmatch(r"\d\.\d", word) for word in words[1:])


def leans(question: str, earlier: Sequence[Earlier]) -> bool:
    """True when the question cannot be understood without the turns before it."""
    if not earlier:
        return False
    content = content_words(question)
    if _ELLIPSIS.search(question):
        return len(content) < 4 or bool(_points_back(question))
    if _points_back(question) and not (names_something(question) and len(content) > 2):
        return True
    if _THE_THING.search(question) and len(content) <= 3 and not names_something(question):
        return True
    if _TIME_BACK.search(question) and len(content) <= 2:
        return True
    if _WHO_IS.match(question):
        return False
    return len(content) <= 1 and not names_something(question)


def stand_alone(question: str, earlier: Sequence[Earlier]) -> str:
    """The question with what it leaves out, taken from the conversation.

    "Och året innan?" after "Hur många … 2017?" becomes that question with 2016; otherwise
    the earlier question follows in parentheses, so that both are searched.
    """
    last = earlier[-1]
    topic = _topic(earlier)
    own = _LEAD.sub("", question).strip() or question
    shift = -1 if _YEAR_BEFORE.search(question) else 1 if _YEAR_AFTER.search(question) else 0
    if shift and not content_words(_YEAR_AFTER.sub("", _YEAR_BEFORE.sub("", own))):
        years = re.findall(r"\b(?:19|20)\d\d\b", last.standalone) or re.findall(
            r"\b(?:19|20)\d\d\b", last.answer
        )
        if years:
            target = str(int(years[0]) + shift)
            if re.search(rf"\b{years[0]}\b", last.standalone):
                return re.sub(rf"\b{years[0]}\b", target, last.standalone)
            return f"{last.standalone.rstrip(' ?')} {target}?"
    new_years = re.findall(r"\b(?:19|20)\d\d\b", own)
    if new_years and not content_words(own):
        for whole in (last.standalone, topic):
            if re.search(r"\b(?:19|20)\d\d\b", whole):
                return re.sub(r"\b(?:19|20)\d\d\b", new_years[0], whole)
    if new_years:
        topic = re.sub(r"\s*\b(?:(?:år|in|under|för)\s+)?(?:19|20)\d\d\b", "", topic)
    # a name takes the place of the one that the last turn was about, whatever that asked
    whole = swapped(own, topic, last.standalone, _LIGHT, _POINTS_BACK)
    if whole:
        return whole
    own = own[:1].upper() + own[1:]
    meant = _meant(question, last)
    context = f"{meant}; {topic}" if meant else topic
    return f"{own} ({context})"


def without_subject(question: str) -> bool:
    """True when a first question has nothing to refer to ("Hur många var det?")."""
    content = content_words(question)
    if not content:
        return True
    if names_something(question) or re.search(r"\b(?:19|20)\d\d\b", question):
        return False
    vague = {"bättre", "sämre", "andra", "annat", "högre", "lägre", "fler", "färre", "mer", "mindre", "ändrades",
             "ökade", "minskade", "better", "worse", "others", "more", "less", "changed", "menar", "sa", "sade", "berätta",
             "förklara", "resultatet", "skillnaden", "jämfört", "jämför", "kvinnor", "män", "kvinnorna", "männen"}  # fmt: skip
    back = bool(_points_back(question) or _ELLIPSIS.search(question))
    return back and all(word.casefold() in vague for word in content)


def _points_back(question: str) -> re.Match[str] | None:
    return _POINTS_BACK.search(_EMPTY_DET.sub(" ", question))


def _topic(earlier: Sequence[Earlier]) -> str:
    """The latest question that stood on its own, or was made to without being added to."""
    for turn in reversed(earlier):
        added = _ADDED.search(turn.standalone) if turn.follows else None
        if added is None:
            return turn.standalone.strip()
        if "?" not in added.group(1):
            # a name that took another's place
            return added.group(1)
    return earlier[-1].standalone.strip()


def _meant(question: str, last: Earlier) -> str:
    """The person or thing in the last answer that "hon" or "den" means; "" where none is sure."""
    if _PERSON.search(question):
        return _names(last.answer)
    if _THING.search(question) and _WHICH.search(last.own):
        said = _LABEL.sub("", last.answer).strip()
        named = re.split(r" – |: ", said, maxsplit=1)[0].strip(" .")
        if named[:1].isupper() and len(named.split()) <= _NAME_WORDS:
            return named
        found = [match.group() for match in NAME.finditer(said)]
        return found[0] if found and found[0] not in last.standalone else ""
    return ""


def _names(answer: str) -> str:
    found = re.findall(r"\b[A-ZÅÄÖ][a-zåäöé]+(?: [A-ZÅÄÖ][a-zåäöé]+)+\b", answer)
    return found[0] if found else ""
