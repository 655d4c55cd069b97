// The part of the driver API that stands beside the runtime API: errors, contexts, memory.
#include <cuda.h>
#include <cstdio>
#define CHECK(call)                                                                                \
  do {                                                                                             \
    CUresult result = call;                                                                        \
    if (result != CUDA_SUCCESS) {                                                                  \
      const char *name = nullptr;                                                                  \
      cuGetErrorName(result, &name);                                                               \
      std::printf("step %d: %s\n", step, name);                                                    \
    }                                                                                              \
    ++step;                                                                                        \
  } while (0)

__global__ void add(float *x, int n) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i < n)
    x[i] += 1.0f;
}

void limits() {
  int width = 0, mode = -1;
  if (cuDeviceGetAttribute(&width, CU_DEVICE_ATTRIBUTE_MAXIMUM_TEXTURE2D_WIDTH, 0) ||
      cuDeviceGetAttribute(&mode, CU_DEVICE_ATTRIBUTE_COMPUTE_MODE, 0))
    std::printf("no limits\n");
  CUcomputemode asked = CU_COMPUTEMODE_PROHIBITED;
  std::printf("%d %d\n", width >= 4096, mode != asked);
}

void memory(int &step) {
  CUdeviceptr x;
  CHECK(cuMemAlloc(&x, 16)); // step 5: no context
  CUcontext context;
  CHECK(cuCtxCreate(&context, CU_CTX_SCHED_AUTO, 0));
  size_t available, total;
  CHECK(cuMemGetInfo(&available, &total));
  float host[4] = {1, 2, 3, 4};
  CHECK(cuMemAlloc_v2(&x, sizeof host));
  CHECK(cuMemcpyHtoD(x, host, sizeof host));
  CUstream stream;
  CHECK(cuStreamCreate(&stream, CU_STREAM_NON_BLOCKING));
  add<<<1, 4, 0, stream>>>((float *)x, 4);
  CHECK(cuStreamSynchronize(stream));
  CHECK(cuMemcpyDtoH(host, x, sizeof host));
  std::printf("%g %g %d\n", host[0], host[3], available <= total);
  CHECK(cuMemsetD32(x, 0x3f800000u, 4));
  CHECK(cuMemcpyDtoH(host, x, sizeof host));
  std::printf("%g %s\n", host[3], cudaGetErrorName(cudaPeekAtLastError()));
  CHECK(cuStreamDestroy(stream));
  CHECK(cuMemFree(x));
  CHECK(cuMemFree(x)); // step 17: freed already
  CHECK(cuCtxDestroy(context));
  CHECK(cuCtxSynchronize()); // step 19: no context
}

int main() {
  int step = 0;
  CUdevice device;
  CHECK(cuDeviceGet(&device, 0)); // step 0: not initialised
  CHECK(cuInit(0));
  int count = 0, major = 0;
  CHECK(cuDeviceGetCount(&count));
  CHECK(cuDeviceGet(&device, count)); // step 3: no such device
  CHECK(cuDeviceGetAttribute(&major, CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR, 0));
  std::printf("%d %d\n", count > 0, major);
  limits();
  memory(step);
}
