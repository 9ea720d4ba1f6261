"""What a function returns, as JSON and nothing else."""

import datetime
import math

# Lists and dicts inside each other.
MAX_DEPTH = 256

# JSON's readers take whole numbers for exact no further than this.
MAX_INTEGER = 2**53 - 1


class NotJson(Exception):
    """What of a value JSON cannot say: the end of a sentence that begins with "The tool returned"."""


def plain(value, path="", above=()):
    """A copy that is JSON. What ``json.dumps`` would change without a word is a problem; dates become ISO texts."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        # Of a member of an Enum, too: its text, not its name.
        return str.__str__(value)
    if isinstance(value, int):
        if abs(value) > MAX_INTEGER:
            raise _not_json("a whole number too large for JSON (return it as a text)", path)
        return int(value)
    if isinstance(value, float):
        if not math.isfinite(value):
            raise _not_json(f"the number {'NaN' if math.isnan(value) else 'Infinity'}", path)
        return float(value)
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    if not isinstance(value, (dict, list, tuple)):
        raise _not_json(_named(value), path)
    if any(value is each for each in above):
        raise _not_json("something that contains itself", path)
    if len(above) >= MAX_DEPTH:
        raise _not_json("something nested too deeply", "")
    inside = (*above, value)
    if not isinstance(value, dict):
        return [plain(item, f"{path}[{i}]", inside) for i, item in enumerate(value)]
    fields = {}
    for key, field in value.items():
        name = _key(key, path)
        if name in fields:
            raise _not_json(f"two keys that are both `{name}` in JSON", path)
        fields[name] = plain(field, f"{path}.{name}", inside)
    return fields


def _key(key, path):
    if isinstance(key, str):
        return str.__str__(key)
    if isinstance(key, int) and not isinstance(key, bool):
        return str(int(key))
    raise _not_json(f"a key that is no text ({_named(key)})", path)


def _named(value):
    kind = type(value)
    name = kind.__name__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__name__}"
    return f"{'an' if name[0] in 'aeiouAEIOU' else 'a'} {name}"


def _not_json(what, path):
    return NotJson(what if path == "" else f"{what} at `{path.lstrip('.')}`")
