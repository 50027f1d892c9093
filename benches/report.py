"""docs/performance.md, from what was measured. A row that was not measured has no figure: it is listed as not measured."""
import math

import statements_report

NAMES = {"balances": "B1: balance of every account", "months": "B2: income statement by month, ten years",
         "register": "B3: register, the newest 50 lines", "check": "V1: the whole check from the postings"}
SIZES = {1_000: "1k", 10_000: "10k", 100_000: "100k", 1_000_000: "1M"}
# What a figure must reach before a release, and what is aimed for: times less processor time than the peer at 1M.
GOALS = [
    ("B1", "balances", "hledger", 5_000, 15_000), ("B1", "balances", "tackler", 200, 500),
    ("B2", "months", "hledger", 4_000, 10_000), ("B2", "months", "tackler", 150, 400),
    ("B3", "register", "hledger", 5_000, 15_000), ("B3", "register", "tackler", 250, 800),
    ("V1", "check", "rustledger", 4, 15), ("V1", "check", "beancount", 80, None)]
ROWS = {"reports": "B1–B5 and B7", "verify": "V1", "margin": "B6", "web": "W1–W6", "durable": "D1", "upkeep": "D2", "statements": "I1–I5", "limits": "what the machine does at all"}
PAGES = {"first": "first page", "list": "list page (a register, 50 lines)", "report": "report page (profit and loss, a year)",
         "balances": "balances of all accounts"}


def number(value, unit=""):
    text = f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
    return text + (f" {unit}" if unit else "")


def seconds(value):
    return f"{value * 1e3:.3g} ms" if value < 1 else f"{value:.3g} s"


def table(head, rows):
    return "\n".join(["| " + " | ".join(head) + " |", "|" + "---|" * len(head)] + ["| " + " | ".join(row) + " |" for row in rows])


class Report:
    def __init__(self, results):
        self.results, self.judged, self.missing = results, [], []

    def user(self, kind, peer, size, what="user"):
        cell = self.results.get(kind, {}).get(peer, {}).get(str(size))
        return cell[what] if cell else None

    def judge(self, row, goal, figure, met, stretch=False):
        """A goal with its figure; `met` says whether the must, `stretch` whether the aim too."""
        self.judged.append((row, goal, figure, "missed" if not met else "met, and the aim too" if stretch else "met"))

    def times(self, row, kind, peer, must, aim):
        own, other = self.user(kind, "Mainstay", 1_000_000), self.user(kind, peer, 1_000_000)
        goal = f"≥ {must:,}× less than {peer} at 1M" + (f" (aim {aim:,}×)" if aim else "")
        if not own or not other:
            self.missing.append(f"{row}, {goal}")
            return
        self.judge(row, goal, f"{number(other / own)}× ({seconds(other)} : {seconds(own)})", other / own >= must, bool(aim) and other / own >= aim)

    def goals(self):
        for goal in GOALS:
            self.times(*goal)
        for row, kind in (("B1", "balances"), ("B2", "months"), ("B3", "register")):
            small, large = self.user(kind, "Mainstay", 10_000), self.user(kind, "Mainstay", 1_000_000)
            if small and large:
                growth = math.log(large / small) / math.log(100)
                self.judge("B4", f"{row}: growth from 10k to 1M ≤ 0.10 (aim 0.03)", f"{growth:.3f}", growth <= 0.10, growth <= 0.03)
            else:
                self.missing.append(f"B4, growth of {row}")
        peaks = [self.user(kind, "Mainstay", 1_000_000, "peak_mib") for kind in ("balances", "months", "register")]
        tackler = self.user("balances", "tackler", 1_000_000, "peak_mib")
        if all(peaks) and tackler:
            ratio = tackler / max(peaks)
            self.judge("B5", "peak memory of B1–B3 at 1M ≤ 1/40 of tackler's (aim 1/60)", f"1/{ratio:.0f} ({max(peaks):.0f} MiB : {tackler:.0f} MiB)", ratio >= 40, ratio >= 60)
        else:
            self.missing.append("B5, peak memory at 1M")
        margin, limits = self.results.get("margin"), self.results.get("limits")
        if margin and limits:
            own, most = margin["postings"] / margin["user"], limits["postings"] / limits["index_s"]
            self.judge("B6", "margin by client and channel, ten years: postings a second ≥ 40 % of SQLite's sum over a covering index (aim 80 %)",
                       f"{own / most:.0%} ({own / 1e6:.1f} : {most / 1e6:.1f} million a second; {margin['postings']:,} postings in {seconds(margin['user'])}, {margin['peak_mib']:.0f} MiB)",
                       own / most >= 0.4, own / most >= 0.8)
        else:
            self.missing.append("B6, margin by client and channel")
        own, other, empty = self.user("balances", "Mainstay", 1_000), self.user("balances", "tackler", 1_000), self.results.get("empty")
        if own and other and empty:
            self.judge("B7", "balances at 1k: no more than tackler (aim 3× an empty process)",
                       f"{seconds(own)} : {seconds(other)}; empty process {seconds(empty['user'])}", own <= other, own <= 3 * empty["user"])
        else:
            self.missing.append("B7, start cost at 1k")
        statements_report.goals(self.results, self.judge, self.missing)
        self.web_goals()
        durable = self.results.get("durable")
        if durable:
            self.judge("D1", "single durable postings ≥ 70 % of fdatasync appends (aim 90 %)",
                       f"{durable['ratio']:.0%} ({durable['posts']:.0f} : {durable['appends']:.0f} a second; {durable['low']:.0%}–{durable['high']:.0%} over {durable['rounds']} rounds)",
                       durable["ratio"] >= 0.7, durable["ratio"] >= 0.9)
        else:
            self.missing.append("D1, durable postings")
        upkeep = self.results.get("upkeep")
        if upkeep:
            self.judge("D2", "upkeep of the totals ≤ 15 % of the processor time of posting (aim 5 %)",
                       f"{upkeep['share']:.1%} of {upkeep['samples']:,} samples at {upkeep['entries']:,} entries", upkeep["share"] <= 0.15, upkeep["share"] <= 0.05)
        else:
            self.missing.append("D2, upkeep of the totals")

    def web(self, peer, size):
        return self.results.get("web", {}).get(peer, {}).get(str(size))

    def web_goals(self):
        small, large, fava, hledger = self.web("Mainstay", 10_000), self.web("Mainstay", 1_000_000), self.web("Fava", 10_000), self.web("hledger-web", 10_000)
        hellos = [self.web("nginx hello", turn) for turn in (0, 1)]
        if not small or not fava or not all(hellos):
            self.missing.append("W1–W6, pages")
            return
        page = lambda found, name: found["pages"][name]
        balance = fava["pages"]["trial balance data"]["cpu_ms"]
        for name, most, aim in (("list", 0.4, 0.1), ("report", 1.1, 0.3)):
            spent = page(small, name)["cpu_ms"]
            self.judge("W1", f"{PAGES[name]}, server CPU ≤ {most} ms and ≤ Fava's trial balance (aim {aim} ms)",
                       f"{spent:.2f} ms; Fava {balance:.2f} ms", spent <= most and spent <= balance, spent <= aim)
        for name in ("list", "report"):
            for part, word in (("p50_ms", "median"), ("p99_ms", "99th of 100")):
                base = (page(hellos[0], "hello")[part] + page(hellos[1], "hello")[part]) / 2
                ratio = page(small, name)[part] / base
                self.judge("W2", f"{PAGES[name]}: {word} ≤ 20× nginx's five bytes (aim 5×)", f"{ratio:.1f}× ({page(small, name)[part]:.2f} : {base:.3f} ms)", ratio <= 20, ratio <= 5)
        if large:
            for name in ("list", "report"):
                ratio = page(large, name)["cpu_ms"] / page(small, name)["cpu_ms"]
                self.judge("W3", f"{PAGES[name]}: server CPU at 1M ≤ 1.5× that at 10k (aim 1.1×)", f"{ratio:.2f}×", ratio <= 1.5, ratio <= 1.1)
            for size, found in ((10_000, small), (1_000_000, large)):
                start, least = found["start_s"], (hledger["start_s"] / found["start_s"] if hledger else 0)
                nginx = sum(one["start_s"] for one in hellos) / 2
                goal = f"start to first page at {SIZES[size]}: ≥ 10× quicker than hledger-web and ≥ 30× than Fava at 10k (aim ≤ 2× nginx)"
                if hledger:
                    self.judge("W4", goal, f"{start * 1e3:.1f} ms: {least:.0f}× and {fava['start_s'] / start:.0f}×; nginx {nginx * 1e3:.1f} ms",
                               least >= 10 and fava["start_s"] / start >= 30, start <= 2 * nginx)
            idle, ratio = large["idle_pss_mib"], fava["idle_pss_mib"] / large["idle_pss_mib"]
            self.judge("W5", "idle memory with the 1M books open ≤ 20 MiB and ≥ 4× less than Fava at 10k (aim 10 MiB)", f"{idle:.1f} MiB, {ratio:.1f}× less", idle <= 20 and ratio >= 4, idle <= 10)
        else:
            self.missing.append("W3–W5 at 1M")
        size = page(large or small, "list")["bytes"]
        self.judge("W6", "bytes of a list page ≤ 28 KB at any size (aim 12 KB)", f"{size / 1000:.1f} KB, {page(large or small, 'list')['bytes_gzip'] / 1000:.1f} KB packed" if page(large or small, 'list')["bytes_gzip"] else f"{size / 1000:.1f} KB", size <= 28_000, size <= 12_000)

    def cells(self, kind):
        peers = self.results.get(kind, {})
        sizes = [size for size in SIZES if any(str(size) in cells for cells in peers.values())]
        rows = []
        for peer, cells in sorted(peers.items(), key=lambda item: item[0] != "Mainstay"):
            row = [peer]
            for size in sizes:
                cell, own = cells.get(str(size)), peers.get("Mainstay", {}).get(str(size))
                if not cell:
                    row.append("–")
                    continue
                ratio = f", {number(cell['user'] / own['user'])}×" if own and peer != "Mainstay" and own["user"] else ""
                row.append(f"{seconds(cell['user'])}{ratio} ({cell['peak_mib']:.0f} MiB)")
            rows.append(row)
        return table(["", *(SIZES[size] for size in sizes)], rows)

    def pages(self):
        rows, starts = [], []
        for peer, cells in self.results.get("web", {}).items():
            for size, found in sorted(cells.items(), key=lambda item: int(item[0])):
                name = peer + (f", {SIZES[int(size)]}" if int(size) in SIZES else " (before)" if size == "0" else " (after)")
                starts.append([name, f"{found['start_s'] * 1e3:.1f} ms", f"{found['idle_pss_mib']:.1f} MiB"])
                for page, cell in found["pages"].items():
                    packed = f"{cell['bytes_gzip']:,}" if cell["bytes_gzip"] else "–"
                    rows.append([name, PAGES.get(page, page), f"{cell['cpu_ms']:.3f} ms", f"{cell['p50_ms']:.3f} ms", f"{cell['p99_ms']:.3f} ms", f"{cell['bytes']:,}", packed])
        return (table(["", "page", "server CPU", "median", "99th of 100", "bytes", "gzip"], rows) + "\n\n"
                + table(["", "start to first page", "idle memory (PSS)"], starts))


HEAD = """# How fast it is

Mainstay beside what a user would otherwise run: the same books, the same answers, in one run on one machine. Processor
time is the user time of the whole process as the kernel accounts it, median of five runs or more (three at 1M, one where
a run takes minutes); a ratio says how many times more the other program takes. Times of different runs are not compared.

    benches/run                 # everything, about an hour and 12 GiB of memory
    benches/run --sizes 1000,10000,100000

[benches/README.md](../benches/README.md) says what each row does and what is needed. This file is written by that command.
"""


def conditions(rows, versions):
    """On what, when, and at which state of the program each row was measured."""
    runs = {}
    for row, machine in rows.items():
        key = (machine["day"], machine["cores"], machine["model"], machine["memory_gib"], machine["kernel"], machine["commit"])
        runs.setdefault(key, []).append(ROWS.get(row, row))
    lines = [f"{', '.join(names)}: {day}, {cores} cores ({model}), {memory} GiB, Linux {kernel}, Mainstay at commit {commit}."
             for (day, cores, model, memory, kernel, commit), names in runs.items()]
    load = max((machine["load"] for machine in rows.values()), default=0)
    if load >= 0.5:
        lines.append(f"Others worked on the machine at the time (load {load:.1f} at a start): processor time hardly minds, wall times (W2, W4, D1) do.")
    if versions:
        lines.append("Beside " + ", ".join(f"{name} {version}" for name, version in versions.items()) + ".")
    return "\n".join(f"* {line}" for line in lines)


def text(results):
    report = Report(results)
    report.goals()
    parts = [HEAD, conditions(results.get("machine", {}), results.get("versions", {}))]
    missed = [row for row in report.judged if row[3] == "missed"]
    parts.append("## Goals\n\n*Must* gates a release; the aim is recorded. B, V, I and D are commands, W is the web.\n\n"
                 + table(["row", "must (aim)", "measured", ""], [list(row) for row in report.judged]))
    parts.append("## Missed\n\n" + ("\n".join(f"* **{row}** {goal}: {figure}. {WHY.get(row, '')}".rstrip() for row, goal, figure, _ in missed) or "Nothing that was measured."))
    left_out = [f"{peer} at {SIZES.get(int(size), size)}: {why}" for peer, sizes in results.get("left out", {}).items() for size, why in sizes.items()]
    if report.missing or left_out:
        parts.append("## Not measured in this run\n\n" + "\n".join(f"* {line}." for line in report.missing + left_out))
    for kind, name in NAMES.items():
        if kind in results:
            parts.append(f"## {name}\n\nUser processor time, times Mainstay's, peak memory.\n\n" + report.cells(kind))
    if "web" in results:
        parts.append("## Pages\n\nOne client, one connection, loopback. Server CPU is that of all its threads.\n\n" + report.pages() + "\n\n" + DOLIBARR)
    if "load" in results:
        rows = [[SIZES.get(int(size), size), seconds(cell["user"]), f"{number(int(size) / cell['user'])} a second", f"{cell['peak_mib']:.0f} MiB", f"{cell['disk_mib']:.0f} MiB"]
                for size, cell in sorted(results["load"].items(), key=lambda item: int(item[0]))]
        parts.append("## Posting the books\n\n`mainstay do --stream`, one `post-entry` a line, 2,000 in a transaction: every entry with its pockets split, its totals, its search words, "
                     "its line in the log and its link in the chain.\n\n" + table(["entries", "user CPU", "rate", "peak memory", "on disk"], rows))
    parts += statements_report.tables(results, table)
    limits = results.get("limits")
    if limits:
        per = lambda name: f"{limits['postings'] / limits[name] / 1e6:,.1f} million postings a second"
        own = report.user("balances", "Mainstay", 1_000_000)
        parts.append(f"## What the machine does at all\n\nIn C, on {limits['postings']:,} postings of the largest journal: " + "\n\n" + table(["", ""], [
            ["reading the journal's text", per("parse_s")], ["summing columns in memory", per("columns_s")],
            ["SQLite: insert, one transaction", per("insert_s")], ["SQLite: GROUP BY, scan", f"{per('scan_s')} ({seconds(limits['scan_s'])})"],
            ["SQLite: GROUP BY, covering index", f"{per('index_s')} ({seconds(limits['index_s'])}" + (f", {limits['index_s'] / own:.0f}× B1 at 1M)" if own and limits['postings'] > 2e6 else ")")]]))
    return "\n\n".join(part.strip() for part in parts) + "\n"


# Where a missed row's time goes, as `perf` told at the time. A row that is met again drops out by itself.
WHY = {
    "V1": "Every row is read back through SQLite: a third of the time is its stepping, a quarter the way of the columns into "
          "values, a tenth SHA-256. Each posting and each part repeats its entry's day as text, which is compared too.",
    "W1": "What the page says is read in a third of the time (the report asks for three periods, each from the kept months); the "
          "rest is writing: the table's figures in the reader's own format, and the same rows once more as CSV.",
    "D1": "A posting through the API takes half a millisecond of processor time beside its one sync; where a sync takes no longer "
          "than that, it shows. The rounds differ as widely as the storage's own pace did.",
    "I1": "More than half of the rows a line makes are search words, those of its entry and its own (11 of 19); hledger and beangulp "
          "keep none, and the plain program, which decides and hashes nothing, takes two fifths of the time for the same rows.",
    "W2": "A page is rendered for each request, on a thread of its own; nginx sends five bytes from memory.",
}

DOLIBARR = """Dolibarr is not part of this run: it needs a database server and a release archive. The must of W1 (0.4 and 1.1 ms),
W4 and W6 (28 KB) are fractions of what Dolibarr 16 took on a machine of the same kind at 10,000 entries: invoice list 25 ms
of server CPU and 113 KB, trial balance 43 ms, 0.42 s to the first page."""
