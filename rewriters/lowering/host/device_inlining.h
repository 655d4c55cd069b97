// SPDX-License-Identifier: Apache-2.0
// Device functions become parts of the kernels that call them, as nvcc does it: a call that stays
// keeps a loop over the threads from becoming vectors, and its arguments from staying in registers.
// A host compiler left alone weighs a call as if it were made once.
#pragma once

#include "rewriters/core/edit.h"

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/SmallVector.h"

#include <optional>
#include <vector>

namespace clang {
class FunctionDecl;
class Stmt;
} // namespace clang

namespace sampan {
class PassContext;
}

namespace sampan::host {

class DeviceInlining {
public:
  explicit DeviceInlining(const PassContext &context) : context(context) {}

  /// Looks at everything that the kernel calls.
  void add(const clang::FunctionDecl &kernel);
  /// The edits that mark the functions to inline, each as a group of its own.
  std::vector<Edit> edits() const;

private:
  /// A function as the calls in its body make it.
  struct Body {
    std::size_t own = 0;   ///< nodes of the syntax tree
    std::size_t whole = 0; ///< with those of functions that are inlined into it
    bool isOpen = false;   ///< being looked at: a call of it now is recursion
    bool isInlined = false;
  };
  struct Contents {
    std::size_t nodes = 0;
    bool keepsFrame = false; ///< has what only a function of its own can have
    llvm::SmallVector<const clang::FunctionDecl *> callees;
  };

  Body visit(const clang::FunctionDecl &definition);
  void collect(const clang::Stmt *statement, Contents &contents) const;
  bool mayInline(const clang::FunctionDecl &definition) const;
  std::optional<Edit> editOf(const clang::FunctionDecl &written) const;

  const PassContext &context;
  llvm::DenseMap<const clang::FunctionDecl *, Body> bodies;
  /// As they are written; a template is inlined only if all its instantiations may be.
  std::vector<const clang::FunctionDecl *> chosen;
  llvm::DenseSet<const clang::FunctionDecl *> refused;
};

} // namespace sampan::host
