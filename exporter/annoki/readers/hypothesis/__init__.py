"""Annotations: the activity page, the client's exports, rows of the API."""
