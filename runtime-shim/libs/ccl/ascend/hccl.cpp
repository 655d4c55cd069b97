// SPDX-License-Identifier: Apache-2.0
// Communicators of Ascend. A unique id has 128 bytes and HCCL's has 4108, so the id carries a
// number under which this process keeps the rest.
#include "libs/ccl/ascend/hccl.h"

#include "backends/ascend/device.h"
#include "libs/ccl/communicator.h"
#include "src/host_thread.h"
#include "src/log.h"

#include <dlfcn.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>

namespace spn::ccl {
namespace {

struct AscendId {
  char mark[16];
  long process;
  unsigned long long number;
};
constexpr char idMark[16] = "sampan-ccl-hccl";

struct Roots {
  std::mutex mutex;
  std::map<unsigned long long, HcclRootInfo> infos;
  unsigned long long last = 0;
};
Roots &roots() {
  static auto *all = new Roots;
  return *all;
}

void *openLibrary() {
  const char *chosen = std::getenv("SAMPAN_HCCL");
  std::string reasons;
  std::vector<std::string> names = {"libhccl.so"};
  for (const char *variable : {"ASCEND_HOME_PATH", "ASCEND_TOOLKIT_HOME"})
    if (const char *folder = std::getenv(variable); folder && *folder)
      names.push_back(std::string(folder) + "/lib64/libhccl.so");
  if (chosen && *chosen)
    names = {chosen};
  for (const std::string &name : names) {
    if (void *library = dlopen(name.c_str(), RTLD_NOW | RTLD_GLOBAL))
      return library;
    const char *reason = dlerror();
    reasons += std::string("\n  ") + (reason ? reason : name.c_str());
  }
  rt::logLine(
      "NCCL on Ascend needs HCCL of the CANN toolkit, which cannot be opened. Install it and "
      "load its set_env.sh, or name the library in SAMPAN_HCCL.%s",
      reasons.c_str());
  return nullptr;
}

template <class Function>
void find(void *library, const char *name, Function &function, std::string &missing) {
  function = reinterpret_cast<Function>(dlsym(library, name));
  if (!function)
    missing += std::string(" ") + name;
}

Hccl load() {
  Hccl table;
  void *library = openLibrary();
  if (!library)
    return table;
  std::string missing;
#define SPN_HCCL_FIND(name, parameters) find(library, #name, table.name, missing);
  SPN_HCCL_FUNCTIONS(SPN_HCCL_FIND)
#undef SPN_HCCL_FIND
  find(library, "HcclGetErrorString", table.HcclGetErrorString, missing);
  if (!missing.empty())
    rt::logLine("this HCCL lacks:%s", missing.c_str());
  table.usable = missing.empty();
  return table;
}

spncclResult_t notUsable() {
  return fail(spncclSystemError, "HCCL of the CANN toolkit cannot be opened");
}

spncclResult_t check(int result, const char *function) {
  return result ? fail(spncclInternalError, "%s failed with %d: %s", function, result,
                       hccl().HcclGetErrorString(result))
                : spncclSuccess;
}

} // namespace

const Hccl &hccl() {
  static const auto *table = new Hccl(load()); // programs use it until the very end
  return *table;
}

spncclResult_t uniqueIdOfHccl(spncclUniqueId &id) {
  if (!hccl().usable)
    return notUsable();
  if (spn::ascend::enter(rt::hostThread().device))
    return fail(spncclUnhandledCudaError, "there is no device");
  HcclRootInfo info = {};
  if (spncclResult_t result = check(hccl().HcclGetRootInfo(&info), "HcclGetRootInfo");
      result != spncclSuccess)
    return result;
  AscendId own = {};
  std::memcpy(own.mark, idMark, sizeof idMark);
  own.process = getpid();
  std::lock_guard lock(roots().mutex);
  own.number = ++roots().last;
  roots().infos[own.number] = info;
  std::memcpy(id.internal, &own, sizeof own);
  return spncclSuccess;
}

spncclResult_t initialiseByHccl(const spncclUniqueId &id, spncclComm &comm) {
  if (!hccl().usable)
    return notUsable();
  AscendId own;
  std::memcpy(&own, id.internal, sizeof own);
  if (std::memcmp(own.mark, idMark, sizeof idMark) != 0)
    return fail(spncclInvalidArgument, "the unique id is none of ncclGetUniqueId");
  if (own.process != getpid())
    return fail(
        spncclSystemError,
        "the unique id is of process %ld: HCCL's own does not fit into NCCL's 128 bytes, so "
        "all ranks must be devices of one process",
        own.process);
  HcclRootInfo info;
  {
    std::lock_guard lock(roots().mutex);
    info = roots().infos[own.number];
  }
  if (spn::ascend::enter(comm.device))
    return fail(spncclUnhandledCudaError, "there is no device %d", comm.device);
  return check(hccl().HcclCommInitRootInfo(static_cast<std::uint32_t>(comm.size), &info,
                                           static_cast<std::uint32_t>(comm.rank), &comm.hccl),
               "HcclCommInitRootInfo");
}

void endHccl(spncclComm &comm) {
  if (spn::ascend::enter(comm.device) == spnSuccess)
    (void)check(hccl().HcclCommDestroy(comm.hccl), "HcclCommDestroy");
  comm.hccl = nullptr;
}

} // namespace spn::ccl
