"""What a page lets a browser do: show itself, and nothing else.

Content Security Policy Level 3, https://www.w3.org/TR/CSP3.
"""

from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256


def policy_element(styles: Sequence[str], scripts: Sequence[str] = ()) -> str:
    """The `meta` element that allows exactly these style sheets and scripts.

    Pictures and fonts must lie inside the page. Pass only what the caller wrote itself, never what
    is read from a finished page: that could allow a script that came with the data.
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
