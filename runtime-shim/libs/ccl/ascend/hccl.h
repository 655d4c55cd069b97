// SPDX-License-Identifier: Apache-2.0
// The functions of HCCL that the library calls, found at run time.
#pragma once

#include "sampan/ccl.h"

#include <cstddef>
#include <cstdint>

namespace spn::ccl {

struct HcclRootInfo {
  char internal[4108];
};

/// One end of a message within a group.
struct HcclSendRecvItem {
  int direction; ///< 0 sends, 1 receives
  void *buffer;
  std::uint64_t count;
  int type;
  std::uint32_t remoteRank;
};

#define SPN_HCCL_FUNCTIONS(F)                                                                      \
  F(HcclGetRootInfo, (HcclRootInfo * info))                                                        \
  F(HcclCommInitRootInfo,                                                                          \
    (std::uint32_t ranks, const HcclRootInfo *info, std::uint32_t rank, void **comm))              \
  F(HcclCommDestroy, (void *comm))                                                                 \
  F(HcclAllReduce,                                                                                 \
    (void *send, void *receive, std::uint64_t count, int type, int op, void *comm, void *stream))  \
  F(HcclReduce, (void *send, void *receive, std::uint64_t count, int type, int op,                 \
                 std::uint32_t root, void *comm, void *stream))                                    \
  F(HcclBroadcast,                                                                                 \
    (void *buffer, std::uint64_t count, int type, std::uint32_t root, void *comm, void *stream))   \
  F(HcclAllGather,                                                                                 \
    (void *send, void *receive, std::uint64_t count, int type, void *comm, void *stream))          \
  F(HcclReduceScatter,                                                                             \
    (void *send, void *receive, std::uint64_t count, int type, int op, void *comm, void *stream))  \
  F(HcclBatchSendRecv, (HcclSendRecvItem * items, std::uint32_t count, void *comm, void *stream))

struct Hccl {
#define SPN_HCCL_MEMBER(name, parameters) int(*name) parameters = nullptr;
  SPN_HCCL_FUNCTIONS(SPN_HCCL_MEMBER)
#undef SPN_HCCL_MEMBER
  const char *(*HcclGetErrorString)(int result) = nullptr;
  bool usable = false;
};
/// Opened at the first call, which says on stderr why when that fails.
const Hccl &hccl();

spncclResult_t uniqueIdOfHccl(spncclUniqueId &id);
spncclResult_t initialiseByHccl(const spncclUniqueId &id, spncclComm &comm);
void endHccl(spncclComm &comm);

} // namespace spn::ccl
