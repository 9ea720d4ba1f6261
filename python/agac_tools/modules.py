"""Imports the modules of a project's tools, and finds the functions that they decorate."""

import importlib
import importlib.util
import os
import sys

from agent_actions.udf import REGISTERED


def extend_path(root, tool_paths):
    """Lets tools import each other: by ``tools.shared.words``, from the root, and by ``shared.words``."""
    folders = [root, *(os.path.join(root, path) for path in tool_paths)]
    # Behind the standard library, which a `tools/types.py` must not hide, and before what is installed.
    installed = (i for i, path in enumerate(sys.path) if "site-packages" in path or "dist-packages" in path)
    at = next(installed, len(sys.path))
    sys.path[at:at] = [folder for folder in folders if folder not in sys.path]


def import_file(root, file):
    """Runs a module, once. What it throws goes through."""
    path = os.path.join(root, file)
    name = file[: -len(".py")].replace("/", ".")
    if _is_importable(name, path):
        importlib.import_module(name)
        return
    # A folder whose name is no name, or that of a module of the standard library.
    private = f"agac_tools.{name}"
    if private in sys.modules:
        return
    spec = importlib.util.spec_from_file_location(private, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[private] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[private]
        raise


def functions_of(root, file):
    """The decorated functions of a file that was imported, in the order of their names."""
    path = os.path.realpath(os.path.join(root, file))
    # A module that was imported under two names has registered its functions twice.
    found = {(each.role, each.name): each for each in REGISTERED if each.file == path}
    return [found[key] for key in sorted(found)]


def find_function(root, file, role, name):
    """The function of this role and name; an exact name goes before one that differs in case, ``_`` or ``-``."""
    functions = [each for each in functions_of(root, file) if each.role == role]
    exact = [each for each in functions if each.name == name]
    like = [each for each in functions if _plain(each.name) == _plain(name)]
    return (exact or like or [None])[0]


def _is_importable(name, path):
    if not all(part.isidentifier() for part in name.split(".")):
        return False
    try:
        spec = importlib.util.find_spec(name)
    except (ImportError, AttributeError, ValueError):
        return False
    return spec is not None and spec.origin is not None and os.path.realpath(spec.origin) == os.path.realpath(path)


def _plain(name):
    return name.lower().replace("_", "").replace("-", "")
