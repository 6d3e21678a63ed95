// The least that an echo server can be: one thread, epoll, one buffer; what the kernel does not take
// at once is kept, and reading pauses until it has left. Prints where it listens.
#include "net.h"

enum { BUFFER_BYTES = 256 << 10 };

struct connection {
  int fd;
  char *kept;
  size_t from, to;
};

static char buffer[BUFFER_BYTES];

static void end(struct connection *c) {
  close(c->fd);
  free(c->kept);
  free(c);
}

static void accept_some(int epoll, int listener) {
  for (int i = 0; i < ACCEPTS_IN_A_ROW; i++) {
    int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
    if (fd < 0) {
      return;
    }
    no_delay(fd);
    struct connection *c = calloc(1, sizeof *c);
    c->fd = fd;
    watch(epoll, EPOLL_CTL_ADD, fd, EPOLLIN, c);
  }
}

static void send_kept(int epoll, struct connection *c) {
  ssize_t sent = send(c->fd, c->kept + c->from, c->to - c->from, MSG_NOSIGNAL);
  if (sent < 0) {
    if (errno != EAGAIN) {
      end(c);
    }
    return;
  }
  c->from += (size_t)sent;
  if (c->from == c->to) {
    free(c->kept);
    c->kept = NULL;
    watch(epoll, EPOLL_CTL_MOD, c->fd, EPOLLIN, c);
  }
}

static void keep(int epoll, struct connection *c, const char *bytes, size_t count) {
  c->kept = malloc(count);
  memcpy(c->kept, bytes, count);
  c->from = 0;
  c->to = count;
  watch(epoll, EPOLL_CTL_MOD, c->fd, EPOLLOUT, c);
}

static void echo(int epoll, struct connection *c) {
  ssize_t came = recv(c->fd, buffer, sizeof buffer, 0);
  if (came <= 0) {
    if (came == 0 || errno != EAGAIN) {
      end(c);
    }
    return;
  }
  ssize_t sent = send(c->fd, buffer, (size_t)came, MSG_NOSIGNAL);
  if (sent < 0 && errno != EAGAIN) {
    end(c);
  } else if (sent < came) {
    size_t taken = sent < 0 ? 0 : (size_t)sent;
    keep(epoll, c, buffer + taken, (size_t)came - taken);
  }
}

int main(void) {
  take_all_descriptors();
  int listener = listen_and_tell();
  int epoll = epoll_create1(0);
  watch(epoll, EPOLL_CTL_ADD, listener, EPOLLIN, NULL);
  struct epoll_event events[EVENTS];
  for (;;) {
    int count = epoll_wait(epoll, events, EVENTS, -1);
    for (int i = 0; i < count; i++) {
      struct connection *c = events[i].data.ptr;
      if (!c) {
        accept_some(epoll, listener);
      } else if (c->kept) {
        send_kept(epoll, c);
      } else {
        echo(epoll, c);
      }
    }
  }
}
