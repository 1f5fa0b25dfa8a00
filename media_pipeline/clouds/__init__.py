"""Clouds of points: no surface is made of them; they are thinned, shown and described as what they are."""
