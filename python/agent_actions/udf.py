"""The decorators, and what they note down of the functions they decorate."""

import inspect
import os
import sys
from enum import Enum


class Granularity(str, Enum):
    """What a tool is called with: one record, or all records of one input file."""

    RECORD = "record"
    FILE = "file"


class FileUDFResult:
    """What a tool of a whole file returns to say which record each output belongs to.

    ``outputs`` is a list of ``{"source_index": 0, "data": {...}}``: a position, a list of positions (the output belongs
    to the first of them), or None (to the first record).
    """

    def __init__(self, outputs, source_mapping=None, input_count=None):
        self.outputs = outputs
        self.source_mapping = source_mapping
        self.input_count = input_count


class Registered:
    """A decorated function."""

    def __init__(self, function, role, granularity=None, message=None):
        self.function = function
        self.name = function.__name__
        self.role = role
        self.granularity = granularity
        self.message = message
        self.file, self.line = _place_of(function)


# In the order in which they were decorated.
REGISTERED = []


def udf_tool(function=None, *, granularity=None, input_type=None, output_type=None):
    """Makes a function a tool, with or without arguments. Types are taken and not used: the action has a schema."""
    said = None if granularity is None else _granularity_of(granularity)

    def register(decorated):
        REGISTERED.append(Registered(decorated, "tool", granularity=said))
        return decorated

    return register if function is None else register(function)


def reprompt_validation(message):
    """Makes a function a validator of answers. The message is what the model is told when it says no."""
    if not isinstance(message, str) or message.strip() == "":
        raise TypeError('reprompt_validation needs a message: @reprompt_validation("The summary must have 50 words.")')

    def register(decorated):
        REGISTERED.append(Registered(decorated, "validator", message=message.strip()))
        return decorated

    return register


def _granularity_of(value):
    word = value.value if isinstance(value, Enum) else value
    for each in Granularity:
        if isinstance(word, str) and word.lower() == each.value:
            return each.value
    raise ValueError(f"granularity is {value!r}; it should be Granularity.RECORD or Granularity.FILE")


def _place_of(function):
    code = getattr(inspect.unwrap(function), "__code__", None)
    if code is not None:
        return os.path.realpath(code.co_filename), code.co_firstlineno
    module = sys.modules.get(getattr(function, "__module__", None))
    return os.path.realpath(getattr(module, "__file__", None) or ""), None
