// SPDX-License-Identifier: Apache-2.0
// Communicators, the calls that ranks make, and how calls of several ranks become one operation.
#pragma once

#include "sampan/ccl.h"
#include "src/stream_state.h"

#include <condition_variable>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace spn::ccl {

enum class Kind : unsigned char {
  allReduce,
  reduce,
  broadcast,
  allGather,
  reduceScatter,
  send,
  receive
};
const char *nameOf(Kind kind);
std::size_t bytesOf(spncclDataType_t type);

/// What one rank asks for.
struct Request {
  Kind kind;
  const void *send = nullptr;
  void *receive = nullptr;
  std::size_t count = 0; ///< as the function takes it
  spncclDataType_t type = spncclFloat32;
  spncclRedOp_t op = spncclSum;
  int root = 0; ///< or the peer
  std::shared_ptr<spncclComm> comm;
  spnStream_t stream = nullptr;
};

/// A request that waits for those of other ranks. Guarded by its clique's mutex.
struct Waiting {
  Request request;
  spnEvent_t before = nullptr, after = nullptr; ///< in the rank's stream
  bool met = false;
  spncclResult_t result = spncclSuccess;
};

/// All ranks of one communicator, on the host.
struct Clique {
  explicit Clique(int size) : ranks(static_cast<std::size_t>(size)) {}
  std::mutex mutex; ///< guards what follows
  std::condition_variable changed;
  std::vector<spncclComm *> ranks;
  int joined = 0;
  bool aborted = false;
  std::vector<std::deque<std::shared_ptr<Waiting>>> collectives; ///< by rank, in order of the calls
  std::map<std::pair<int, int>, std::deque<std::shared_ptr<Waiting>>> sends, receives;
};

/// Keeps a message for spncclGetLastError and the log, and returns `result`.
__attribute__((format(printf, 2, 3))) spncclResult_t fail(spncclResult_t result, const char *format,
                                                          ...);
const std::string &lastMessage();

/// Makes the communicator's device current while it exists.
class DeviceGuard {
public:
  explicit DeviceGuard(int device);
  ~DeviceGuard();
  DeviceGuard(const DeviceGuard &) = delete;
  DeviceGuard &operator=(const DeviceGuard &) = delete;

private:
  int previous = 0;
};

bool onAscend();

/// Carries out the requests of one group, or a single one: each waits for its partners.
spncclResult_t carryOut(std::vector<Request> requests);
/// The same on Ascend.
spncclResult_t carryOutByHccl(const std::vector<Request> &requests);

/// The device's part of an operation in which all partners are known.
spncclResult_t perform(const std::vector<std::shared_ptr<Waiting>> &partners);

} // namespace spn::ccl

struct spncclComm {
  int rank = 0, size = 1, device = 0;
  std::shared_ptr<spn::ccl::Clique> clique; ///< on the host
  void *hccl = nullptr;                     ///< on Ascend
  std::mutex mutex;                         ///< guards what follows
  spncclResult_t asyncError = spncclSuccess;
};
