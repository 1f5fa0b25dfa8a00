"""Measurements of speed and memory against the budgets of the project. `make bench` runs them all."""
