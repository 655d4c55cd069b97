// A host source beside the device source: it includes the runtime header and is translated too.
#include "buffer.h"
#include <cstdio>

__global__ void square(int *x) { x[threadIdx.x] *= x[threadIdx.x]; }

int main() {
  Buffer buffer(4);
  int host[] = {1, 2, 3, 4};
  buffer.upload(host);
  square<<<1, 4>>>(buffer.data());
  buffer.download(host);
  printf("%d %d %d\n", host[0], host[3], Buffer::alive());
}
