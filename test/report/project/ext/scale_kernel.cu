// The CUDA side of a PyTorch extension, whose headers are not on this machine.
#include <torch/extension.h>
#include <cuda_runtime.h>

template <typename scalar_t>
__global__ void scale_kernel(const scalar_t *in, scalar_t *out, scalar_t factor, long n) {
  long i = blockIdx.x * (long)blockDim.x + threadIdx.x;
  if (i < n)
    out[i] = in[i] * factor;
}

__global__ void norm_kernel(const double *in, double *out, long n) {
  __shared__ double part[128];
  part[threadIdx.x] = 0;
  for (long i = threadIdx.x; i < n; i += blockDim.x)
    part[threadIdx.x] += in[i] * in[i];
  __syncthreads();
  if (threadIdx.x == 0)
    for (int i = 0; i < 128; ++i)
      *out += part[i];
}

static void launch_scale(const float *in, float *out, float factor, long n) {
  scale_kernel<float><<<(n + 127) / 128, 128>>>(in, out, factor, n);
}

void scale_cuda(const float *in, float *out, double factor, long n) {
  launch_scale(in, out, static_cast<float>(factor), n);
}

void norm_cuda(const double *in, double *out, long n) {
  auto kernel = &norm_kernel;
  kernel<<<1, 128>>>(in, out, n);
}
