// SPDX-License-Identifier: Apache-2.0
#include "tool/commands/options.h"

namespace sampan {
namespace {

using namespace llvm::opt;

#define OPTTABLE_STR_TABLE_CODE
#include "SampanOptions.inc"
#undef OPTTABLE_STR_TABLE_CODE

#define OPTTABLE_PREFIXES_TABLE_CODE
#include "SampanOptions.inc"
#undef OPTTABLE_PREFIXES_TABLE_CODE

constexpr OptTable::Info kOptions[] = {
#define OPTION(...) LLVM_CONSTRUCT_OPT_INFO(__VA_ARGS__),
#include "SampanOptions.inc"
#undef OPTION
};

class SampanOptTable final : public GenericOptTable {
public:
  SampanOptTable() : GenericOptTable(OptionStrTable, OptionPrefixesTable, kOptions) {}
};

} // namespace

const OptTable &sampanOptions() {
  static const SampanOptTable table;
  return table;
}

} // namespace sampan
