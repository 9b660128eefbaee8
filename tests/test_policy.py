"""The policy of the pages: what is not the site's own does nothing, and all that is works."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser

from audit.pages import visit
from audit.served import served
from conftest import BELOW
from lecture_site.finish import policy
from lecture_site.support import tree

BLOCKED = """async () => {
  const told = new Promise(done => {
    document.addEventListener("securitypolicyviolation",
      event => done(event.effectiveDirective), { once: true });
    setTimeout(() => done("nothing was blocked"), 3000);
  });
  window.ran = false;
  ACT;
  return [await told, window.ran];
}"""
FOREIGN = "https://foreign.example/"
ACTS = {
    "script-src-elem": [
        "const s = document.createElement('script'); s.text = 'ran = 1'; document.head.append(s)",
        "const s = document.createElement('script');"
        f"s.src = '{FOREIGN}a.js'; document.head.append(s)",
    ],
    "script-src-attr": [
        "document.body.innerHTML += '<b onclick=\\'ran = true\\'>b</b>';"
        "document.querySelector('b[onclick]').click()"
    ],
    "img-src": [f"new Image().src = '{FOREIGN}a.png'"],
    "connect-src": [f"fetch('{FOREIGN}a').catch(() => {{}})"],
    "frame-src": [
        f"const f = document.createElement('iframe'); f.src = '{FOREIGN}'; document.body.append(f)"
    ],
    "form-action": [
        f"const f = document.createElement('form'); f.action = '{FOREIGN}'; f.method = 'post';"
        "document.body.append(f); f.submit()"
    ],
}


@pytest.mark.parametrize("below", ["", BELOW], ids=["root", "below"])
@pytest.mark.parametrize(
    ("directive", "act"), [(name, act) for name, acts in ACTS.items() for act in acts]
)
def test_what_is_put_into_a_page_does_nothing(
    site: Path, browser: Browser, directive: str, act: str, below: str
) -> None:
    with served(site, below) as base, browser.new_context() as context:
        page = context.new_page()
        visit(page, base + "review/")
        told, ran = page.evaluate(BLOCKED.replace("ACT", act))
    assert told == directive
    assert not ran


def test_every_page_has_it_and_hosts_are_told(site: Path) -> None:
    headers = (site / "_headers").read_text("utf-8")
    (whole,) = re.findall(r"^  Content-Security-Policy: (.*)$", headers, re.MULTILINE)
    assert "frame-ancestors 'none'" in whole
    for path in site.rglob("*.html"):
        page = BeautifulSoup(path.read_text("utf-8"), "html.parser")
        (meta,) = page.select('meta[http-equiv="Content-Security-Policy"]')
        before = [each.name for each in meta.find_previous_siblings()]
        assert before == ["meta"], "nothing that loads stands before the policy"
        parts = dict(part.split(" ", 1) for part in str(meta["content"]).split("; "))
        assert "unsafe" not in parts["script-src"].replace("'wasm-unsafe-eval'", "")
        assert set(parts["script-src"].split()) <= set(
            re.findall(r"script-src ([^;]*)", whole)[0].split()
        )
        assert not any("http" in part for part in parts.values())


def test_headers_keep_for_ever_only_what_its_name_tells(site: Path) -> None:
    lines = (site / "_headers").read_text("utf-8").splitlines()
    places = [line for line in lines if line.startswith("/")]
    assert len(set(places)) == len(places), "hosts join the headers of a file named twice"
    kept = {place: lines[lines.index(place) + 1] for place in places[1:]}
    for place, told in kept.items():
        assert (site / place[1:]).exists()
        assert ("immutable" in told) == bool(re.search(r"[-.][0-9a-f]{8,}\.|/[0-9a-f]{10}/", place))
    assert any("immutable" in told for told in kept.values())
    assert any("must-revalidate" in told for told in kept.values())


def test_scripts_that_are_data_need_no_leave() -> None:
    page = tree.read_page(
        '<!DOCTYPE html><html><head><meta charset="utf-8"><title>글</title></head><body>'
        '<script type="application/json">{}</script><script>let a</script></body></html>'
    )
    # printf 'let a' | openssl dgst -sha256 -binary | base64
    assert policy.protect(page) == {"'sha256-IfEXP/8HLuXoAiy0hZVrCAcjcLsZqYFpLOHDGj8enqE='"}
