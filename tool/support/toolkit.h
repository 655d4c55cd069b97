// SPDX-License-Identifier: Apache-2.0
// Where Sampan's own headers and libraries are: relative to the executable, so that an installation
// can be moved and the build tree works without one.
#pragma once

#include <string>

namespace sampan {

struct Toolkit {
  std::string executable;
  std::string prefix;
  std::string include;       ///< neutral headers
  std::string lib;           ///< libsampan_rt.a
  std::string cudaRoot;      ///< what looks like a CUDA toolkit to build systems
  std::string cudaInclude;   ///< CUDA-named headers
  std::string cudaLib;       ///< libcudart_static.a and so on
  std::string nvvmLibdevice; ///< empty; build systems look for it

  /// SAMPAN_PREFIX overrides what the place of the executable says.
  static Toolkit find(const char *argv0);
};

/// A directory of another CUDA toolkit. Its headers and libraries are for NVIDIA's compiler, so
/// neither may shadow ours.
bool isForeignCudaInclude(const std::string &directory, const Toolkit &own);
bool isForeignCudaLib(const std::string &directory, const Toolkit &own);

/// CUDA version that the driver claims ("12.4"); SAMPAN_CUDA_VERSION changes it.
struct CudaVersion {
  unsigned major = 12, minor = 4, build = 131;
  std::string text() const;
  static CudaVersion claimed();
};

} // namespace sampan
