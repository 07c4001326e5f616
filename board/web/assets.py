"""Static files under names that carry their content's hash, compressed, cached for good."""

import gzip
import hashlib
from pathlib import Path

from flask import Flask
from whitenoise import WhiteNoise

_TEXT = {".css", ".js", ".svg", ".txt", ".html"}


def register(app: Flask, *, built: Path) -> None:
    """Copy static/ to `built` under hashed names and serve it from there before Flask is asked."""
    source = Path(app.static_folder or "static")
    names = {str(file.relative_to(source)): file for file in sorted(source.rglob("*")) if file.is_file()}
    hashed = {name: _hashed(name, file.read_bytes()) for name, file in names.items()}
    for name, file in names.items():
        _copy(file, built / hashed[name])
    app.wsgi_app = _serving(app, built)  # type: ignore[method-assign]
    # A dozen on every page: looking the name up costs a tenth of building the address by its rule.
    app.jinja_env.globals["static_url"] = lambda name: f"{app.static_url_path}/{hashed.get(name, name)}"

    @app.url_defaults
    def name_the_hash(endpoint: str, values: dict[str, str]) -> None:
        if endpoint == "static":
            values["filename"] = hashed.get(values["filename"], values["filename"])


def _serving(app: Flask, built: Path) -> WhiteNoise:
    served = WhiteNoise(app.wsgi_app, max_age=3600, immutable_file_test=lambda path, url: True)
    served.add_files(str(built), prefix="static/")
    return served


def _hashed(name: str, content: bytes) -> str:
    path = Path(name)
    return str(path.with_name(f"{path.stem}.{hashlib.sha256(content).hexdigest()[:8]}{path.suffix}"))


def _copy(source: Path, target: Path) -> None:
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    content = source.read_bytes()
    _write(target, content)
    if source.suffix in _TEXT:
        _write(target.with_name(target.name + ".gz"), gzip.compress(content, mtime=0))


def _write(target: Path, content: bytes) -> None:
    # Several workers start at once: each writes its own file, the last rename wins, all are equal.
    own = target.with_name(f".{target.name}.{id(content)}")
    own.write_bytes(content)
    own.replace(target)
