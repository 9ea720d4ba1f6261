"""What tools are given, and what tools of whole files give back."""

import copy

from agent_actions import FileUDFResult

from .values import NotJson

# Seed data is the same for every record: it is no field of one.
SEED = "seed"


class Observed(dict):
    """The observed fields of one record by namespace: ``data["extract"]["subject"]``.

    A field can be read by its bare name, too, as ``data["subject"]``: of two with one name, the one of the later
    action. What is listed, counted or returned are the namespaces.
    """

    def __missing__(self, key):
        for values in _latest_first(self):
            # Asking for `content` is how older tools take off a wrapper that is not there.
            if key != "content" and key in values:
                return values[key]
        raise KeyError(key)

    def __contains__(self, key):
        return _is_readable(self, key)

    def get(self, key, default=None):
        return _get(self, key, default)


class TrackedItem(dict):
    """One record of a file: its observed fields, all on one level, and hidden in it which record it is.

    A namespace can be read by its name, too, and ``item["content"]`` is the item itself, where no field is called so.
    """

    def __init__(self, namespaces, source_index):
        super().__init__()
        for name, fields in namespaces.items():
            if name != SEED and isinstance(fields, dict):
                self.update(fields)
        self._namespaces = namespaces
        self._source_index = source_index

    def __missing__(self, key):
        if key in self._namespaces:
            return self._namespaces[key]
        if key == "content":
            return self
        raise KeyError(key)

    def __contains__(self, key):
        return _is_readable(self, key)

    def get(self, key, default=None):
        return _get(self, key, default)

    def copy(self):
        return copy.copy(self)


def file_rows(returned):
    """What a tool of a whole file returned, each output with its ``source_index`` where it has one."""
    if isinstance(returned, FileUDFResult):
        return [_declared(output, i, returned.source_mapping) for i, output in enumerate(returned.outputs)]
    if isinstance(returned, (list, tuple)):
        return [_tracked(item) for item in returned]
    return _tracked(returned)


def _tracked(item):
    return {**item, "source_index": item._source_index} if isinstance(item, TrackedItem) else item


def _declared(output, position, source_mapping):
    if isinstance(output, TrackedItem) or not isinstance(output, dict):
        return _tracked(output)
    if "data" in output and "source_index" in output:
        data = output["data"]
        if not isinstance(data, dict):
            raise NotJson(f"a FileUDFResult whose `data` is no dict at `outputs[{position}]`")
        return _belonging(data, output["source_index"])
    if set(output) in ({"data"}, {"source_index"}):
        missing = "source_index" if "data" in output else "data"
        raise NotJson(f"a FileUDFResult without `{missing}` at `outputs[{position}]`")
    return _belonging(output, (source_mapping or {}).get(position))


def _belonging(data, source_index):
    if isinstance(source_index, (list, tuple)):
        source_index = source_index[0] if source_index else None
    return {**data, "source_index": 0 if source_index is None else source_index}


def _latest_first(namespaces):
    every = [(name, values) for name, values in dict.items(namespaces) if isinstance(values, dict)]
    own = [values for name, values in every if name != SEED]
    return own[::-1] + [values for name, values in every if name == SEED]


def _is_readable(item, key):
    if dict.__contains__(item, key):
        return True
    try:
        item.__missing__(key)
    except KeyError:
        return False
    return True


def _get(item, key, default):
    try:
        return item[key]
    except KeyError:
        return default
