#!/usr/bin/env python3
"""Ten years of a one-person studio, the same books in every format. Seeded: the same size gives the same bytes.

usage: books.py SIZE FOLDER [--seed S]

Writes into FOLDER:
  books.journal     hledger and ledger
  books.beancount   beancount and rustledger
  books.tackler     tackler, with tackler.toml
  entries.tsv       what Mainstay is told, before its own account ids are known (see `stream`)
  truth.json        balances by account, profit by month, and the newest lines of the current account, in cents
"""
import argparse
import datetime
import json
import os
import random

CURRENCY = "EUR"
FIRST_DAY = datetime.date(2016, 1, 1)
DAYS = (datetime.date(2025, 12, 31) - FIRST_DAY).days + 1

CURRENT = "Assets:Current"
SAVINGS = "Assets:Savings"
CLEARING = "Assets:Clearing"
CARD = "Liabilities:Card"
SALES_TAX = "Liabilities:SalesTax"
OPENING = "Equity:Opening"
DRAWINGS = "Equity:Drawings"
FEES = "Expenses:PaymentFees"

INCOME = ["Income:" + name for name in (
    "Illustration", "Branding", "WebDesign", "Retainers", "Workshops", "Prints", "Licences", "Commissions")]
# What a month of a studio costs: account, payee, least and most cents, and whether it is usually bought by card.
COSTS = [("Expenses:" + name, payee, least, most, by_card) for name, payee, least, most, by_card in (
    ("Rent", "Mill Lane Studios", 38_000, 52_000, False),
    ("Electricity", "Valley Power", 4_000, 14_000, False),
    ("Phone", "Northline Telecom", 1_900, 5_900, False),
    ("Insurance", "Guardian Mutual", 3_500, 16_000, False),
    ("Bookkeeping", "Hart Bookkeepers", 8_000, 30_000, False),
    ("Legal", "Moss Legal", 15_000, 80_000, False),
    ("Software", "Vector Tools", 1_100, 7_200, True),
    ("Hosting", "Cloudhaven", 600, 6_400, True),
    ("Fonts", "Glyph Foundry", 2_000, 24_000, True),
    ("Paper", "Ream Brothers", 900, 21_000, True),
    ("Ink", "Colour Depot", 1_400, 18_000, True),
    ("Frames", "Frameworks", 3_000, 45_000, True),
    ("Postage", "Parcel Counter", 350, 4_800, True),
    ("Packaging", "Box & Bow", 800, 9_000, True),
    ("Travel", "Regional Rail", 1_200, 14_000, True),
    ("Hotels", "Harbour Inn", 6_500, 22_000, True),
    ("Meals", "Corner Kitchen", 700, 5_800, True),
    ("Advertising", "Adspace", 2_000, 50_000, True),
    ("Training", "Evening Academy", 4_500, 70_000, True),
    ("Books", "Page One", 1_200, 8_000, True),
    ("Equipment", "Camera Corner", 5_000, 190_000, True),
    ("Repairs", "Fixit", 2_500, 30_000, False),
    ("Subcontractors", "Freelance Desk", 20_000, 240_000, False),
    ("BankFees", "First County Bank", 200, 1_900, False))]
CLIENTS = [f"{first} {second}" for first in ("Amber", "Brook", "Clover", "Dune", "Elm", "Fern", "Glade", "Heath", "Isle", "Jade")
           for second in ("Bakery", "Architects", "Records", "Clinic")]
CHANNELS = ["Studio", "Web shop", "Marketplace", "Fair", "Referral"]
KINDS = {"transfer": 24, "sale": 22, "cost": 36, "payout": 6, "card-bill": 3, "refund": 1, "drawing": 3, "savings": 2, "tax": 3}
ACCOUNTS = [CURRENT, SAVINGS, CLEARING, CARD, SALES_TAX, OPENING, DRAWINGS, FEES, *INCOME, *(cost[0] for cost in COSTS)]


def entries(size, seed):
    """Gives (day, reference, party, text, [(account, cents)]); the cents of each sum to zero."""
    chance = random.Random(seed)
    kinds, weights = list(KINDS), list(KINDS.values())
    waiting = {CLEARING: 0, CARD: 0}
    yield FIRST_DAY, "B0", "Owner", "Opening balance", [(CURRENT, 750_000), (OPENING, -750_000)]
    for number in range(1, size):
        day = FIRST_DAY + datetime.timedelta(days=number * DAYS // size)
        kind = chance.choices(kinds, weights)[0]
        reference, party, text, postings = f"B{number}", "Owner", "", []
        if kind in ("payout", "card-bill"):
            account = CLEARING if kind == "payout" else CARD
            held, waiting[account] = waiting[account], 0
            if held == 0:
                kind = "transfer"
            else:
                party = "Card processor" if kind == "payout" else "Card issuer"
                text, postings = "Settlement", [(CURRENT, held), (account, -held)]
        if kind in ("transfer", "sale", "refund"):
            party, account = chance.choice(CLIENTS), chance.choice(INCOME)
            net = int(chance.lognormvariate(10.3, 0.8)) if kind == "transfer" else chance.randrange(1_200, 60_000)
            tax = net // 5 if chance.random() < 0.7 else 0
            sign = -1 if kind == "refund" else 1
            gross, fee = net + tax, 0
            text = f"{'Credit note' if kind == 'refund' else 'Invoice'} {day.year}-{number}"
            postings = [(account, -net * sign)] + ([(SALES_TAX, -tax * sign)] if tax else [])
            if kind == "sale":
                fee = gross * 19 // 1000 + 25
                waiting[CLEARING] += gross - fee
                postings = [(CLEARING, gross - fee), (FEES, fee)] + postings
            else:
                postings = [(CURRENT, gross * sign)] + postings
        elif kind == "cost":
            account, party, least, most, by_card = chance.choice(COSTS)
            gross = chance.randrange(least, most)
            tax = gross // 6 if by_card and chance.random() < 0.8 else 0
            paid = CARD if by_card and chance.random() < 0.6 else CURRENT
            if paid == CARD:
                waiting[CARD] -= gross
            text = f"Order {chance.randrange(10**6)}"
            postings = [(account, gross - tax)] + ([(SALES_TAX, tax)] if tax else []) + [(paid, -gross)]
        elif kind == "drawing":
            text, postings = "Owner's pay", [(DRAWINGS, 220_000), (CURRENT, -220_000)]
        elif kind == "savings":
            cents = chance.randrange(10_000, 90_000)
            text, postings = "Set aside", [(SAVINGS, cents), (CURRENT, -cents)]
        elif kind == "tax":
            cents = chance.randrange(30_000, 250_000)
            party, text, postings = "Tax office", f"Return {day:%Y-%m}", [(SALES_TAX, cents), (CURRENT, -cents)]
        yield day, reference, party, text, postings


def amount(cents):
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02d}"


TACKLER = """[kernel]
strict = false
audit = { mode = false, hash = "SHA-256" }
timestamp = { default-time = 00:00:00, timezone = { name = "UTC" } }
[kernel.input]
storage = "fs"
fs = { path = ".", dir = ".", ext = "tackler" }
[transaction]
accounts = { path = "none" }
commodities = { path = "none" }
tags = { path = "none" }
[report]
report-timezone = "UTC"
scale = { min = 2, max = 2 }
accounts = [ ]
targets = [ "balance" ]
balance = { title = "Balance" }
balance-group = { title = "By month", group-by = "month" }
register = { title = "Register" }
[export]
targets = [ ]
equity = { accounts = [ ], equity-account = "Equity:Balance" }
"""


def write(size, folder, seed):
    os.makedirs(folder, exist_ok=True)
    place = lambda name: os.path.join(folder, name)
    with open(place("tackler.toml"), "w") as file:
        file.write(TACKLER)
    totals, profit, register = dict.fromkeys(ACCOUNTS, 0), {}, []
    with open(place("books.journal"), "w", 1 << 20) as journal, open(place("books.beancount"), "w", 1 << 20) as beancount, \
            open(place("books.tackler"), "w", 1 << 20) as tackler, open(place("entries.tsv"), "w", 1 << 20) as told:
        journal.write(f"commodity 1000.00 {CURRENCY}\n" + "".join(f"account {name}\n" for name in ACCOUNTS) + "\n")
        beancount.write(f'option "operating_currency" "{CURRENCY}"\n'
                        + "".join(f"{FIRST_DAY} open {name} {CURRENCY}\n" for name in ACCOUNTS) + "\n")
        for day, reference, party, text, postings in entries(size, seed):
            for account, cents in postings:
                totals[account] += cents
                if account.startswith(("Income:", "Expenses:")):
                    month = f"{day:%Y-%m}"
                    profit[month] = profit.get(month, 0) - cents
                if account == CURRENT:
                    register.append((str(day), cents))
            lines = [f"{account}  {amount(cents)} {CURRENCY}\n" for account, cents in postings]
            journal.write(f"{day} * ({reference}) {party} | {text}\n" + "".join("    " + line for line in lines) + "\n")
            beancount.write(f'{day} * "{party}" "{text}" ^{reference}\n' + "".join("  " + line for line in lines) + "\n")
            tackler.write(f"{day} ({reference}) '{party} | {text}\n" + "".join(" " + line for line in lines) + "\n")
            fields = [str(day), party, f"{text} {reference}"] + [f"{account} {cents}" for account, cents in postings]
            told.write("\t".join(fields) + "\n")
    with open(place("truth.json"), "w") as file:
        json.dump(dict(size=size, balances=totals, profit=profit, register=register[-50:]), file)


def stream(folder, ids, out, named=None):
    """Writes entries.tsv as lines for `mainstay do --stream`, with the account ids of the business; `named` tells the client
    and the channel of an entry by its number and party."""
    with open(os.path.join(folder, "entries.tsv")) as told, open(out, "w", 1 << 20) as lines:
        for number, line in enumerate(told):
            day, party, text, *postings = line.rstrip("\n").split("\t")
            legs = [dict(account=ids[name], amount_minor=int(cents)) for name, cents in (leg.split(" ") for leg in postings)]
            entry = dict(posted_on=day, party=party, text=text, postings=legs)
            if named:
                entry["dimensions"] = dict(zip(("client", "channel"), named(number, party)))
            lines.write(json.dumps(dict(command="post-entry", input=entry)) + "\n")


if __name__ == "__main__":
    arguments = argparse.ArgumentParser()
    arguments.add_argument("size", type=int)
    arguments.add_argument("folder")
    arguments.add_argument("--seed", type=int, default=1)
    given = arguments.parse_args()
    write(given.size, given.folder, given.seed)
