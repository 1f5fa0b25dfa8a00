"""Geometry on numpy arrays: welding, normals, connectivity, distances, rays. No state, units are the caller's."""
