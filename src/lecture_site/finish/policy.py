"""What browsers may do on the pages: nothing that is not the site's own.

A policy stands on every page, for hosts that send no headers, and in ``_headers``, the file that
hosts of static sites read, with what a page cannot say of itself. Inline scripts, the theme's and
ours, are allowed by their SHA-256: one that is put into a page later does not run. Styles may stand
on elements, because drawings and formulas bring theirs along.
Source: W3C, Content Security Policy Level 3, https://www.w3.org/TR/CSP3/.
"""

import re
from base64 import b64encode
from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path

from turbohtml import Document, Element

from lecture_site.support import tree

DATA = ("application/json", "application/ld+json")
"""Types of scripts that are data: they do not run."""
HASHED = re.compile(r"[-.][0-9a-f]{8,}(?:\.min)?\.\w+$|/[0-9a-f]{10}/")
"""A file's name, or its folder's, if it tells the content."""
REFERRER = "strict-origin-when-cross-origin"
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
FOR_EVER = "public, max-age=31536000, immutable"
SHORT = "public, max-age=300, must-revalidate"


def protect(page: Document) -> set[str]:
    """Put the policy on a page.

    Returns
    -------
    set of str
        The sources of its inline scripts, for :func:`write_headers`.
    """
    allowed = {
        _source(script.text)
        for script in page.select("script:not([src])")
        if script.attr("type") not in DATA
    }
    charset = page.select_one("meta[charset]")
    if charset is not None:
        metas = tree.read(
            f'<meta http-equiv="Content-Security-Policy" content="{_policy(sorted(allowed))}">'
            f'<meta name="referrer" content="{REFERRER}">'
        )
        charset.insert_after(*[each for each in metas.children if isinstance(each, Element)])
    return allowed


def write_headers(site: Path, allowed: Iterable[str]) -> None:
    """Write what hosts read: the headers of all files, and that no file is to be left out.

    Parameters
    ----------
    site : Path
        The built site, all other files in their places.
    allowed : iterable of str
        The sources of the inline scripts of all pages.
    """
    policy = _policy(sorted(set(allowed)), ["frame-ancestors 'none'"])
    lines = [
        "/*",
        f"  Content-Security-Policy: {policy}",
        f"  Referrer-Policy: {REFERRER}",
        f"  Permissions-Policy: {PERMISSIONS}",
        "  X-Content-Type-Options: nosniff",
    ]
    for path in sorted(path for path in site.rglob("*") if path.is_file()):
        place = path.relative_to(site).as_posix()
        if HASHED.search(place):
            lines += [f"/{place}", f"  Cache-Control: {FOR_EVER}"]
        elif place == "sw.js":
            lines += [f"/{place}", "  Cache-Control: no-cache"]
        elif path.suffix == ".html":
            lines += [f"/{place.removesuffix('index.html')}", f"  Cache-Control: {SHORT}"]
    (site / "_headers").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (site / ".nojekyll").touch()


def _policy(scripts: Sequence[str], more: Sequence[str] = ()) -> str:
    return "; ".join(
        [
            # What browsers fetch ahead, the next page for instance, comes under this one.
            "default-src 'self'",
            "frame-src 'none'",
            "media-src 'none'",
            "object-src 'none'",
            " ".join(["script-src 'self' 'wasm-unsafe-eval'", *scripts]),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            "manifest-src 'self'",
            "base-uri 'self'",
            "form-action 'self'",
            *more,
        ]
    )


def _source(script: str) -> str:
    return f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"
