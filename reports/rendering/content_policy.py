"""What a page lets a browser do: show itself, and nothing else (Content Security Policy Level 3, https://www.w3.org/TR/CSP3)."""

from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256


def policy_element(styles: Sequence[str], scripts: Sequence[str] = ()) -> str:
    """The `meta` element that lets in exactly these style sheets and scripts, and pictures and fonts that lie inside the page.

    Pass what was written here, never what is read out of a finished page: a script that came in with the data would be let in too.
    """
    rules = {
        "default-src": "'none'",
        "style-src": _sources(styles),
        "script-src": _sources(scripts),
        "img-src": "data:",
        "font-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    policy = "; ".join(f"{name} {sources}" for name, sources in rules.items())
    return f'<meta http-equiv="Content-Security-Policy" content="{policy}">'


def _sources(texts: Sequence[str]) -> str:
    return " ".join(f"'sha256-{_hash(text)}'" for text in texts) or "'none'"


def _hash(text: str) -> str:
    return b64encode(sha256(text.encode("utf-8")).digest()).decode("ascii")
