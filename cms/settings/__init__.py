"""Profiles of an installation: `test`, `run` (demo on one machine) and `production`. All build on `base`."""
