"""Blogs that the real generators make of posts of our own: see README.md."""
