"""Of html5lib, what parses; its serialiser would add to the error handlers of all codecs."""
