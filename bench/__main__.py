"""Every bench, one after another; each can be run alone, as `python -m bench.<name>`.

`--write` puts what they print into bench/README.md, and leaves what others printed before. `--quick` only shows that
they work: its figures mean nothing.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[1]
README = Path(__file__).with_name("README.md")
_NO_BENCHES = {"__init__", "__main__", "where_async_ends"}  # the last one decided something once, and is run for that
_QUICK_AT_ONCE = 2  # nothing is measured then
_BEGIN, _END, _BLOCK = "<!-- figures -->", "<!-- end of figures -->", "### "


def names() -> list[str]:
    """Every program directly in this directory that can be quick."""
    found = (path for path in Path(__file__).parent.glob("*.py") if path.stem not in _NO_BENCHES)
    return sorted(path.stem for path in found if '__name__ == "__main__"' in path.read_text())


def run(name: str, *, quick: bool) -> tuple[int, str, float]:
    """Its exit code, what it printed, and the seconds it took."""
    began = time.monotonic()
    command = [sys.executable, "-m", f"bench.{name}", *(["--quick"] if quick else [])]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)  # noqa: S603 - our own module
    return done.returncode, done.stdout, time.monotonic() - began


def written(before: str, printed: dict[str, str]) -> str:
    """The figures as they stand in the README: those of `before`, and what was printed now in place of its like."""
    blocks = {block.partition("\n")[0]: block.rstrip() for block in before.split(_BLOCK)[1:]}
    blocks |= {name: f"{name}\n\n{_here()}\n\n```text\n{text.rstrip()}\n```" for name, text in printed.items()}
    return "\n\n".join(f"{_BLOCK}{blocks[name]}" for name in sorted(blocks))


def _here() -> str:
    """When this is, and on which machine."""
    gib = psutil.virtual_memory().total / 2**30
    machine = f"{psutil.cpu_count()} cores, {gib:.0f} GiB, Python {sys.version.split()[0]}, {sys.platform}"
    load = f"{psutil.getloadavg()[2]:.1f} processes wanted them in the last quarter of an hour"
    return f"{datetime.now(UTC):%-d %B %Y}; {machine}; {load}."


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m bench",
        description=(__doc__ or "").split("\n")[0],
        epilog="Example: python -m bench latency --quick. It ends with how many did not run to their end.",
    )
    parser.add_argument("only", nargs="*", help=f"of {', '.join(names())}; all, if none is named", metavar="name")
    parser.add_argument("--quick", action="store_true", help="whether they work; the figures mean nothing")
    parser.add_argument("--write", action="store_true", help="into bench/README.md, if all went well")
    asked = parser.parse_args()
    printed, failed = {}, []
    chosen = asked.only or names()
    with ThreadPoolExecutor(_QUICK_AT_ONCE if asked.quick else 1) as beside:
        for name, (code, text, took) in zip(chosen, beside.map(partial(run, quick=asked.quick), chosen), strict=True):
            printed[name] = text
            sys.stdout.write(f"{text}{name}: {took:.0f} s\n\n")
            sys.stdout.flush()
            failed += [name] if code else []
    if failed:
        sys.stdout.write(f"failed: {', '.join(failed)}\n")
    elif asked.write and not asked.quick:
        before, _, rest = README.read_text().partition(_BEGIN)
        figures, _, after = rest.partition(_END)
        README.write_text(f"{before}{_BEGIN}\n\n{written(figures, printed)}\n\n{_END}{after}")
    return len(failed)


if __name__ == "__main__":
    sys.exit(main())
