"""The rows I1–I5 of docs/performance.md: how statements are read and brought in."""
import math

SIZES = {10_000: "10k", 100_000: "100k", 1_000_000: "1M"}
FORMATS = [("Mainstay ofx", "ofxtools", 60, "OFX"), ("Mainstay camt", "pycamt", 500, "CAMT.053"), ("Mainstay mt940", "mt-940", 50, "MT940")]


def cell(results, name, size):
    return results.get("statements", {}).get(name, {}).get(str(size))


def largest(results, *names):
    """The largest size at which all of these were measured."""
    return next((size for size in sorted(SIZES, reverse=True) if all(cell(results, name, size) for name in names)), None)


def seconds(value):
    return f"{value * 1e3:.3g} ms" if value < 1 else f"{value:.3g} s"


def spent(one):
    return one["user"]


def goals(results, judge, missing):
    imports = results.get("import", {})
    size = next((size for size in sorted(SIZES, reverse=True) if str(size) in imports), None)
    if size:
        found = imports[str(size)]
        first, plain = spent(found["first"]), spent(found["plain write"]) - spent(found["plain read"])
        share = plain / first
        each = f"{found['rows'] / size:.1f} rows a line under {found['indexes']} indexes and the tables' own keys, {found['rules']} rules"
        judge("I1", f"import of {SIZES[size]} lines, posted: ≥ 40 % of a plain rusqlite program's pace for the same rows (aim 65 %)",
              f"{share:.0%} ({seconds(plain)} : {seconds(first)}; {each})", share >= 0.4, share >= 0.65)
        again = [first / spent(found[what]) for what in ("again", "overlapping")]
        judge("I2", f"the same {SIZES[size]} lines again: nothing added, ≥ 2× faster", f"the same file {again[0]:.0f}×, the same lines in another file {again[1]:.1f}×", min(again) >= 2)
    else:
        missing.append("I1 and I2, import")
    for peer, must in (("hledger import", 10), ("beangulp extract", 5)):
        at = next((size for size in sorted(SIZES, reverse=True) if str(size) in imports and cell(results, peer, size)), None)
        if at:
            own, other = spent(imports[str(at)]["first"]), spent(cell(results, peer, at))
            judge("I1", f"≥ {must}× less than {peer} at {SIZES[at]}", f"{other / own:.2f}× ({seconds(other)} : {seconds(own)})", other / own >= must)
        else:
            missing.append(f"I1, beside {peer}")
    size = largest(results, "Mainstay csv", "C, byte by byte")
    if size:
        own, loop = spent(cell(results, "Mainstay csv", size)), spent(cell(results, "C, byte by byte", size))
        judge("I3", f"CSV, {SIZES[size]}: ≥ 25 % of a loop over the bytes in C (aim 60 %)", f"{loop / own:.0%} ({size / own / 1e6:.1f} : {size / loop / 1e6:.1f} million lines a second)", loop / own >= 0.25, loop / own >= 0.6)
    size = largest(results, "Mainstay csv", "Python csv")
    if size:
        ratio = spent(cell(results, "Python csv", size)) / spent(cell(results, "Mainstay csv", size))
        judge("I3", f"CSV, {SIZES[size]}: ≥ 8× less than Python's csv", f"{ratio:.1f}×", ratio >= 8)
    for own, peer, must, name in FORMATS:
        size = 10_000 if peer == "pycamt" and cell(results, own, 10_000) and cell(results, peer, 10_000) else largest(results, own, peer)
        if size:
            a, b = spent(cell(results, own, size)), spent(cell(results, peer, size))
            judge("I4", f"{name}, {SIZES[size]}: ≥ {must}× less than {peer} (aim {2 * must}×)", f"{b / a:.0f}× ({seconds(b)} : {seconds(a)})", b / a >= must, b / a >= 2 * must)
        else:
            missing.append(f"I4, {name} beside {peer}")
        sizes = [size for size in sorted(SIZES) if cell(results, own, size)]
        if len(sizes) > 1:
            small, large = sizes[-2:]
            growth = math.log(spent(cell(results, own, large)) / spent(cell(results, own, small))) / math.log(large / small)
            judge("I4", f"{name}: growth from {SIZES[small]} to {SIZES[large]} ≤ 1.05", f"{growth:.2f}", growth <= 1.05)
    rows = [("import", lambda size: imports.get(str(size), {}).get("first"))]
    rows += [(own.split()[1], lambda size, own=own: cell(results, own, size)) for own in ("Mainstay csv", "Mainstay ofx", "Mainstay camt", "Mainstay mt940")]
    for name, of in rows:
        if of(100_000) and of(1_000_000):
            small, large = of(100_000)["peak_mib"], of(1_000_000)["peak_mib"]
            judge("I5", f"{name}: peak memory at 1M ≤ 1.3× that at 100k (aim 40 MiB)", f"{large / small:.2f}× ({small:.0f} : {large:.0f} MiB)", large <= 1.3 * small, large <= 40)
        else:
            missing.append(f"I5, {name} at 1M")


def tables(results, table):
    parts = []
    peers = results.get("statements", {})
    sizes = [size for size in SIZES if any(str(size) in cells for cells in peers.values())]
    if peers:
        rows = [[name, *((f"{seconds(spent(one))} ({one['peak_mib']:.0f} MiB)" if (one := cells.get(str(size))) else "–") for size in sizes)]
                for name, cells in sorted(peers.items(), key=lambda item: not item[0].startswith("Mainstay"))]
        parts.append("## Statements read\n\nUser processor time of the whole process, peak memory. Mainstay reads and proves every line (`mainstay inspect`); hledger and beangulp "
                     "also sort by rules.\n\n" + table(["", *(SIZES[size] for size in sizes)], rows))
    imports = results.get("import", {})
    if imports:
        rows = []
        for size, one in sorted(imports.items(), key=lambda item: int(item[0])):
            plain = spent(one["plain write"]) - spent(one["plain read"])
            rows.append([SIZES[int(size)], seconds(spent(one["first"])), f"{int(size) / spent(one['first']):,.0f} a second", f"{one['first']['peak_mib']:.0f} MiB", seconds(plain),
                         seconds(spent(one["again"])), seconds(spent(one["overlapping"])), f"{one['rows'] / int(size):.1f}", f"{one['disk_mib']:.0f} MiB"])
        parts.append("## Statements brought in\n\n`mainstay import` of the CSV file: parsed, told from what is here, sorted by 56 rules, posted with pockets, totals, search words and the chain, in "
                     "one durable transaction. The plain program writes the very same rows under the same indexes through rusqlite, sorted as each table is.\n\n"
                     + table(["lines", "user CPU", "rate", "peak memory", "plain program", "same file again", "same lines, other file", "rows a line", "on disk"], rows))
    return parts
