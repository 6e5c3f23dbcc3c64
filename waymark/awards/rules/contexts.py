"""The pinned JSON-LD contexts: loaded by exact address, checked by hash, never fetched."""

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

CREDENTIALS = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
DATA_INTEGRITY = "https://w3id.org/security/data-integrity/v2"
MULTIKEY = "https://w3id.org/security/multikey/v1"
DID = "https://www.w3.org/ns/did/v1"
"""Named in DID documents, which are read as plain JSON; hence not vendored."""

CERTIFICATE_CONTEXT = (CREDENTIALS, OPEN_BADGES)
STATUS_LIST_CONTEXT = (CREDENTIALS,)

PINNED: Mapping[str, tuple[str, str]] = {
    CREDENTIALS: (
        "credentials-v2.json",
        "59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734",
    ),
    OPEN_BADGES: (
        "ob-v3p0-context-3.0.3.json",
        "3d34f4d4ef1bce691106e63798beb5e7b862ba841423f5ee1e53ab7ddf3bca84",
    ),
    DATA_INTEGRITY: (
        "security-data-integrity-v2.json",
        "67f21e6e33a6c14e5ccfd2fc7865f7474fb71a04af7e94136cb399dfac8ae8f4",
    ),
    MULTIKEY: (
        "security-multikey-v1.json",
        "ba2c182de2d92f7e47184bcca8fcf0beaee6d3986c527bf664c195bbc7c58597",
    ),
}


class ContextRefused(ValueError):
    """A context that is not pinned, or a vendored file that is not the pinned one."""


def context_bytes(url: str) -> bytes:
    """The vendored bytes of a pinned context. Raises ContextRefused on any other address or
    when the file does not have the pinned SHA-256."""
    if url not in PINNED:
        raise ContextRefused(f"context not pinned: {url}")
    name, digest = PINNED[url]
    data = files("waymark.awards").joinpath("contexts", name).read_bytes()
    if hashlib.sha256(data).hexdigest() != digest:
        raise ContextRefused(f"vendored context {name} was changed")
    return data


@cache
def _document(url: str) -> Any:
    return json.loads(context_bytes(url))


def load(url: str, options: object = None) -> dict[str, Any]:
    """PyLD document loader that knows the pinned contexts and nothing else."""
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": url,
        "document": _document(url),
    }


def canonical_rdf(document: Mapping[str, Any]) -> bytes:
    """The RDF dataset of a JSON-LD document as canonical N-Quads (RDFC-1.0).

    The work grows steeply with hostile input: callers bound the document first (see
    `reading.bounded`). PyLD's output departs from RDFC-1.0 for control characters, which
    `reading.bounded` refuses.
    """
    from pyld import jsonld  # large, and few commands sign or verify

    quads = jsonld.normalize(
        document,
        {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": load},
    )
    return str(quads).encode()


def undefined_terms(document: Mapping[str, Any]) -> tuple[str, ...]:
    """Terms of a document that its contexts do not define and JSON-LD would drop unsigned.

    Found by expanding and compacting again: what does not come back was not understood.
    """
    from pyld import jsonld

    options = {"documentLoader": load}
    expanded = jsonld.expand(document, options)
    compacted = jsonld.compact(expanded, document["@context"], options)
    before, after = sorted(_keys(document)), sorted(_keys(compacted))
    if before == after:
        return ()
    return tuple(sorted(set(before) ^ set(after))) or ("(a term appears more or less often)",)


def _keys(value: Any) -> list[str]:
    if isinstance(value, Mapping):
        own = [key for key in value if key != "@context"]
        return own + [k for key in own for k in _keys(value[key])]
    if isinstance(value, list):
        return [k for item in value for k in _keys(item)]
    return []
