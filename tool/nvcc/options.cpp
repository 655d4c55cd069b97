// SPDX-License-Identifier: Apache-2.0
#include "tool/nvcc/options.h"

namespace sampan::nvcc {
namespace {

using namespace llvm::opt;

#define OPTTABLE_STR_TABLE_CODE
#include "NvccOptions.inc"
#undef OPTTABLE_STR_TABLE_CODE

#define OPTTABLE_PREFIXES_TABLE_CODE
#include "NvccOptions.inc"
#undef OPTTABLE_PREFIXES_TABLE_CODE

constexpr OptTable::Info kOptions[] = {
#define OPTION(...) LLVM_CONSTRUCT_OPT_INFO(__VA_ARGS__),
#include "NvccOptions.inc"
#undef OPTION
};

class NvccOptTable final : public GenericOptTable {
public:
  NvccOptTable() : GenericOptTable(OptionStrTable, OptionPrefixesTable, kOptions) {}
};

} // namespace

const OptTable &optionTable() {
  static const NvccOptTable table;
  return table;
}

} // namespace sampan::nvcc
