// speed: says how long a small, fixed piece of the kernel's work takes on this core, 40 times a second, until nobody reads it.
//
// The work is 128 bytes through a pair of sockets, 16 times, after 4 times that are not looked at. Its time is the thread's own
// CPU time: waiting for the core is not in it, but whatever makes the core itself slow is, such as a neighbour on the same
// physical core, which a virtual machine is not told of. It takes some 0.3% of the core.
//
//     speed       prints "T US" for each: CLOCK_MONOTONIC in seconds, microseconds; ten lines at a time
//
// Build: cc -O2 -o speed speed.c
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { EVERY_NS = 25000000, BYTES = 128, UNSEEN = 4, SEEN = 16, FLUSH = 10 };

static double seconds(clockid_t clock) {
  struct timespec now;
  clock_gettime(clock, &now);
  return now.tv_sec + now.tv_nsec / 1e9;
}

static void work(int sockets[2], int times) {
  char bytes[BYTES] = {0};
  for (int i = 0; i < times; i++) {
    if (write(sockets[0], bytes, BYTES) != BYTES || read(sockets[1], bytes, BYTES) != BYTES) exit(1);
  }
}

int main(void) {
  int sockets[2];
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, sockets)) return 1;
  struct timespec next;
  clock_gettime(CLOCK_MONOTONIC, &next);
  for (int i = 1;; i++) {
    work(sockets, UNSEEN);
    double from = seconds(CLOCK_THREAD_CPUTIME_ID);
    work(sockets, SEEN);
    double took = seconds(CLOCK_THREAD_CPUTIME_ID) - from;
    printf("%.3f %.2f\n", seconds(CLOCK_MONOTONIC), took * 1e6);
    if (i % FLUSH == 0 && fflush(stdout)) return 0;
    next.tv_nsec += EVERY_NS;
    if (next.tv_nsec >= 1000000000) {
      next.tv_sec++;
      next.tv_nsec -= 1000000000;
    }
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &next, NULL);
  }
}
