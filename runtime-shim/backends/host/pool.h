// SPDX-License-Identifier: Apache-2.0
// OS threads that help with grids. Help is optional: whoever launches takes blocks itself and never
// waits for a helper that has not joined, so an idle or overloaded machine costs little.
#pragma once

#include "job.h"

namespace spn::host {

/// OS threads that may work on one grid, the caller included: SAMPAN_THREADS, or the processors
/// that the process may use.
unsigned workerLimit();
/// Processors that the process may use.
unsigned processorCount();

/// Lets up to `helpers` OS threads join the job.
void publish(Job &job, unsigned helpers);
/// No helper joins any more; returns when those that did have left.
void retract(Job &job);
/// Gives each block of the job but one an OS thread of its own, all at the same time. False if the
/// system does not have that many.
bool publishToResidents(Job &job);
/// Adds an OS thread for one block of a job whose running blocks make no progress without it.
void addResident(Job &job);
/// Waits until all residents of the job have left.
void awaitHelpers(Job &job);

/// Largest grid of a cooperative launch.
constexpr unsigned maxResidentBlocks = 4096;

// run.cpp
/// Takes blocks until none is left. `worker` is 0 for the caller of the launch.
void workOn(Job &job, unsigned worker, std::uint64_t mostBlocks);

} // namespace spn::host
