# SPDX-License-Identifier: Apache-2.0
# A whole program around kernels: launches each with its configurations and prints what came of it.
from configs import INTS

HEAD = f"""#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <cooperative_groups.h>
#include <cooperative_groups/reduce.h>
#include <cooperative_groups/scan.h>
#include <cuda_runtime.h>

namespace cg = cooperative_groups;

constexpr int count = {INTS};
"""

MAIN = """
static unsigned seed = 1;
static unsigned next() {
  seed = seed * 1664525u + 1013904223u;
  return seed >> 8;
}

template <typename T> struct Array {
  T *host = new T[count], *device = nullptr;
  Array() { cudaMalloc(&device, count * sizeof(T)); }
  ~Array() {
    cudaFree(device);
    delete[] host;
  }
  void put() { cudaMemcpy(device, host, count * sizeof(T), cudaMemcpyHostToDevice); }
  void get() { cudaMemcpy(host, device, count * sizeof(T), cudaMemcpyDeviceToHost); }
  void add(unsigned long long &sum, const char *name, bool all) {
    get();
    for (int k = 0; k < count; ++k) {
      unsigned bits = 0;
      std::memcpy(&bits, &host[k], sizeof(T));
      if (sizeof(T) == 4 && bits == 0x80000000u && name[0] == 'q')
        bits = 0; // the sign of zero is not looked at
      sum = (sum ^ bits) * 1099511628211ull;
      if (all)
        printf("  %s[%d] %08x\\n", name, k, bits);
    }
  }
};

static const char *only = nullptr;

template <typename Launch> static void run(const char *name, int total, Launch launch) {
  if (only && std::strcmp(only, name))
    return;
  seed = 12345;
  Array<int> a, p, o;
  Array<unsigned char> b;
  Array<float> f, q;
  Array<unsigned> e, h;
  for (int k = 0; k < count; ++k) {
    a.host[k] = int(next() % 2001) - 1000;
    b.host[k] = next();
    f.host[k] = int(next() % 1601 - 800) / 8.f;
    q.host[k] = k & 15;
    o.host[k] = k % 1000;
    e.host[k] = h.host[k] = k;
    p.host[k] = k;
  }
  for (int k = total - 1; k > 0; --k) {
    const int other = next() % (k + 1), was = p.host[k];
    p.host[k] = p.host[other];
    p.host[other] = was;
  }
  a.put(), b.put(), f.put(), q.put(), o.put(), e.put(), h.put(), p.put();
  launch(a.device, b.device, f.device, o.device, p.device, o.device, q.device, e.device, h.device);
  const cudaError_t error = cudaDeviceSynchronize();
  unsigned long long sum = 14695981039346656037ull;
  o.add(sum, "o", only), q.add(sum, "q", only), e.add(sum, "e", only), h.add(sum, "h", only);
  printf("%s %016llx %d\\n", name, sum, int(error));
  fflush(stdout);
}

int main(int argc, char **argv) {
  only = argc > 1 ? argv[1] : nullptr;
"""


PASSED = ("int *a, unsigned char *b, float *f, int *d, int *p, int *o, float *q, unsigned *e, "
          "unsigned *h")


def launches(kernel, name):
    """Functions that launch the kernel, and what calls them. Sizes are known to the compiler in all
    launches but every third."""
    functions, calls = [], []
    shared = max(256, 8 * max(c.threads for c in kernel.configs))
    for at, config in enumerate(kernel.configs):
        made = f"<{config.parameters[kernel.made]}>" if kernel.made else ""
        values = ", ".join(f"{v}u" if n == "u" else str(v) for n, v in config.parameters.items()
                           if n != kernel.made)
        block = f"dim3{config.block}" if config.total % 3 else "block"
        functions.append(f"""static void launch_{name}_{at}({PASSED}) {{
  dim3 block(std::strtol("{config.block[0]}", nullptr, 10), {config.block[1]}, {config.block[2]});
  {name}{made}<<<dim3{config.grid}, {block}, {shared}>>>(a, b, f, d, p, o, q, e, h, {values});
}}""")
        calls.append(f'  run("{name}.{at}", {config.total}, launch_{name}_{at});')
    return "\n".join(functions), "\n".join(calls)


def program(kernels):
    """The text of a program with kernels, given as pairs of name and kernel."""
    parts = [HEAD]
    parts += [kernel.text(name) + "\n" for name, kernel in kernels]
    functions, calls = zip(*(launches(kernel, name) for name, kernel in kernels))
    return "\n".join([*parts, *functions, MAIN, *calls, "}", ""])
