"""A page of cards: one file that any browser opens, and that asks for nothing.

[payload.py](payload.py) says what the page knows, [html.py](html.py) puts the file together, and
[app/](app) is what runs in the browser.
"""
