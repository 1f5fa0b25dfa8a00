"""Flat pictures: scans of maps, scrolls and photographs of a hundred million pixels, as tiles for deep zoom."""
