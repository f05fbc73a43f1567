"""What text is, for every room: spans, scripts, addresses, dates, encodings."""
