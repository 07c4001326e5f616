"""The SMS gateway: one HTTPS address that takes {"mobile", "text"} as JSON."""

from dataclasses import dataclass
from typing import Final

import requests

from board.outbox.services import Refused

TIMEOUTS: Final = (3.0, 10.0)  # to connect, and for each read


@dataclass(frozen=True)
class HttpsGateway:
    """Any provider behind a small adapter: a bearer key, one message a call, 2xx means taken."""

    url: str
    key: str

    def send(self, mobile: str, text: str) -> None:
        try:
            answer = requests.post(
                self.url,
                json={"mobile": mobile, "text": text},
                headers={"Authorization": f"Bearer {self.key}"},
                timeout=TIMEOUTS,
                allow_redirects=False,
            )
        except requests.RequestException as problem:
            raise Refused(type(problem).__name__) from problem
        if not 200 <= answer.status_code < 300:
            raise Refused(f"HTTP {answer.status_code}")


class DemoGateway:
    """Demo mode sends nothing; the page /demo/sms shows what would have been sent."""

    def send(self, mobile: str, text: str) -> None:
        return None
