"""Keeping in step: what was pushed, what has changed, whose change is whose. Pure."""
