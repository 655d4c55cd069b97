#pragma once

__host__ __device__ int volumeOf(int a, int b, int c);
void fillVolumes(int *out, int n);
