// SPDX-License-Identifier: Apache-2.0
// Collective communication between devices with NCCL's shape, for C and C++: spncclX stands for
// ncclX. A communicator belongs to one device; its operations are queued in the stream that the
// call names and meet those of the other ranks there. Between spncclGroupStart and spncclGroupEnd
// one host thread may call for several communicators.
//
// On the host, ranks are devices of one process (SAMPAN_HOST_DEVICES says how many there are),
// served by one thread within a group or by a thread each; a call returns once all ranks have
// called. On Ascend, HCCL of the installed toolkit does the work. It has no average, and reduces
// neither double nor unsigned integers; such calls return an error and say why. Ranks in several
// processes are not supported.
#ifndef SAMPAN_CCL_H
#define SAMPAN_CCL_H

#include "sampan/runtime_api.h"

/// Version of NCCL's API that this one follows.
#define SPNCCL_MAJOR 2
#define SPNCCL_MINOR 21
#define SPNCCL_PATCH 5
#define SPNCCL_VERSION_CODE 22105
#define SPNCCL_UNIQUE_ID_BYTES 128
#define SPNCCL_SPLIT_NOCOLOR -1

typedef struct spncclComm *spncclComm_t;

typedef struct spncclUniqueId {
  char internal[SPNCCL_UNIQUE_ID_BYTES];
} spncclUniqueId;

typedef enum spncclResult_t {
  spncclSuccess = 0,
  spncclUnhandledCudaError = 1,
  spncclSystemError = 2,
  spncclInternalError = 3,
  spncclInvalidArgument = 4,
  spncclInvalidUsage = 5,
  spncclRemoteError = 6,
  spncclInProgress = 7,
  spncclNumResults = 8
} spncclResult_t;

typedef enum spncclRedOp_t {
  spncclSum = 0,
  spncclProd = 1,
  spncclMax = 2,
  spncclMin = 3,
  spncclAvg = 4,
  spncclNumOps = 5,
  spncclMaxRedOp = 0x7fffffff
} spncclRedOp_t;

typedef enum spncclDataType_t {
  spncclInt8 = 0,
  spncclChar = 0,
  spncclUint8 = 1,
  spncclInt32 = 2,
  spncclInt = 2,
  spncclUint32 = 3,
  spncclInt64 = 4,
  spncclUint64 = 5,
  spncclFloat16 = 6,
  spncclHalf = 6,
  spncclFloat32 = 7,
  spncclFloat = 7,
  spncclFloat64 = 8,
  spncclDouble = 8,
  spncclBfloat16 = 9,
  spncclNumTypes = 10
} spncclDataType_t;

SPN_API spncclResult_t spncclGetVersion(int *version);
SPN_API const char *spncclGetErrorString(spncclResult_t result);
/// Of the calling thread's last failure; the communicator may be null.
SPN_API const char *spncclGetLastError(spncclComm_t comm);

SPN_API spncclResult_t spncclGetUniqueId(spncclUniqueId *uniqueId);
/// Returns when all ranks have called; within a group, when the group ends. The device is the
/// calling thread's current one.
SPN_API spncclResult_t spncclCommInitRank(spncclComm_t *comm, int nranks, spncclUniqueId commId,
                                          int rank);
/// One communicator per device of this process; devices 0, 1, ... where devlist is null.
SPN_API spncclResult_t spncclCommInitAll(spncclComm_t *comms, int ndev, const int *devlist);
/// Waits for the communicator's operations; spncclCommDestroy does so, too.
SPN_API spncclResult_t spncclCommFinalize(spncclComm_t comm);
SPN_API spncclResult_t spncclCommDestroy(spncclComm_t comm);
/// Ends operations that wait for other ranks with an error.
SPN_API spncclResult_t spncclCommAbort(spncclComm_t comm);
SPN_API spncclResult_t spncclCommGetAsyncError(spncclComm_t comm, spncclResult_t *asyncError);
SPN_API spncclResult_t spncclCommCount(spncclComm_t comm, int *count);
SPN_API spncclResult_t spncclCommCuDevice(spncclComm_t comm, int *device);
SPN_API spncclResult_t spncclCommUserRank(spncclComm_t comm, int *rank);

/// Counts are in elements. Buffers may be the same where NCCL allows that.
SPN_API spncclResult_t spncclAllReduce(const void *sendbuff, void *recvbuff, size_t count,
                                       spncclDataType_t datatype, spncclRedOp_t op,
                                       spncclComm_t comm, spnStream_t stream);
SPN_API spncclResult_t spncclReduce(const void *sendbuff, void *recvbuff, size_t count,
                                    spncclDataType_t datatype, spncclRedOp_t op, int root,
                                    spncclComm_t comm, spnStream_t stream);
SPN_API spncclResult_t spncclBroadcast(const void *sendbuff, void *recvbuff, size_t count,
                                       spncclDataType_t datatype, int root, spncclComm_t comm,
                                       spnStream_t stream);
SPN_API spncclResult_t spncclBcast(void *buff, size_t count, spncclDataType_t datatype, int root,
                                   spncclComm_t comm, spnStream_t stream);
SPN_API spncclResult_t spncclAllGather(const void *sendbuff, void *recvbuff, size_t sendcount,
                                       spncclDataType_t datatype, spncclComm_t comm,
                                       spnStream_t stream);
SPN_API spncclResult_t spncclReduceScatter(const void *sendbuff, void *recvbuff, size_t recvcount,
                                           spncclDataType_t datatype, spncclRedOp_t op,
                                           spncclComm_t comm, spnStream_t stream);
SPN_API spncclResult_t spncclSend(const void *sendbuff, size_t count, spncclDataType_t datatype,
                                  int peer, spncclComm_t comm, spnStream_t stream);
SPN_API spncclResult_t spncclRecv(void *recvbuff, size_t count, spncclDataType_t datatype, int peer,
                                  spncclComm_t comm, spnStream_t stream);

SPN_API spncclResult_t spncclGroupStart(void);
SPN_API spncclResult_t spncclGroupEnd(void);

#endif
