"""What comes from others: nothing fetched while running, everything locked, known faults."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from evals.trust.house import furnished
from evals.trust.material import ROOT
from evals.trust.tally import Tally

LOCKED = ROOT / "requirements" / "run.txt"
_PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==(\S+)", re.MULTILINE)

_FAULTY = "requests==2.19.0"

# Refuses every address, and what looks one up; pipes and pairs inside the machine stay.
_NO_NETWORK = """
import socket, sys
def refuse(*_, **__):
    print("SOCKET", *_, file=sys.stderr); raise OSError("no network in this test")
for name in ("connect", "connect_ex", "sendto"):
    setattr(socket.socket, name, refuse)
bind = socket.socket.bind
# urllib3, when imported, tries whether there is IPv6 by binding to the machine itself
def bind_here(own, address): return (bind if address[0] == "::1" else refuse)(own, address)
socket.socket.bind = bind_here
socket.create_connection = socket.getaddrinfo = socket.gethostbyname = refuse
from assistant.cli import main
sys.exit(main())
"""


def offline(folder: Path, tally: Tally) -> None:
    """`index` and `ask` with the real model, in an empty folder, with every socket refused.

    Where the system allows it, also in a network of its own that leads nowhere.
    """
    house = furnished(folder, 71, texts=2, real=True)
    paths = ["--corpus", str(house.corpus), "--indexes", str(house.indexes)]
    for name, words in (
        ("index utan nät", ["index"]),
        ("ask utan nät", ["ask", "Hur många deltog i insatsen Alfa?"]),
        ("status utan nät", ["status"]),
    ):
        for where, prefix in _networks():
            done = subprocess.run(
                [*prefix, sys.executable, "-c", _NO_NETWORK, *paths, *words],
                cwd=ROOT, capture_output=True, text=True, timeout=600, check=False,
            )  # fmt: skip
            tried = re.findall(r"^SOCKET.*", done.stderr, re.MULTILINE)
            fault = done.stderr[-200:] if done.returncode else ""
            tally.count(f"{name}{where}", "; ".join(tried[:2]) or fault)


def locked(tally: Tally) -> None:
    """Every dependency has a version and hashes."""
    text = LOCKED.read_text("utf-8")
    blocks = re.split(r"\n(?=[A-Za-z0-9])", text)
    for block in blocks:
        pin = _PIN.match(block)
        if pin:
            fault = "" if "--hash=sha256:" in block else f"{pin[1]} saknar hash"
            tally.count("låsta beroenden med hash", fault)


def audit(tally: Tally) -> None:
    """Known faults in the locked versions, by pip-audit, where it can reach its service.

    A version known to be faulty is asked for as well: who does not know it knows nothing.
    """
    if importlib.util.find_spec("pip_audit") is None:
        tally.remark("pip-audit är inte installerat: kända sårbarheter prövades inte")
        return
    with tempfile.TemporaryDirectory() as folder:
        control = Path(folder) / "control.txt"
        control.write_text(_FAULTY + "\n", encoding="utf-8")
        known = _audited(control)
    if not any(item.get("vulns") for item in known):
        reason = next((str(item["skip_reason"]) for item in known if "skip_reason" in item), "")
        tally.remark(
            f"pip-audit nådde ingen tjänst härifrån (det fel som {_FAULTY} har var okänt"
            f"{': ' + reason[:80] if reason else ''}): de låsta versionerna är inte granskade"
        )
        return
    for item in _audited(LOCKED):
        if "skip_reason" in item:
            tally.remark(f"pip-audit hoppade över {item['name']}: {str(item['skip_reason'])[:80]}")
        else:
            ids = ", ".join(fault["id"] for fault in item["vulns"])
            tally.count("pip-audit", f"{item['name']} {item['version']}: {ids}" if ids else "")


def _audited(requirements: Path) -> list[dict[str, Any]]:
    """A record for each package: its `vulns`, or a `skip_reason`."""
    done = subprocess.run(
        [sys.executable, "-m", "pip_audit", "--requirement", str(requirements), "--disable-pip",
         "--no-deps", "--progress-spinner", "off", "--timeout", "15", "--format", "json"],
        cwd=ROOT, capture_output=True, text=True, timeout=900, check=False,
    )  # fmt: skip
    try:
        found: list[dict[str, Any]] = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        return []
    return found


def _networks() -> list[tuple[str, list[str]]]:
    """("", no prefix), and the prefix that puts a command in a network of its own."""
    apart = ["unshare", "-n"]
    try:
        allowed = subprocess.run([*apart, "true"], capture_output=True, check=False).returncode == 0
    except OSError:
        allowed = False
    return [("", []), (" (eget nätverk)", apart)] if allowed else [("", [])]
