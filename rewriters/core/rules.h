// SPDX-License-Identifier: Apache-2.0
// What Sampan does with each name of CUDA's API. The rows are data (rewriters/rules/*.json),
// compiled into a sorted constant table by rulegen, so looking one up costs no start-up time; a
// user may lay rows of the same format over it. Whatever a row cannot say (types, control flow) is
// a pass.
#pragma once

#include "rewriters/core/target.h"

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sampan {

enum class RuleKind : std::uint8_t { Function, Type, Enumerator, Macro, Field, Header, Construct };

enum class RuleAction : std::uint8_t {
  Rename, ///< spell it `to`; a function may also have its arguments rearranged (`args`)
  Keep,   ///< the portable dialect has the same name
  Drop,   ///< a header whose content `includes` or the compiler supplies: remove the directive
  Reject, ///< no target has it; `reason` says why
  Pass,   ///< the pass named `to` handles it
};

/// All views point into the table that the rule came from.
struct Rule {
  /// CUDA spelling. A field is "cudaDeviceProp::major"; a header is as in the directive, without
  /// brackets. With `isFamily` it is a prefix, stored without its trailing '*'.
  std::string_view api;
  RuleKind kind = RuleKind::Function;
  RuleAction action = RuleAction::Keep;
  bool isFamily = false;
  bool deviceCode = false;                    ///< may be used in device code
  bool hostCode = true;                       ///< may be used in host code
  std::string_view to;                        ///< new spelling or pass name; empty for Keep
  std::string_view library;                   ///< "runtime", "cublas", ...
  std::string_view removed;                   ///< CUDA version that removed the name, or empty
  std::string_view note;                      ///< one line about what differs, or empty
  DiagId reason = 0;                          ///< for Reject
  std::span<const std::string_view> args;     ///< "$0" is the first argument; empty means the same
  std::span<const std::string_view> includes; ///< headers that the new spelling needs
  std::array<Support, kTargetCount> support{};

  const Support &on(TargetId target) const { return support[static_cast<std::size_t>(target)]; }
};

/// One complaint about a rule file; `line` is one-based, 0 when the file could not be read.
struct RuleFileError {
  std::string file;
  unsigned line = 0;
  std::string message;

  /// "my.json:12: message"
  std::string text() const;
};

struct RuleLoadResult;

/// Immutable, so any number of threads may read one.
class RuleTable {
public:
  /// The compiled-in rows.
  static const RuleTable &builtin();

  /// `base` with the rows of JSON rule files laid over it, later files winning. When a file has
  /// errors the result has no table and lists all of them.
  static RuleLoadResult withOverlay(const RuleTable &base, std::span<const std::string> files);

  /// The row for exactly this name, else the family with the longest matching prefix, else null.
  const Rule *find(std::string_view api) const;

  /// All rows, sorted by (api, isFamily).
  std::span<const Rule> rules() const { return rows; }

  /// Names most like `api`, best first, for "did you mean". Empty when nothing is close.
  std::vector<std::string_view> closest(std::string_view api, std::size_t limit = 3) const;

  /// Sorts and indexes; of equal names the later row wins.
  explicit RuleTable(const std::vector<Rule> &rules, std::shared_ptr<const void> storage = nullptr);

  RuleTable(const RuleTable &) = delete; // rows may point into owned
  RuleTable &operator=(const RuleTable &) = delete;

private:
  explicit RuleTable(std::span<const Rule> sorted);
  void indexFamilies();

  std::vector<Rule> owned;
  std::span<const Rule> rows;
  std::vector<const Rule *> families; ///< longest prefix first
  std::shared_ptr<const void> storage;
};

struct RuleLoadResult {
  std::shared_ptr<const RuleTable> table;
  std::vector<RuleFileError> errors;
};

std::string_view ruleKindName(RuleKind kind);
std::string_view ruleActionName(RuleAction action);

} // namespace sampan
