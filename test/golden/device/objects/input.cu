// Virtual functions, recursion, tables of device functions, member pointers, static members.
#include <cstdio>

struct Shape {
  __device__ virtual ~Shape() {}
  __device__ virtual double area() const = 0;
  __device__ double twice() const { return 2 * area(); }
};
struct Square : Shape {
  double side;
  __device__ explicit Square(double side) : side(side) {}
  __device__ double area() const override { return side * side; }
};
struct Circle : Shape {
  double radius;
  __device__ explicit Circle(double radius) : radius(radius) {}
  __device__ double area() const override { return 3 * radius * radius; } // a rough circle
};

__device__ int factorial(int n) { return n <= 1 ? 1 : n * factorial(n - 1); }
__device__ int odd(int n);
__device__ int even(int n) { return n == 0 ? 1 : odd(n - 1); }
__device__ int odd(int n) { return n == 0 ? 0 : even(n - 1); }

typedef int (*Operation)(int, int);
__device__ int plus(int a, int b) { return a + b; }
__device__ int times(int a, int b) { return a * b; }
__device__ Operation operations[] = {plus, times};

struct Counter {
  static __host__ __device__ int limit() { return 12; }
  int count;
  __device__ int up(int by) { return count += by; }
};

__global__ void run(double *out) {
  Shape *shapes[2] = {new Square(3), new Circle(2)};
  out[0] = shapes[0]->area();
  out[1] = shapes[1]->twice();
  for (Shape *shape : shapes)
    delete shape;
  out[2] = factorial(10);
  out[3] = even(10) * 10 + odd(10);
  out[4] = operations[0](3, 4) * 100 + operations[1](3, 4);
  Counter counter = {1};
  int (Counter::*method)(int) = &Counter::up;
  out[5] = (counter.*method)(5) + Counter::limit();
}

int main() {
  double host[6], *device;
  cudaMalloc(&device, sizeof(host));
  run<<<1, 1>>>(device);
  cudaMemcpy(host, device, sizeof(host), cudaMemcpyDeviceToHost);
  for (double value : host)
    printf("%.0f\n", value);
  cudaFree(device);
}
