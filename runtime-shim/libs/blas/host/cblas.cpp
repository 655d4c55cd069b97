// SPDX-License-Identifier: Apache-2.0
// Opens a CBLAS: fast ones first. The reference BLAS is not taken by itself, since the loops here
// are no slower and use all processors.
#include "libs/blas/host/cblas.h"

#include "src/log.h"

#include <dlfcn.h>

#include <cstdlib>
#include <cstring>

namespace spn::blas::host {
namespace {

template <class Function> bool find(void *library, const char *name, Function &function) {
  function = reinterpret_cast<Function>(dlsym(library, name));
  return function;
}

bool findAll(void *library, Cblas &table) {
  return find(library, "cblas_sgemm", table.sgemm) && find(library, "cblas_dgemm", table.dgemm) &&
         find(library, "cblas_cgemm", table.cgemm) && find(library, "cblas_zgemm", table.zgemm);
}

bool open(const char *name, Cblas &table) {
  void *library = dlopen(name, RTLD_NOW | RTLD_LOCAL);
  if (!library || !findAll(library, table))
    return false;
  if (rt::logs(rt::logApi))
    rt::logLine("cublas: the host's matrix products are done by %s", name);
  table.usable = true;
  return true;
}

Cblas load() {
  Cblas table;
  if (const char *chosen = std::getenv("SAMPAN_CBLAS"); chosen && *chosen) {
    if (std::strcmp(chosen, "none") != 0 && !open(chosen, table))
      rt::logLine("cublas: SAMPAN_CBLAS names %s, which is no CBLAS that can be opened", chosen);
    return table;
  }
  for (const char *name : {"libopenblas.so.0", "libblis.so.4", "libmkl_rt.so.2"})
    if (open(name, table))
      break;
  return table;
}

} // namespace

const Cblas &cblas() {
  static const Cblas table = load();
  return table;
}

} // namespace spn::blas::host
