// SPDX-License-Identifier: Apache-2.0
#include "rewriters/passes/ptx/special.h"

#include <utility>

namespace sampan::ptx {

std::optional<SpecialRegister> specialRegister(std::string_view name) {
  // A grid without clusters is one of clusters that hold one block.
  static constexpr std::pair<std::string_view, std::string_view> words[] = {
      {"laneid", "spn::detail::laneId()"},
      {"warpid", "spn::detail::warpId()"},
      {"nwarpid", "spn::ptx::warpsOfBlock()"},
      {"smid", "spn::detail::workerIndex()"},
      {"nsmid", "spn::ptx::multiprocessors()"},
      {"lanemask_eq", "spn::ptx::laneMaskEq()"},
      {"lanemask_lt", "spn::ptx::laneMaskLt()"},
      {"lanemask_le", "spn::ptx::laneMaskLe()"},
      {"lanemask_gt", "spn::ptx::laneMaskGt()"},
      {"lanemask_ge", "spn::ptx::laneMaskGe()"},
      {"clock", "spn::ptx::u32(spn::detail::cycleCounter())"},
      {"clock_hi", "spn::ptx::u32(spn::detail::cycleCounter() >> 32)"},
      {"globaltimer_lo", "spn::ptx::u32(spn::detail::nanoseconds())"},
      {"globaltimer_hi", "spn::ptx::u32(spn::detail::nanoseconds() >> 32)"},
      {"dynamic_smem_size", "spn::ptx::u32(spn::detail::dynamicSharedBytes())"},
      {"cluster_ctarank", "0u"},
      {"cluster_nctarank", "1u"},
      {"WARP_SZ", "spn::ptx::u32(warpSize)"},
  };
  for (auto [from, to] : words)
    if (name == from)
      return SpecialRegister{std::string(to), kU32};
  if (name == "clock64")
    return SpecialRegister{"spn::detail::cycleCounter()", kU64};
  if (name == "globaltimer")
    return SpecialRegister{"spn::detail::nanoseconds()", kU64};

  std::size_t dot = name.find('.');
  if (dot == std::string_view::npos || dot + 2 != name.size() || name[dot + 1] < 'x' ||
      name[dot + 1] > 'z')
    return std::nullopt;
  static constexpr std::pair<std::string_view, std::string_view> vectors[] = {
      {"tid", "threadIdx"},  {"ntid", "blockDim"},      {"ctaid", "blockIdx"},
      {"nctaid", "gridDim"}, {"clusterid", "blockIdx"}, {"nclusterid", "gridDim"},
  };
  for (auto [from, to] : vectors)
    if (name.substr(0, dot) == from)
      return SpecialRegister{std::string(to) + std::string(name.substr(dot)), kU32};
  if (name.substr(0, dot) == "cluster_ctaid")
    return SpecialRegister{"0u", kU32};
  if (name.substr(0, dot) == "cluster_nctaid")
    return SpecialRegister{"1u", kU32};
  return std::nullopt;
}

} // namespace sampan::ptx
