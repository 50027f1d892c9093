/* How many durable appends this storage takes: 4 KiB written and fdatasync'ed, one after the other.
 * usage: appends FILE COUNT SECONDS; prints appends per second, then the median and the 99th hundredth in milliseconds. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}

static int by_size(const void *left, const void *right) {
  double difference = *(const double *)left - *(const double *)right;
  return (difference > 0) - (difference < 0);
}

int main(int argc, char **argv) {
  if (argc < 4) return 2;
  int most = atoi(argv[2]), count = 0, file = open(argv[1], O_CREAT | O_TRUNC | O_WRONLY, 0600);
  double longest = atof(argv[3]), *took = calloc(most > 0 ? most : 1, sizeof *took);
  char block[4096];
  if (file < 0 || !took) return 1;
  memset(block, 7, sizeof block);
  double begin = now();
  while (count < most && now() - begin < longest) {
    double before = now();
    if (write(file, block, sizeof block) != sizeof block || fdatasync(file)) return 1;
    took[count++] = now() - before;
  }
  double all = now() - begin;
  qsort(took, count, sizeof *took, by_size);
  printf("%.1f %.3f %.3f\n", count / all, 1e3 * took[count / 2], 1e3 * took[count * 99 / 100]);
  unlink(argv[1]);
  return 0;
}
