"""`flask verify-certificate`: is it genuine? From its text or its PDF and the published keys, without this site."""

import re
from pathlib import Path
from typing import Final

import click

from board import dates, rounding
from board.certificates import claims, keys
from board.certificates.claims import Claims, NotGenuine
from board.key_rings import BadKey

# As paper.py writes it among the keywords of the file.
_IN_PDF: Final = re.compile(rb"https?://[\w.:\[\]-]+/verify/WJ-[\d-]+\?t=[\w-]{16}#[\w-]+", re.ASCII)


@click.command("verify-certificate")
@click.argument("text_or_pdf")
@click.option("--keys", "key_file", required=True, help="The file from /verify/keys.txt.",
              type=click.Path(exists=True, dir_okay=False, path_type=Path))  # fmt: skip
def verify_certificate(text_or_pdf: str, key_file: Path) -> None:
    """Check TEXT_OR_PDF, the whole text of a certificate's QR code or its PDF, against the public keys in a file.

    Ends with 0 and prints what the paper must say, or with 1. Whether it was taken back since, only the site knows.
    """
    try:
        ring = keys.of_text(key_file.read_text(encoding="utf-8"))
        found = claims.read(_text_of(text_or_pdf), ring)
    except (BadKey, UnicodeDecodeError) as problem:
        raise click.ClickException(f"The keys cannot be read: {problem}") from problem
    except NotGenuine as problem:
        raise click.ClickException(f"NOT GENUINE: {problem}.") from problem
    click.echo("Genuine: signed with the key " + found.key_name + ". The paper must say:")
    for label, words in _said(found):
        click.echo(f"  {label}  {words}")


def _text_of(given: str) -> str:
    """The text itself, or what stands in the file of that name."""
    if "#" in given:
        return given
    try:
        content = Path(given).read_bytes()
    except OSError as problem:
        raise click.ClickException(f"{given}: neither the text of a QR code nor a file.") from problem
    texts: set[str] = {text.decode() for text in _IN_PDF.findall(content)}
    if len(texts) != 1:
        raise NotGenuine("the file has no signed text")
    return texts.pop()


def _said(found: Claims) -> list[tuple[str, str]]:
    spent = (
        rounding.words(found.minutes, found.rule)
        if found.rule in rounding.RULES
        else rounding.exact(found.minutes)
    )
    return [
        ("证明编号", found.number),
        ("志愿者  ", found.masked_name),
        ("服务期间", f"{dates.long_date(found.since)}至{dates.long_date(found.until)}"),
        ("服务时间", f"{spent}，{found.times} 次"),
        ("记录单位", found.issuer),
        ("出具日期", dates.long_date(found.issued_on)),
    ]
