"""One HTTP exchange: send, read the body within its limit, and tell plainly what went wrong."""

from __future__ import annotations

import contextlib
import os
import socket
from typing import Dict, Iterator, List, Mapping, NamedTuple, Optional, Tuple, Union

import requests
from requests import exceptions as failures

from ..files.names import why
from ..words import at, message
from .address import shown
from .result import FetchError

_CHUNK = 16 * 1024
_MOST_ERROR_BYTES = 64 * 1024
_CONNECT = 10.0


class Broken(Exception):
    """No whole answer, but asking again may help. `what` is for a message and holds no address.

    `unreachable` says that the host is not there or does not say a word.
    """

    def __init__(self, what: str, unreachable: bool = False) -> None:
        super().__init__(what)
        self.what = what
        self.unreachable = unreachable


class Request(NamedTuple):
    """What is sent."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: Optional[bytes] = None


class Opened:
    """The exchange under way, which another thread may give up."""

    def __init__(self) -> None:
        self.given_up = False
        self.response: Optional[requests.Response] = None

    def abandon(self) -> None:
        """Make the exchange end soon."""
        self.given_up = True
        shutdown = getattr(getattr(self.response, "raw", None), "shutdown", None)
        if shutdown:  # urllib3 2.3 and later; it wakes a thread that waits for bytes
            with contextlib.suppress(OSError, ValueError, RuntimeError):
                shutdown()


def once(
    session: requests.Session,
    request: Request,
    proxies: Dict[str, str],
    max_bytes: int,
    timeout: float,
    opened: Opened,
) -> Tuple[requests.Response, bytes]:
    """The response to one request, redirects not followed, and its decompressed body.

    Raises Broken where a repetition may help, FetchError where not. Neither carries the text of
    the library's own error: that would show the query.
    """
    url = request.url
    try:
        response = session.request(
            request.method,
            url,
            headers={"Accept-Encoding": "gzip, deflate", **request.headers},
            data=request.body,
            stream=True,
            allow_redirects=False,
            timeout=(min(_CONNECT, timeout), timeout),
            proxies=proxies,
            verify=_authorities(),
        )
        opened.response = response
        with response:
            return response, _body(response, url, max_bytes, opened)
    except failures.SSLError:
        raise FetchError(at(shown(url), message("fetch.certificate")), unreachable=True) from None
    except failures.ProxyError:
        raise Broken(message("fetch.proxy"), unreachable=True) from None
    except failures.ConnectTimeout:
        raise Broken(message("fetch.no_connection_in_time"), unreachable=True) from None
    except failures.Timeout:
        raise _silent(timeout) from None
    except failures.ChunkedEncodingError:
        raise Broken(message("fetch.cut_short")) from None
    except failures.ContentDecodingError:
        raise Broken(message("fetch.bad_compression")) from None
    except failures.ConnectionError as error:
        raise _unconnected(error, timeout) from None
    except (requests.RequestException, ValueError, UnicodeError):
        raise FetchError(at(shown(url), message("fetch.cannot_ask"))) from None


def _body(response: requests.Response, url: str, max_bytes: int, opened: Opened) -> bytes:
    failed = response.status_code >= 400
    limit = min(max_bytes, _MOST_ERROR_BYTES) if failed else max_bytes
    data = bytearray()
    for chunk in response.iter_content(_CHUNK):
        if opened.given_up:
            raise Broken(message("fetch.given_up"))
        data += chunk
        if len(data) > limit:
            if failed:
                return bytes(data[:limit])
            size = f"{max_bytes / 1024**2:.3g} MiB"
            raise FetchError(at(shown(url), message("fetch.too_large", size=size)))
    announced = response.headers.get("content-length", "")
    whole = int(announced) if announced.isdigit() and response.status_code != 304 else 0
    if response.raw.tell() < whole:  # urllib3 looks too, but only from version 2 on
        raise Broken(message("fetch.cut_short"))
    return bytes(data)


def _silent(timeout: float) -> Broken:
    return Broken(message("fetch.silent", seconds=f"{timeout:g}"), unreachable=True)


def _unconnected(error: BaseException, timeout: float) -> Broken:
    """Why there was no connection, from the innermost cause that we can name."""
    for cause in _causes(error):
        name = type(cause).__name__
        if isinstance(cause, socket.gaierror) or name == "NameResolutionError":
            return Broken(message("fetch.unknown_host"), unreachable=True)
        if name == "ReadTimeoutError":
            return _silent(timeout)
        if name in ("RemoteDisconnected", "IncompleteRead", "ConnectionResetError"):
            return Broken(message("fetch.closed"))
        if isinstance(cause, OSError) and cause.strerror:
            return Broken(message("fetch.no_connection", why=why(cause)), unreachable=True)
    return Broken(message("fetch.broke"))


def _causes(error: BaseException) -> Iterator[BaseException]:
    """`error` and what it wraps: the libraries nest their errors in arguments and `reason`."""
    inner: List[BaseException] = [error]
    for _ in range(10):
        if not inner:
            return
        yield inner[0]
        error = inner[0]
        around = (getattr(error, "reason", None), *error.args, error.__cause__, error.__context__)
        inner = [cause for cause in around if isinstance(cause, BaseException)]


def _authorities() -> Union[bool, str]:
    """The certificate bundle that the environment names, as `requests` itself would use it."""
    return os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("CURL_CA_BUNDLE") or True
