"""A mesh to try everything with: the lost keep of Tsuyama castle, generated."""
