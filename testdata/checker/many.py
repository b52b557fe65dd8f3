"""Checks many things in one process, for tests: a line of input is the words of a command
line of check.py, a line of output its exit code and what it said, both as JSON."""

import contextlib
import io
import json
import os
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import check

for line in sys.stdin:
    sys.argv = ["check.py", *json.loads(line)]
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        try:
            code = check.main()
        except SystemExit as e:
            code = e.code
    print(json.dumps([code, said.getvalue()]), flush=True)
