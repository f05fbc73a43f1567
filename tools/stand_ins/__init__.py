"""What ships in the place of libraries that would reach beyond the add-on."""
