// Kernels in namespaces, named and not, behind using-declarations, and launched with qualified names
// and from members.
#include <cstdio>

__global__ void where(int *out) { *out = 1; }

namespace outer {
__global__ void where(int *out) { *out = 2; }
namespace inner {
__global__ void where(int *out) { *out = 3; }
static __global__ void local(int *out) { *out = 4; }
} // namespace inner
namespace {
__global__ void hidden(int *out) { *out = 5; }
} // namespace
} // namespace outer

using outer::inner::local;

class Runner {
public:
  explicit Runner(int *out) : out(out) {}
  void run() const;
  template <typename F> int value(F &&launch) const {
    launch(out);
    int host = 0;
    cudaMemcpy(&host, out, sizeof(int), cudaMemcpyDeviceToHost);
    return host;
  }
  friend __global__ void secret(const Runner *self, int *out);

private:
  int *out;
  int number = 6;
};

__global__ void secret(const Runner *self, int *out) { *out = self->number; }

void Runner::run() const {
  ::where<<<1, 1>>>(out);
  printf("%d", value([](int *) {}));
  printf(" %d", value([](int *p) { outer::where<<<1, 1>>>(p); }));
  printf(" %d", value([](int *p) { outer::inner::where<<<1, 1>>>(p); }));
  printf(" %d", value([](int *p) { local<<<1, 1>>>(p); }));
  {
    using namespace outer;
    printf(" %d", value([](int *p) { hidden<<<1, 1>>>(p); }));
  }
  Runner *self;
  cudaMalloc(&self, sizeof(Runner));
  cudaMemcpy(self, this, sizeof(Runner), cudaMemcpyHostToDevice);
  secret<<<1, 1>>>(self, this->out);
  printf(" %d\n", value([](int *) {}));
  cudaFree(self);
}

int main() {
  int *device;
  cudaMalloc(&device, sizeof(int));
  Runner(device).run();
  cudaFree(device);
}
