"""Which questions are not for the documents: advice, opinions, actions, other subjects.

Judged by the form of the request, not by its subject, as far as that goes; what is outside
by subject is found later, when nothing in the documents carries the question's words.
"""

from __future__ import annotations

import re

from assistant.understanding.question import Refusal

_ACTS = (
    r"rösta|anställa|köpa|säga upp|välja|investera|söka|tacka|byta|sluta|klaga|överklaga|anmäla|flytta|ta ut|"
    r"sjukskriv\w*|satsa på|stoppa|avslå|bifalla|förlänga|lägga ner"
)
_BENEFITS = (
    r"sjukpenning|sjukersättning|ersättning|aktivitetsstöd|försörjningsstöd|socialbidrag|a-kassa|"
    r"bostadsbidrag|föräldrapenning|pension"
)
# whether somebody may or can do a thing is often written in the documents ("Får jag som ersättare
# rösta?"): only what asks for advice, or about somebody's own case, is declined
_FORMS: tuple[tuple[Refusal, str], ...] = (
    (
        "action",
        r"^\W*(kan du |kunde du |vill du |snälla |hjälp mig (?:att )?|please |could you |can you )*"
        r"(skriva?|skapa|programmera|översätta?|formulera|boka|mejla|maila|skicka|ringa?|beställa?|köpa?|rita|dikta|write|translate|send|book|draw|create)\b(?!.*\b(sammanfattning|om vad|vad dokumenten)\b)",
    ),
    (
        "advice",
        rf"(^\W*|[.,]\s*(och )?)(ska|skall) (jag|vi)\b.{{0,60}}\b({_ACTS})\b|"
        r"(^\W*|[.,]\s*(och )?)(bör|borde) (jag|vi|man)\b|"
        rf"\b(bör|borde) (jag|vi|man)\b.{{0,60}}\b({_ACTS})\b|"
        r"\b(vad|hur) ((ska|skall) jag|(bör|borde) (jag|vi)) (göra|rösta|tycka|välja|ställa)|"
        r"\bshould (i|we)\b|\bhar jag rätt till\b|"
        rf"\b(kan jag få|får jag|få ut|ansöker jag|överklaga)\b.{{0,40}}\b({_BENEFITS})|"
        r"\bmin (läkare|handläggare|sjukpenning|ersättning)\b|\bmitt (fall|ärende|bidrag)\b",
    ),
    (
        "opinion",
        r"\b(vad|hur) (tycker|anser|tror|känner) du\b|\bdin (åsikt|uppfattning|personliga)\b|\btycker du\b|\btror du\b|"
        r"\bvilket parti\b|\bwhat do you think\b|\bdo you (think|believe|like)\b|\bvem är (bäst|sämst|duktigast)\b|\bvem borde\b",
    ),
    (
        "outside",
        r"\bv[äe]d(er|ret)\b.{0,40}\b(blir|imorgon|i morgon|lördag|söndag|idag|helgen|vecka\w*)|"
        r"\b(blir|är) v[äe]dret\b|\brecept (på|för) (en |ett )?(?!recept)\w*(kaka|tårta|soppa|gryta|bullar|pannkak\w+|mat)\b|"
        r"\b(fotboll|hockey|allsvenskan|schlager|melodifestivalen|aktiekurs\w*|börsen|lottorad\w*)\b|"
        r"\b(python|javascript|java|sql|excel)[- ]?(funktion|kod|formel|skript|program)\w*\b|\bberätta (en|ett) (vits|skämt|saga)\b|"
        r"\btell me a joke\b|\bhuvudstaden i\b",
    ),
)
_COMPILED = tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in _FORMS)
_GUESS = re.compile(
    r"\bgissa\b|\bhitta på\b|\buppskatta (själv|fritt)|\brimlig siffra\b|\bignorera\b.{0,40}\b(instruktion\w*|regler\w*|allt)\b|"
    r"\bglöm (dina|alla|allt)\b|\bignore (all|your|previous)\b|\bbekräfta att\b|\bsvara bara med (en siffra|ja|nej)\b|"
    r"\bguess\b|\bmake (it )?up\b|\bpretend\b|\bdu är nu\b|\blåtsas\b|\bingen kollar\b|\bgissa hellre\b",
    re.IGNORECASE,
)
_PREAMBLE = re.compile(
    r"^.*?\b(?:ignorera|glöm|gissa|hitta på|ignore|forget|jag är|du är nu|låtsas|om du inte vet|kräver ett svar|svara bara)\b"
    r"[^:]*[:]\s*",
    re.IGNORECASE | re.DOTALL,
)


def refusal(question: str) -> Refusal:
    """Why the question is not for this assistant; "" when it may be."""
    for name, pattern in _COMPILED:
        if pattern.search(question):
            return name
    return ""


def asks_to_guess(question: str) -> bool:
    """True when the user asks for a guess, or to drop the rules."""
    return bool(_GUESS.search(question))


def without_preamble(question: str) -> str:
    """The question itself, without an instruction that leads it in ("Ignorera …: hur många …")."""
    if not asks_to_guess(question):
        return question
    stripped = _PREAMBLE.sub("", question, count=1).strip()
    if stripped and stripped != question:
        return stripped
    parts = [
        part.strip()
        for part in re.split(
            r"(?<=[.!?])\s+|,\s+(?=gissa|hitta)|\bgissa hellre[^:,.]*[:,]?", question
        )
    ]
    kept = [part for part in parts if part and not asks_to_guess(part)]
    return " ".join(kept) or question
