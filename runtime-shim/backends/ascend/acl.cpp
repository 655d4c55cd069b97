// SPDX-License-Identifier: Apache-2.0
// Opens AscendCL: the library of the installed toolkit, wherever the loader or the toolkit's
// environment says it is.
#include "acl.h"

#include "src/log.h"

#include <dlfcn.h>

#include <cstdlib>
#include <string>
#include <vector>

namespace spn::ascend {
namespace {

std::vector<std::string> candidates() {
  std::vector<std::string> names;
  if (const char *chosen = std::getenv("SAMPAN_ASCENDCL"); chosen && *chosen)
    return {chosen};
  names = {"libascendcl.so", "libacl_rt.so"};
  for (const char *variable : {"ASCEND_HOME_PATH", "ASCEND_TOOLKIT_HOME"})
    if (const char *folder = std::getenv(variable); folder && *folder)
      for (const char *library : {"/lib64/libascendcl.so", "/lib64/libacl_rt.so"})
        names.push_back(std::string(folder) + library);
  return names;
}

/// Global, because device code that the toolkit's compiler built looks for it, too.
void *openLibrary() {
  std::string reasons;
  for (const std::string &name : candidates()) {
    if (void *library = dlopen(name.c_str(), RTLD_NOW | RTLD_GLOBAL))
      return library;
    const char *reason = dlerror();
    reasons += std::string("\n  ") + (reason ? reason : name.c_str());
  }
  rt::logLine(
      "SAMPAN_BACKEND=ascend needs AscendCL, which cannot be opened. Install the toolkit and "
      "load its set_env.sh, or name the library in SAMPAN_ASCENDCL.%s",
      reasons.c_str());
  return nullptr;
}

template <class Function> bool find(void *library, const char *name, Function &function) {
  function = reinterpret_cast<Function>(dlsym(library, name));
  return function;
}

bool findAll(void *library, Acl &table) {
  std::string missing;
#define SPN_ACL_FIND(result, name, parameters)                                                     \
  if (!find(library, #name, table.name))                                                           \
    missing += " " #name;
  SPN_ACL_REQUIRED(SPN_ACL_FIND)
  if (!missing.empty()) {
    rt::logLine("this AscendCL is too old, it lacks:%s", missing.c_str());
    return false;
  }
  SPN_ACL_OPTIONAL(SPN_ACL_FIND)
#undef SPN_ACL_FIND
  if (!missing.empty() && rt::logs(rt::logApi))
    rt::logLine("this AscendCL lacks:%s", missing.c_str());
  return true;
}

constexpr AclError alreadyInitialised = 100002;

Acl load() {
  Acl table;
  void *library = openLibrary();
  if (!library || !findAll(library, table))
    return table;
  const AclError started = table.aclInit(nullptr);
  if (started && started != alreadyInitialised) {
    const char *message = table.aclGetRecentErrMsg ? table.aclGetRecentErrMsg() : nullptr;
    rt::logLine("aclInit failed with %d%s%s", started, message ? ": " : "", message ? message : "");
    return table;
  }
  std::uint32_t count = 0;
  const AclError counted = table.aclrtGetDeviceCount(&count);
  if (counted || !count)
    rt::logLine("AscendCL finds no device (aclrtGetDeviceCount: %d)", counted);
  table.devices = counted ? 0 : static_cast<int>(count);
  table.usable = true;
  return table;
}

} // namespace

const Acl &acl() {
  static const auto *table = new Acl(load()); // programs use it until the very end
  return *table;
}

} // namespace spn::ascend
