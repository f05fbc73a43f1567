"""Which note an item is: GUIDs, and the faces of one thing (docs/sync-contract.md)."""
