"""Pages over the loopback interface, one client, one connection: server CPU, latency, start, memory, bytes."""
import glob
import http.client
import json
import re
import signal
import socket
import subprocess
import threading
import time

from books import CURRENT
from place import ENVIRONMENT, WORK, Stop, compiled, folder, output

HOST = "127.0.0.1"
LAST_DAY = "2025-12-31"


def free_port():
    """A port that nobody listens on; another program may hold any fixed one."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


class Server:
    """A server that runs while it is measured."""

    def __init__(self, command, port, cwd=None, first="/"):
        self.port, self.cookie, self.told = port, None, None
        self.began = time.monotonic()
        words = [str(word) for word in command]
        self.process = subprocess.Popen(words, cwd=cwd, env=ENVIRONMENT, stdin=subprocess.DEVNULL,
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True)
        self.first = first

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()

    def connection(self):
        return http.client.HTTPConnection(HOST, self.port, timeout=120)

    def get(self, connection, path, method="GET", body=None, more=None):
        headers = {"Accept-Language": "en"} | (more or {})
        if self.cookie:
            headers["Cookie"] = self.cookie
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return answer, answer.read()

    def wait_for_page(self):
        """From the start of the process to the last byte of its first page."""
        while True:
            try:
                answer, _ = self.get(self.connection(), self.first)
                if answer.status < 400:
                    return time.monotonic() - self.began
                raise Stop(f"{self.first} answered {answer.status}")
            except ConnectionError:
                if self.process.poll() is not None or time.monotonic() - self.began > 240:
                    raise Stop(f"{self.process.args[0]} did not come up")
                time.sleep(0.0005)

    def enter(self):
        """Mainstay: the one-time link makes this client known; then its first page."""
        link = json.loads(self.process.stdout.readline())["link"]
        answer, _ = self.get(self.connection(), link[link.index("/enter"):])
        self.cookie = answer.getheader("Set-Cookie").split(";")[0]
        return self.wait_for_page()

    def cpu(self):
        """Seconds on a processor, of all threads of the process and of those it started."""
        spent = 0
        for pid in family(self.process.pid):
            for path in glob.glob(f"/proc/{pid}/task/*/schedstat"):
                try:
                    with open(path) as file:
                        spent += int(file.read().split()[0])
                except OSError:
                    pass
        return spent / 1e9

    def pss_mib(self):
        kib = 0
        for pid in family(self.process.pid):
            with open(f"/proc/{pid}/smaps_rollup") as file:
                kib += int(re.search(r"Pss:\s+(\d+)", file.read())[1])
        return kib / 1024

    def page(self, path, count, longest=60):
        """One page, again and again on one connection, after one that warms the way."""
        connection, took = self.connection(), []
        self.get(connection, path)
        before, end = self.cpu(), time.monotonic() + longest
        while len(took) < count and time.monotonic() < end:
            begin = time.perf_counter()
            answer, body = self.get(connection, path)
            took.append(time.perf_counter() - begin)
            if answer.status != 200:
                raise Stop(f"{path} answered {answer.status}")
        spent = self.cpu() - before
        packed, small = self.get(connection, path, more={"Accept-Encoding": "gzip"})
        took.sort()
        return dict(path=path, requests=len(took), cpu_ms=1e3 * spent / len(took), p50_ms=1e3 * took[len(took) // 2],
                    p99_ms=1e3 * took[len(took) * 99 // 100], bytes=len(body),
                    bytes_gzip=len(small) if packed.getheader("Content-Encoding") == "gzip" else None)


def family(root):
    """A process and all that descend from it."""
    children = {}
    for path in glob.glob("/proc/[0-9]*/stat"):
        try:
            with open(path) as file:
                fields = file.read().rsplit(")", 1)[1].split()
        except OSError:
            continue
        children.setdefault(int(fields[1]), []).append(int(path.split("/")[2]))
    found, waiting = [], [root]
    while waiting:
        found.append(waiting.pop())
        waiting += children.get(found[-1], [])
    return found


def shapes(server, start, pages, count):
    time.sleep(1.5)
    idle = server.pss_mib()
    cold = server.cpu()
    return dict(start_s=start, start_cpu_s=cold, idle_pss_mib=idle,
                pages={name: server.page(path, count) for name, path in pages.items()})


def mainstay(program, size, count=300):
    current = program.accounts(size)[CURRENT]
    pages = {"first": "/", "list": f"/books/accounts/{current}", "report": "/books", "balances": "/books/balances"}
    # The books end with 2025: on any later day the first page and the report would show months without entries.
    port = free_port()
    command = program.words(size, "--today", LAST_DAY, "serve", "--listen", f"{HOST}:{port}", "--json")
    # The first start after a build or a copy reads the program from the disk: that is the machine, not the server.
    starts = []
    for _ in range(5):
        with Server(command, port) as server:
            starts.append(server.enter())
    with Server(command, port) as server:
        starts.append(server.enter())
        found = shapes(server, sorted(starts)[len(starts) // 2], pages, count)
        time.sleep(1)
        return found | dict(loaded_pss_mib=server.pss_mib())


def hello(count=3000):
    """nginx with five bytes: what a request costs here at all."""
    port = free_port()
    text = f"""daemon off; pid {WORK}/nginx.pid; error_log /dev/null; worker_processes 1; events {{}}
http {{ access_log off; keepalive_requests 1000000;
  server {{ listen {HOST}:{port}; location / {{ return 200 'hello'; }} }} }}"""
    (WORK / "nginx.conf").write_text(text)
    starts = []
    for _ in range(5):
        with Server(["nginx", "-c", WORK / "nginx.conf"], port) as server:
            starts.append(server.wait_for_page())
    with Server(["nginx", "-c", WORK / "nginx.conf"], port) as server:
        server.wait_for_page()
        return shapes(server, sorted(starts)[2], {"hello": "/"}, count)


def fava(size, count=100):
    port = free_port()
    with Server(["fava", "--host", HOST, "--port", port, "books.beancount"], port, folder(size)) as server:
        connection = server.connection()
        while True:
            try:
                answer, _ = server.get(connection, "/")
                break
            except ConnectionError:
                connection = server.connection()
                time.sleep(0.005)
        slug = answer.getheader("Location").split("/")[1]
        server.first = f"/{slug}/income_statement/"
        start = server.wait_for_page()
        pages = {"trial balance data": f"/{slug}/api/trial_balance", "income statement data": f"/{slug}/api/income_statement"}
        return shapes(server, start, pages, count)


def hledger_web(size, count=20):
    port = free_port()
    command = ["hledger-web", "--serve", "--host", HOST, "--port", port, "-f", "books.journal"]
    with Server(command, port, folder(size), "/accounts") as server:
        # It tells every request on stdout, and would wait for a reader.
        threading.Thread(target=lambda: [None for _ in server.process.stdout], daemon=True).start()
        start = server.wait_for_page()
        return shapes(server, start, {"accounts (JSON)": "/accounts", "register": f"/register?q=inacct:{CURRENT}"}, count)


def durable(program, size, rounds=15, seconds=1):
    """Single postings, a commit each, through the API; before and after each short round what the storage takes at all.
    Shared storage changes its pace from second to second, so the rounds are many and their median is told."""
    ids = program.accounts(size)
    token = program.ask(size, "token", "add", "bench")["token"]
    append = lambda: [float(field) for field in output([compiled("appends"), WORK / "append", 4000, seconds / 2]).split()]
    found, port = [], free_port()
    with Server(program.words(size, "serve", "--listen", f"{HOST}:{port}", "--json"), port) as server:
        server.enter()
        server.cookie = None
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        connection, posted = server.connection(), 0
        for _ in range(rounds):
            before, cpu, count = append(), server.cpu(), 0
            begin = time.monotonic()
            while time.monotonic() - begin < seconds:
                entry = dict(posted_on=LAST_DAY, party="Till", text=f"Sale {posted}", postings=[
                    dict(account=ids[CURRENT], amount_minor=1200), dict(account=ids["Income:Prints"], amount_minor=-1200)])
                answer, body = server.get(connection, "/api/post-entry", "POST", json.dumps(entry), headers)
                if answer.status != 200:
                    raise Stop(f"post-entry answered {answer.status}: {body[:200]}")
                posted, count = posted + 1, count + 1
            rate = count / (time.monotonic() - begin)
            spent, after = (server.cpu() - cpu) / count, append()
            appends = (before[0] + after[0]) / 2
            found.append(dict(posts=rate, appends=appends, ratio=rate / appends, cpu_ms=1e3 * spent, append_p50_ms=(before[1] + after[1]) / 2))
    middle = sorted(found, key=lambda one: one["ratio"])[len(found) // 2]
    return middle | dict(rounds=len(found), low=min(one["ratio"] for one in found), high=max(one["ratio"] for one in found))
