"""Where the measurements live, and how one command is measured."""
import os
import pathlib
import shutil
import statistics
import subprocess

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
WORK = pathlib.Path(os.environ.get("BENCH_WORK") or pathlib.Path(os.environ.get("TMPDIR", "/tmp")) / "mainstay-bench")

# Nothing of the user's own: their locale changes how programs read dates and amounts, their data folder is their books.
ENVIRONMENT = {
    "PATH": os.pathsep.join([str(WORK / "peers/bin"), str(WORK / "python/bin"), os.environ["PATH"]]),
    "LC_ALL": "C.UTF-8", "TZ": "UTC", "HOME": str(WORK / "home"),
}
UNCACHED = {"BEANCOUNT_DISABLE_LOAD_CACHE": "1"}


class Stop(Exception):
    """Something that makes the run meaningless: said in a sentence, without a trace."""


def folder(size):
    return WORK / str(size)


def compiled(name):
    """A C program of this folder, compiled when it is newer than its result."""
    source, made = HERE / f"{name}.c", WORK / name
    if not made.exists() or made.stat().st_mtime < source.stat().st_mtime:
        libraries = ["-lsqlite3"] if "sqlite3.h" in source.read_text() else []
        subprocess.run(["cc", "-O2", "-Wall", str(source), "-o", str(made), *libraries], check=True)
    return str(made)


def output(command, cwd=None, check=True, more=None):
    """What a command prints."""
    ran = subprocess.run([str(word) for word in command], cwd=cwd, env=ENVIRONMENT | (more or {}), stdin=subprocess.DEVNULL,
                         capture_output=True, text=True)
    if check and ran.returncode:
        raise Stop(f"{' '.join(map(str, command))}: {ran.stderr.strip()[-400:] or ran.stdout.strip()[-400:]}")
    return ran.stdout


def have(program):
    return shutil.which(program, path=ENVIRONMENT["PATH"]) is not None


def free_gib():
    with open("/proc/meminfo") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("MemAvailable")) / 2**20


# The kernel tells user from system time by its clock's ticks. Below this, what one tick falls on decides all of it.
SHORT = 0.05


def measure(command, runs, cwd=None, warm=1, more=None, limit=900):
    """User CPU of the whole process: the median of runs, with system CPU, wall time and peak memory beside it. Of a short
    process it is all CPU, user and system: the kernel cannot tell them apart."""
    command = [compiled("timed"), str(warm + runs), *map(str, command)]
    ran = subprocess.run(command, cwd=cwd, env=ENVIRONMENT | (more or {}), capture_output=True, text=True, timeout=limit * (warm + runs))
    rows = [[float(field) for field in line.split()] for line in ran.stdout.splitlines()][warm:]
    failed = [row for row in rows if row[4]]
    if failed or len(rows) < runs:
        raise Stop(f"{' '.join(command[2:])} ended with {int(failed[0][4]) if failed else '?'}: {ran.stderr.strip()[-300:]}")
    spent = [row[0] + row[1] if row[0] + row[1] < SHORT else row[0] for row in rows]
    _, system, wall, peak, _ = (statistics.median(column) for column in zip(*rows))
    return dict(user=statistics.median(spent), system=system, wall=wall, peak_mib=peak / 1024, runs=runs, low=min(spent), high=max(spent))
