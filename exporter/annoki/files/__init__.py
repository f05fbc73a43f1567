"""Files as the system has them: their names, what they hold, and how they are replaced."""
