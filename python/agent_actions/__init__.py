"""What a module of tools imports: what makes a function a tool or a validator, and what a tool may return.

This is agac's own package of that name. It holds nothing but these four names.
"""

from .udf import FileUDFResult, Granularity, reprompt_validation, udf_tool

__all__ = ["FileUDFResult", "Granularity", "reprompt_validation", "udf_tool"]
