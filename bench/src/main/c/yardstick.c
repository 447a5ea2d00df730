// yardstick: the least that a broadcast server on the socket API can do, to hold a real one against.
//
// One thread, one epoll. Each sweep takes what has arrived on all connections, one buffer's full at most, and hands it
// in one send to every connection. It neither parses nor frames, has no rooms and keeps nothing for a reader whose
// socket is full: what the kernel does not take is lost, counted, and the measurement void.
//
// Of connections beyond MOST it takes what they say first, tells them that there is no room, and closes: looked after every
// 25 ms or so, all together, with one read and one packet each.
//
// For generators that expect to be welcomed it can take what a connection says first for a hello, and answer that.
//
//     yardstick PORT [PAUSE_US [MOST [MANNERS]]]
//         PORT 0: any free one; PAUSE_US: how long to wait after a sweep, so that more gathers; MOST: no bound unless given;
//         MANNERS raw: all that is said goes to all; welcome: all but the hello does; swallow: nothing does
//
// Says "listening on port N" when it can be connected to; at SIGUSR1, and when SIGTERM ends it, one JSON line with what it
// has done so far.
// Build: cc -O2 -o yardstick yardstick.c
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
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

enum { BATCH_BYTES = 4 << 20, EVENTS = 4096, BACKLOG = 4096, MOST_UNTOLD = 1024, ROUND_NS = 25000000 };

static volatile sig_atomic_t ended, asked;
static int listener, poller;
static int *members, *place_of; // the open connections, dense; and where in that array a descriptor stands
static int member_count, most_descriptors, most_members;
static int welcomes, swallows;
static char *welcomed; // which descriptors have been
static int untold[MOST_UNTOLD], untold_count; // turned away, and silent until now
static char batch[BATCH_BYTES];
static uint64_t sweeps, sends, bytes_in, bytes_out, bytes_lost;

static void on_signal(int signal) {
  if (signal == SIGUSR1) asked = 1;
  else ended = 1;
}

static void die(const char *what) {
  fprintf(stderr, "yardstick: %s: %s\n", what, strerror(errno));
  exit(1);
}

static void watch(int fd) {
  struct epoll_event wanted = {.events = EPOLLIN, .data.fd = fd};
  if (epoll_ctl(poller, EPOLL_CTL_ADD, fd, &wanted)) die("epoll");
}

static int turned_away(int fd) { // 0: it has said nothing yet
  static const char full[] = "{\"type\":\"bye\",\"reason\":\"full\",\"accepted\":0,\"retryAfterMillis\":1500}\n";
  char words[4096];
  int on = 1;
  ssize_t got = recv(fd, words, sizeof words, 0);
  if (got < 0 && errno == EAGAIN) return 0;
  if (got > 0) {
    setsockopt(fd, IPPROTO_TCP, TCP_CORK, &on, sizeof on); // so that the end leaves in the same packet
    if (send(fd, full, sizeof full - 1, MSG_NOSIGNAL) < 0 && errno != EPIPE && errno != ECONNRESET) die("turning away");
  }
  close(fd);
  return 1;
}

static void turn_away_all(void) {
  int kept = 0;
  for (int i = 0; i < untold_count; i++)
    if (!turned_away(untold[i])) untold[kept++] = untold[i];
  untold_count = kept;
}

static void enter_all(void) {
  int fd, on = 1;
  while (untold_count < MOST_UNTOLD && (fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
    if (member_count >= most_members) {
      untold[untold_count++] = fd;
      continue;
    }
    if (fd >= most_descriptors) die("more connections than the file limit allows");
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    place_of[fd] = member_count;
    members[member_count++] = fd;
    welcomed[fd] = 0;
    watch(fd);
  }
}

static void leave(int fd) { // the last one takes the place of the one that goes
  int last = members[--member_count];
  members[place_of[fd]] = last;
  place_of[last] = place_of[fd];
  close(fd);
}

static int is_for_all(int fd, size_t length) { // what one said
  static const char welcome[] = "{\"type\":\"welcome\"}\n";
  if (!welcomed[fd]) {
    welcomed[fd] = 1;
    if (send(fd, welcome, sizeof welcome - 1, MSG_NOSIGNAL) < 0 && errno != EPIPE && errno != ECONNRESET) die("welcoming");
    return 0;
  }
  if (swallows) bytes_in += length;
  return !swallows;
}

static size_t gather(void) {
  static struct epoll_event events[EVENTS];
  size_t gathered = 0;
  int count = epoll_wait(poller, events, EVENTS, untold_count ? 25 : 100); // not for ever: a signal may come just before it
  for (int i = 0; i < count && gathered < BATCH_BYTES; i++) { // what finds no room stays in its socket until the next sweep
    int fd = events[i].data.fd;
    if (fd == listener) {
      enter_all();
      continue;
    }
    ssize_t got = recv(fd, batch + gathered, BATCH_BYTES - gathered, 0);
    if (got > 0)
      gathered += !welcomes || is_for_all(fd, got) ? got : 0;
    else if (got == 0 || (errno != EAGAIN && errno != EINTR))
      leave(fd);
  }
  return gathered;
}

static void sweep(size_t length) {
  for (int i = 0; i < member_count; i++) {
    ssize_t sent = send(members[i], batch, length, MSG_NOSIGNAL);
    if (sent < 0 && (errno == EPIPE || errno == ECONNRESET)) continue; // its end is read in the next sweep
    sends++;
    bytes_out += sent > 0 ? sent : 0;
    bytes_lost += length - (sent > 0 ? sent : 0);
  }
  sweeps++;
  bytes_in += length;
}

static void tell(void) {
  printf("{\"sweeps\":%llu,\"sends\":%llu,\"bytesIn\":%llu,\"bytesOut\":%llu,\"bytesLost\":%llu}\n",
         (unsigned long long)sweeps, (unsigned long long)sends, (unsigned long long)bytes_in,
         (unsigned long long)bytes_out, (unsigned long long)bytes_lost);
  fflush(stdout);
}

static void allocate(void) {
  struct rlimit limit;
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  most_descriptors = limit.rlim_max > 1000000 ? 1000000 : (int)limit.rlim_max;
  members = calloc(most_descriptors, sizeof *members);
  place_of = calloc(most_descriptors, sizeof *place_of);
  welcomed = calloc(most_descriptors, sizeof *welcomed);
  if (!members || !place_of || !welcomed) die("memory");
}

static void listen_on(int port) {
  int on = 1;
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t length = sizeof address;
  listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (bind(listener, (void *)&address, sizeof address) || listen(listener, BACKLOG)) die("listening");
  if (getsockname(listener, (void *)&address, &length)) die("listening");
  if ((poller = epoll_create1(0)) < 0) die("epoll");
  watch(listener);
  printf("listening on port %d\n", ntohs(address.sin_port));
  fflush(stdout);
}

int main(int argc, char **argv) {
  int port = argc > 1 ? atoi(argv[1]) : 0;
  long pause_us = argc > 2 ? atol(argv[2]) : 0;
  most_members = argc > 3 ? atoi(argv[3]) : INT32_MAX;
  swallows = argc > 4 && !strcmp(argv[4], "swallow");
  welcomes = swallows || (argc > 4 && !strcmp(argv[4], "welcome"));
  struct timespec round = {.tv_nsec = ROUND_NS}, pause = {.tv_sec = pause_us / 1000000, .tv_nsec = pause_us % 1000000 * 1000};
  struct sigaction action = {.sa_handler = on_signal};
  sigaction(SIGUSR1, &action, NULL);
  sigaction(SIGTERM, &action, NULL);
  sigaction(SIGINT, &action, NULL);
  prctl(PR_SET_PDEATHSIG, SIGTERM); // never outlives whoever measures
  prctl(PR_SET_TIMERSLACK, 1);
  allocate();
  listen_on(port);
  while (!ended) {
    size_t gathered = gather();
    if (gathered) {
      sweep(gathered);
      if (pause_us > 0) nanosleep(&pause, NULL);
    }
    if (untold_count) {
      turn_away_all();
      nanosleep(&round, NULL);
    }
    if (asked) {
      asked = 0;
      tell();
    }
  }
  tell();
  return 0;
}
