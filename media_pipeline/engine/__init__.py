"""How stages are run: limited subprocesses, results kept by content, the order of the work."""
