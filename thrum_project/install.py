"""Make the virtual environment and fill it. Standard library only: it runs before anything is there.

python3 thrum_project/install.py VENV REQUIREMENTS
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

_WANTED = (3, 11)
_COMPILER_WORDS = ("gcc", "cc1", "command 'cc'", "Python.h", "Microsoft Visual C++", "error: command")


def main(venv: Path, requirements: Path) -> int:
    if sys.version_info[:2] != _WANTED:
        found = ".".join(map(str, sys.version_info[:3]))
        return _say(f"Thrum needs Python 3.11 and this is {found}; try: make PYTHON=python3.11")
    python = venv / "bin" / "python"
    if not python.exists():
        _out(f"making {venv} …")
        made = subprocess.run([sys.executable, "-m", "venv", str(venv)], check=False, capture_output=True, text=True)
        if made.returncode != 0:
            shutil.rmtree(venv, ignore_errors=True)
            last = (made.stdout + made.stderr).strip().splitlines()[-1:]
            return _say(
                f"no virtual environment could be made ({' '.join(last)}); on Debian: apt-get install python3-venv"
            )
    _out(f"installing {requirements} (a few minutes the first time) …")
    pip = subprocess.run(
        [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", str(requirements)],
        check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    if pip.returncode == 0:
        return 0
    if any(word in pip.stdout for word in _COMPILER_WORDS) and not (shutil.which("gcc") or shutil.which("cc")):
        return _say("a package must be compiled here and there is no C compiler: apt-get install gcc python3-dev")
    lines = [line for line in pip.stdout.splitlines() if line.startswith("ERROR")] or pip.stdout.splitlines()[-1:]
    return _say(f"pip could not install {requirements}: {lines[0] if lines else 'no reason given'}")


def _out(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _say(problem: str) -> int:
    sys.stderr.write(f"thrum: {problem}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
