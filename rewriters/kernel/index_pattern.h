// SPDX-License-Identifier: Apache-2.0
// How an address depends on the thread: neighbouring threads on neighbouring elements, a stride,
// the same element, or wherever the data says. Vector tiles can be moved in one piece only in the
// first case, in rows in the second; the last is a gather.
#pragma once

#include "rewriters/core/kernel_shape.h"

#include "llvm/ADT/DenseMap.h"

namespace clang {
class Expr;
class FunctionDecl;
class ParmVarDecl;
class Stmt;
class VarDecl;
} // namespace clang

namespace sampan {

/// Linear parts of a value: its factor at threadIdx.x, and at the other thread indices.
struct IndexForm {
  enum class Factor : std::uint8_t { Zero, One, Other, Lost };
  Factor x = Factor::Zero;
  Factor rest = Factor::Zero;
  bool loaded = false; ///< depends on what was read at an address that differs between threads

  bool isUniform() const { return x == Factor::Zero && rest == Factor::Zero && !loaded; }
  IndexPattern pattern() const;
  friend bool operator==(const IndexForm &, const IndexForm &) = default;
};

class IndexForms {
public:
  /// `arguments`: forms of the parameters, for a function that a kernel calls. Missing: uniform.
  using Arguments = llvm::DenseMap<const clang::ParmVarDecl *, IndexForm>;
  explicit IndexForms(const clang::FunctionDecl &function,
                      const Arguments &arguments = Arguments());

  IndexForm form(const clang::Expr &value) const;
  /// Of the place of an object: p[i], *p, s.member.
  IndexForm place(const clang::Expr &object) const;
  IndexForm of(const clang::VarDecl &variable) const;

private:
  bool scan(const clang::Stmt *statement);
  bool join(const clang::VarDecl *variable, const IndexForm &form);

  llvm::DenseMap<const clang::VarDecl *, IndexForm> variables;
};

} // namespace sampan
