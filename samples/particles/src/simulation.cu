// SPDX-License-Identifier: Apache-2.0
// Memory, streams and events. The particles don't act on each other, so they are cut into chunks
// and each chunk goes through copy, steps and copy back in a stream of its own.
#include "simulation.h"

#include "check.h"
#include "integrate.cuh"

#include <vector>

namespace {

const int kBlock = 256;

// One chunk's device memory and its queue.
struct Lane {
  cudaStream_t stream;
  cudaEvent_t done;
  Particles device;
  int first, count;
};

Lane openLane(int first, int count) {
  Lane lane;
  lane.first = first;
  lane.count = count;
  CUDA_CHECK(cudaStreamCreateWithFlags(&lane.stream, cudaStreamNonBlocking));
  CUDA_CHECK(cudaEventCreateWithFlags(&lane.done, cudaEventDisableTiming));
  CUDA_CHECK(cudaMalloc(&lane.device.position, count * sizeof(float4)));
  CUDA_CHECK(cudaMalloc((void **)&lane.device.velocity, count * sizeof(float4)));
  return lane;
}

void closeLane(Lane &lane) {
  CUDA_CHECK(cudaFree(lane.device.position));
  CUDA_CHECK(cudaFree(lane.device.velocity));
  CUDA_CHECK(cudaEventDestroy(lane.done));
  CUDA_CHECK(cudaStreamDestroy(lane.stream));
}

} // namespace

Result simulate(float4 *position, float4 *velocity, int count, const Attractor *attractors,
                int steps, float dt, int chunks) {
  Attractor *deviceAttractors = nullptr;
  CUDA_CHECK(cudaMalloc(&deviceAttractors, kAttractors * sizeof(Attractor)));
  CUDA_CHECK(cudaMemcpy(deviceAttractors, attractors, kAttractors * sizeof(Attractor),
                        cudaMemcpyHostToDevice));

  double *energy = nullptr;
  unsigned int *histogram = nullptr; // kBins bins, then the number of the escaped
  CUDA_CHECK(cudaMalloc(&energy, sizeof(double)));
  CUDA_CHECK(cudaMalloc(&histogram, (kBins + 1) * sizeof(unsigned int)));
  CUDA_CHECK(cudaMemset(energy, 0, sizeof(double)));
  CUDA_CHECK(cudaMemset(histogram, 0, (kBins + 1) * sizeof(unsigned int)));
  setDensityOrigin(0.0f, 0.0f, 0.0f);

  std::vector<Lane> lanes;
  int perChunk = (count + chunks - 1) / chunks;
  for (int first = 0; first < count; first += perChunk)
    lanes.push_back(openLane(first, first + perChunk < count ? perChunk : count - first));

  cudaStream_t summary;
  cudaEvent_t start, stop;
  CUDA_CHECK(cudaStreamCreate(&summary));
  CUDA_CHECK(cudaEventCreate(&start));
  CUDA_CHECK(cudaEventCreate(&stop));
  CUDA_CHECK(cudaDeviceSynchronize());
  CUDA_CHECK(cudaEventRecord(start, summary));

  for (Lane &lane : lanes) {
    size_t bytes = lane.count * sizeof(float4);
    CUDA_CHECK(cudaStreamWaitEvent(lane.stream, start, 0));
    CUDA_CHECK(cudaMemcpyAsync(lane.device.position, position + lane.first, bytes,
                               cudaMemcpyHostToDevice, lane.stream));
    CUDA_CHECK(cudaMemcpyAsync(lane.device.velocity, velocity + lane.first, bytes,
                               cudaMemcpyHostToDevice, lane.stream));

    dim3 grid((lane.count + kBlock - 1) / kBlock);
    size_t tile = kAttractors * sizeof(Attractor);
    for (int step = 0; step < steps; ++step) {
      if (step == 0) // a cheap first step to get off the initial state
        integrate<1><<<grid, kBlock, tile, lane.stream>>>(lane.device, deviceAttractors,
                                                          kAttractors, lane.count, dt);
      else
        integrate<2><<<grid, kBlock, tile, lane.stream>>>(lane.device, deviceAttractors,
                                                          kAttractors, lane.count, dt);
    }
    CUDA_CHECK(cudaGetLastError());
    CUDA_CHECK(cudaEventRecord(lane.done, lane.stream));

    CUDA_CHECK(cudaMemcpyAsync(position + lane.first, lane.device.position, bytes,
                               cudaMemcpyDeviceToHost, lane.stream));
    CUDA_CHECK(cudaMemcpyAsync(velocity + lane.first, lane.device.velocity, bytes,
                               cudaMemcpyDeviceToHost, lane.stream));

    // The summary stream follows the chunk's steps, not its copies back.
    CUDA_CHECK(cudaStreamWaitEvent(summary, lane.done, 0));
    addKineticEnergy(lane.device.position, lane.device.velocity, lane.count, energy, summary);
    addDensity(lane.device.position, lane.count, histogram, histogram + kBins, summary);
  }

  CUDA_CHECK(cudaEventRecord(stop, summary));
  CUDA_CHECK(cudaEventSynchronize(stop));
  CUDA_CHECK(cudaDeviceSynchronize());

  Result result;
  unsigned int counts[kBins + 1];
  CUDA_CHECK(cudaMemcpy(&result.kineticEnergy, energy, sizeof(double), cudaMemcpyDeviceToHost));
  CUDA_CHECK(cudaMemcpy(counts, histogram, sizeof(counts), cudaMemcpyDeviceToHost));
  for (int b = 0; b < kBins; ++b)
    result.histogram[b] = counts[b];
  result.escaped = counts[kBins];
  CUDA_CHECK(cudaEventElapsedTime(&result.milliseconds, start, stop));

  for (Lane &lane : lanes)
    closeLane(lane);
  CUDA_CHECK(cudaEventDestroy(start));
  CUDA_CHECK(cudaEventDestroy(stop));
  CUDA_CHECK(cudaStreamDestroy(summary));
  CUDA_CHECK(cudaFree(histogram));
  CUDA_CHECK(cudaFree(energy));
  CUDA_CHECK(cudaFree(deviceAttractors));
  return result;
}
