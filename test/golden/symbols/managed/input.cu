// __managed__ variables and managed memory: host and device use the same name and address.
#include <cstdio>

__managed__ int total;
__device__ __managed__ float samples[4] = {1, 2, 3, 4};

struct Node {
  int value;
  Node *next;
};

__global__ void add(int n) {
  atomicAdd(&total, n);
  if (threadIdx.x < 4)
    samples[threadIdx.x] *= 2;
}

__global__ void sumList(const Node *node, int *sum) {
  for (; node; node = node->next)
    *sum += node->value;
}

int main() {
  total = 5;
  add<<<1, 32>>>(1);
  cudaDeviceSynchronize();
  printf("%d %.0f %.0f\n", total, samples[0], samples[3]);

  Node *head = nullptr;
  for (int i = 1; i <= 10; ++i) {
    Node *node;
    cudaMallocManaged(&node, sizeof(Node));
    node->value = i;
    node->next = head;
    head = node;
  }
  int *sum;
  cudaMallocManaged((void **)&sum, sizeof(int), cudaMemAttachGlobal);
  *sum = 0;
  sumList<<<1, 1>>>(head, sum);
  cudaDeviceSynchronize();
  printf("%d\n", *sum);
  while (head) {
    Node *next = head->next;
    cudaFree(head);
    head = next;
  }
  cudaFree(sum);
}
