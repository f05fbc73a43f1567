"""Opens pages in WebKitGTK, one after the other, and prints what each says of itself.

Run by the system's Python, which has the bindings:
`python3 webkit.py PROXY WIDTH HEIGHT ADDRESS...`
"""

from __future__ import annotations

import json
import sys

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import Gtk, WebKit2  # noqa: E402


class Shower:
    """A window that goes from page to page, and ends the program behind the last."""

    def __init__(self, proxy: str, width: int, height: int, addresses: list[str]) -> None:
        self.addresses = addresses
        self.at = -1
        context = WebKit2.WebContext.new_ephemeral()
        manager = context.get_website_data_manager()
        settings = WebKit2.NetworkProxySettings.new(proxy, None)
        manager.set_network_proxy_settings(WebKit2.NetworkProxyMode.CUSTOM, settings)
        self.view = WebKit2.WebView.new_with_context(context)
        self.view.connect("load-changed", self._loaded)
        self.view.connect("web-process-terminated", self._crashed)
        window = Gtk.Window(default_width=width, default_height=height)
        window.add(self.view)
        window.show_all()

    def next(self) -> None:
        self.at += 1
        if self.at == len(self.addresses):
            Gtk.main_quit()
        else:
            self.view.load_uri(self.addresses[self.at])

    def _loaded(self, view: WebKit2.WebView, event: WebKit2.LoadEvent) -> None:
        if event != WebKit2.LoadEvent.FINISHED:
            return
        if view.get_uri() != self.addresses[self.at]:
            self._say([[-1, f"script: leads to {view.get_uri()}"]])
        else:
            code = "return await probe.run()"
            view.call_async_javascript_function(code, -1, None, None, None, None, self._ran)

    def _ran(self, view: WebKit2.WebView, result: object) -> None:
        try:
            said = json.loads(view.call_async_javascript_function_finish(result).to_string())
        except Exception as error:
            said = [[-1, f"script: the page is gone: {error}"]]
        self._say(said)

    def _crashed(self, view: WebKit2.WebView, reason: object) -> None:
        self._say([[-1, f"crash: {reason}"]])

    def _say(self, found: list[list[object]]) -> None:
        print(json.dumps([self.addresses[self.at], found]), flush=True)
        self.next()


if __name__ == "__main__":
    proxy, width, height, *addresses = sys.argv[1:]
    Shower(proxy, int(width), int(height), addresses).next()
    Gtk.main()
