"""From sources to notes: the rooms put together in the one order in which data flows."""
