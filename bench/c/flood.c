// Sends COUNT datagrams of 100 bytes to itself over loopback, as fast as the kernel takes them, and reads none.
// Waits for a line on its input once it has told its port. usage: flood COUNT
#include "net.h"

int main(int argc, char **argv) {
  if (argc != 2) {
    fprintf(stderr, "usage: flood COUNT\n");
    return 2;
  }
  int from = socket(AF_INET, SOCK_DGRAM, 0), to = socket(AF_INET, SOCK_DGRAM, 0);
  struct sockaddr_in target = loopback(0);
  socklen_t size = sizeof target;
  if (bind(to, (struct sockaddr *)&target, size) || getsockname(to, (struct sockaddr *)&target, &size)) {
    fail("bind");
  }
  printf("%d\n", ntohs(target.sin_port));
  fflush(stdout);
  getchar();
  char bytes[100] = {0};
  long count = atol(argv[1]);
  uint64_t start = now_nanos();
  for (long sent = 0; sent < count; sent++) {
    if (sendto(from, bytes, sizeof bytes, 0, (struct sockaddr *)&target, size) < 0) {
      fail("sendto");
    }
  }
  printf("%.0f\n", (double)count * 1e9 / (double)(now_nanos() - start));
  return 0;
}
