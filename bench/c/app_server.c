// The least that a server of the framed search protocol can be: it looks for two words in the JSON in
// place of parsing it, answers one frame a connection and closes. Prints where it listens.
#include "net.h"

enum { FRAME_BYTES = 4096 };

struct connection {
  int fd;
  size_t have;
  char bytes[FRAME_BYTES];
};

static struct connection *spare[BACKLOG];
static int spares;

static void end(struct connection *c) {
  close(c->fd);
  if (spares < BACKLOG) {
    spare[spares++] = c;
  } else {
    free(c);
  }
}

static void accept_some(int epoll, int listener) {
  for (int i = 0; i < ACCEPTS_IN_A_ROW; i++) {
    int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
    if (fd < 0) {
      return;
    }
    struct connection *c = spares > 0 ? spare[--spares] : malloc(sizeof *c);
    c->fd = fd;
    c->have = 0;
    watch(epoll, EPOLL_CTL_ADD, fd, EPOLLIN, c);
  }
}

static void answer(struct connection *c, const char *content, size_t length) {
  const char *value = memmem(content, length, "\"value\": \"", 10);
  int known = value && !strncmp(value + 10, "morpheus\"", 9);
  const char *result = known ? "Follow the white rabbit. \xf0\x9f\x90\xb0" : "No match.";
  char body[128], frame[512];
  int size = snprintf(body, sizeof body, "{\"result\": \"%s\"}", result);
  int header = snprintf(frame + 2, sizeof frame - 2,
                        "{\"byteorder\": \"little\", \"content-type\": \"text/json\", "
                        "\"content-encoding\": \"utf-8\", \"content-length\": %d}",
                        size);
  frame[0] = (char)(header >> 8);
  frame[1] = (char)header;
  memcpy(frame + 2 + header, body, (size_t)size);
  send(c->fd, frame, (size_t)(2 + header + size), MSG_NOSIGNAL);
}

// Whether the connection is done with: answered, or sending nonsense.
static int look(struct connection *c) {
  if (c->have < 2) {
    return 0;
  }
  size_t header = (size_t)(unsigned char)c->bytes[0] << 8 | (unsigned char)c->bytes[1];
  if (header > FRAME_BYTES / 2) {
    return 1;
  }
  if (c->have < 2 + header) {
    return 0;
  }
  const char *length = memmem(c->bytes + 2, header, "\"content-length\": ", 18);
  size_t content = length ? strtoul(length + 18, NULL, 10) : FRAME_BYTES;
  if (content > FRAME_BYTES / 3) {
    return 1;
  }
  if (c->have < 2 + header + content) {
    return 0;
  }
  answer(c, c->bytes + 2 + header, content);
  return 1;
}

static void serve(struct connection *c) {
  ssize_t came = recv(c->fd, c->bytes + c->have, sizeof c->bytes - 1 - c->have, 0);
  if (came < 0 && errno == EAGAIN) {
    return;
  }
  if (came <= 0) {
    end(c);
    return;
  }
  c->have += (size_t)came;
  c->bytes[c->have] = 0;
  if (look(c)) {
    end(c);
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
      if (c) {
        serve(c);
      } else {
        accept_some(epoll, listener);
      }
    }
  }
}
