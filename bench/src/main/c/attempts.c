// attempts: knocks at a server that has no room, and prints one JSON line with what became of that.
//
// One thread, one epoll. First --held connections enter; with --file-limit 1 the server's limit of open files is then set
// to those that it has open (prlimit), so that it has none for another one. From then on attempt n is due at start + n / rate,
// whatever has become of those before it: it connects, says hello, and awaits an answer and the end. At last one of the held
// connections leaves, and new ones knock until one is let in.
//
//   answered   of the attempts that were due in the window, those that were told that there is no room, and then the end
//   served     those that were let in, which there was no room for
//   silent     those that ended without an answer, or had not ended 3 s after the window
//   answerP99  from the instant the schedule meant to the end, of the answered ones
//   back       from the leaving of the one to the welcome of another one; -1: there was none that came within 5 s
//
// With --ask FILE an attempt is a request over HTTP instead, the bytes of the file, such as a login. Then
//
//   served     those that were answered by 200
//   answered   those that were answered by 503
//   silent     all others
//
//     attempts --port P [--OPTION VALUE]…       the table in main lists the options
//
// Exit codes: 0 ran (whether well is for the reader to judge), 1 could not start, 2 usage, 3 the server did not let the held
// ones in, 4 out of time.
// Build: cc -O2 -o attempts attempts.c
#define _GNU_SOURCE
#define PROGRAM "attempts"
#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "client.h"

enum {
  MOST_OPEN = 20000,        // attempts that have not ended; beyond it the schedule waits, and the run says so
  KEPT = 512,               // bytes of an answer that are looked at
  PORTS_PER_ADDRESS = 20000, // one source address has some 28,000
  EVENTS = 256,
  DRAIN_S = 3,
  BACK_S = 5,
  NS_PER_MS = 1000000
};

static const char *dialect = "lines", *ask_file = "";
static long port, held = 1000, file_limit, server_pid, server_core = -1;
static double rate = 1000, warm_up_s = 1, seconds = 5;

struct attempt {
  int fd, counted, said;
  u64 due;
  size_t length;
  char answer[KEPT];
};

static struct attempt *open_ones;
static int *free_ones, free_count;
static int *held_fds;
static int poller;
static u64 made, answered, served, silent, late;
static u64 *took_ns;

// ---- what the machine says
static double server_cpu_s(void) { // user and system time of all its threads, in nanoseconds where the kernel keeps them
  struct timespec t;
  clockid_t clock;
  if (!server_pid || clock_getcpuclockid(server_pid, &clock) || clock_gettime(clock, &t)) return 0;
  return t.tv_sec + t.tv_nsec / 1e9;
}

struct snapshot {
  u64 at, made;
  double server_s, own_s;
  struct core server_core, own_core;
};
static struct snapshot begin, end;

static struct snapshot look(void) {
  struct snapshot s = {.at = now_ns(), .made = made, .server_s = server_cpu_s(), .own_s = own_cpu_s(),
                       .server_core = core_times(server_core), .own_core = core_times(sched_getcpu())};
  return s;
}

// ---- connecting
static int connected(u64 i, int flags) {
  int on = 1, fd = socket(AF_INET, SOCK_STREAM | flags, 0);
  struct timeval patience = {.tv_sec = 10};
  struct sockaddr_in from = {.sin_family = AF_INET}, to = {.sin_family = AF_INET, .sin_port = htons(port)};
  if (fd < 0) fail(1, "attempt %llu: %s", (unsigned long long)i, strerror(errno));
  // Addresses of its own for every run, the next one before the ports of one are used up.
  from.sin_addr.s_addr = htonl(0x7f010000u | (u64)(getpid() % 250 + 1) << 8 | (u64)(1 + i / PORTS_PER_ADDRESS));
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (bind(fd, (void *)&from, sizeof from) || (connect(fd, (void *)&to, sizeof to) && errno != EINPROGRESS))
    fail(errno == ECONNREFUSED ? 3 : 1, "attempt %llu to port %ld: %s", (unsigned long long)i, port, strerror(errno));
  return fd;
}

static const char hello[] = "{\"type\":\"hello\",\"clientId\":\"knock\"}\n";
static char request[8192];
static size_t request_length;

static void read_request(void) {
  FILE *file = fopen(ask_file, "r");
  if (!file) fail(2, "--ask is '%s', but has to be a file that can be read: %s", ask_file, strerror(errno));
  request_length = fread(request, 1, sizeof request, file);
  fclose(file);
  if (!request_length || request_length == sizeof request) fail(2, "--ask is '%s', but it has to have 1 to %zu bytes", ask_file, sizeof request - 1);
}

static int enters(int fd, char *answer, size_t room) { // whether the answer to a hello is a welcome
  size_t length = 0;
  if (send(fd, hello, sizeof hello - 1, MSG_NOSIGNAL) < 0) return 0;
  while (length < room - 1) {
    ssize_t n = recv(fd, answer + length, room - 1 - length, 0);
    if (n <= 0) break;
    length += n;
    answer[length] = 0;
    if (strchr(answer, '\n')) return strstr(answer, "\"welcome\"") != NULL;
  }
  answer[length] = 0;
  return 0;
}

static void hold(void) {
  char answer[KEPT] = "";
  held_fds = memory(held, sizeof *held_fds);
  for (long i = 0; i < held; i++) {
    held_fds[i] = connected(i, 0);
    if (!strcmp(dialect, "lines") && !enters(held_fds[i], answer, sizeof answer))
      fail(3, "connection %ld of %ld was not let in: %.*s", i + 1, held, (int)strcspn(answer, "\r\n"), answer);
  }
  // Who does not answer a greeting has taken all of them by then.
  if (strcmp(dialect, "lines")) usleep(200000);
}

static long open_files(void) { // from 0 on without a hole: a limit is for their numbers
  char path[64];
  long count = 0, highest = 0;
  snprintf(path, sizeof path, "/proc/%ld/fd", server_pid);
  DIR *folder = opendir(path);
  if (!folder) fail(1, "the server's open files can't be counted: %s", strerror(errno));
  for (struct dirent *entry; (entry = readdir(folder));)
    if (entry->d_name[0] != '.') {
      count++;
      if (atol(entry->d_name) > highest) highest = atol(entry->d_name);
    }
  closedir(folder);
  if (highest >= count) fail(1, "the server has %ld files open, but one is number %ld: others may fill the holes", count, highest);
  return count;
}

static long limit_files(void) {
  long count = open_files();
  struct rlimit limit = {.rlim_cur = count, .rlim_max = count};
  if (prlimit(server_pid, RLIMIT_NOFILE, &limit, NULL)) fail(1, "the server's limit of open files can't be set: %s", strerror(errno));
  return count;
}

// ---- attempts
static void finish(int index, int ended) {
  struct attempt *a = &open_ones[index];
  if (a->counted) {
    a->answer[a->length] = 0;
    if (request_length) {
      if (ended && !strncmp(a->answer, "HTTP/1.1 200 ", 13)) served++;
      else if (ended && !strncmp(a->answer, "HTTP/1.1 503 ", 13)) took_ns[answered++] = now_ns() - a->due;
      else silent++;
    } else if (strstr(a->answer, "\"welcome\"")) served++;
    else if (!ended || !strstr(a->answer, "retryAfterMillis")) silent++;
    else took_ns[answered++] = now_ns() - a->due;
  }
  close(a->fd);
  a->fd = -1;
  free_ones[free_count++] = index;
}

static void start(u64 due, int counted) {
  int index = free_ones[--free_count];
  struct attempt *a = &open_ones[index];
  *a = (struct attempt){.fd = connected(held + made, SOCK_NONBLOCK), .counted = counted, .due = due};
  struct epoll_event wanted = {.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET, .data.u32 = index};
  if (epoll_ctl(poller, EPOLL_CTL_ADD, a->fd, &wanted)) fail(1, "epoll: %s", strerror(errno));
}

static void take(struct epoll_event *event) {
  int index = event->data.u32;
  struct attempt *a = &open_ones[index];
  if (!a->said && event->events & EPOLLOUT) {
    a->said = 1;
    const char *said = request_length ? request : hello;
    if (send(a->fd, said, request_length ? request_length : sizeof hello - 1, MSG_NOSIGNAL) < 0 && errno != EPIPE && errno != ECONNRESET) fail(1, "hello: %s", strerror(errno));
  }
  for (;;) {
    char more[KEPT];
    ssize_t n = recv(a->fd, more, sizeof more, 0);
    if (n < 0 && errno == EAGAIN) return;
    if (n <= 0) break;
    size_t kept = (size_t)n < KEPT - 1 - a->length ? (size_t)n : KEPT - 1 - a->length;
    memcpy(a->answer + a->length, more, kept);
    a->length += kept;
    if (memmem(a->answer, a->length, "\"welcome\"", 9)) break; // let in: it would never end
  }
  finish(index, 1);
}

static void run(void) {
  struct epoll_event events[EVENTS];
  u64 start_ns = now_ns(), window_from = start_ns + (u64)(warm_up_s * 1e9), window_to = window_from + (u64)(seconds * 1e9);
  for (u64 at; (at = now_ns()) < window_to + DRAIN_S * NS_PER_S;) {
    if (!begin.at && at >= window_from) begin = look();
    if (!end.at && at >= window_to) end = look();
    if (end.at && free_count == MOST_OPEN) break;
    u64 due = start_ns + (u64)(made / rate * 1e9);
    for (; due <= at && due < window_to; due = start_ns + (u64)(made / rate * 1e9)) {
      if (!free_count) {
        late++;
        break;
      }
      start(due, due >= window_from);
      made++;
    }
    u64 wake = at + 10 * NS_PER_MS;
    if (due < window_to && due > at && due < wake) wake = due;
    struct timespec wait = {.tv_nsec = wake - at};
    int count = epoll_pwait2(poller, events, EVENTS, &wait, NULL);
    for (int i = 0; i < count; i++) take(&events[i]);
  }
  for (int i = 0; i < MOST_OPEN; i++)
    if (open_ones[i].fd >= 0) finish(i, 0);
}

static double back_ms(void) {
  char answer[KEPT];
  if (strcmp(dialect, "lines") || !held) return -1;
  u64 left = now_ns();
  close(held_fds[0]);
  for (u64 i = held + made; now_ns() - left < BACK_S * NS_PER_S; i++) {
    int fd = connected(i, 0), in = enters(fd, answer, sizeof answer);
    if (in) return (now_ns() - left) / 1e6;
    close(fd);
    usleep(5000);
  }
  return -1;
}

static int by_size(const void *a, const void *b) {
  u64 x = *(const u64 *)a, y = *(const u64 *)b;
  return x < y ? -1 : x > y;
}

static void print(long files, double back) {
  double window = (end.at - begin.at) / 1e9;
  qsort(took_ns, answered, sizeof *took_ns, by_size);
  printf("{\"rate\":%.1f,\"attemptsPerS\":%.1f,\"attempts\":%llu,\"answered\":%llu,\"served\":%llu,\"silent\":%llu,\"late\":%llu", rate,
         (end.made - begin.made) / window, (unsigned long long)(answered + served + silent), (unsigned long long)answered, (unsigned long long)served,
         (unsigned long long)silent, (unsigned long long)late);
  printf(",\"answerP99Ms\":%.3f,\"backMs\":%.3f,\"fileLimit\":%ld", answered ? took_ns[(answered * 99 + 99) / 100 - 1] / 1e6 : -1, back, files);
  printf(",\"serverCores\":%.5f,\"clientCores\":%.4f", (end.server_s - begin.server_s) / window, (end.own_s - begin.own_s) / window);
  printf(",\"serverCoreBusy\":%.4f,\"serverCoreSteal\":%.4f", (end.server_core.busy_s - begin.server_core.busy_s) / window, (end.server_core.steal_s - begin.server_core.steal_s) / window);
  printf(",\"clientCoreBusy\":%.4f,\"clientCoreSteal\":%.4f}\n", (end.own_core.busy_s - begin.own_core.busy_s) / window, (end.own_core.steal_s - begin.own_core.steal_s) / window);
}

static void out_of_time(int signal) {
  (void)signal;
  static const char text[] = "attempts: out of time; the server has stopped answering\n";
  if (write(2, text, sizeof text - 1) < 0) _exit(1);
  _exit(4);
}

int main(int argc, char **argv) {
  struct option options[] = {
      {"port", &port, 0, 0},
      {"dialect", 0, 0, &dialect},         // lines: hello and welcome; raw: who is let in is told nothing
      {"held", &held, 0, 0},               // connections that take all the room there is
      {"file-limit", &file_limit, 0, 0},   // 1: it is the server's open files that there is no room in
      {"ask", 0, 0, &ask_file},            // what an attempt sends instead of a hello
      {"rate", 0, &rate, 0},               // attempts per second
      {"warm-up-s", 0, &warm_up_s, 0},
      {"seconds", 0, &seconds, 0},         // the window that is measured
      {"server-pid", &server_pid, 0, 0},   // whose CPU to read, and whose files to limit
      {"server-core", &server_core, 0, 0}, // whose use and steal to read
  };
  read_options(argc, argv, options, sizeof options / sizeof *options);
  if (strcmp(dialect, "raw") && strcmp(dialect, "lines")) fail(2, "--dialect is '%s', but has to be raw or lines", dialect);
  if (port < 1 || port > 65535) fail(2, "--port is %ld, but has to be 1 to 65535", port);
  if (held < 0 || held > 10000) fail(2, "--held is %ld, but has to be 0 to 10000", held);
  if (file_limit && !server_pid) fail(2, "--file-limit needs --server-pid");
  if (!(rate > 0 && rate <= 10000) || !(warm_up_s >= 0) || !(seconds > 0 && warm_up_s + seconds <= 120))
    fail(2, "--rate has to be above 0 and at most 10000, --warm-up-s and --seconds together at most 120");
  if (*ask_file) read_request();
  signal(SIGALRM, out_of_time);
  alarm((unsigned)(30 + warm_up_s + seconds + held / 200));
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  prctl(PR_SET_TIMERSLACK, 1);
  raise_file_limit();
  open_ones = memory(MOST_OPEN, sizeof *open_ones);
  free_ones = memory(MOST_OPEN, sizeof *free_ones);
  took_ns = memory((size_t)(rate * seconds) + 1, sizeof *took_ns);
  for (int i = 0; i < MOST_OPEN; i++) {
    open_ones[i].fd = -1;
    free_ones[free_count++] = MOST_OPEN - 1 - i;
  }
  if ((poller = epoll_create1(0)) < 0) fail(1, "epoll: %s", strerror(errno));
  hold();
  long files = file_limit ? limit_files() : 0;
  run();
  print(files, back_ms());
  return 0;
}
