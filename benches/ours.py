"""Mainstay with the same books: made through its own command line, asked through it."""
import json
import os
import shutil

from books import CARD, CLEARING, CURRENCY, CURRENT, DRAWINGS, OPENING, SALES_TAX, SAVINGS, ACCOUNTS, FIRST_DAY, stream
from place import ROOT, Stop, folder, measure, output

# What every chart of accounts has under a role of its own; the rest is opened by name.
ROLES = {SALES_TAX: "sales-tax-owed", OPENING: "opening-balance"}
OWN = {CURRENT: "bank", SAVINGS: "bank", CLEARING: "processor", CARD: "card"}


class Mainstay:
    def __init__(self, program):
        self.program = str(program)

    def words(self, size, *rest):
        return [self.program, "--data", folder(size) / "mainstay", *rest]

    def ask(self, size, *rest):
        return json.loads(output(self.words(size, *rest, "--json")))

    def accounts(self, size):
        """The ids of the accounts by the name that the other programs know them by."""
        ids, of_role = {}, {role: name for name, role in ROLES.items()}
        for account in self.ask(size, "show", "accounts")["accounts"]:
            ids[of_role.get(account["role"], account["name"])] = account["id"]
        return ids

    def load(self, size, around=(), named=None):
        """Sets a business up and posts every entry. The pockets begin on the first day, so that every deposit is split."""
        shutil.rmtree(folder(size) / "mainstay", ignore_errors=True)
        output(self.words(size, "init", "--name", "Studio", "--country", "FR", "--currency", CURRENCY, "--language", "en",
                          "--time-zone", "UTC", "--charges-tax-since", FIRST_DAY, "--starts-on", FIRST_DAY, "--overhead", "2500"))
        for name in ACCOUNTS:
            if name in OWN:
                output(self.words(size, "do", "open-account", f"name={name}", f"kind={OWN[name]}"))
            elif name not in ROLES:
                kind = {"Income": "income", "Expenses": "expense", "Equity": "equity"}[name.split(":")[0]]
                output(self.words(size, "do", "add-category", f"name={name}", f"kind={kind}"))
        lines = folder(size) / "entries.ndjson"
        stream(folder(size), self.accounts(size), lines, named)
        used = measure([*around, *self.words(size, "do", "--stream", "--json-input", lines)], runs=1, warm=0)
        lines.unlink()
        return used | dict(disk_mib=sum(os.path.getsize(path) for path in (folder(size) / "mainstay").iterdir()) / 2**20)

    def commands(self, size):
        current = self.accounts(size)[CURRENT]
        return dict(
            balances=self.words(size, "show", "balances", "--json"),
            months=self.words(size, "show", "profit-and-loss", "from=2016-01", "through=2025-12", "--json"),
            register=self.words(size, "show", "register", f"account={current}", "limit=50", "--json"),
            check=self.words(size, "verify", "--json"))

    def agree(self, size, truth):
        """Every balance, every month's profit, every one of the newest lines, and a clean check."""
        ids, commands = self.accounts(size), self.commands(size)
        asked = {name: json.loads(output(command)) for name, command in commands.items()}
        held = {account["id"]: account["balance_minor"] for account in asked["balances"]["accounts"]}
        for name, cents in truth["balances"].items():
            if held.pop(ids[name], 0) != cents:
                raise Stop(f"Mainstay disagrees about {name} at {size}")
        if any(held.values()):
            raise Stop(f"Mainstay has balances at {size} that nobody posted")
        profit = next(line for line in asked["months"]["lines"] if line.get("of") == "profit")["amounts_minor"]
        columns = zip(asked["months"]["columns"], profit)
        months = {column["from"][:7]: cents for column, cents in columns if column["kind"] == "part"}
        if {month: cents for month, cents in months.items() if cents} != {month: cents for month, cents in truth["profit"].items() if cents}:
            raise Stop(f"Mainstay disagrees about the profit of a month at {size}")
        lines = [(line["posted_on"], line["amount_minor"]) for line in reversed(asked["register"]["lines"])]
        if lines != [tuple(line) for line in truth["register"]] or asked["register"]["lines"][0]["balance_minor"] != truth["balances"][CURRENT]:
            raise Stop(f"Mainstay disagrees about the newest lines at {size}")
        if not asked["check"]["ok"]:
            raise Stop(f"mainstay verify finds the books of {size} wrong")


def built():
    """The program as a user builds it."""
    target = os.environ.get("CARGO_TARGET_DIR", str(ROOT / "target"))
    return os.path.join(target, "release", "mainstay")
