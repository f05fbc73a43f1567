"""The command line: it parses, prints and sets exit codes; what is done is done elsewhere."""
