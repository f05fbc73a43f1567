"""What builds Annoki's packages; nothing of it ships."""
