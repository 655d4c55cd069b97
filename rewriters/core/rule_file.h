// SPDX-License-Identifier: Apache-2.0
// Reads rule files (rewriters/rules/schema.json describes them): the same reader serves rulegen at
// build time and --rules at run time, so a user's file and ours cannot differ in meaning. A row is
// returned once per name that its brace pattern stands for.
#pragma once

#include "rewriters/core/rules.h"

#include <array>
#include <string>
#include <vector>

namespace sampan {

/// A rule that owns its text. `isWildcard` rows ("cudaDevAttr*" -> "spnDevAttr*") stand for the
/// names that the runtime headers declare; only rulegen can resolve them.
struct RuleRow {
  std::string file;
  unsigned line = 0;
  std::string api, to, library, removed, note;
  RuleKind kind = RuleKind::Function;
  RuleAction action = RuleAction::Keep;
  bool isFamily = false;
  bool isWildcard = false;
  bool deviceCode = false;
  bool hostCode = true;
  DiagId reason = 0;
  std::vector<std::string> args, includes;
  std::array<Support, kTargetCount> support{};
};

struct RuleFile {
  std::string library;
  std::vector<std::string> declaredIn; ///< headers that must declare each `to`
  std::vector<RuleRow> rows;
  std::vector<RuleFileError> errors;
};

/// `name` is used in messages.
RuleFile parseRuleFile(const std::string &text, const std::string &name);
RuleFile readRuleFile(const std::string &path);

/// "a{b,c}d" gives abd, acd. Alternatives of `to` follow those of `api` group by group, so that
/// ("x{A,B}", "y{1,2}") gives (xA, y1), (xB, y2). Empty on mismatch, with `error` set.
struct NamePair {
  std::string api, to;
};
std::vector<NamePair> expandPattern(const std::string &api, const std::string &to,
                                    std::string &error);

} // namespace sampan
