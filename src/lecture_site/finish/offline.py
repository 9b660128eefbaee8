"""The course without a network: a service worker that knows each file of the site and its digest.

It is written by hand, in ``sw.js``: the libraries for such workers know no digests, and so would
keep a page that a host or a half-done upload has changed, and fetch anew what has only moved.
Source: W3C, Service Workers, https://www.w3.org/TR/service-workers/.
"""

import hashlib
import json
from fnmatch import fnmatch
from pathlib import Path

from lecture_site.finish.policy import HASHED

NAME = "sw.js"
TEMPLATE = Path(__file__).with_name(NAME)
DIGITS = 16
"""So many digits of a SHA-256 tell a file from its other editions."""
LEFT_OUT = (
    NAME,
    ".nojekyll",
    "404.html",
    "_headers",
    "*.map",
    "*.pdf",
    "*.xml*",
    "assets/images/*",
    "assets/python/*",
    "assets/s*.png",
    "licences/*.json",
    "robots.txt",
)
"""What no page needs to be read, and the PDF, which readers take by itself."""
ENDING = """self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => {
  const ours = (name) => name.startsWith(`lecture ${self.registration.scope} `);
  const leave = async () => {
    await Promise.all((await caches.keys()).filter(ours).map((name) => caches.delete(name)));
    await self.registration.unregister();
  };
  event.waitUntil(leave());
});
"""


def write(site: Path) -> None:
    """Write the service worker of a built site, all other files in their places."""
    files: dict[str, tuple[str, int]] = {}
    for path in sorted(path for path in site.rglob("*") if path.is_file()):
        place, content = path.relative_to(site).as_posix(), path.read_bytes()
        if not any(fnmatch(place, each) for each in LEFT_OUT):
            files[place] = hashlib.sha256(content).hexdigest()[:DIGITS], len(content)
    listed = json.dumps(files, separators=(",", ":"))
    edition = hashlib.sha256(listed.encode()).hexdigest()[:DIGITS]
    apart = sum(path.stat().st_size for path in site.glob("*.pdf"))
    told = {"edition": edition, "told": HASHED.pattern, "apart": apart, "files": files}
    line = f"const SITE = {json.dumps(told, separators=(',', ':'))};\n"
    (site / NAME).write_text(line + TEMPLATE.read_text(encoding="utf-8"), encoding="utf-8")


def write_ending(site: Path) -> None:
    """Write one that ends another from the same address: a preview keeps nothing."""
    (site / NAME).write_text(ENDING, encoding="utf-8")
