"""What a sentence does: defines, gives a reason, permits, lists, points back.

Judged on the sentence alone; whether that is what the question asks for is said elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from assistant.schema import Unit

_kept = lru_cache(20_000)
_REASON = re.compile(
    r"\b(eftersom|därför|på grund av|beror|orsak\w*|anledning\w*|då\b|för att|i syfte|så att|vilket (innebär|gör|medför)|"
    r"innebär|leder till|medför\w*|konsekvens|förklar\w*|skäl\w*|till följd|utmaning\w*|svår\w*|hinder|hindra\w*|risk\w*)\b",
    re.IGNORECASE,
)
_FULL_NAME = re.compile(r"\b[A-ZÅÄÖ][a-zåäöé-]+(?: [A-ZÅÄÖ][a-zåäöé-]+)+")
_ACTOR = re.compile(
    r"^\W*(?:[A-ZÅÄÖ][\w-]*(?:en|et|n|na|erna|arna|s))\b.{0,60}?\b"
    r"(är|har|utses|utser|består|leds|beslutar|ansvarar|leder|förvaltar|utgörs|fastställer|granskas?)\b"
)


@_kept
def acts(text: str) -> bool:
    """True for a sentence that opens with the one who acts ("Styrelsen är …")."""
    return bool(_ACTOR.search(text))


@_kept
def gives_reason(text: str) -> bool:
    """True when the words say why."""
    return bool(_REASON.search(text))


_POINTS_BACK = re.compile(
    r"^\W*(?:de|den|det|dessa|denna|detta|dess|deras|där|här|sådana|av dessa|av de)\b|"
    r"\b(?:siffran|siffrorna|samma (?:period|tid|tidsperiod|år|datum)|motsvarande|dessa|denna|detta|(?:lämnade )?uppgifterna|gruppen)\b",
    re.IGNORECASE,
)


@_kept
def points_back(text: str) -> bool:
    """True when a sentence takes its subject or its time from the one before."""
    return bool(_POINTS_BACK.search(text))


def full_name(text: str) -> bool:
    """True when a person's name, or another name of several words, stands in the text."""
    return bool(_FULL_NAME.search(text))


def announces(text: str) -> bool:
    """True when the words say that reasons follow ("Det finns flera anledningar till …")."""
    return bool(
        re.search(
            r"\b(?:flera|olika|några|två|tre|fyra|många) (?:\w+ )?(?:anledningar|orsaker|skäl|förklaringar|faktorer|hinder)\b|"
            r"\b(?:anledningarna|orsakerna|utmaningarna|hindren)\b.{0,90}\b(?:är|kan vara) (?:flera|många|olika)\b",
            text,
            re.IGNORECASE,
        )
    )


_PERMITS = re.compile(r"\b(?:får|kan|möjliggör\w*|rätt att|tillåt\w*)\b", re.IGNORECASE)
_ASKS_LEAVE = re.compile(
    r"\b(?:får|kan|bör) (?:vi|man|förbundet|ett förbund|styrelsen)\b|\bmay we\b|\bcan we\b",
    re.IGNORECASE,
)


def permits(question: str, text: str) -> bool | None:
    """Whether the text says what may be done; None when the question does not ask for it."""
    return bool(_PERMITS.search(text)) if _ASKS_LEAVE.search(question) else None


_PURPOSE = re.compile(
    r"^(?:syftet?|beskrivning|uppdrag|betydelse|förklaring|innehåll|om insatsen|ändamål)\b",
    re.IGNORECASE,
)


def states_purpose(heading: str) -> bool:
    """True for a heading under which something is explained ("Syfte", "Beskrivning")."""
    return bool(_PURPOSE.search(heading.strip()))


@_kept
def causes(text: str) -> bool:
    """True when the words name a cause outright ("har flera orsaker", "beror på")."""
    return bool(
        re.search(
            r"\b(orsak\w*|anledning\w*|skäl|beror på|på grund av|eftersom)\b", text, re.IGNORECASE
        )
    )


def spells_out(text: str, abbreviations: Sequence[str]) -> bool:
    """True when words in the text begin with the letters of one of the abbreviations, in order."""
    words = re.findall(r"[^\W\d_]+", text)
    for abbreviation in abbreviations:
        letters = abbreviation.casefold()
        if not 2 <= len(letters) <= 6 or not re.search(
            rf"\b{re.escape(abbreviation)}\b", text, re.IGNORECASE
        ):
            continue
        initials = "".join(
            word[0].casefold()
            for word in words
            if word.casefold() not in ("och", "för", "av", "i", "om", "på", "the", "of", "and")
            and word.casefold() != letters
        )
        inner = "".join(word[0].casefold() for word in words if word.casefold() != letters)
        if letters in initials or letters in inner:
            return True
    return False


_AFTER_THIS = re.compile(
    r"^\W*(Efter|Utöver|Förutom|Exklusive|Trots|Utan|Inklusive)\b", re.IGNORECASE
)
_FINITE = re.compile(
    r"\b(?:är|var|blir|blev|har|hade|finns|fanns|återstår|kvarstår|ger|gav|uppgår|uppgick|får|fick|kan|ska|skall|kommer|kom|har)\b"
)


def main_clause(text: str, question: str = "") -> str:
    """The text from its finite verb on when it opens with "Efter …", "Utöver …": what is named
    before that is set aside, so the figure that follows is not its figure. A question that
    itself says "efter" asks for just that."""
    opening = _AFTER_THIS.search(text)
    if not opening or re.search(rf"\b{opening.group(1)}\b", question, re.IGNORECASE):
        return text
    verb = _FINITE.search(text)
    return text[verb.start() :] if verb else text


def defines(text: str, subjects: Sequence[str]) -> bool:
    """True when the text says what one of the subjects is or stands for."""
    for subject in subjects:
        name = re.escape(subject)
        if re.search(
            rf"(?:^|\W){name}\w{{0,4}}\s*[:(]|\({name}\)|kalla[dts]*\s+(?:för )?{name}\b|"
            rf"^\W*(?:\w+\s+){{0,3}}{name}\w{{0,4}}\b(?:\s+\w+){{0,6}}?\s(?:är|innebär|avser|betyder|syftar|ska|utgörs|består|lyder|lyfter|handlar|kan vara|kan röra|kan innebära|används)\b",
            text,
            re.IGNORECASE,
        ):
            return True
    return False


def lists(text: str, units: Sequence[Unit]) -> int:
    """How many things a unit, with the items that follow it, enumerates."""
    items = sum(unit.kind == "list_item" for unit in units)
    if items:
        return items
    parts = re.split(r",\s|\soch\s|\ssamt\s|;\s", text)
    return len(parts) if len(parts) > 1 else 0


def who_is(question: str) -> bool:
    """True when the question wants somebody's name ("Vem är …", "Who was …")."""
    return bool(
        re.search(
            r"^\W*(?:och |and )?(?:vem (?:är|var|heter|blev)|who (?:is|was)|vad heter)\b"
            r"(?!.{1,40}\b(?:för|for)\W*$)",
            question,
            re.IGNORECASE,
        )
    )
