"""Posts: pages of blogs, feeds, search indexes."""
