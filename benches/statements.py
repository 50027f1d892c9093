"""Bank statements, I1–I5: the files, the business they come into, and the programs beside it.

The same movements in four formats, ten years, oldest first, from one seed; every figure is taken only where the counts and
sums agree with the generator's."""
import json
import random
import shutil
import sqlite3
import subprocess
import sys
from datetime import date, timedelta

from place import ENVIRONMENT, HERE, ROOT, WORK, Stop, compiled, folder, measure, output

PYTHON = ["ofxtools==1.1.1", "mt-940==5.1.1", "pycamt==1.1.1", "beangulp==0.2.0"]
FILES = {"csv": "bank.csv", "ofx": "bank.ofx", "camt": "bank.camt.xml", "mt940": "bank.mt940"}

CLIENTS = [f"{one} {other}" for one in ("Alder", "Birch", "Cedar", "Delta", "Ember", "Fjord", "Garnet", "Harbor") for other in ("Studio", "Labs", "Foods", "Press")]
# Who is paid, for what, and the category by the role that the business's own chart has.
SUPPLIERS = [
    ("Notion", "monthly subscription", "software"), ("Zoom", "monthly subscription", "software"), ("Adobe", "monthly subscription", "software"),
    ("Figma", "monthly subscription", "software"), ("Hetzner", "server", "software"), ("Paper & Co", "order", "materials"),
    ("Inkworks", "order", "materials"), ("BoxCraft", "boxes", "packaging-postage"), ("Timber Yard", "order", "materials"),
    ("Parcel Post", "shipping", "packing-postage"), ("City Coworking", "rent", "rent"), ("Corner Cafe", "meals", "meals"),
    ("Hotel Central", "lodging", "lodging"), ("Rail Lines", "ticket", "travel"), ("Telco", "telecom", "phone-internet"),
    ("SafeGuard", "insurance", "insurance"), ("AdNetwork", "advertising", "advertising"), ("Ledger & Partners", "accounting", "professional-fees"),
    ("Skills Academy", "training", "education"), ("First Bank", "fees", "bank-fees"), ("Power Works", "energy", "utilities"),
    ("Tool Hire", "tools", "small-equipment"), ("Garage", "repair", "vehicle"), ("Chamber", "dues", "licences-dues")]


def movements(size, seed=1):
    """Day, cents, text, who, reference."""
    r = random.Random(seed)
    first, days = date(2016, 1, 1), 3652
    for number in range(size):
        day = first + timedelta(days=number * days // size)
        if r.random() < 0.35:
            yield day, r.randrange(9_000, 480_000), f"SEPA payment INV-{day.year}-{number:07d}", r.choice(CLIENTS), f"R{number:08d}"
        else:
            who, what, _ = r.choice(SUPPLIERS)
            yield day, -r.randrange(300, 90_000), f"SEPA {what} {r.randrange(10**6):06d}", who, f"R{number:08d}"


def eur(cents):
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02d}"


def write(size):
    """The four files; answers how many lines they hold and what these add up to."""
    at = folder(size) / "statements"
    at.mkdir(parents=True, exist_ok=True)
    told = at / "truth.json"
    if told.exists():
        return json.loads(told.read_text())
    files = {name: open(at / file, "w", buffering=1 << 20) for name, file in FILES.items()}
    put = {name: file.write for name, file in files.items()}
    put["csv"]("date,amount,description,counterparty,reference\n")
    put["ofx"]('<?xml version="1.0" encoding="UTF-8"?>\n<?OFX OFXHEADER="200" VERSION="220" SECURITY="NONE" OLDFILEUID="NONE" NEWFILEUID="NONE"?>\n'
               "<OFX><SIGNONMSGSRSV1><SONRS><STATUS><CODE>0</CODE><SEVERITY>INFO</SEVERITY></STATUS><DTSERVER>20260101000000</DTSERVER>"
               "<LANGUAGE>ENG</LANGUAGE></SONRS></SIGNONMSGSRSV1><BANKMSGSRSV1><STMTTRNRS><TRNUID>1</TRNUID><STATUS><CODE>0</CODE>"
               "<SEVERITY>INFO</SEVERITY></STATUS><STMTRS><CURDEF>EUR</CURDEF><BANKACCTFROM><BANKID>1000</BANKID><ACCTID>DE001000</ACCTID>"
               "<ACCTTYPE>CHECKING</ACCTTYPE></BANKACCTFROM><BANKTRANLIST><DTSTART>20160101</DTSTART><DTEND>20251231</DTEND>\n")
    put["camt"]('<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><GrpHdr>'
                "<MsgId>M1</MsgId><CreDtTm>2026-01-01T00:00:00</CreDtTm></GrpHdr><Stmt><Id>S1</Id><CreDtTm>2026-01-01T00:00:00</CreDtTm><Acct><Id>"
                "<IBAN>DE02120300000000202051</IBAN></Id><Ccy>EUR</Ccy></Acct>\n")
    put["mt940"](":20:S1\n:25:12030000/0000202051\n:28C:1/1\n:60F:C160101EUR0,00\n")
    total = 0
    for number, (day, cents, text, who, reference) in enumerate(movements(size)):
        total += cents
        sign, role = ("CRDT", "Dbtr") if cents >= 0 else ("DBIT", "Cdtr")
        plain, kind = who.replace("&", "&amp;"), "CREDIT" if cents >= 0 else "DEBIT"
        put["csv"](f"{day},{eur(cents)},{text},{who},{reference}\n")
        put["ofx"](f"<STMTTRN><TRNTYPE>{kind}</TRNTYPE><DTPOSTED>{day:%Y%m%d}</DTPOSTED><TRNAMT>{eur(cents)}</TRNAMT><FITID>{number}</FITID>"
                   f"<REFNUM>{reference}</REFNUM><NAME>{plain}</NAME><MEMO>{text}</MEMO></STMTTRN>\n")
        put["camt"](f'<Ntry><NtryRef>{number}</NtryRef><Amt Ccy="EUR">{eur(abs(cents))}</Amt><CdtDbtInd>{sign}</CdtDbtInd><Sts>BOOK</Sts>'
                    f"<BookgDt><Dt>{day}</Dt></BookgDt><ValDt><Dt>{day}</Dt></ValDt><AcctSvcrRef>{reference}</AcctSvcrRef>"
                    f"<BkTxCd><Prtry><Cd>NTRF</Cd></Prtry></BkTxCd><NtryDtls><TxDtls><Refs><EndToEndId>{reference}</EndToEndId></Refs>"
                    f"<RltdPties><{role}><Nm>{plain}</Nm></{role}></RltdPties><RmtInf><Ustrd>{text}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>\n")
        put["mt940"](f":61:{day:%y%m%d%m%d}{sign[0]}{eur(abs(cents)).replace('.', ',')}NTRF{reference}\n:86:{who} {text}\n")
    put["ofx"](f"</BANKTRANLIST><LEDGERBAL><BALAMT>{eur(total)}</BALAMT><DTASOF>20251231</DTASOF></LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\n")
    put["camt"](f'<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">{eur(abs(total))}</Amt><CdtDbtInd>{"CRDT" if total >= 0 else "DBIT"}</CdtDbtInd>'
                "<Dt><Dt>2025-12-31</Dt></Dt></Bal></Stmt></BkToCstmrStmt></Document>\n")
    put["mt940"](f":62F:{'C' if total >= 0 else 'D'}251231EUR{eur(abs(total)).replace('.', ',')}\n")
    for file in files.values():
        file.close()
    truth = dict(lines=size, sum=eur(total))
    # The same movements in another download: one line more at the end, so that it is not the same file.
    text = (at / FILES["csv"]).read_text()
    (at / "again.csv").write_text(text + "2025-12-31,-0.00,nothing moved,,\n")
    told.write_text(json.dumps(truth))
    return truth


def business(program, size):
    """A business with a bank account, its pockets begun on the first day, and a rule for each who pays or is paid."""
    data = folder(size) / "statements" / "mainstay"
    shutil.rmtree(data, ignore_errors=True)
    words = lambda *rest: [program.program, "--data", data, *rest]
    output(words("init", "--name", "Studio", "--country", "FR", "--currency", "EUR", "--language", "en", "--time-zone", "UTC",
                 "--charges-tax-since", "2016-01-01", "--starts-on", "2016-01-01", "--overhead", "2500"))
    output(words("do", "open-account", "name=Checking", "kind=bank"))
    accounts = json.loads(output(words("show", "accounts", "--json")))["accounts"]
    role = {account["role"]: account["id"] for account in accounts if account["role"]}
    rules = [(who, role["sales-services"]) for who in CLIENTS] + [(who, role.get(one, role["other-costs"])) for who, _, one in SUPPLIERS]
    calls = data.parent / "rules.ndjson"
    calls.write_text("".join(json.dumps(dict(command="add-rule", input=dict(rule=dict(counterparty_has=who, category=category)))) + "\n" for who, category in rules))
    output(words("do", "--stream", "--json-input", calls))
    return data, words, len(rules)


def bring_in(program, size):
    """I1 and I2: the file comes in; the same file again; the same movements in another download. And the plain program."""
    at = folder(size) / "statements"
    truth = write(size)
    data, words, rules = business(program, size)
    bring = lambda file: measure(words("import", at / file), runs=1, warm=0)
    found = dict(rules=rules, first=bring(FILES["csv"]))
    counted = json.loads(output(words("show", "balances", "--json")))
    held = next(account["balance_minor"] for account in counted["accounts"] if account["name"] == "Checking")
    if eur(held) != truth["sum"]:
        raise Stop(f"Mainstay brought in {eur(held)} of {truth['sum']} at {size}")
    found["again"] = bring(FILES["csv"])
    found["overlapping"] = bring("again.csv")
    if size <= 100_000 and json.loads(output(words("verify", "--json"))).get("problems"):
        raise Stop(f"verify finds something after the import of {size}")
    store = next(path for path in data.iterdir() if path.suffix in (".mainstay", ".db", ".sqlite", ".sqlite3"))
    database = sqlite3.connect(f"file:{store}?mode=ro", uri=True)
    tables = [name for (name,) in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")]
    found["rows"] = sum(database.execute(f'SELECT COUNT(*) FROM "{name}"').fetchone()[0] for name in tables)
    found["indexes"] = database.execute("SELECT COUNT(*) FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL").fetchone()[0]
    database.close()
    copy = at / "plain.db"
    plain = lambda how: measure([same_rows(), how, store, copy, at / FILES["csv"]], runs=3, warm=0)
    found["plain read"], found["plain write"] = plain("read"), plain("write")
    found["disk_mib"] = store.stat().st_size / 2**20
    copy.unlink(missing_ok=True)
    shutil.rmtree(data)
    return found


def same_rows():
    """The plain program: the same rows under the same indexes, through rusqlite."""
    subprocess.run(["cargo", "build", "-q", "--release", "--locked", "-p", "store", "--example", "same_rows"], cwd=ROOT, check=True)
    made = subprocess.run(["cargo", "metadata", "--no-deps", "--format-version", "1"], cwd=ROOT, check=True, capture_output=True, text=True)
    return f"{json.loads(made.stdout)['target_directory']}/release/examples/same_rows"


def parse(program, size):
    """I3 to I5: what a file holds, read and forgotten."""
    at, truth = folder(size) / "statements", write(size)
    found = {}
    for name, file in FILES.items():
        told = json.loads(output([program.program, "inspect", "--json", at / file]))["accounts"][0]
        if (told["transactions"], told["sum"]) != (truth["lines"], truth["sum"]):
            raise Stop(f"Mainstay reads {told['transactions']} lines of {told['sum']} from {file} of {size}")
        found[name] = measure([program.program, "inspect", "--json", at / file], runs=11 if size <= 100_000 else 5)
    return found


# The programs beside: each reads what Mainstay reads, and tells how many lines and what they add up to.
READERS = {
    "ofxtools": ("ofx", "from ofxtools.Parser import OFXTree\nt=OFXTree(); t.parse(f); s=t.convert().statements[0]\nprint(len(s.transactions), sum(x.trnamt for x in s.transactions))"),
    "pycamt": ("camt", "from pycamt.parser import Camt053Parser\nt=Camt053Parser.from_file(f).get_transactions()\nprint(len(t), sum(__import__('decimal').Decimal(str(x['Amount']))*(1 if x['CreditDebitIndicator']=='CRDT' else -1) for x in t))"),
    "mt-940": ("mt940", "import mt940\nt=mt940.parse(f)\nprint(len(t), sum(x.data['amount'].amount for x in t))"),
    "Python csv": ("csv", "import csv\nfrom decimal import Decimal\nrows=csv.reader(open(f)); next(rows)\nn=s=0\nfor row in rows:\n n+=1; s+=int(row[1].replace('.',''))\nprint(n, Decimal(s)/100)"),
}
LONGEST = {"pycamt": 10_000, "ofxtools": 100_000, "mt-940": 100_000}


def install():
    python = WORK / "python/bin/python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(WORK / "python")], check=True)
    subprocess.run([str(WORK / "python/bin/pip"), "-q", "install", *PYTHON], check=True)


def readers(size, results):
    at, truth, python = folder(size) / "statements", write(size), str(WORK / "python/bin/python")
    for name, (kind, script) in READERS.items():
        if size > LONGEST.get(name, 10**9):
            continue
        command = [python, "-c", f"f={str(at / FILES[kind])!r}\n{script}"]
        count, total = output(command).split()
        if int(count) != truth["lines"] or eur(round(float(total) * 100)) != truth["sum"]:
            raise Stop(f"{name} reads {count} lines of {total} at {size}")
        results.put(measure(command, runs=3 if size <= 10_000 else 1, warm=0), "statements", name, size)
    loop = [compiled("rows"), at / FILES["csv"]]
    if output(loop).split() != [str(truth["lines"]), truth["sum"]]:
        raise Stop(f"the loop in C disagrees at {size}")
    results.put(measure(loop, runs=11), "statements", "C, byte by byte", size)


def importers(size, results):
    """hledger and beangulp with rules of the same kind."""
    at, python = folder(size) / "statements", WORK / "python/bin/python"
    rules = "skip 1\nfields date, amount, description, counterparty, reference\ndate-format %Y-%m-%d\ncurrency EUR\naccount1 Assets:Checking\naccount2 Expenses:Unknown\n"
    rules += "".join(f"if %counterparty {who}\n account2 Income:Sales\n" for who in CLIENTS)
    rules += "".join(f"if %counterparty {who}\n account2 Expenses:{role}\n" for who, _, role in SUPPLIERS)
    (at / "bank.csv.rules").write_text(rules)
    journal = at / "imported.journal"
    command = ["sh", "-c", f"rm -f {at}/.latest.bank.csv; : > {journal}; exec hledger import -f {journal} --rules-file {at}/bank.csv.rules {at}/bank.csv"]
    results.put(measure(command, runs=1, warm=0), "statements", "hledger import", size)
    (at / "bean.py").write_text(BEAN.format(rules={who: "Income:Sales" for who in CLIENTS} | {who: "Expenses:Costs" for who, *_ in SUPPLIERS}))
    results.put(measure([python, at / "bean.py", "extract", at / "bank.csv"], runs=1, warm=0, more={"BEANCOUNT_DISABLE_LOAD_CACHE": "1"}),
                "statements", "beangulp extract", size)
    journal.unlink(missing_ok=True)


BEAN = """import beangulp
from beangulp.importers import csvbase
RULES = {rules!r}
class Bank(csvbase.Importer):
    date = csvbase.Date('date', '%Y-%m-%d')
    narration = csvbase.Columns('description')
    payee = csvbase.Columns('counterparty')
    amount = csvbase.Amount('amount')
    def identify(self, path): return path.endswith('.csv')
    def finalize(self, txn, row):
        from beancount.core import data
        other = RULES.get(txn.payee)
        if other: txn.postings.append(data.Posting(other, -txn.postings[0].units, None, None, None, None))
        return txn
if __name__ == '__main__': beangulp.Ingest([Bank('Assets:Checking', 'EUR')])()
"""


def run(program, sizes, results):
    for size in sizes:
        for kind, cell in parse(program, size).items():
            results.put(cell, "statements", f"Mainstay {kind}", size)
        readers(size, results)
        results.put(bring_in(program, size), "import", size)
        if size <= 100_000:
            importers(size, results)
