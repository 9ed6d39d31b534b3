"""Runs run.py, which replays one interleaving of the scenario beside it with the real libraries.

The test passes as long as they come to the outcome that Lockstep found. When the race is cured, the interleaving
is not possible any more, or ends otherwise, and the test fails: then export the scenario anew, or delete this.
"""

import pathlib
import subprocess
import sys

FOLDER = pathlib.Path(__file__).resolve().parent


def test_the_interleaving_comes_to_its_outcome():
    command = [sys.executable, str(FOLDER / "run.py")]
    run = subprocess.run(command, cwd=FOLDER, capture_output=True, text=True, timeout=300)
    assert run.returncode == 0, run.stdout + run.stderr
