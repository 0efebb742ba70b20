"""Document text made safe to draw: escaped for HTML, or for a widget's label.

Everything that stands in a document reaches the screen through here, so that it can neither
run, fetch nor link. Never draws anything itself.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|~<>$:@&^=\"'/])")
_LONG_NUMBER = re.compile(
    r"(?<![\d&#])-?\d{1,3}(?: \d{3})+(?: (?:kr|tkr|mkr|kronor|procent|%))?(?!\d)"
    r"|(?<![\w-])\d{4}-\d\d-\d\d(?![\w-])"
)
_BLANKS = re.compile(r"\s+")


def esc(text: str) -> str:
    """`text` for HTML, in content and in quoted attributes."""
    return html.escape(text, quote=True)


def label(text: str, limit: int = 120) -> str:
    """`text` for a button, tab or chip, whose labels are read as Markdown.

    One line, at most `limit` characters; every character with a meaning is escaped.
    """
    line = _BLANKS.sub(" ", text).strip()
    if len(line) > limit:
        line = line[: limit - 1].rstrip() + "…"
    return _SPECIAL.sub(r"\\\1", line)


def paragraph(text: str, css: str = "") -> str:
    """A paragraph; line breaks in `text` are kept."""
    inner = esc(text).replace("\n", "<br>")
    return f'<p class="{esc(css)}">{inner}</p>'


def unbroken(escaped: str) -> str:
    """Escaped text whose long numbers ("27 854 587") and dates stay on one line."""
    return _LONG_NUMBER.sub(r'<span class="tal">\g<0></span>', escaped)


def marked(text: str, quote: str) -> str:
    """`text` with the first place of `quote` in it marked, white space aside.

    Where the quote does not stand in the text, it is put first, marked, on its own.
    """
    words = [re.escape(word) for word in quote.split()]
    found = re.search(r"\s+".join(words), text) if words else None
    if found is None:
        return f"<p><mark>{esc(quote)}</mark></p><p>{esc(text)}</p>" if text else ""
    before, hit, after = text[: found.start()], found.group(), text[found.end() :]
    whole = f"{esc(before)}<mark>{esc(hit)}</mark>{esc(after)}"
    return "".join(f"<p>{part}</p>" for part in re.split(r"\n{2,}", whole) if part.strip())


def quotation(quote: str, before: str = "", after: str = "") -> str:
    """A quotation with the sentences around it in a quieter tone."""
    lead = f'<span class="runt">{esc(before)} </span>' if before else ""
    tail = f'<span class="runt"> {esc(after)}</span>' if after else ""
    return f'<blockquote class="citat">{lead}”{unbroken(esc(quote))}”{tail}</blockquote>'


def table(
    rows: Sequence[Sequence[str]],
    caption: str,
    *,
    heading_rows: int = 1,
    row: int | None = None,
    cells: Iterable[int] = (),
) -> str:
    """A table that scrolls sideways by keyboard too; `row` and its `cells` (0-based) are marked."""
    picked = set(cells)

    def drawn(number: int, line: Sequence[str]) -> str:
        out = []
        for column, text in enumerate(line):
            tag = "th" if number < heading_rows or column == 0 else "td"
            scope = (
                ' scope="col"' if number < heading_rows else ' scope="row"' if tag == "th" else ""
            )
            inner = unbroken(esc(text))
            if number == row and column in picked:
                inner = f"<mark>{inner}</mark>"
            out.append(f"<{tag}{scope}>{inner}</{tag}>")
        css = ' class="vald"' if number == row else ""
        return f"<tr{css}>{''.join(out)}</tr>"

    lines = [drawn(number, line) for number, line in enumerate(rows)]
    head, body = "".join(lines[:heading_rows]), "".join(lines[heading_rows:])
    return (
        f'<div class="tabell" tabindex="0" role="region" aria-label="{esc(caption)}">'
        f"<table><caption>{esc(caption)}</caption>"
        f"<thead>{head}</thead><tbody>{body}</tbody></table></div>"
    )
