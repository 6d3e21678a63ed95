// The least a sweep of this machine's closed ports can be: non-blocking connects on two threads. Whether a
// port is open is asked by a second connect, as the answer is there by then.
// usage: scan IP LOW HIGH [reuse]    reuse: a refused socket connects again, instead of a new one a port
#include <arpa/inet.h>
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#define THREADS 2

static struct sockaddr_in target;
static int low, high, reuse;

static void *sweep(void *argument) {
  int fd = -1;
  for (int port = low + (int)(long)argument; port <= high; port += THREADS) {
    struct sockaddr_in to = target;
    to.sin_port = htons(port);
    if (fd < 0) fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    int result = connect(fd, (struct sockaddr *)&to, sizeof to);
    if (result < 0 && errno == EINPROGRESS) result = connect(fd, (struct sockaddr *)&to, sizeof to);
    int refused = result < 0 && errno == ECONNREFUSED;
    if (!refused) {
      struct sockaddr_in own;
      socklen_t size = sizeof own;
      getsockname(fd, (struct sockaddr *)&own, &size);
      if (own.sin_port != to.sin_port) printf("%d %s\n", port, result == 0 ? "open" : "no answer");
    }
    if (!refused || !reuse) {
      close(fd);
      fd = -1;
    }
  }
  return NULL;
}

int main(int argc, char **argv) {
  if (argc < 4) {
    fprintf(stderr, "usage: scan IP LOW HIGH [reuse]\n");
    return 2;
  }
  target.sin_family = AF_INET;
  target.sin_addr.s_addr = inet_addr(argv[1]);
  low = atoi(argv[2]);
  high = atoi(argv[3]);
  reuse = argc > 4;
  pthread_t threads[THREADS];
  for (long i = 0; i < THREADS; i++) pthread_create(&threads[i], NULL, sweep, (void *)i);
  for (int i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
  return 0;
}
