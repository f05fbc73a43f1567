"""Memos and the link notes of weekly digests."""
