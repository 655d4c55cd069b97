// Textures, which the chip does not have: objects over linear, pitched and array memory, all
// address modes, point and linear filtering, references that are bound anew between launches, a
// surface that is written.
#include <cstdio>
#include <cuda_runtime.h>

texture<float, 2, cudaReadModeElementType> plane;
static texture<uchar4, 1, cudaReadModeNormalizedFloat> colours;
surface<void, 2> canvas;

__device__ float around(float x, float y) {
  return tex2D(plane, x - 0.25f, y) + tex2D(plane, x + 0.25f, y + 0.5f);
}

__global__ void throughReferences(float *out, int width) {
  int x = blockIdx.x * blockDim.x + threadIdx.x, y = blockIdx.y;
  float4 colour = tex1Dfetch(colours, (x + y) % 8);
  out[y * width + x] = around(x * 0.7f - 1.0f, y * 1.3f - 1.0f) + colour.x + 2 * colour.w;
}

template <class T> __device__ T fetched(cudaTextureObject_t linear, int i) {
  T value;
  tex1Dfetch(&value, linear, i);
  return value;
}

__global__ void throughObjects(cudaTextureObject_t image, cudaTextureObject_t linear, float *out,
                               int width, float scale) {
  int x = blockIdx.x * blockDim.x + threadIdx.x, y = blockIdx.y;
  float u = (x - 3.3f) * scale, v = (y - 2.1f) * scale;
  out[y * width + x] = tex2D<float>(image, u, v) + fetched<int>(linear, x + y);
}

__global__ void throughSurface(int width) {
  int x = threadIdx.x, y = blockIdx.x;
  float old;
  surf2Dread(&old, canvas, x * 4, y);
  if (x < width)
    surf2Dwrite(old * 2 + x, canvas, x * 4, y);
}

__global__ void readVolume(cudaTextureObject_t volume, float *out) {
  int i = threadIdx.x;
  out[i] = tex3D<float>(volume, (i % 4 + 0.5f) / 4, (i / 4 % 4 + 0.75f) / 4, (i / 16 + 0.5f) / 2);
}

constexpr int width = 32, height = 6;
float *results;

void show(const char *what) {
  float host[width * height];
  cudaMemcpy(host, results, sizeof host, cudaMemcpyDeviceToHost);
  double sum = 0;
  for (int i = 0; i < width * height; ++i)
    sum += host[i] * (i % 11 + 1);
  printf("%s %.3f, %s\n", what, sum, cudaGetErrorName(cudaDeviceSynchronize()));
}

int main() {
  cudaMalloc(&results, width * height * sizeof(float));
  float host[width * height];
  unsigned char colourBytes[32];
  for (int i = 0; i < width * height; ++i)
    host[i] = float((i * 37) % 101) - 20;
  for (int i = 0; i < 32; ++i)
    colourBytes[i] = static_cast<unsigned char>(i * 8);

  cudaChannelFormatDesc format = cudaCreateChannelDesc<float>();
  cudaArray_t array, other;
  cudaMallocArray(&array, &format, width, height, cudaArraySurfaceLoadStore);
  cudaMallocArray(&other, &format, 8, 4);
  cudaMemcpy2DToArray(array, 0, 0, host, width * 4, width * 4, height, cudaMemcpyHostToDevice);
  cudaMemcpy2DToArray(other, 0, 0, host, 8 * 4, 8 * 4, 4, cudaMemcpyHostToDevice);
  uchar4 *palette;
  cudaMalloc(&palette, sizeof colourBytes);
  cudaMemcpy(palette, colourBytes, sizeof colourBytes, cudaMemcpyHostToDevice);

  dim3 grid(2, height);
  plane.filterMode = cudaFilterModeLinear;
  cudaBindTextureToArray(plane, array);
  cudaBindTexture(nullptr, colours, palette, sizeof colourBytes);
  throughReferences<<<grid, width / 2>>>(results, width);
  show("references, linear");
  cudaUnbindTexture(plane);
  plane.filterMode = cudaFilterModePoint;
  plane.addressMode[0] = plane.addressMode[1] = cudaAddressModeBorder;
  cudaBindTextureToArray(plane, other);
  throughReferences<<<grid, width / 2>>>(results, width);
  show("references, point, border");

  float *pitched;
  size_t pitch;
  cudaMallocPitch(&pitched, &pitch, width * 4, height);
  cudaMemcpy2D(pitched, pitch, host, width * 4, width * 4, height, cudaMemcpyHostToDevice);
  int *integers;
  cudaMalloc(&integers, 20 * sizeof(int));
  int numbers[20];
  for (int i = 0; i < 20; ++i)
    numbers[i] = i * i;
  cudaMemcpy(integers, numbers, sizeof numbers, cudaMemcpyHostToDevice);
  cudaResourceDesc linearMemory = {};
  linearMemory.resType = cudaResourceTypeLinear;
  linearMemory.res.linear.devPtr = integers;
  linearMemory.res.linear.desc = cudaCreateChannelDesc<int>();
  linearMemory.res.linear.sizeInBytes = sizeof numbers;
  cudaTextureDesc plain = {};
  cudaTextureObject_t linear;
  cudaCreateTextureObject(&linear, &linearMemory, &plain, nullptr);

  cudaResourceDesc resources[2] = {};
  resources[0].resType = cudaResourceTypePitch2D;
  resources[0].res.pitch2D.devPtr = pitched;
  resources[0].res.pitch2D.desc = format;
  resources[0].res.pitch2D.width = width;
  resources[0].res.pitch2D.height = height;
  resources[0].res.pitch2D.pitchInBytes = pitch;
  resources[1].resType = cudaResourceTypeArray;
  resources[1].res.array.array = array;
  const cudaTextureAddressMode modes[] = {cudaAddressModeWrap, cudaAddressModeClamp,
                                          cudaAddressModeMirror, cudaAddressModeBorder};
  for (int normalised = 0; normalised < 2; ++normalised)
    for (int filter = 0; filter < 2; ++filter)
      for (int mode = normalised ? 0 : 1; mode < 4; mode += normalised ? 1 : 2) {
        cudaTextureDesc description = {};
        description.addressMode[0] = modes[mode];
        description.addressMode[1] = modes[(mode + (normalised ? 1 : 2)) % 4];
        description.filterMode = filter ? cudaFilterModeLinear : cudaFilterModePoint;
        description.normalizedCoords = normalised;
        description.borderColor[0] = 3;
        cudaTextureObject_t image;
        cudaCreateTextureObject(&image, &resources[mode & 1], &description, nullptr);
        throughObjects<<<grid, width / 2>>>(image, linear, results, width,
                                            normalised ? 0.11f : 1.25f);
        show("objects");
        cudaDestroyTextureObject(image);
      }

  cudaBindSurfaceToArray(canvas, array);
  throughSurface<<<height, width>>>(width - 4);
  cudaMemcpy2DFromArray(results, width * 4, array, 0, 0, width * 4, height,
                        cudaMemcpyDeviceToDevice);
  show("surface");

  cudaArray_t cube;
  cudaMalloc3DArray(&cube, &format, make_cudaExtent(4, 4, 2));
  cudaMemcpy3DParms copy = {};
  copy.srcPtr = make_cudaPitchedPtr(host, 16, 4, 4);
  copy.dstArray = cube;
  copy.extent = make_cudaExtent(4, 4, 2);
  copy.kind = cudaMemcpyHostToDevice;
  cudaMemcpy3D(&copy);
  cudaResourceDesc volumeMemory = {};
  volumeMemory.resType = cudaResourceTypeArray;
  volumeMemory.res.array.array = cube;
  plain.normalizedCoords = 1;
  plain.filterMode = cudaFilterModeLinear;
  cudaTextureObject_t volume;
  cudaCreateTextureObject(&volume, &volumeMemory, &plain, nullptr);
  readVolume<<<1, 32>>>(volume, results);
  show("volume");
  cudaDestroyTextureObject(volume);
  cudaDestroyTextureObject(linear);
  cudaUnbindTexture(plane);
  cudaUnbindTexture(colours);
  cudaFreeArray(array);
  cudaFreeArray(other);
  cudaFreeArray(cube);
}
