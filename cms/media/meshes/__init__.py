"""The curator's side of the mesh pipeline: upload, watch, compare, choose."""
