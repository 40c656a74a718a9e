"""The line to a web service of a mail provider: HTTPS, verified, with a time-out for every question."""

from typing import Any

import requests

__all__ = ["WebSession"]


class WebSession(requests.Session):
    """A session that keeps to its own certificate authority.

    Args:
        ca_file: PEM file of the authority to trust; "" = the system's.
        timeout: Seconds to wait for a reply.
    """

    def __init__(self, *, ca_file: str, timeout: float) -> None:
        super().__init__()
        self.verify = ca_file or True
        self._timeout = timeout

    def request(self, *args: Any, **kwargs: Any) -> requests.Response:
        """One question; see `requests.Session.request`."""
        return super().request(*args, **{"timeout": self._timeout, **kwargs})

    def merge_environment_settings(self, url: Any, proxies: Any, stream: Any, verify: Any, cert: Any) -> Any:
        """The environment's settings, but never another authority than the one that was named.

        requests lets REQUESTS_CA_BUNDLE take the place of a session's own.
        """
        return super().merge_environment_settings(
            url, proxies, stream, self.verify if verify is None else verify, cert
        )
