"""From a bare Python to a serving system, with the standard library alone.

Nothing here may import Django or anything else from requirements.txt: these modules are what installs them, and what
stands above the processes that use them.
"""
