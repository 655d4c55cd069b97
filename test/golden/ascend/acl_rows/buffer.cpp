// A host source: no kernel language, the same calls.
#include <cuda_runtime_api.h>

dim3 blocksFor(int n) { return dim3((n + 1) / 2); }

int *zeroed(size_t count) {
  int *memory = nullptr;
  if (cudaMalloc(reinterpret_cast<void **>(&memory), count * sizeof(int)) != cudaSuccess)
    return nullptr;
  cudaMemset(memory, 0, count * sizeof(int));
  return memory;
}
