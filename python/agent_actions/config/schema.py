"""Where older tools import Granularity from."""

from ..udf import Granularity

__all__ = ["Granularity"]
