"""The process that agac starts for tools written in Python, once for a run.

    run_tools.py ROOT TOOL_FOLDER...

Requests come as lines of JSON on stdin, one at a time, and are answered on stdout. What tools print goes to stderr,
followed by a mark, so that agac knows which lines belong to which call.
"""

import sys

if sys.version_info < (3, 8):
    sys.exit("Tools need Python 3.8 or later; this is Python %d.%d." % sys.version_info[:2])

import json
import os
import platform
import queue
import threading

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from agac_tools.answers import call, check, inspect_file, load  # noqa: E402
from agac_tools.modules import extend_path  # noqa: E402

ANSWERS = {"load": load, "inspect": inspect_file, "call": call, "check": check}

# How long a tool may go on when agac is gone.
GRACE_SECONDS = 2


def main():
    own = os.getpid()
    root = os.path.realpath(sys.argv[1])
    requests, replies, marks = take_streams()
    extend_path(root, sys.argv[2:])
    waiting = queue.Queue()
    idle = threading.Event()
    threading.Thread(target=read, args=(requests, waiting, idle), daemon=True).start()
    send(replies, {"ready": platform.python_version()})
    for line in iter(waiting.get, None):
        request = json.loads(line)
        reply = ANSWERS[request["do"]](root, request)
        flush()
        if os.getpid() != own:
            os._exit(0)  # the tool has forked, and this is the copy
        # Whatever the tool did to its own streams: this is the pipe that they began with.
        os.write(marks, b"\x1e%d\n" % request["id"])
        send(replies, {"id": request["id"], **reply})
    idle.set()


def take_streams():
    """Keeps stdin and stdout for agac: what tools read is empty, and what they print goes to stderr."""
    requests = os.fdopen(os.dup(0), "rb")
    replies = os.fdopen(os.dup(1), "wb")
    marks = os.dup(2)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace", line_buffering=True)
    return requests, replies, marks


def read(requests, waiting, idle):
    for line in requests:
        waiting.put(line)
    waiting.put(None)
    # agac has closed the pipe or has died: nobody waits for the tool that may still be running.
    if not idle.wait(GRACE_SECONDS):
        os._exit(1)


def send(replies, message):
    replies.write(json.dumps(message, separators=(",", ":")).encode() + b"\n")
    replies.flush()


def flush():
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (AttributeError, OSError, ValueError):
            pass  # the tool has closed or replaced it


if __name__ == "__main__":
    main()
