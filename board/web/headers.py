"""Security headers on every answer, errors included."""

from flask import Flask, Response, g, request

_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    # Not no-referrer: over https that makes browsers send no Origin, and every form is refused.
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}


def register(app: Flask, *, https: bool) -> None:
    if https:
        app.config["SENT_HEADERS"] = HEADERS | {"Strict-Transport-Security": "max-age=31536000"}
    else:
        app.config["SENT_HEADERS"] = HEADERS

    @app.after_request
    def add_headers(answer: Response) -> Response:
        answer.headers.update(app.config["SENT_HEADERS"])
        answer.headers["X-Request-ID"] = g.get("request_id", "")
        if "Cache-Control" not in answer.headers and request.endpoint != "static":
            answer.headers["Cache-Control"] = "no-store"
        return answer
