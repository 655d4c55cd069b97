// SPDX-License-Identifier: Apache-2.0
#include "libs/blas/ascend/aclnn.h"

#include "src/log.h"

#include <dlfcn.h>

#include <cstdlib>
#include <string>
#include <vector>

namespace spn::blas::ascend {
namespace {

/// Newer toolkits split the operators over several libraries; what is there is opened.
std::vector<void *> openLibraries(std::string &reasons) {
  std::vector<std::string> names;
  if (const char *chosen = std::getenv("SAMPAN_ACLNN"); chosen && *chosen)
    names = {chosen};
  else
    names = {"libnnopbase.so", "libopapi.so", "libopapi_math.so", "libopapi_nn.so"};
  std::vector<void *> libraries;
  for (const std::string &name : names) {
    void *library = dlopen(name.c_str(), RTLD_NOW | RTLD_GLOBAL);
    if (!library)
      for (const char *variable : {"ASCEND_HOME_PATH", "ASCEND_TOOLKIT_HOME"})
        if (const char *folder = std::getenv(variable); folder && *folder && !library)
          library =
              dlopen((std::string(folder) + "/lib64/" + name).c_str(), RTLD_NOW | RTLD_GLOBAL);
    if (library)
      libraries.push_back(library);
    else if (const char *reason = dlerror())
      reasons += std::string("\n  ") + reason;
  }
  return libraries;
}

template <class Function>
void find(const std::vector<void *> &libraries, const std::string &name, Function &function,
          std::string &missing) {
  for (void *library : libraries)
    if ((function = reinterpret_cast<Function>(dlsym(library, name.c_str()))))
      return;
  missing += " " + name;
}

Aclnn load() {
  Aclnn table;
  std::string reasons, missing;
  const std::vector<void *> libraries = openLibraries(reasons);
  if (libraries.empty()) {
    rt::logLine("cuBLAS on Ascend needs the operators of the CANN toolkit, which cannot be opened. "
                "Install it and load its set_env.sh, or name the library in SAMPAN_ACLNN.%s",
                reasons.c_str());
    return table;
  }
#define SPN_ACLNN_FIND(result, name, parameters) find(libraries, #name, table.name, missing);
  SPN_ACLNN_BASE(SPN_ACLNN_FIND)
#undef SPN_ACLNN_FIND
#define SPN_ACLNN_FIND(op, ...)                                                                    \
  table.op.name = "aclnn" #op;                                                                     \
  find(libraries, "aclnn" #op "GetWorkspaceSize", table.op.prepare, missing);                      \
  find(libraries, "aclnn" #op, table.op.run, missing);
  SPN_ACLNN_OPERATORS(SPN_ACLNN_FIND)
#undef SPN_ACLNN_FIND
  if (!missing.empty())
    rt::logLine("the operators of this CANN toolkit lack:%s%s", missing.c_str(), reasons.c_str());
  table.usable = missing.empty();
  return table;
}

} // namespace

const Aclnn &aclnn() {
  static const auto *table = new Aclnn(load()); // programs use it until the very end
  return *table;
}

} // namespace spn::blas::ascend
