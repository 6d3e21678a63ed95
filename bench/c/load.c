// A load generator: one thread, epoll. Closed loop: a connection sends again when its answer is there.
// usage: load echo PORT CONNECTIONS SIZE SECONDS    the same connections for the whole time
//        load reconnect PORT CONNECTIONS SIZE COUNT connect, one echo, close
//        load app PORT CONNECTIONS 0 COUNT          connect, one framed request, until the server closes
//        load hold PORT CONNECTIONS SIZE 0          one echo each, then holds them until its input ends
// Prints one JSON object. The first 0.3 s of echo do not count, but for allExchanges. Errors are counted;
// a run with errors measures nothing.
#include "net.h"

enum { SUB_BUCKETS = 32, BUCKETS = 64 * SUB_BUCKETS, READ_BYTES = 256 << 10 };
enum mode { ECHO, RECONNECT, APP, HOLD };

struct connection {
  int fd;
  uint32_t events;
  size_t sent, came;
  uint64_t since;
};

static enum mode mode;
static int port, connections, epoll;
static size_t size;
static char *message, incoming[READ_BYTES];
static uint64_t histogram[BUCKETS];
static long begun, done, all_done, goal, errors;
static uint64_t bytes;
static int over;

// Buckets of a width of 1/32 of their value, so that percentiles are right within 3 %.
static void record(uint64_t nanos) {
  int shift = nanos < SUB_BUCKETS ? 0 : 58 - __builtin_clzll(nanos);
  histogram[shift * SUB_BUCKETS + (int)(nanos >> shift)]++;
}

static double percentile_micros(double part) {
  uint64_t total = 0, seen = 0;
  for (int i = 0; i < BUCKETS; i++) {
    total += histogram[i];
  }
  for (int i = 0; i < BUCKETS; i++) {
    seen += histogram[i];
    if (seen && (double)seen >= (double)total * part) {
      int shift = i < 2 * SUB_BUCKETS ? 0 : i / SUB_BUCKETS - 1;
      return (double)((uint64_t)(i - shift * SUB_BUCKETS) << shift) / 1e3;
    }
  }
  return 0;
}

static void begin(struct connection *c) {
  c->since = now_nanos();
  c->sent = c->came = 0;
  begun++;
}

static void open_one(struct connection *c) {
  static unsigned turn;
  int one = 1;
  c->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  if (c->fd < 0) {
    fail("socket");
  }
  no_delay(c->fd);
  // Ports of ended connections rest for a minute; with many source addresses they do not run out.
  struct sockaddr_in source = loopback(0), server = loopback(port);
  source.sin_addr.s_addr = htonl(INADDR_LOOPBACK + 0x100 + turn++ % 64);
  setsockopt(c->fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &one, sizeof one);
  if (bind(c->fd, (struct sockaddr *)&source, sizeof source)) {
    fail("bind");
  }
  if (connect(c->fd, (struct sockaddr *)&server, sizeof server) && errno != EINPROGRESS) {
    fail("connect");
  }
  begin(c);
  c->events = EPOLLIN | EPOLLOUT;
  watch(epoll, EPOLL_CTL_ADD, c->fd, c->events, c);
}

static void await(struct connection *c, uint32_t events) {
  if (c->events != events) {
    c->events = events;
    watch(epoll, EPOLL_CTL_MOD, c->fd, events, c);
  }
}

static void finish(struct connection *c) {
  record(now_nanos() - c->since);
  done++;
  all_done++;
  bytes += c->came;
}

static void close_one(struct connection *c) {
  close(c->fd);
  c->fd = -1;
  if (!over && (mode == RECONNECT || mode == APP) && begun < goal) {
    open_one(c);
  }
}

static void broken(struct connection *c) {
  errors++;
  close_one(c);
}

static void send_more(struct connection *c) {
  while (c->sent < size) {
    ssize_t sent = send(c->fd, message + c->sent, size - c->sent, MSG_NOSIGNAL);
    if (sent < 0) {
      if (errno == EAGAIN) {
        await(c, EPOLLIN | EPOLLOUT);
      } else {
        broken(c);
      }
      return;
    }
    c->sent += (size_t)sent;
  }
  await(c, EPOLLIN);
}

static void whole(struct connection *c) {
  finish(c);
  if (mode == RECONNECT) {
    close_one(c);
  } else if (mode == ECHO && !over) {
    begin(c);
    send_more(c);
  }
}

static void receive(struct connection *c) {
  ssize_t came = recv(c->fd, incoming, sizeof incoming, 0);
  if (came < 0) {
    if (errno != EAGAIN) {
      broken(c);
    }
  } else if (came == 0) {
    if (mode == APP && c->came > 2) {
      finish(c);
      close_one(c);
    } else {
      broken(c);
    }
  } else {
    if (mode != APP && memcmp(incoming, message + c->came, (size_t)came)) {
      fprintf(stderr, "an echo differs from what was sent\n");
      exit(3);
    }
    c->came += (size_t)came;
    if (mode != APP && c->came == size) {
      whole(c);
    }
  }
}

static void serve(struct epoll_event *event) {
  struct connection *c = event->data.ptr;
  if (event->events & EPOLLERR) {
    broken(c);
    return;
  }
  if (event->events & (EPOLLIN | EPOLLHUP)) {
    receive(c);
  }
  if (c->fd >= 0 && event->events & EPOLLOUT && c->sent < size) {
    send_more(c);
  }
}

static void make_message(void) {
  const char *content = "{\"action\": \"search\", \"value\": \"morpheus\"}";
  if (mode != APP) {
    message = malloc(size);
    for (size_t i = 0; i < size; i++) {
      message[i] = (char)('a' + i % 251 % 26);
    }
    return;
  }
  message = malloc(512);
  int header = snprintf(message + 2, 510,
                        "{\"byteorder\": \"little\", \"content-type\": \"text/json\", "
                        "\"content-encoding\": \"utf-8\", \"content-length\": %zu}",
                        strlen(content));
  message[0] = (char)(header >> 8);
  message[1] = (char)header;
  strcpy(message + 2 + header, content);
  size = 2 + (size_t)header + strlen(content);
}

static void run_until(uint64_t end) {
  struct epoll_event events[EVENTS];
  while ((mode == ECHO || done + errors < goal) && now_nanos() < end) {
    int count = epoll_wait(epoll, events, EVENTS, 100);
    for (int i = 0; i < count; i++) {
      serve(&events[i]);
    }
  }
}

static double cpu_seconds(void) {
  struct rusage u;
  getrusage(RUSAGE_SELF, &u);
  return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) +
         (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
}

int main(int argc, char **argv) {
  const char *modes[] = {"echo", "reconnect", "app", "hold"};
  mode = HOLD + 1;
  for (int i = 0; argc == 6 && i <= HOLD; i++) {
    mode = strcmp(argv[1], modes[i]) ? mode : (enum mode)i;
  }
  if (mode > HOLD) {
    fprintf(stderr, "usage: load echo|reconnect|app|hold PORT CONNECTIONS SIZE SECONDS|COUNT\n");
    return 2;
  }
  port = atoi(argv[2]);
  connections = atoi(argv[3]);
  size = strtoul(argv[4], NULL, 10);
  double seconds = mode == ECHO ? atof(argv[5]) : 60;
  goal = mode == HOLD ? connections : atol(argv[5]);
  take_all_descriptors();
  make_message();
  epoll = epoll_create1(0);
  struct connection *all = calloc((size_t)connections, sizeof *all);
  uint64_t start = now_nanos();
  for (int i = 0; i < connections; i++) {
    open_one(&all[i]);
    if (i % 200 == 199) {
      run_until(now_nanos() + 1000000);
    }
  }
  if (mode == ECHO) {
    run_until(now_nanos() + 300000000);
    memset(histogram, 0, sizeof histogram);
    done = 0;
    bytes = 0;
    start = now_nanos();
  }
  double cpu = cpu_seconds();
  run_until(start + (uint64_t)(seconds * 1e9));
  double elapsed = (double)(now_nanos() - start) / 1e9;
  printf("{\"mode\":\"%s\",\"connections\":%d,\"exchanges\":%ld,\"allExchanges\":%ld,\"seconds\":%.4f,\"perSecond\":%.1f,"
         "\"megabytesPerSecond\":%.1f,\"p50Micros\":%.1f,\"p99Micros\":%.1f,\"loadCpuSeconds\":%.4f,"
         "\"errors\":%ld}\n",
         modes[mode], connections, done, all_done, elapsed, (double)done / elapsed,
         (double)bytes / elapsed / 1e6, percentile_micros(0.5), percentile_micros(0.99),
         cpu_seconds() - cpu, errors + (mode != ECHO && done + errors < goal));
  fflush(stdout);
  if (mode == HOLD) {
    char ignored[16];
    while (read(0, ignored, sizeof ignored) > 0) {
    }
  }
  // What is still under way is answered before the connections end, so that no server sees a reset.
  over = 1;
  mode = ECHO;
  run_until(now_nanos() + 100000000);
  return 0;
}
