#include "volume.h"

#include <cstdio>

int main() {
  int out[20], wrong = 0;
  fillVolumes(out, 20);
  for (int i = 0; i < 20; ++i)
    wrong += out[i] != volumeOf(i, 2, 3);
  printf("%d wrong, last %d\n", wrong, out[19]);
  return wrong != 0;
}
