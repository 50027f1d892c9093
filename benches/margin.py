"""A report that no kept total answers: what was left of each client in each channel, out of ten years of postings that
say both. The same entries as elsewhere, every sale and every cost with a client and a channel."""
import json
import os
import shutil

from books import CHANNELS, CLIENTS
from place import Stop, folder, measure, output


def place(size):
    return f"{size}-margin"


def prepare(program, size):
    """The books of that size once more, with what each entry was for."""
    own = folder(place(size))
    if (own / "loaded").exists():
        return
    shutil.rmtree(own, ignore_errors=True)
    own.mkdir(parents=True)
    os.link(folder(size) / "entries.tsv", own / "entries.tsv")
    program.load(place(size), named=named)
    (own / "loaded").touch()


def truth(size):
    """By client and channel, in cents; and how many postings say both."""
    left, postings = {}, 0
    with open(folder(size) / "entries.tsv") as told:
        for number, line in enumerate(told):
            _, party, _, *legs = line.rstrip("\n").split("\t")
            for name, cents in (leg.split(" ") for leg in legs):
                if name.startswith(("Income:", "Expenses:")):
                    key = named(number, party)
                    left[key] = left.get(key, 0) - int(cents)
                    postings += 1
    return left, postings


def named(number, party):
    """The client and the channel of an entry: whom it was sold to, else the clients in turn."""
    return party if party in CLIENTS else CLIENTS[number * 7 % len(CLIENTS)], CHANNELS[number % len(CHANNELS)]


def run(program, size, runs=5):
    prepare(program, size)
    left, postings = truth(size)
    command = program.words(place(size), "show", "profit-by", "dimension=client", "across=channel", "from=2016-01-01", "through=2025-12-31", "--json")
    asked = json.loads(output(command))
    told = {(value["name"], channel): cents for value in asked["values"] for channel, cents in zip(asked["across_names"], value["across_minor"])}
    if {key: cents for key, cents in told.items() if cents} != {key: cents for key, cents in left.items() if cents}:
        raise Stop(f"Mainstay disagrees about what was left by client and channel at {size}")
    return measure(command, runs) | dict(postings=postings)
