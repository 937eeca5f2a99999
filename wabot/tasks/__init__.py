"""Everything that runs for ever, one `run_*` each."""
