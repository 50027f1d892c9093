/* What this machine can do at all with the same postings, so that a figure can be told from a slow day.
 * cc -O2 limits.c -lsqlite3; usage: limits FOLDER DATABASE, the folder holding books.journal; prints one JSON object.
 * Rates are of processor time; the shorter ones are medians of three. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static double cpu(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}

static double middle(double a, double b, double c) {
  return a > b ? (b > c ? b : (a > c ? c : a)) : (a > c ? a : (b > c ? c : b));
}

static void run(sqlite3 *database, const char *sql) {
  char *error = 0;
  if (sqlite3_exec(database, sql, 0, 0, &error)) {
    fprintf(stderr, "%s: %s\n", sql, error);
    exit(1);
  }
}

static double timed(sqlite3 *database, const char *sql) {
  double took[3];
  for (int i = 0; i < 3; i++) {
    double begin = cpu();
    run(database, sql);
    took[i] = cpu() - begin;
  }
  return middle(took[0], took[1], took[2]);
}

int main(int argc, char **argv) {
  if (argc < 3) return 2;
  char path[4096];
  snprintf(path, sizeof path, "%s/books.journal", argv[1]);
  int file = open(path, O_RDONLY);
  struct stat known;
  if (file < 0 || fstat(file, &known)) return 1;
  const char *text = mmap(0, known.st_size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, file, 0), *end = text + known.st_size;
  size_t most = known.st_size / 20 + 16;
  uint8_t *account = malloc(most);
  int64_t *cents = malloc(most * sizeof *cents);
  const char *names[256];
  long lengths[256], accounts = 0, postings = 0;
  if (text == MAP_FAILED || !account || !cents) return 1;

  /* The least a reader of the text has to do: find the postings' lines, know the account, read the amount. */
  double begin = cpu();
  for (const char *line = text; line < end;) {
    const char *stop = memchr(line, '\n', end - line);
    if (!stop) stop = end;
    if (stop - line > 4 && !memcmp(line, "    ", 4)) {
      const char *name = line + 4, *at = name;
      while (at + 1 < stop && !(at[0] == ' ' && at[1] == ' ')) at++;
      long length = at - name, known_as = 0;
      while (known_as < accounts && (lengths[known_as] != length || memcmp(names[known_as], name, length))) known_as++;
      if (known_as == accounts && accounts < 255) names[accounts] = name, lengths[accounts++] = length;
      int64_t value = 0;
      int negative = 0;
      for (at += 2; at < stop && *at != ' '; at++)
        if (*at == '-') negative = 1;
        else if (*at != '.') value = value * 10 + (*at - '0');
      account[postings] = known_as;
      cents[postings++] = negative ? -value : value;
    }
    line = stop + 1;
  }
  double parse = cpu() - begin, took[3];
  volatile int64_t sink = 0;
  for (int i = 0; i < 3; i++) {
    int64_t sums[256] = {0};
    begin = cpu();
    for (long posting = 0; posting < postings; posting++) sums[account[posting]] += cents[posting];
    sink = sums[0];
    took[i] = cpu() - begin;
  }
  double columns = middle(took[0], took[1], took[2]);

  sqlite3 *database;
  sqlite3_stmt *insert;
  unlink(argv[2]);
  if (sqlite3_open(argv[2], &database)) return 1;
  run(database, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -65536;"
                "CREATE TABLE posting (entry INTEGER, account INTEGER, cents INTEGER)");
  sqlite3_prepare_v2(database, "INSERT INTO posting VALUES (?, ?, ?)", -1, &insert, 0);
  begin = cpu();
  run(database, "BEGIN");
  for (long posting = 0; posting < postings; posting++) {
    sqlite3_bind_int64(insert, 1, posting / 3);
    sqlite3_bind_int(insert, 2, account[posting]);
    sqlite3_bind_int64(insert, 3, cents[posting]);
    sqlite3_step(insert);
    sqlite3_reset(insert);
  }
  run(database, "COMMIT");
  double inserted = cpu() - begin;
  sqlite3_finalize(insert);
  const char *by_account = "SELECT account, sum(cents) FROM posting GROUP BY account";
  double scan = timed(database, by_account);
  run(database, "CREATE INDEX by_account ON posting (account, cents)");
  double index = timed(database, by_account);
  sqlite3_close(database);
  unlink(argv[2]);
  printf("{\"postings\": %ld, \"parse_s\": %.5f, \"columns_s\": %.6f, \"insert_s\": %.4f, \"scan_s\": %.4f, \"index_s\": %.4f}\n",
         postings, parse, columns, inserted, scan, index);
  (void)sink;
  return 0;
}
