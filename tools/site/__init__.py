"""The documentation as a site that asks nobody for anything, read from a folder or a server."""
