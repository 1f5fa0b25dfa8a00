"""3D Tiles 1.1 of a whole site: a tree of tiles, each a GLB of bounded size, coarse at the root and the master at the
leaves.
"""
