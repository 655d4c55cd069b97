// SPDX-License-Identifier: Apache-2.0
#include "pool.h"

#include "futex.h"
#include "worker.h"

#include <algorithm>
#include <cstdlib>
#include <deque>
#include <pthread.h>
#include <sched.h>
#include <unistd.h>

namespace spn::host {
namespace {

constexpr int spinsBeforeSleep = 64;

void leave(Job &job) {
  // The job may be gone as soon as the count reaches 0; waking a stale address does no harm.
  if (job.helpers.fetch_sub(1, std::memory_order_acq_rel) == 1)
    wakeAll(job.helpers);
}

bool startDetached(void *(*function)(void *), void *argument) {
  pthread_t thread;
  if (pthread_create(&thread, nullptr, function, argument) != 0)
    return false;
  pthread_detach(thread);
  return true;
}

/// Helpers sleep on `epoch_`, which changes whenever there is something to look for.
class Pool {
public:
  void publish(Job &job, unsigned helpers) {
    {
      std::lock_guard<std::mutex> lock(mutex_);
      job.published.store(true, std::memory_order_relaxed); // before a helper can look
      jobs_.push_back(&job);
      while (started_ < workerLimit() - 1 && started_ < helpers && startDetached(main, this))
        ++started_;
    }
    epoch_.fetch_add(1, std::memory_order_seq_cst);
    if (sleeping_.load(std::memory_order_seq_cst))
      wake(epoch_, static_cast<int>(helpers));
  }

  void retract(Job &job) {
    std::lock_guard<std::mutex> lock(mutex_);
    jobs_.erase(std::remove(jobs_.begin(), jobs_.end(), &job), jobs_.end());
  }

private:
  static void *main(void *self) {
    static_cast<Pool *>(self)->help();
    return nullptr;
  }

  Job *join() {
    std::lock_guard<std::mutex> lock(mutex_);
    for (Job *job : jobs_)
      if (job->hasBlocks()) {
        job->helpers.fetch_add(1, std::memory_order_relaxed);
        return job;
      }
    return nullptr;
  }

  [[noreturn]] void help() {
    const unsigned index = nextIndex_.fetch_add(1, std::memory_order_relaxed);
    for (;;) {
      const int epoch = epoch_.load(std::memory_order_acquire);
      if (Job *job = join()) {
        workOn(*job, index, job->blocks);
        leave(*job);
        continue;
      }
      for (int i = 0; i < spinsBeforeSleep && epoch_.load(std::memory_order_relaxed) == epoch; ++i)
        pause();
      sleeping_.fetch_add(1, std::memory_order_seq_cst);
      waitWhile(epoch_, epoch);
      sleeping_.fetch_sub(1, std::memory_order_relaxed);
    }
  }

  std::mutex mutex_;
  std::vector<Job *> jobs_;
  unsigned started_ = 0;
  std::atomic<int> epoch_{0};
  std::atomic<int> sleeping_{0};
  std::atomic<unsigned> nextIndex_{1};
};

/// OS threads beyond the processors, for blocks that wait for each other.
class Residents {
public:
  bool assign(Job &job, std::uint64_t blocks) {
    std::lock_guard<std::mutex> lock(mutex_);
    while (idle_ < waiting_.size() + blocks) {
      if (!startDetached(main, this))
        return false;
      ++idle_;
    }
    job.helpers.fetch_add(static_cast<int>(blocks), std::memory_order_relaxed);
    waiting_.insert(waiting_.end(), blocks, &job);
    epoch_.fetch_add(1, std::memory_order_release);
    wakeAll(epoch_);
    return true;
  }

private:
  static void *main(void *self) {
    static_cast<Residents *>(self)->serve();
    return nullptr;
  }

  Job *take() {
    std::lock_guard<std::mutex> lock(mutex_);
    if (waiting_.empty())
      return nullptr;
    Job *job = waiting_.front();
    waiting_.pop_front();
    --idle_;
    return job;
  }

  [[noreturn]] void serve() {
    const unsigned index = nextIndex_.fetch_add(1, std::memory_order_relaxed);
    for (;;) {
      const int epoch = epoch_.load(std::memory_order_acquire);
      Job *job = take();
      if (!job) {
        waitWhile(epoch_, epoch);
        continue;
      }
      // One block of a cooperative grid; of another, also those that its block gives back.
      workOn(*job, index, job->gridBarrier ? 1 : job->blocks);
      if (fibreCount() > mostFibres() / 2)
        releaseFibres(); // another job's residents may need as many
      {
        // Idle again before the job can end, so that the next launch counts on this thread.
        std::lock_guard<std::mutex> lock(mutex_);
        ++idle_;
      }
      leave(*job);
    }
  }

  std::mutex mutex_;
  std::deque<Job *> waiting_;
  std::size_t idle_ = 0; ///< threads that wait or are on their way to
  std::atomic<int> epoch_{0};
  std::atomic<unsigned> nextIndex_{1};
};

// Never destroyed: their threads may outlive static objects. A forked child has none of the
// threads and starts with fresh ones.
std::atomic<Pool *> thePool{nullptr};
std::atomic<Residents *> theResidents{nullptr};

void forgetAfterFork() {
  thePool.store(nullptr);
  theResidents.store(nullptr);
}

template <class T> T &instance(std::atomic<T *> &slot) {
  T *object = slot.load(std::memory_order_acquire);
  if (object)
    return *object;
  static const int registered = pthread_atfork(nullptr, nullptr, forgetAfterFork);
  (void)registered;
  T *fresh = new T;
  if (slot.compare_exchange_strong(object, fresh))
    return *fresh;
  delete fresh;
  return *object;
}

} // namespace

unsigned processorCount() {
  static const unsigned count = [] {
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) == 0 && CPU_COUNT(&set) > 0)
      return static_cast<unsigned>(CPU_COUNT(&set));
    const long online = sysconf(_SC_NPROCESSORS_ONLN);
    return online > 0 ? static_cast<unsigned>(online) : 1u;
  }();
  return count;
}

unsigned workerLimit() {
  static const unsigned limit = [] {
    if (const char *text = std::getenv("SAMPAN_THREADS")) {
      const long value = std::strtol(text, nullptr, 10);
      if (value >= 1 && value <= 4096)
        return static_cast<unsigned>(value);
    }
    return processorCount();
  }();
  return limit;
}

void publish(Job &job, unsigned helpers) { instance(thePool).publish(job, helpers); }

void awaitHelpers(Job &job) {
  for (int i = 0; i < spinsBeforeSleep && job.helpers.load(std::memory_order_acquire); ++i)
    pause();
  while (const int left = job.helpers.load(std::memory_order_acquire))
    waitWhile(job.helpers, left);
}

void retract(Job &job) {
  if (job.published.load(std::memory_order_relaxed))
    instance(thePool).retract(job);
  awaitHelpers(job);
}

bool publishToResidents(Job &job) { return instance(theResidents).assign(job, job.blocks - 1); }

void addResident(Job &job) { instance(theResidents).assign(job, 1); }

} // namespace spn::host
