"""What an operator does: prepare, back up, restore. Commands only; no models, no pages."""
