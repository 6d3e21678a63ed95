// The least a TCP ping can be: times connect() to a port, refused or accepted, in microseconds a line.
// usage: tcp_rtt IP PORT COUNT INTERVAL_MS
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static double micros(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1e6 + t.tv_nsec / 1e3;
}

int main(int argc, char **argv) {
  if (argc != 5) {
    fprintf(stderr, "usage: tcp_rtt IP PORT COUNT INTERVAL_MS\n");
    return 2;
  }
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(atoi(argv[2]))};
  to.sin_addr.s_addr = inet_addr(argv[1]);
  for (int i = 0; i < atoi(argv[3]); i++) {
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    double start = micros();
    int refused = connect(fd, (struct sockaddr *)&to, sizeof to);
    printf("%.1f %d\n", micros() - start, refused);
    close(fd);
    usleep(atoi(argv[4]) * 1000);
  }
  return 0;
}
