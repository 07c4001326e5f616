"""What holds for every page anybody ever sees. The browser of the tests asks on each."""

import re
from collections import Counter

from selectolax.lexbor import LexborHTMLParser

HEADERS = (
    "Content-Security-Policy",
    "X-Content-Type-Options",
    "Referrer-Policy",
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Resource-Policy",
    "Permissions-Policy",
    "Strict-Transport-Security",
)
# Latin words that Chinese pages may carry in a row.
FOREIGN = {"MIT License"}
_LATIN_ROW = re.compile(r"[A-Za-z]{2,}(?:[ ,.'’-]+[A-Za-z]{2,})+")
_LEFTOVER = re.compile(r"\bNone\b|\bUndefined\b|\bTrue\b|\bFalse\b|\{\{|\}\}|\{%|&lt;|&amp;|\bnan\b")
_UNLABELLED_KINDS = {"hidden", "submit", "button", "image", "reset"}


def problems_of(page, answer, *, signed_in):
    """Sentences about everything that is wrong with this answer."""
    found = list(_header_problems(answer, signed_in))
    if (
        answer.mimetype == "text/html" and page.body and not 300 <= answer.status_code < 400
    ):  # nobody reads those
        found += _markup_problems(page.tree)
        if page.tree.css_first("html") is not None and b"<html" in page.body[:400]:
            found += _frame_problems(page.tree)
        found += _word_problems(page)
    return found


def _header_problems(answer, signed_in):
    for name in HEADERS:
        if name not in answer.headers:
            yield f"header {name} is missing"
    policy = answer.headers.get("Content-Security-Policy", "")
    if "unsafe" in policy or "frame-ancestors 'none'" not in policy:
        yield f"the content security policy is weak: {policy}"
    caching = answer.headers.get("Cache-Control", "")
    if signed_in and answer.mimetype == "text/html" and "no-store" not in caching:
        yield f"a page of somebody signed in may be stored: {caching!r}"
    cookies = answer.headers.getlist("Set-Cookie")
    if "public" in caching and cookies:
        yield f"a public page sets cookies: {cookies}"
    if "public" in caching and "cookie" in answer.headers.get("Vary", "").lower():
        yield "a public page varies on cookies"
    for cookie in cookies:
        if not cookie.startswith("elder=") and not all(
            part in cookie for part in ("Secure", "HttpOnly", "SameSite=Lax")
        ):
            yield f"a weak cookie: {cookie.partition('=')[0]}"


def _frame_problems(tree):
    if len(tree.css("h1")) != 1:
        yield f"{len(tree.css('h1'))} h1 instead of one"
    title = tree.css_first("title")
    if title is None or not title.text(strip=True):
        yield "no title"
    if not (tree.css_first("html").attributes.get("lang") or "").startswith("zh"):
        yield "no lang"
    if len(tree.css("main")) != 1:
        yield "not exactly one main"


def _markup_problems(tree):
    ids = Counter(node.attributes["id"] for node in tree.css("[id]"))
    yield from (f"id {name!r} stands {times} times" for name, times in ids.items() if times > 1)
    yield from _label_problems(tree, set(ids))
    for form in tree.css("form"):
        posts = (form.attributes.get("method") or "get").lower() == "post"
        if posts and form.css_first('input[name="csrf_token"]') is None:
            yield f"a POST form without csrf_token: {form.attributes.get('action')}"
        if not posts and form.css_first('input[name="csrf_token"]') is not None:
            yield f"a GET form that shows its csrf_token in the address: {form.attributes.get('action')}"
    if any("src" not in script.attributes for script in tree.css("script")) or tree.css("style"):
        yield "inline script or style"
    for node in tree.css("body *"):
        handlers = [name for name in node.attributes if name == "style" or name.startswith("on")]
        if handlers:
            yield f"inline {handlers} on <{node.tag}>"
    for link in tree.css("a"):
        target = link.attributes.get("href") or ""
        if target.startswith("javascript:"):
            yield f"a link that runs script: {target}"
        if target.startswith("#") and len(target) > 1 and target[1:] not in ids:
            yield f"a link to nothing on this page: {target}"


def _label_problems(tree, ids):
    labelled = {label.attributes["for"] for label in tree.css("label[for]")}
    yield from (f"a label for nothing: {name}" for name in labelled - ids)
    for control in tree.css("input, select, textarea"):
        if control.attributes.get("type") in _UNLABELLED_KINDS:
            continue
        named = control.attributes.get("id") in labelled or control.css_matches("label *")
        if not named and not _names_itself(control, ids):
            yield f"no label for {control.tag} {control.attributes.get('name')!r}"
    for control in tree.css("button, a[href]"):
        words = control.text(strip=True) or control.css_first("img[alt]:not([alt=''])")
        if not words and not _names_itself(control, ids):
            yield f"<{control.tag}> without words: {control.html[:80]}"
    yield from (f"img without alt: {image.html[:80]}" for image in tree.css("img:not([alt])"))
    for node in tree.css("[aria-describedby], [aria-labelledby], [aria-controls]"):
        for name in ("aria-describedby", "aria-labelledby", "aria-controls"):
            missing = set((node.attributes.get(name) or "").split()) - ids
            if missing:
                yield f"{name} names nothing here: {sorted(missing)}"


def _names_itself(control, ids):
    if control.attributes.get("aria-label"):
        return True
    return bool(set((control.attributes.get("aria-labelledby") or "").split()) & ids)


def _word_problems(page):
    read = LexborHTMLParser(page.body)
    for node in read.css("script, code, pre, body [lang=en], textarea"):
        node.decompose()
    words = " ".join(read.body.text(separator=" ").split()) if read.body else ""
    yield from (
        f"left over in the text: …{words[max(m.start() - 20, 0) : m.end() + 20]}…"
        for m in _LEFTOVER.finditer(words)
    )
    yield from (f"English on the page: {row}" for row in _LATIN_ROW.findall(words) if row not in FOREIGN)
