"""Where older tools import these from."""

from ...udf import FileUDFResult, Granularity, udf_tool

__all__ = ["FileUDFResult", "Granularity", "udf_tool"]
