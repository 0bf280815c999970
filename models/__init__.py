"""What was learned from made-up letters, and how it is loaded without trusting the file."""
