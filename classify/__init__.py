"""From a letter to a record. Pure: no files, no clock, no network, no processes."""
