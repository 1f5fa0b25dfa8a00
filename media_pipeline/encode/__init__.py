"""Writing levels as files for devices."""
