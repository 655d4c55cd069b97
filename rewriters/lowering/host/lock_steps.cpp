// SPDX-License-Identifier: Apache-2.0
#include "rewriters/lowering/host/lock_steps.h"

#include "clang/AST/Decl.h"
#include "clang/AST/Stmt.h"
#include "clang/Basic/SourceManager.h"

#include <algorithm>

namespace sampan::host {

LockSteps::LockSteps(const PassContext &context) : context(context) {
  for (clang::FileID file : context.projectFiles()) {
    std::vector<std::uint32_t> found;
    const std::string &path = context.path(file);
    for (const EditGroup &group : context.editGroups())
      if (group.by == "warp-synchronous" || group.by == "lock-step")
        for (const Edit &edit : group.edits)
          if (edit.at.file == path)
            found.push_back(edit.at.begin);
    std::sort(found.begin(), found.end());
    if (!found.empty())
      places[file] = std::move(found);
  }
}

bool LockSteps::isIn(const clang::Stmt *statement) const {
  if (!statement || places.empty())
    return false;
  clang::SourceLocation first = context.spelling(statement->getBeginLoc());
  clang::SourceLocation last = context.spelling(statement->getEndLoc());
  if (first.isInvalid() || last.isInvalid())
    return false;
  auto [file, begin] = context.sources.getDecomposedLoc(first);
  auto found = places.find(file);
  std::optional<Span> end = context.tokenSpan(last);
  if (found == places.end() || !end)
    return false;
  // What comes after a statement stands behind its semicolon.
  std::uint32_t to = end->end;
  llvm::StringRef rest = context.buffer(file).substr(to);
  std::size_t semicolon = rest.find_first_not_of(" \t\r\n");
  if (semicolon != llvm::StringRef::npos && rest[semicolon] == ';')
    to += static_cast<std::uint32_t>(semicolon) + 1;
  auto at = std::lower_bound(found->second.begin(), found->second.end(), begin);
  return at != found->second.end() && *at <= to;
}

bool LockSteps::isIn(const clang::FunctionDecl &function) const { return isIn(function.getBody()); }

} // namespace sampan::host
