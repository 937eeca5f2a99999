"""Text to what was heard, and replies to text; pure."""
