// client: what the clients in C have in common. For a file that defines _GNU_SOURCE and PROGRAM, its name.
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

typedef uint64_t u64;
#define NS_PER_S 1000000000ull

static void fail(int code, const char *format, ...) {
  va_list values;
  va_start(values, format);
  fputs(PROGRAM ": ", stderr);
  vfprintf(stderr, format, values);
  fputs("\n", stderr);
  va_end(values);
  exit(code);
}

static void *memory(size_t count, size_t each) {
  void *got = calloc(count ? count : 1, each);
  if (!got) fail(1, "out of memory");
  return got;
}

static u64 now_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * NS_PER_S + t.tv_nsec;
}

// ---- what the machine says
static double own_cpu_s(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}

struct core {
  double busy_s, steal_s;
};

static struct core core_times(long number) { // of one core, whoever used it
  char line[512], name[32];
  struct core times = {0, 0};
  unsigned long v[8];
  FILE *file = number >= 0 ? fopen("/proc/stat", "r") : NULL;
  if (!file) return times;
  snprintf(name, sizeof name, "cpu%ld ", number);
  while (fgets(line, sizeof line, file))
    if (!strncmp(line, name, strlen(name)) &&
        sscanf(line + strlen(name), "%lu %lu %lu %lu %lu %lu %lu %lu", v, v + 1, v + 2, v + 3, v + 4, v + 5, v + 6, v + 7) == 8) {
      double tick = sysconf(_SC_CLK_TCK);
      times.busy_s = (v[0] + v[1] + v[2] + v[5] + v[6]) / tick;
      times.steal_s = v[7] / tick;
    }
  fclose(file);
  return times;
}

// ---- options
struct option { // one of the three is where its value goes
  const char *name;
  long *whole;
  double *number;
  const char **text;
};

static void read_options(int argc, char **argv, const struct option *options, int known) {
  for (int a = 1; a < argc; a += 2) {
    int o = 0;
    char *rest = "";
    while (o < known && (strncmp(argv[a], "--", 2) || strcmp(argv[a] + 2, options[o].name))) o++;
    if (o == known) fail(2, "there is no option '%s'; the source lists them", argv[a]);
    if (a + 1 == argc) fail(2, "%s needs a value", argv[a]);
    if (options[o].whole) *options[o].whole = strtol(argv[a + 1], &rest, 10);
    else if (options[o].number) *options[o].number = strtod(argv[a + 1], &rest);
    else *options[o].text = argv[a + 1];
    if (*rest || !*argv[a + 1]) fail(2, "%s is '%s', but has to be a number", argv[a], argv[a + 1]);
  }
}

static void raise_file_limit(void) {
  struct rlimit limit;
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}
