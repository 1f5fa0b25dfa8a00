"""What curators hold the levels against: a master that a browser can show, and where each level lies apart from it."""
