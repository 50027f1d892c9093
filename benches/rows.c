/* The yardstick of reading CSV: a loop over the bytes that cuts the rows, reads the second cell as an amount in cents, and
 * counts. usage: rows FILE */
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv) {
  FILE *file = argc > 1 ? fopen(argv[1], "rb") : NULL;
  if (!file) return 2;
  static char buffer[1 << 18];
  long lines = 0, sum = 0, cents = 0;
  int cell = 0, negative = 0, first = 1;
  for (size_t length; (length = fread(buffer, 1, sizeof buffer, file)) > 0;)
    for (size_t at = 0; at < length; at++) {
      char byte = buffer[at];
      if (byte == '\n') {
        if (!first) lines++, sum += negative ? -cents : cents;
        first = cell = negative = 0;
        cents = 0;
      } else if (byte == ',') {
        cell++;
      } else if (cell == 1 && !first) {
        if (byte == '-') negative = 1;
        else if (byte >= '0' && byte <= '9') cents = cents * 10 + (byte - '0');
      }
    }
  printf("%ld %s%ld.%02ld\n", lines, sum < 0 ? "-" : "", labs(sum) / 100, labs(sum) % 100);
  return 0;
}
