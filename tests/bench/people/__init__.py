"""People who are simulated customers: what they want, how they write, how they read, and who judges."""
