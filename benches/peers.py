"""The programs a user would otherwise run: how they are installed, asked, and read."""
import os
import re
import subprocess
import sys

from books import CURRENT
from place import ENVIRONMENT, UNCACHED, WORK, have, output

PYTHON = ["beancount==3.2.3", "beanquery==0.2.0", "fava==1.30.16"]
# The newest releases that the workspace's own Rust version builds.
RUST = {"tackler": ["--locked", "tackler@26.10.1"], "rledger": ["--no-default-features", "rustledger@0.15.0"]}
DEBIAN = {"hledger": "hledger", "hledger-web": "hledger-web", "ledger": "ledger", "nginx": "nginx-light", "cc": "gcc"}
LIBRARIES = {"/usr/include/sqlite3.h": "libsqlite3-dev"}

BALANCES = "SELECT account, sum(position) GROUP BY account ORDER BY account"
INCOME = ("SELECT year, month, account, sum(position) WHERE account ~ '^(Income|Expenses)' "
          "GROUP BY year, month, account ORDER BY year, month, account")
REGISTER = f"SELECT date, payee, narration, position, balance WHERE account = '{CURRENT}'"
TACKLER = ["tackler", "--config", "tackler.toml", "--input.file", "books.tackler", "--reports"]

COMMANDS = {
    "hledger": dict(
        balances=["hledger", "-f", "books.journal", "balance", "--flat", "-N"],
        months=["hledger", "-f", "books.journal", "incomestatement", "-M"],
        register=["hledger", "-f", "books.journal", "aregister", CURRENT]),
    "ledger": dict(
        balances=["ledger", "-f", "books.journal", "balance", "--flat", "--no-total"],
        months=["ledger", "-f", "books.journal", "-M", "register", "^Income", "^Expenses"],
        register=["ledger", "-f", "books.journal", "register", "--tail", "50", CURRENT]),
    "tackler": dict(
        balances=TACKLER + ["balance"],
        months=TACKLER + ["balance-group", "--accounts", "Income.*", "Expenses.*"],
        register=TACKLER + ["register", "--accounts", CURRENT]),
    "rustledger": dict(
        balances=["rledger", "query", "books.beancount", BALANCES],
        months=["rledger", "query", "books.beancount", INCOME],
        register=["rledger", "query", "books.beancount", REGISTER],
        check=["rledger", "check", "books.beancount"]),
    "beancount": dict(
        balances=["bean-query", "books.beancount", BALANCES],
        months=["bean-query", "books.beancount", INCOME],
        register=["bean-query", "books.beancount", REGISTER],
        check=["bean-check", "books.beancount"]),
}
# A check from the postings may not begin from what was parsed before; a report may, and does.
MORE = {("rustledger", "check"): UNCACHED, ("beancount", "check"): UNCACHED}
# MiB a transaction that a program holds at most, from runs at 100,000: none is started that memory cannot take.
HOLDS = {"hledger": 10 / 1000, "ledger": 3 / 1000, "tackler": 1.3 / 1000, "rustledger": 8.5 / 1000, "beancount": 4.5 / 1000}


def runs(peer, size):
    """How often each is run: often where it is quick, once where one run takes minutes."""
    if size >= 1_000_000:
        return {"tackler": 3, "rustledger": 3}.get(peer, 1)
    if size >= 100_000:
        return 3 if peer in ("hledger", "beancount", "ledger") else 5
    return 5 if peer in ("hledger", "beancount") else 21


def install():
    """Brings what is not there yet. Debian's packages need root; everything else stays in the work folder."""
    missing = [package for program, package in DEBIAN.items() if not have(program)]
    missing += [package for header, package in LIBRARIES.items() if not os.path.exists(header)]
    if missing:
        subprocess.run(["apt-get", "install", "-y", "--no-install-recommends", *missing], check=True, stdout=sys.stderr)
    if not have("bean-query") or not have("fava"):
        subprocess.run([sys.executable, "-m", "venv", str(WORK / "python")], check=True)
        subprocess.run([str(WORK / "python/bin/pip"), "-q", "install", *PYTHON], check=True)
    for program, what in RUST.items():
        if not have(program):
            subprocess.run(["cargo", "install", "--root", str(WORK / "peers"), *what], check=True,
                           env=os.environ | {"CARGO_TARGET_DIR": str(WORK / "peers-target")})


def versions():
    told = {}
    for name, command in (("hledger", ["hledger", "--version"]), ("ledger", ["ledger", "--version"]), ("tackler", ["tackler", "--version"]),
                          ("rustledger", ["rledger", "--version"]), ("beancount", ["bean-check", "--version"]),
                          ("Fava", ["fava", "--version"]), ("hledger-web", ["hledger-web", "--version"])):
        if have(command[0]):
            found = re.search(r"\d+(\.\d+)+", output(command, check=False))
            told[name] = found[0] if found else "unknown"
    if have("nginx"):
        told["nginx"] = re.search(r"[\d.]+", subprocess.run(["nginx", "-v"], capture_output=True, text=True, env=ENVIRONMENT).stderr)[0]
    return told


def balances(peer, cwd):
    """What a program says each account holds, in cents, read from its own table."""
    found = {}
    for line in output(COMMANDS[peer]["balances"], cwd).splitlines():
        account = re.search(r"\b(?:Assets|Liabilities|Equity|Income|Expenses):\w+", line)
        cents = re.search(r"-?[\d,]+\.\d\d\b", line)
        if account and cents:
            found[account[0]] = int(cents[0].replace(",", "").replace(".", ""))
    return found
