"""Speed and accuracy, as commands that print tables."""
