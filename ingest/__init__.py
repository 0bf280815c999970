"""From a file to letters: pixels and words. Knows nothing of the IRS."""
