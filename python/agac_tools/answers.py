"""Answers to what agac asks: each takes the request and returns the reply, plain data.

An error is the end of a sentence that begins with what was called or loaded.
"""

import asyncio
import inspect

from .items import Observed, TrackedItem, file_rows
from .modules import find_function, functions_of, import_file
from .sentences import named, place_of, thrown_sentence
from .values import NotJson, plain

# With these a validator says no: the answer lacks what it looks for.
SAYS_NO = (ValueError, TypeError, LookupError, AssertionError)


def load(root, request):
    """Imports the file of a function and says whether it is there."""
    failure = _import(root, request["file"])
    if failure is not None:
        return failure
    role, name = request["role"], request["name"]
    if find_function(root, request["file"], role, name) is not None:
        return {"value": None}
    decorator = "@udf_tool()" if role == "tool" else "@reprompt_validation(...)"
    return {"error": f"has no function `{name}` that is decorated with {decorator} once it has been loaded"}


def inspect_file(root, request):
    """Imports a file and lists its tools and validators."""
    failure = _import(root, request["file"])
    if failure is not None:
        return failure
    found = functions_of(root, request["file"])
    return {"value": [{"name": each.name, "role": each.role, "line": each.line} for each in found]}


def call(root, request):
    """Calls a tool."""
    function = find_function(root, request["file"], "tool", request["name"]).function
    given = request["input"]
    is_file = request["granularity"] == "file"
    try:
        returned = _run(function, _items(given) if is_file else Observed(given))
    except SystemExit as error:
        return {"error": f"called {thrown_sentence(error, root)}"}
    except BaseException as error:
        return {"error": f"threw {thrown_sentence(error, root)}"}
    try:
        return {"value": plain(file_rows(returned) if is_file else returned)}
    except NotJson as problem:
        return {"error": f"returned {problem}"}
    except Exception as error:
        return {"error": f"returned what cannot be read: {thrown_sentence(error, root)}"}


def check(root, request):
    """Asks a validator: valid or not, and why not. An error is one of the validator, not of the answer."""
    registered = find_function(root, request["file"], "validator", request["name"])
    try:
        said = _run(registered.function, request["input"])
    except SAYS_NO as error:
        # The model is told, who has no use for a place in the user's files.
        return _no(registered, named(error))
    except BaseException as error:
        return {"error": f"threw {thrown_sentence(error, root)}"}
    valid, why = _verdict(said)
    return {"value": {"valid": True}} if valid else _no(registered, why)


def _verdict(said):
    """A text, or a pair or dict with one, says what is wrong; anything else is true or false."""
    if isinstance(said, str):
        return said.strip() == "", said.strip()
    if isinstance(said, dict) and "valid" in said:
        return bool(said["valid"]), said.get("message")
    if isinstance(said, tuple) and len(said) == 2:
        return bool(said[0]), said[1]
    return bool(said), None


def _no(registered, why):
    message = registered.message if not why else f"{registered.message} ({why})"
    return {"value": {"valid": False, "message": message}}


def _items(rows):
    return [
        TrackedItem({name: fields for name, fields in row.items() if name != "source_index"}, row["source_index"])
        for row in rows
    ]


def _run(function, given):
    returned = function(given)
    return asyncio.run(_awaited(returned)) if inspect.isawaitable(returned) else returned


async def _awaited(returned):
    return await returned


def _import(root, file):
    try:
        import_file(root, file)
        return None
    except BaseException as error:
        place = place_of(error, root)
        where = {} if place is None else {"file": place[0], "line": place[1]}
        return {"error": f"does not load: {named(error)}", **where}
