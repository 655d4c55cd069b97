// Nothing of CUDA in here but the suffix: user code with names like CUDA's stays as it is.
#include <cstdio>

namespace mine {
int cudaCount = 3;
struct cudaLike {
  int cudaMember = 4;
};
int threadIdx(int x) { return x + 1; }
template <typename T> struct blockDim {
  T x;
};
} // namespace mine

static void spnHelper(int *p) { *p += 1; }

int main() {
  mine::cudaLike like;
  int gridDim = mine::threadIdx(like.cudaMember) << 2 >> 1;
  spnHelper(&gridDim);
  printf("%d %d %d\n", mine::cudaCount, gridDim, mine::blockDim<int>{7}.x);
}
