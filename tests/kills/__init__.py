"""Runs that are killed, or that the disk fails, at each call by which they write."""
