"""The only folder that serves HTTP."""
