"""What tests of media share with those of the pipeline."""

from tests.media_pipeline.conftest import library

__all__ = ["library"]
