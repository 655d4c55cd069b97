// SPDX-License-Identifier: Apache-2.0
// How a kernel uses its local variables: which it only reads, which it changes and where, and which
// are reached by address. Decides whether a variable may be recomputed, kept once per block, or
// must be kept once per thread.
#pragma once

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/MapVector.h"

#include <vector>

namespace clang {
class DeclRefExpr;
class DeclStmt;
class Expr;
class FunctionDecl;
class Stmt;
class VarDecl;
} // namespace clang

namespace sampan::host {

enum class Access {
  Read,
  Write,  ///< assigned, stepped, or changed by a function that gets it by reference
  Escape, ///< its address goes where it cannot be followed
};

struct LocalUse {
  const clang::DeclRefExpr *name = nullptr;
  Access access = Access::Read;
};

struct LocalVariable {
  const clang::VarDecl *decl = nullptr;
  std::vector<LocalUse> uses;
  bool isWritten() const;
  bool escapes() const;
};

class LocalUses {
public:
  explicit LocalUses(const clang::FunctionDecl &function);

  /// Null for anything that is no local variable or parameter of the function.
  const LocalVariable *find(const clang::VarDecl *variable) const;
  const clang::Stmt *parentOf(const clang::Stmt *statement) const;
  /// Whether `inner` lies in `outer` or is it.
  bool isInside(const clang::Stmt *inner, const clang::Stmt *outer) const;
  const llvm::MapVector<const clang::VarDecl *, LocalVariable> &all() const { return variables; }

private:
  void visit(const clang::Stmt *statement);
  Access accessOf(const clang::DeclRefExpr &name) const;
  Access byDeclaration(const clang::DeclStmt &statement, const clang::DeclRefExpr &name) const;

  llvm::MapVector<const clang::VarDecl *, LocalVariable> variables;
  llvm::DenseMap<const clang::Stmt *, const clang::Stmt *> parents;
};

} // namespace sampan::host
