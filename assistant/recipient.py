"""Who gets to read questions and excerpts, besides this machine.

Works it out from the settings alone; calls nobody. Never shows what stands before the host in
an address, since that may be a password.
"""

from __future__ import annotations

import ipaddress
import os
from urllib.parse import urlsplit

from assistant.settings import Model

_VENDORS = {
    "anthropic": "Anthropic",
    "azure_openai": "Microsoft Azure",
    "bedrock": "Amazon Bedrock",
    "google_genai": "Google",
    "google_vertexai": "Google",
    "mistralai": "Mistral AI",
    "openai": "OpenAI",
}


def recipient(model: Model) -> str:
    """The host or vendor that the language model is asked at; "" if nothing leaves the machine."""
    if not model.name:
        return ""
    vendor, colon, name = model.name.partition(":")
    if vendor == "ollama" and colon:
        # such a model is run by the vendor, whatever server passes the question on
        if name.endswith(("-cloud", ":cloud")):
            return "Ollama (ollama.com)"
        return _host(model.base_url or os.environ.get("OLLAMA_HOST", ""))
    if model.base_url:
        return _host(model.base_url)
    # without "vendor:" the model's name tells which vendor it is, which only the client knows
    return _VENDORS.get(vendor, vendor) if colon else f"leverantören av {model.name}"


def _host(address: str) -> str:
    """The host of an address, with or without "http://"; "" for this machine."""
    if not address:
        return ""
    try:
        host = urlsplit(address if "://" in address else f"//{address}").hostname or ""
    except ValueError:
        return "en adress som inte går att tyda"
    if host in ("localhost", "0.0.0.0", ""):
        return ""
    try:
        return "" if ipaddress.ip_address(host).is_loopback else host
    except ValueError:
        return host
