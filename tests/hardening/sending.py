"""Sending a form that was filled in, as it is or with more than it asks for."""

from tests.engines import ORIGIN


def send(filling, client=None, **more):
    """The status and where it leads; nothing is followed."""
    answer = post(filling, filling.data | more, client)
    return answer.status_code, answer.headers.get("Location")


def post(filling, data, client=None):
    """The whole answer to these data, sent from the form's page."""
    client = client or filling.browser.client
    headers = {"Referer": f"{ORIGIN}{filling.page.path}", "Origin": ORIGIN}
    kind = "application/x-www-form-urlencoded" if isinstance(data, bytes) else None
    return client.post(filling.address, base_url=ORIGIN, data=data, headers=headers, content_type=kind)


def twin(browser):
    """A client with the same cookies, and its own from here on: a second tap on the same button."""
    client = browser.app.test_client()
    client._cookies = dict(browser.client._cookies)
    return client
