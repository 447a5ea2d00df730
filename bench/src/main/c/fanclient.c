// fanclient: loads a broadcast server for a while and prints one JSON line with what its members received.
//
// One thread, one epoll. Talkers send numbered messages on an open-loop schedule: message n is due at start + n / rate,
// whatever has become of those before it. Members take all they are sent. Most of them drop it inside the kernel
// (MSG_TRUNC); every k-th is sampled: its bytes are read, and the numbers in them are its latencies and its ledger.
//
//   expected   what the schedule planned for the window, for every sampled member of the room. What never comes counts as
//              infinitely late, so that neither loss nor a late sender nor the window's end flatters a percentile.
//   latency    from the instant the schedule meant to the instant the bytes were read.
//   late       what becomes of the members that don't read (--never-read) once they do, after the window: of all that was
//              sent while they were members, what they receive and what gaps tell them to have missed. The difference is
//              taken member by member, so that what one gets too much does not make up for what another lacks.
//   sockets    what the kernel holds for TCP (/proc/net/sockstat), beyond what it held before the first connection: for both
//              ends of all connections, and for those of other programs on this machine.
//   deliveries bytes that all reading members received in the window / bytes per message as the sampled ones saw them.
//
// A message is {"clientId":"cI","Message":"#NNNNNNNNxxx…"} with N the message's number in hexadecimal and I the talker's
// connection, filled up so that it has --size bytes with its line end; over WebSocket the frame's head replaces that.
//
//     fanclient --port P [--OPTION VALUE]…       the table in main lists the options
//
// Exit codes: 0 ran (whether well is for the reader to judge), 1 could not start, 2 usage, 3 the server did not let it in,
// 4 out of time.
// Build: cc -O2 -o fanclient fanclient.c
#define _GNU_SOURCE
#define PROGRAM "fanclient"
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
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
  READ_BYTES = 1 << 20,         // one read takes at most so much
  OUT_BYTES = 1 << 20,          // what waits for a server that takes no more from a talker
  MOST_DUE = 8192,              // messages handed over between two looks at what has arrived
  LONGEST_MARK = 64,            // a gap's figure or a number that the next read may complete is shorter
  MOST_LATE_S = 30,             // for members that read again
  PORTS_PER_ADDRESS = 20000,    // one source address has some 28,000
  NUMBER_DIGITS = 8,
  EVENTS = 128,                 // taken between two looks at what is due
  SHORTEST_NAP_NS = 50000,      // where messages are due more often, they go out, and are read, in bundles of so long
  NS_PER_MS = 1000000
};

// ---- options
static const char *host = "127.0.0.1", *dialect = "raw";
static long port, members = 1000, talkers = 10, rooms, size = 128, sample = 32, never_read, server_pid, server_core = -1;
static long drain_ms = 2000, settle_ms = 300, want_again = 1;
static double rate = 100, warm_up_s = 1, seconds = 5;

struct member {
  int fd, room;
  char *tail;     // only of a sampled one, or one that reads again: the end of what was read, if it may begin a number
  size_t kept;
  int64_t *last;  // the number last seen of each talker: one that is not higher is a duplicate, or out of order
  u64 late;       // of one that reads again: messages received, and those that gaps told of
};

struct talker {
  int fd, room;
  size_t length, number_at, from, to;
  char *message, *out; // out[from, to): not yet accepted by the socket
};

static struct member *all; // first the members, then the talkers' own connections
static struct talker *speakers;
static long connections, speaker_count;
static int poller;
static char *scratch, *reading; // what nobody looks at; what is looked at, a tail in front of it

static u64 start_ns, window_from, window_to, first_number, last_number, next_number;
static u64 bytes_received, sampled_bytes, sampled_messages, recorded, expected, disordered, stalls;
static long closed_members, closed_never_readers;
static u64 late_expected, late_received, late_missed;
static int reading_again;

// ---- histogram: 64 steps per power of two, so at most 1.6% off
enum { STEPS = 64, POWERS = 40 };
struct histogram {
  u64 counts[STEPS * POWERS], max;
};
static struct histogram latency, lag;

static void record(struct histogram *h, u64 ns) {
  int power = ns < STEPS ? 0 : 63 - __builtin_clzll(ns) - 5;
  u64 at = power == 0 ? ns : (u64)power * STEPS + ((ns >> (power - 1)) - STEPS);
  h->counts[at < STEPS * POWERS ? at : STEPS * POWERS - 1]++;
  if (ns > h->max) h->max = ns;
}

static double quantile_ms(struct histogram *h, double quantile, u64 of) { // -1: it never came, or nothing was expected
  u64 wanted = (u64)(quantile * of), seen = 0;
  if (wanted < of) wanted++;
  for (int i = 0; of && i < STEPS * POWERS; i++)
    if ((seen += h->counts[i]) >= wanted) {
      int power = i / STEPS;
      u64 end = power == 0 ? (u64)i : ((u64)(i % STEPS + STEPS + 1) << (power - 1)) - 1;
      return (end < h->max ? end : h->max) / 1e6;
    }
  return -1;
}

// ---- what the machine says
static double server_cpu_s(void) { // user and system time of all its threads, those that have ended included
  char path[64], text[1024], *after;
  unsigned long user, kernel;
  snprintf(path, sizeof path, "/proc/%ld/stat", server_pid);
  FILE *file = server_pid ? fopen(path, "r") : NULL;
  if (!file) return 0;
  text[fread(text, 1, sizeof text - 1, file)] = 0;
  fclose(file);
  if (!(after = strrchr(text, ')')) ||
      sscanf(after + 2, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &kernel) != 2)
    return 0;
  return (double)(user + kernel) / sysconf(_SC_CLK_TCK);
}

static double server_rss_mib(void) {
  char path[64], line[256];
  double mib = 0;
  snprintf(path, sizeof path, "/proc/%ld/status", server_pid);
  FILE *file = server_pid ? fopen(path, "r") : NULL;
  if (!file) return 0;
  while (fgets(line, sizeof line, file))
    if (!strncmp(line, "VmRSS:", 6)) mib = atol(line + 6) / 1024.0;
  fclose(file);
  return mib;
}

static double sockets_mib(void) { // -1: the kernel doesn't say
  char line[256], *pages;
  double mib = -1;
  FILE *file = fopen("/proc/net/sockstat", "r");
  if (!file) return mib;
  while (fgets(line, sizeof line, file))
    if (!strncmp(line, "TCP:", 4) && (pages = strstr(line, " mem "))) mib = atol(pages + 5) * (sysconf(_SC_PAGESIZE) / 1048576.0);
  fclose(file);
  return mib;
}

struct snapshot {
  u64 at, bytes, sent;
  double server_s, own_s;
  struct core server_core, own_core;
};
static struct snapshot begin, end;
static double rss_mib, most_rss_mib, first_sockets_mib, most_sockets_mib;

static struct snapshot look(void) {
  struct snapshot s = {.at = now_ns(), .bytes = bytes_received, .sent = next_number, .server_s = server_cpu_s(), .own_s = own_cpu_s(),
                       .server_core = core_times(server_core), .own_core = core_times(sched_getcpu())};
  return s;
}

// ---- receiving
static int number_at(const char *digits, u64 *number) {
  u64 value = 0;
  for (int i = 0; i < NUMBER_DIGITS; i++) {
    char c = digits[i];
    int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    if (digit < 0) return 0;
    value = value << 4 | (u64)digit;
  }
  *number = value;
  return 1;
}

static u64 due_ns(u64 number) { return start_ns + (u64)(number / rate * 1e9); }

static void received(struct member *m, u64 number, u64 at) {
  sampled_messages++;
  int64_t *last = &m->last[number % speaker_count];
  if ((int64_t)number <= *last) {
    disordered++;
    return;
  }
  *last = (int64_t)number;
  if (number < first_number || number >= last_number) return;
  recorded++;
  u64 due = due_ns(number);
  record(&latency, at > due ? at - due : 0);
}

static void keep(struct member *m, const char *from, const char *to) {
  m->kept = to - from;
  memcpy(m->tail, from, m->kept);
}

static void find_numbers(struct member *m, size_t length) { // in reading[0, length); keeps what the next read may complete
  char *at = reading, *stop = reading + length;
  u64 number, t = now_ns();
  while ((at = memchr(at, '#', stop - at))) {
    if (stop - at <= NUMBER_DIGITS) break;
    if (number_at(at + 1, &number)) {
      received(m, number, t);
      at += NUMBER_DIGITS;
    }
    at++; // or it was a byte of a frame's head
  }
  keep(m, at ? at : stop, stop);
}

static void account(struct member *m, size_t length) { // of one that reads again: its messages and gaps
  static const char gap[] = "\"missed\":";
  char *at = reading, *stop = reading + length;
  u64 number;
  for (; at < stop; at++) {
    if (*at != '#' && *at != '"') continue;
    if (stop - at < LONGEST_MARK && !memchr(at, '}', stop - at) && *at == '"') break;
    if (*at == '"') {
      if ((size_t)(stop - at) < sizeof gap || memcmp(at, gap, sizeof gap - 1)) continue;
      u64 missed = strtoull(at + sizeof gap - 1, NULL, 10);
      late_missed += missed;
      m->late += missed;
    } else {
      if (stop - at <= NUMBER_DIGITS) break;
      if (!number_at(at + 1, &number)) continue;
      int64_t *last = &m->last[number % speaker_count];
      if ((int64_t)number <= *last) disordered++;
      *last = (int64_t)number;
      late_received++;
      m->late++;
    }
  }
  keep(m, at, stop);
}

static int reads(long i) { return reading_again || i < members - never_read || i >= members; }
static int is_late(long i) { return reading_again && i < members && i >= members - never_read; }

static int take_once(long i) { // whether there may be more, of which no event would tell
  struct member *m = &all[i];
  ssize_t got = -1;
  if (m->fd < 0) return 0;
  if (reads(i)) {
    if (m->tail) memcpy(reading, m->tail, m->kept);
    got = m->tail ? recv(m->fd, reading + m->kept, READ_BYTES, 0) : recv(m->fd, scratch, READ_BYTES, MSG_TRUNC);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) return errno == EINTR;
  }
  if (got > 0) {
    if (i < members) bytes_received += got;
    if (is_late(i)) account(m, m->kept + got);
    else if (m->tail) {
      sampled_bytes += got;
      find_numbers(m, m->kept + got);
    }
    return got == READ_BYTES;
  }
  if (i < members - never_read || i >= members) closed_members++;
  else closed_never_readers++;
  for (long s = 0; speakers && s < speaker_count; s++)
    if (speakers[s].fd == m->fd) speakers[s].fd = -1;
  close(m->fd);
  m->fd = -1;
  return 0;
}

static void take(long i, int ended) {
  while (take_once(i) || (ended && all[i].fd >= 0)) {}
}

static int take_all(u64 wait_ns) {
  struct epoll_event events[EVENTS];
  struct timespec wait = {.tv_sec = wait_ns / NS_PER_S, .tv_nsec = wait_ns % NS_PER_S};
  int count = epoll_pwait2(poller, events, EVENTS, &wait, NULL);
  for (int i = 0; i < count; i++) take(events[i].data.u32, events[i].events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR));
  return count;
}

// ---- entering: connections are blocking until they have been welcomed
static void send_whole(int fd, const char *text, size_t length) {
  for (size_t sent = 0; sent < length;) {
    ssize_t n = send(fd, text + sent, length - sent, MSG_NOSIGNAL);
    if (n < 0) fail(3, "the server took no greeting: %s", strerror(errno));
    sent += n;
  }
}

static void await_answer(int fd, const char *ending, const char *wanted) { // byte by byte: nothing behind it may be swallowed
  char text[4096] = "", last[4096] = "nothing";
  size_t length = 0;
  while (length < sizeof text - 1) {
    ssize_t n = recv(fd, text + length, 1, 0);
    if (n <= 0)
      fail(3, "the server %s instead of %s; its last words were: %.*s", n ? "said nothing for 10 s" : "closed", wanted,
           (int)strcspn(length ? text : last, "\r\n"), length ? text : last);
    text[++length] = 0;
    if (length < strlen(ending) || strcmp(text + length - strlen(ending), ending)) continue;
    if (strstr(text, wanted)) return;
    memcpy(last, text, length + 1); // some other frame: messages may come before the welcome
    length = 0;
  }
  fail(3, "the server never said %s", wanted);
}

static void greet(int fd, long i, int room) {
  char text[512], name[32] = "";
  int length;
  if (!strcmp(dialect, "lines")) {
    if (rooms) snprintf(name, sizeof name, ",\"rooms\":[\"r%d\"]", room);
    length = snprintf(text, sizeof text, "{\"type\":\"hello\",\"clientId\":\"c%ld\"%s}\n", i, name);
    send_whole(fd, text, length);
    await_answer(fd, "\n", "\"welcome\"");
  } else if (!strcmp(dialect, "ws")) {
    if (rooms) snprintf(name, sizeof name, "/r%d", room);
    length = snprintf(text, sizeof text,
                      "GET /ws%s HTTP/1.1\r\nHost: %s:%ld\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                      "Sec-WebSocket-Key: AAECAwQFBgcICQoLDA0ODw==\r\nSec-WebSocket-Version: 13\r\n\r\n", name, host, port);
    send_whole(fd, text, length);
    await_answer(fd, "\r\n\r\n", "HTTP/1.1 101");
  }
}

static int connect_one(long i) {
  int on = 1, fd = socket(AF_INET, SOCK_STREAM, 0);
  struct timeval patience = {.tv_sec = 10};
  struct sockaddr_in from = {.sin_family = AF_INET}, to = {.sin_family = AF_INET, .sin_port = htons(port)};
  if (fd < 0) fail(1, "connection %ld: %s", i, strerror(errno));
  // A pair of addresses of its own for every run: ports that still linger from the last one are in nobody's way.
  from.sin_addr.s_addr = htonl(0x7f010000u | (u64)(getpid() % 250 + 1) << 8 | (u64)(1 + i / PORTS_PER_ADDRESS));
  inet_pton(AF_INET, host, &to.sin_addr);
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (bind(fd, (void *)&from, sizeof from) || connect(fd, (void *)&to, sizeof to))
    fail(errno == ECONNREFUSED || errno == ECONNRESET || errno == ETIMEDOUT || errno == EINPROGRESS ? 3 : 1, "connection %ld to %s:%ld: %s", i, host, port, strerror(errno));
  return fd;
}

static void open_all(void) {
  connections = members + talkers;
  all = memory(connections, sizeof *all);
  speaker_count = talkers ? talkers : members;
  if ((poller = epoll_create1(0)) < 0) fail(1, "epoll: %s", strerror(errno));
  for (long i = 0; i < connections; i++) {
    struct member *m = &all[i];
    m->room = rooms ? (int)((i < members ? i : i - members) % rooms) : 0;
    m->fd = connect_one(i);
    greet(m->fd, i, m->room);
    if (i < members && reads(i) && i % sample == 0) {
      m->tail = memory(LONGEST_MARK + 1, 1);
      m->last = memory(speaker_count, sizeof *m->last);
      for (long s = 0; s < speaker_count; s++) m->last[s] = -1;
    }
    if (fcntl(m->fd, F_SETFL, O_NONBLOCK)) fail(1, "connection %ld: %s", i, strerror(errno));
    struct epoll_event wanted = {.events = reads(i) ? EPOLLIN | EPOLLRDHUP | EPOLLET : EPOLLRDHUP, .data.u32 = i};
    if (epoll_ctl(poller, EPOLL_CTL_ADD, m->fd, &wanted)) fail(1, "epoll: %s", strerror(errno));
  }
  for (u64 first = now_ns(), last = first; now_ns() - last < (u64)settle_ms * NS_PER_MS && now_ns() - first < 15 * NS_PER_S;)
    if (take_all(20 * NS_PER_MS) > 0) last = now_ns(); // until it is quiet
  if (closed_members + closed_never_readers) fail(3, "the server closed %ld connections before any load", closed_members + closed_never_readers);
}

// ---- sending
static void prepare(struct talker *t, long i) {
  char body[256], *at;
  long json = size - 1; // without its line end
  int overhead = snprintf(body, sizeof body, "{\"clientId\":\"c%ld\",\"Message\":\"#00000000\"}", i), head = 0;
  if (json < overhead) fail(2, "--size is %ld, but a message of this talker has at least %d bytes", size, overhead + 1);
  t->message = memory(size + 16, 1);
  t->out = memory(OUT_BYTES, 1);
  at = t->message;
  if (!strcmp(dialect, "ws")) { // one text frame; a mask of zeros is a mask
    at[head++] = (char)0x81;
    if (json < 126) at[head++] = (char)(0x80 | json);
    else {
      at[head++] = (char)(0x80 | 126);
      at[head++] = (char)(json >> 8);
      at[head++] = (char)json;
    }
    head += 4;
  }
  memcpy(at + head, body, overhead - 2);
  t->number_at = head + overhead - 2 - NUMBER_DIGITS;
  memset(at + head + overhead - 2, 'x', json - overhead);
  memcpy(at + head + json - 2, "\"}", 2);
  t->length = head + json;
  if (strcmp(dialect, "ws")) at[t->length++] = '\n';
}

static void assign_talkers(void) {
  u64 *planned = memory(rooms ? rooms : 1, sizeof *planned);
  speakers = memory(speaker_count, sizeof *speakers);
  for (long s = 0; s < speaker_count; s++) {
    long i = talkers ? members + s : s;
    speakers[s].fd = all[i].fd;
    speakers[s].room = all[i].room;
    prepare(&speakers[s], i);
  }
  first_number = (u64)(rate * warm_up_s);
  last_number = (u64)(rate * (warm_up_s + seconds));
  if (last_number > UINT32_MAX) fail(2, "more than 2^32 messages; make --rate or --seconds smaller");
  for (u64 n = first_number; n < last_number; n++) planned[speakers[n % speaker_count].room]++;
  for (long i = 0; i < members; i++)
    if (all[i].tail) expected += planned[all[i].room];
  free(planned);
}

static int flush(struct talker *t) { // whether something still waits
  if (t->fd < 0) t->from = t->to = 0; // its end has been counted
  while (t->from < t->to) {
    ssize_t n = send(t->fd, t->out + t->from, t->to - t->from, MSG_NOSIGNAL);
    if (n < 0 && errno == EAGAIN) return 1;
    if (n < 0) break;
    t->from += n;
  }
  t->from = t->to = 0;
  return 0;
}

static int speak(u64 number, u64 at) { // 0: the server takes no more from this talker
  static const char digits[] = "0123456789abcdef";
  struct talker *t = &speakers[number % speaker_count];
  if (t->to + t->length > OUT_BYTES && (flush(t), t->to + t->length > OUT_BYTES)) return 0;
  char *message = t->out + t->to;
  memcpy(message, t->message, t->length);
  for (int i = 0; i < NUMBER_DIGITS; i++) message[t->number_at + i] = digits[number >> (4 * (NUMBER_DIGITS - 1 - i)) & 15];
  t->to += t->length;
  if (number >= first_number) record(&lag, at - due_ns(number));
  return 1;
}

static int send_due(u64 at) { // whether there is more to send than could be
  u64 due = rate > 0 ? (u64)((at - start_ns) * (rate / 1e9)) + 1 : 0;
  int waiting = 0;
  if (due > last_number) due = last_number;
  for (int burst = 0; next_number < due && burst < MOST_DUE; burst++) {
    if (due_ns(next_number) > at) break;
    if (!speak(next_number, at)) {
      stalls++;
      break;
    }
    next_number++;
  }
  for (long s = 0; s < speaker_count; s++)
    if (speakers[s].to) waiting |= flush(&speakers[s]);
  return waiting || next_number < due;
}

// ---- the run
static void watch_memory(u64 at) {
  static u64 next;
  if (at < next) return;
  next = at + 100 * NS_PER_MS;
  rss_mib = server_rss_mib();
  if (rss_mib > most_rss_mib) most_rss_mib = rss_mib;
  double sockets = sockets_mib();
  if (sockets > most_sockets_mib) most_sockets_mib = sockets;
}

static void run(void) {
  u64 last_wake = 10 * NS_PER_MS;
  start_ns = now_ns();
  window_from = start_ns + (u64)(warm_up_s * 1e9);
  window_to = window_from + (u64)(seconds * 1e9);
  sampled_bytes = sampled_messages = 0;
  for (u64 at; (at = now_ns()) < window_to + (u64)drain_ms * NS_PER_MS;) {
    if (!begin.at && at >= window_from) begin = look();
    if (!end.at && at >= window_to) {
      end = look();
      rss_mib = server_rss_mib();
    }
    if (end.at && recorded >= expected) break; // also when nothing was
    watch_memory(at);
    int more = send_due(at);
    u64 wake = at + last_wake, next = rate > 0 && next_number < last_number ? due_ns(next_number) : wake;
    if (next < wake) wake = next;
    if (!begin.at && window_from < wake) wake = window_from;
    // Waking for each of very many messages would use the core up and say nothing about whether there is room left.
    if (rate > 0 && 1e9 / rate < SHORTEST_NAP_NS) {
      nanosleep(&(struct timespec){.tv_nsec = SHORTEST_NAP_NS}, NULL);
      take_all(0);
      continue;
    }
    at = now_ns();
    take_all(more ? NS_PER_MS / 10 : wake > at ? wake - at : 0);
  }
  if (!end.at) end = look(); // nothing was to be waited for behind the window
}

static u64 late_unaccounted(void) {
  u64 all_of_them = 0;
  for (long i = members - never_read; reading_again && i < members; i++)
    all_of_them += all[i].late > next_number ? all[i].late - next_number : next_number - all[i].late;
  return all_of_them;
}

static void read_again(void) { // those that have not read until now, until all is accounted for or nothing comes any more
  long open = 0;
  if (!never_read || rooms || !want_again) return;
  late_expected = next_number * never_read;
  reading_again = 1;
  for (long i = members - never_read; i < members; i++) {
    struct epoll_event wanted = {.events = EPOLLIN | EPOLLRDHUP | EPOLLET, .data.u32 = i};
    if (all[i].fd < 0) continue;
    open++;
    all[i].tail = memory(LONGEST_MARK + 1, 1);
    all[i].last = memory(speaker_count, sizeof *all[i].last);
    for (long s = 0; s < speaker_count; s++) all[i].last[s] = -1;
    if (epoll_ctl(poller, EPOLL_CTL_MOD, all[i].fd, &wanted)) fail(1, "epoll: %s", strerror(errno));
  }
  for (u64 first = now_ns(), last = first; open && late_unaccounted() > 0;) {
    u64 before = late_received + late_missed, at = now_ns();
    if (at - first > MOST_LATE_S * NS_PER_S || at - last > 2 * NS_PER_S) break;
    take_all(20 * NS_PER_MS);
    if (late_received + late_missed > before) last = now_ns();
  }
}

static void print_ms(const char *name, double ms) { // null: it never came
  if (ms < 0) printf(",\"%s\":null", name);
  else printf(",\"%s\":%.4f", name, ms);
}

static void print_sockets(void) { // null: the kernel doesn't say
  if (first_sockets_mib < 0) printf(",\"mostSocketsMiB\":null");
  else printf(",\"mostSocketsMiB\":%.3f", most_sockets_mib - first_sockets_mib);
}

static void print(void) {
  double window = (end.at - begin.at) / 1e9, wire = sampled_messages ? (double)sampled_bytes / sampled_messages : 0;
  double server = (end.server_s - begin.server_s) / window;
  double deliveries = wire > 0 ? (end.bytes - begin.bytes) / wire / window : 0;
  u64 lags = 0;
  for (int i = 0; i < STEPS * POWERS; i++) lags += lag.counts[i];
  printf("{\"rate\":%.1f,\"sentPerS\":%.1f,\"deliveriesPerS\":%.1f,\"wireBytes\":%.2f", rate, (end.sent - begin.sent) / window, deliveries, wire);
  printf(",\"expected\":%llu,\"received\":%llu,\"disordered\":%llu", (unsigned long long)expected, (unsigned long long)recorded, (unsigned long long)disordered);
  print_ms("p50Ms", quantile_ms(&latency, .5, expected));
  print_ms("p99Ms", quantile_ms(&latency, .99, expected));
  print_ms("p999Ms", quantile_ms(&latency, .999, expected));
  print_ms("maxMs", recorded == expected && expected ? latency.max / 1e6 : -1);
  print_ms("sendLagP99Ms", quantile_ms(&lag, .99, lags));
  printf(",\"serverCores\":%.4f,\"clientCores\":%.4f", server, (end.own_s - begin.own_s) / window);
  printf(",\"serverCoreBusy\":%.4f,\"serverCoreSteal\":%.4f", (end.server_core.busy_s - begin.server_core.busy_s) / window, (end.server_core.steal_s - begin.server_core.steal_s) / window);
  printf(",\"clientCoreBusy\":%.4f,\"clientCoreSteal\":%.4f", (end.own_core.busy_s - begin.own_core.busy_s) / window, (end.own_core.steal_s - begin.own_core.steal_s) / window);
  printf(",\"rssMiB\":%.3f,\"mostRssMiB\":%.3f,\"closed\":%ld,\"neverReadersClosed\":%ld,\"stalls\":%llu", rss_mib, most_rss_mib, closed_members, closed_never_readers, (unsigned long long)stalls);
  print_sockets();
  printf(",\"windowFromS\":%.3f,\"windowToS\":%.3f", begin.at / 1e9, end.at / 1e9);
  printf(",\"lateExpected\":%llu,\"lateReceived\":%llu,\"lateMissed\":%llu,\"lateUnaccounted\":%llu}\n", (unsigned long long)late_expected, (unsigned long long)late_received, (unsigned long long)late_missed, (unsigned long long)late_unaccounted());
}

static void out_of_time(int signal) {
  (void)signal;
  static const char text[] = "fanclient: out of time; the server has stopped answering\n";
  if (write(2, text, sizeof text - 1) < 0) _exit(1);
  _exit(4);
}

int main(int argc, char **argv) {
  struct option options[] = {
      {"host", 0, 0, &host},                  // an address of 127.0.0.0/8
      {"port", &port, 0, 0},
      {"dialect", 0, 0, &dialect},            // raw: no greeting; lines: hello and welcome; ws: upgrade
      {"members", &members, 0, 0},
      {"never-read", &never_read, 0, 0},      // so many of the members don't read before the window has ended
      {"talkers", &talkers, 0, 0},            // connections beside the members; 0: the members themselves talk in turn
      {"rooms", &rooms, 0, 0},                // members take turns; 0: all in global
      {"size", &size, 0, 0},                  // bytes of a message with its line end
      {"rate", 0, &rate, 0},                  // messages per second, all talkers together; 0: only hold the connections
      {"warm-up-s", 0, &warm_up_s, 0},
      {"seconds", 0, &seconds, 0},            // the window that is measured
      {"drain-ms", &drain_ms, 0, 0},          // how long after the window to wait for what is late
      {"settle-ms", &settle_ms, 0, 0},        // how long it has to be quiet before the load begins; 0: it need not be
      {"read-again", &want_again, 0, 0},      // 0: those that don't read don't do so after the window either
      {"sample", &sample, 0, 0},              // every so manieth member is read and accounted for
      {"server-pid", &server_pid, 0, 0},      // whose CPU and memory to read
      {"server-core", &server_core, 0, 0},    // whose use and steal to read
  };
  read_options(argc, argv, options, sizeof options / sizeof *options);
  struct in_addr address;
  if (inet_pton(AF_INET, host, &address) != 1 || ntohl(address.s_addr) >> 24 != 127)
    fail(2, "--host is '%s', but only addresses of 127.0.0.0/8 are loaded", host);
  if (strcmp(dialect, "raw") && strcmp(dialect, "lines") && strcmp(dialect, "ws"))
    fail(2, "--dialect is '%s', but has to be raw, lines or ws", dialect);
  if (port < 1 || port > 65535) fail(2, "--port is %ld, but has to be 1 to 65535", port);
  if (members < 0 || talkers < 0 || members + talkers > 100000) fail(2, "--members and --talkers together have to be 0 to 100000");
  if (members + talkers == 0 && rate > 0) fail(2, "--rate has to be 0 where nobody is connected");
  if (never_read < 0 || never_read > members || rooms < 0 || sample < 1) fail(2, "--never-read has to be at most --members, --rooms at least 0, --sample at least 1");
  if (!(rate >= 0 && rate <= 1e7) || !(warm_up_s >= 0) || !(seconds > 0 && warm_up_s + seconds <= 3600) || drain_ms < 0 || drain_ms > 60000 || settle_ms < 0 || settle_ms > 10000)
    fail(2, "--rate has to be 0 to 10000000, --warm-up-s and --seconds together at most 3600, --drain-ms at most 60000, --settle-ms at most 10000");
  if (size < 1 || size > 65535) fail(2, "--size is %ld, but has to be 1 to 65535", size);
  signal(SIGALRM, out_of_time);
  alarm((unsigned)(60 + MOST_LATE_S + warm_up_s + seconds + drain_ms / 1000 + (members + talkers) / 200));
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  prctl(PR_SET_TIMERSLACK, 1);
  raise_file_limit();
  scratch = memory(READ_BYTES, 1);
  reading = memory(READ_BYTES + LONGEST_MARK + 1, 1);
  first_sockets_mib = most_sockets_mib = sockets_mib();
  open_all();
  assign_talkers();
  run();
  read_again();
  print();
  return 0;
}
