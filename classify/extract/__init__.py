"""One file per field; each yields every candidate it can find, and chooses nothing."""
