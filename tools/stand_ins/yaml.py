"""Nothing: genanki reads YAML only where fields and templates are given in it."""
