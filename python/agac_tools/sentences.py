"""Sentences about what went wrong in a user's code."""

import os
import traceback

LONGEST = 2000


def thrown_sentence(error, root):
    """``ValueError: no luck (tools/score.py:12)``: what was thrown, and where in the user's own files."""
    place = place_of(error, root)
    return f"{named(error)}{'' if place is None else f' ({place[0]}:{place[1]})'}"


def place_of(error, root):
    """File, relative to the root, and line of the deepest place in the user's own files; None where there is none."""
    if isinstance(error, SyntaxError) and error.filename and _is_own(error.filename, root):
        return _relative(error.filename, root), error.lineno or 1
    frames = traceback.extract_tb(error.__traceback__)
    for frame in reversed(frames):
        if _is_own(frame.filename, root):
            return _relative(frame.filename, root), frame.lineno
    return None


def named(error):
    """``ValueError: no luck``."""
    if isinstance(error, SystemExit):
        return f"sys.exit({error.code!r})"
    try:
        said = error.msg if isinstance(error, SyntaxError) else str(error)
    except Exception:
        said = "something that cannot be shown"
    name = type(error).__name__
    text = f"{name}: {said}" if said else name
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _is_own(path, root):
    full = os.path.realpath(path)
    inside = full.startswith(root + os.sep)
    return inside and not {"site-packages", "dist-packages"} & set(full.split(os.sep))


def _relative(path, root):
    return os.path.relpath(os.path.realpath(path), root).replace(os.sep, "/")
