"""What the kept totals cost on insert: the share of processor time of `do --stream` spent in writing them.

The program is built once more with its symbols and sampled with perf while it posts. A sample counts when
`add_to_totals` is anywhere on its stack, inlined or not, so SQLite's own work under it counts too."""
import os
import shutil
import subprocess

from ours import Mainstay
from place import ENVIRONMENT, ROOT, WORK, Stop, folder, have

SYMBOLS = {"CARGO_PROFILE_RELEASE_STRIP": "none", "CARGO_PROFILE_RELEASE_DEBUG": "1"}


def share(size, program=None):
    if not have("perf"):
        raise Stop("The share of the totals needs perf (Debian: linux-perf); leave it out with --only")
    if program is None:
        target = WORK / "symbols-target"
        subprocess.run(["cargo", "build", "--release", "--locked", "-p", "mainstay"], cwd=ROOT, check=True,
                       env=os.environ | SYMBOLS | {"CARGO_TARGET_DIR": str(target)})
        program = target / "release/mainstay"
    shutil.rmtree(folder("upkeep"), ignore_errors=True)
    folder("upkeep").mkdir()
    shutil.copy(folder(size) / "entries.tsv", folder("upkeep") / "entries.tsv")
    samples = WORK / "perf.data"
    with_symbols = Mainstay(program)
    with_symbols.load("upkeep", around=["perf", "record", "-q", "-F", "997", "--call-graph", "dwarf,16384", "-o", str(samples)])
    told = subprocess.run(["perf", "script", "-i", str(samples), "-F", "ip,sym"], env=ENVIRONMENT, capture_output=True, text=True)
    stacks = [stack for stack in told.stdout.split("\n\n") if stack.strip()]
    in_totals = sum("add_to_totals" in stack for stack in stacks)
    samples.unlink()
    if not in_totals:
        raise Stop("perf saw no sample of add_to_totals: the program has no symbols")
    return dict(entries=size, samples=len(stacks), in_totals=in_totals, share=in_totals / len(stacks))
