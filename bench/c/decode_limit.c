// The least that a decoder of framed traffic can be: a mapped pcap file (little-endian; Ethernet or raw IPv4), streams put in order, a line
// a frame with time, ends, content type and length. It checks no content, no retransmission against what came before, and believes its input.
// Usage: decode_limit FILE
#include <arpa/inet.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { HALVES = 1 << 14, OUT_BYTES = 1 << 20, LINE_BYTES = 512, TYPE_BYTES = 64 };

struct waiting {
  uint32_t seq, length;
  const uint8_t *bytes;
  struct waiting *next;
};

// One direction of a connection; a frame's header is kept where it is spread over segments.
struct half {
  uint64_t addresses;
  uint32_t ports, next;
  int used, started, in_content;
  struct waiting *waiting;
  uint8_t *held;
  uint32_t held_bytes, content_left, content_bytes;
  char type[TYPE_BYTES];
};

static struct half halves[HALVES];
static char out[OUT_BYTES];
static size_t out_bytes;
static uint64_t frames, packets;
static uint32_t seconds, fraction;

static void flush_lines(void) {
  for (size_t done = 0; done < out_bytes;) {
    ssize_t count = write(1, out + done, out_bytes - done);
    if (count <= 0) exit(1);
    done += count;
  }
  out_bytes = 0;
}

static void print_frame(const struct half *h) {
  if (out_bytes > OUT_BYTES - LINE_BYTES) flush_lines();
  uint32_t from = h->addresses >> 32, to = h->addresses;
  out_bytes += snprintf(out + out_bytes, LINE_BYTES, "%u.%09u %u.%u.%u.%u:%u > %u.%u.%u.%u:%u %s %u\n", seconds, fraction,
                        from >> 24, from >> 16 & 255, from >> 8 & 255, from & 255, h->ports >> 16, to >> 24, to >> 16 & 255,
                        to >> 8 & 255, to & 255, h->ports & 0xffff, h->type, h->content_bytes);
  frames++;
}

static const uint8_t *value_of(const uint8_t *at, const uint8_t *end, const char *key) {
  size_t length = strlen(key);
  const uint8_t *found = memmem(at, end - at, key, length);
  if (!found) exit(1);
  for (found += length; found < end && (*found == ' ' || *found == ':' || *found == '"'); found++) {}
  return found;
}

static void read_header(struct half *h, const uint8_t *header, uint32_t length) {
  const uint8_t *end = header + length;
  const uint8_t *type = value_of(header, end, "\"content-type\"");
  const uint8_t *quote = memchr(type, '"', end - type);
  size_t type_bytes = quote ? (size_t)(quote - type) : 0;
  if (type_bytes >= TYPE_BYTES) type_bytes = TYPE_BYTES - 1;
  memcpy(h->type, type, type_bytes);
  h->type[type_bytes] = 0;
  h->content_bytes = strtoul((const char *)value_of(header, end, "\"content-length\""), NULL, 10);
  h->content_left = h->content_bytes;
  h->in_content = 1;
}

// Takes bytes of a header; returns how many.
static uint32_t take_header(struct half *h, const uint8_t *at, uint32_t length) {
  if (h->held_bytes == 0 && length >= 2) {
    uint32_t header = at[0] << 8 | at[1];
    if (length >= 2 + header) {
      read_header(h, at + 2, header);
      return 2 + header;
    }
  }
  if (!h->held) h->held = malloc(2 + 65536);
  uint32_t wanted = h->held_bytes < 2 ? 2 : 2 + (h->held[0] << 8 | h->held[1]);
  uint32_t count = wanted - h->held_bytes < length ? wanted - h->held_bytes : length;
  memcpy(h->held + h->held_bytes, at, count);
  h->held_bytes += count;
  if (h->held_bytes > 2 && h->held_bytes == wanted) {
    read_header(h, h->held + 2, wanted - 2);
    h->held_bytes = 0;
  }
  return count;
}

static void feed(struct half *h, const uint8_t *at, uint32_t length) {
  h->next += length;
  while (length > 0) {
    uint32_t count = h->in_content && h->content_left < length ? h->content_left : length;
    if (h->in_content) {
      h->content_left -= count;
    } else {
      count = take_header(h, at, length);
    }
    at += count;
    length -= count;
    if (h->in_content && h->content_left == 0) {
      print_frame(h);
      h->in_content = 0;
    }
  }
}

static struct half *find(uint64_t addresses, uint32_t ports) {
  uint32_t slot = (addresses ^ (uint64_t)ports << 17) * 0x9e3779b97f4a7c15u >> 50;
  while (halves[slot].used && (halves[slot].addresses != addresses || halves[slot].ports != ports)) slot = (slot + 1) % HALVES;
  halves[slot].used = 1;
  halves[slot].addresses = addresses;
  halves[slot].ports = ports;
  return &halves[slot];
}

static void wait_for_earlier(struct half *h, uint32_t seq, const uint8_t *bytes, uint32_t length) {
  struct waiting **place = &h->waiting;
  while (*place && (int32_t)((*place)->seq - seq) < 0) place = &(*place)->next;
  struct waiting *piece = malloc(sizeof *piece);
  *piece = (struct waiting){seq, length, bytes, *place};
  *place = piece;
}

// Feeds what is new of a segment that starts at or before the next byte.
static void take(struct half *h, uint32_t seq, const uint8_t *bytes, uint32_t length) {
  uint32_t old = h->next - seq;
  if (old < length) feed(h, bytes + old, length - old);
}

static void segment(const uint8_t *ip, uint32_t total) {
  const uint8_t *tcp = ip + (ip[0] & 15) * 4;
  const uint8_t *bytes = tcp + (tcp[12] >> 4) * 4;
  uint32_t length = ip + total - bytes, from, to, ports, seq;
  int syn = tcp[13] & 2;
  if (length == 0 && !syn) return;
  memcpy(&from, ip + 12, 4);
  memcpy(&to, ip + 16, 4);
  memcpy(&ports, tcp, 4);
  memcpy(&seq, tcp + 4, 4);
  struct half *h = find((uint64_t)ntohl(from) << 32 | ntohl(to), ntohl(ports));
  seq = ntohl(seq) + (syn ? 1 : 0);
  if (!h->started) {
    h->started = 1;
    h->next = seq;
  }
  if ((int32_t)(seq - h->next) > 0) {
    wait_for_earlier(h, seq, bytes, length);
    return;
  }
  take(h, seq, bytes, length);
  while (h->waiting && (int32_t)(h->waiting->seq - h->next) <= 0) {
    struct waiting *first = h->waiting;
    h->waiting = first->next;
    take(h, first->seq, first->bytes, first->length);
    free(first);
  }
}

int main(int count, char **arguments) {
  int fd = count == 2 ? open(arguments[1], O_RDONLY) : -1;
  struct stat info;
  if (fd < 0 || fstat(fd, &info)) return 2;
  const uint8_t *at = mmap(NULL, info.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
  if (at == MAP_FAILED) return 2;
  const uint8_t *end = at + info.st_size;
  madvise((void *)at, info.st_size, MADV_SEQUENTIAL);
  uint32_t link;
  memcpy(&link, at + 20, 4);
  uint32_t link_bytes = link == 1 ? 14 : 0;
  for (at += 24; at + 16 <= end;) {
    uint32_t captured;
    memcpy(&seconds, at, 4);
    memcpy(&fraction, at + 4, 4);
    memcpy(&captured, at + 8, 4);
    const uint8_t *ip = at + 16 + link_bytes;
    at += 16 + captured;
    packets++;
    if (captured >= link_bytes + 40 && ip[0] >> 4 == 4 && ip[9] == 6) segment(ip, ip[2] << 8 | ip[3]);
  }
  flush_lines();
  fprintf(stderr, "packets=%lu frames=%lu\n", packets, frames);
  return 0;
}
