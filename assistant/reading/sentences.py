"""Where Swedish sentences begin and end.

Knows abbreviations, dates, numbered headings, initials and quotation marks. Never changes
the text and never looks at layout: a reader hands it one paragraph at a time.
"""

from __future__ import annotations

import re


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# A full stop after these never ends a sentence: something always follows them.
_NEVER_LAST = _words(
    """
    adj adv alt art avd avs bil bl bl.a ca civ dir dnr doc dr ds dvs d.v.s eg e.g ex exkl ev
    fig fil följ f.d fr fr.o.m föreg förf föreskr hr i.e ing inkl inst jfr jur kap kl kungl
    leg lic likn m.a.o med min motsv mag nb nr obs ordf p.g.a pga prel prof prop ref reg
    resp röra s s.a.s sekr sid s.k skr skt sou st st:t t.ex t.o.m tab tel tf tfn
    tim t.v u uppl ung utg u.p.a v vd vol ä ö
    """
)
# These often close a sentence: they do when a capital follows.
_MAY_BE_LAST = _words(
    """
    e.d e.kr e.dyl el.dyl etc f.kr f.n f.ö f.v.b h i.o.m kr m m.fl m.m mdkr mkr milj mnkr
    mom n.b o.d o.dyl osv o.s.v red st tkr v.g
    jan febr feb mars apr jun jul aug sept sep okt nov dec
    """
)
_NUMBERED = _words(
    """
    tabell figur diagram bilaga bild kapitel kap avsnitt punkt steg del fråga mål delmål
    nr table figure
    """
)

_STOP = re.compile(
    r"(?P<stop>[.!?…]+)"
    r"(?P<mark>(?<=[^\W\d_][.!?…])\d{1,3}(?=\s)|[¹²³⁴-⁹⁰]+)?"  # a footnote mark set after the stop
    r"(?P<close>[”’»\"')\]]*)"
    r"(?P<late>[¹²³⁴-⁹⁰]+)?"
    r"(?P<gap>\s+)"
    r"(?=(?P<next>[”“„«»\"'(\[–—-]*\s?[^\s]))"
)
_WORD_BEFORE = re.compile(r"[^\s(\[”“„«»\"'/]+$")
_PARAGRAPH = re.compile(r"\n[ \t]*\n\s*")


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Spans (start, end) of the sentences in `text`, in order, without outer blanks.

    Blank lines always separate; single line breaks do not. Together the spans hold every
    non-blank character. An empty or blank text gives an empty list.
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for gap in _PARAGRAPH.finditer(text):
        spans += _split_paragraph(text, start, gap.start())
        start = gap.end()
    return spans + _split_paragraph(text, start, len(text))


def _split_paragraph(text: str, start: int, end: int) -> list[tuple[int, int]]:
    spans = []
    here = start
    for found in _STOP.finditer(text, start, end):
        if _ends(text, here, found):
            spans.append((here, found.start("gap")))
            here = found.end("gap")
    spans.append((here, end))
    return [trimmed for span in spans if (trimmed := _trim(text, *span))]


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None


def _ends(text: str, start: int, found: re.Match[str]) -> bool:
    """Whether the stop that `found` holds closes the sentence that began at `start`."""
    following = found["next"][-1]
    if following.islower():
        return False
    stop = found["stop"]
    if stop[0] in "!?" or len(stop) > 1:
        return True
    before = _WORD_BEFORE.search(text, start, found.start())
    if before is None:
        return True
    word = before.group()
    lowered = word.lower().rstrip(",;:")
    if found["close"] and not lowered.replace(".", "").isdigit():
        # "(bl.a.) Malmö": the bracket closes an aside, the sentence goes on.
        return lowered not in _NEVER_LAST
    if word.replace(".", "").isdigit() and len(word) <= 6:
        return not _is_number_label(text, start, before.start(), word, following)
    if lowered in _MAY_BE_LAST:
        return following.isupper() or not following.isalnum()
    if lowered in _NEVER_LAST:
        return False
    # An initial: "A. Andersson".
    return not (len(word) == 1 and word.isupper() and following.isupper())


def _is_number_label(text: str, start: int, at: int, word: str, following: str) -> bool:
    """Whether "3." is a label ("Tabell 3. Antal", "3. Syfte", "den 3. 4. och") and no end."""
    leading = text[start:at].split()
    if not leading:
        return True
    previous = leading[-1].lower().strip("(")
    if previous in _NUMBERED and len(leading) == 1:
        return True
    # "den 1. 2." keeps together; "… var 12. 2017 ökade" is two sentences.
    return following.isdigit() and len(word) <= 2 and previous == "den"
