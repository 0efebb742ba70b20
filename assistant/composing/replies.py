"""The replies that are no answers: not found, asking back, declining. Swedish or English."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.schema import Citation
from assistant.understanding import Question

_KIND = {
    "number": ("uppgift om antalet", "the number asked for"),
    "share": ("uppgift om andelen", "the share asked for"),
    "amount": ("uppgift om beloppet", "the amount asked for"),
    "date": ("uppgift om tidpunkten", "the date asked for"),
    "name": ("uppgift om vem", "who it is"),
}


def not_found(question: Question, nearest: Sequence[Citation]) -> str:
    """Says that the documents do not hold it, and what stands nearest."""
    swedish, english = _KIND.get(question.asked, ("svar på frågan", "an answer to this"))
    if question.language == "en":
        text = f"The documents do not say: I found no passage that gives {english}."
        return f"{text} The nearest passages are shown below." if nearest else text
    text = f"Det framgår inte av dokumenten: jag hittar ingen {swedish}."
    if swedish.startswith("svar"):
        text = "Det framgår inte av dokumenten: jag hittar inget svar på frågan där."
    if question.guess:
        text += " Jag gissar inte och lägger inte till något som inte står i dem."
    return f"{text} Närmast kommer avsnitten nedan." if nearest else text


def unclear(question: Question) -> str:
    """Asks back what the question is about."""
    if question.language == "en":
        return "What does the question refer to? Name the project, group or document, and the year."
    return "Vad gäller frågan? Skriv vilken insats, grupp eller vilket dokument du menar, och vilket år."


def refusal(question: Question, association: str) -> str:
    """One friendly sentence that says what the assistant is for."""
    name = association or "förbundet"
    if question.language == "en":
        return f"I only answer from {name}'s documents, so I cannot help with that."
    purpose = f"Jag svarar bara på vad som står i dokumenten om {name}"
    if question.refusal in ("advice", "opinion"):
        return f"{purpose} och ger inga råd eller åsikter, men visar gärna vad dokumenten säger i frågan."
    if question.refusal == "action":
        return f"{purpose} och kan inte utföra det du ber om."
    return f"{purpose}, och det här ligger utanför dem."
