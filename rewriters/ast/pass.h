// SPDX-License-Identifier: Apache-2.0
// The shape of a pass: it looks at one kind of construct, and says what it found as values. A pass
// never touches text itself; edits go through PassContext, which keeps them in real files.
#pragma once

#include "rewriters/ast/pass_context.h"

#include "clang/AST/TypeLoc.h"

#include <memory>
#include <vector>

namespace clang {
class Decl;
class Stmt;
} // namespace clang

namespace sampan {

class Pass {
public:
  explicit Pass(PassContext &context) : context(context) {}
  virtual ~Pass() = default;
  Pass(const Pass &) = delete;
  Pass &operator=(const Pass &) = delete;

  /// Called for every node that the user's files spell, in source order. Template instantiations
  /// and implicit code are not visited: a pass sees what was written.
  virtual void visit(clang::Decl &) {}
  virtual void visit(clang::Stmt &) {}
  virtual void visit(clang::TypeLoc) {}
  /// Called once after the traversal; the preprocessor record is complete then.
  virtual void finish() {}

protected:
  PassContext &context;
};

using PassFactory = std::unique_ptr<Pass> (*)(PassContext &);

/// Whose kernel language a pass writes.
enum class PassLanguage : std::uint8_t { Any, Portable, AscendC };

/// A row of the registry. `compile`: also runs for spncc, where CUDA names stay as they are.
struct PassInfo {
  const char *name;
  const char *summary;
  PassFactory create;
  bool compile;
  PassLanguage language = PassLanguage::Any;

  bool writes(TargetId target) const {
    return language == PassLanguage::Any ||
           (language == PassLanguage::Portable) == (target == TargetId::Host);
  }
};

/// All passes in the order in which they run.
const std::vector<PassInfo> &allPasses();

template <class P> std::unique_ptr<Pass> makePass(PassContext &context) {
  return std::make_unique<P>(context);
}

} // namespace sampan
