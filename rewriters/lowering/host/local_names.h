// SPDX-License-Identifier: Apache-2.0
// Settles the local variables of device code before it is looked at for loops: a counter that old C
// style declares once and several loops use becomes each loop's own, so does what is set in each
// round before it is used, what is assigned anew in a row of statements becomes another variable,
// and no two variables have the same name. Loops then do
// not stand in each other's way, and their parts may be put side by side.
// Changes the tree, so it comes after all passes; the text of the program's own form stays as it
// is.
#pragma once

#include "rewriters/lowering/host/kernel_text.h"

#include "llvm/ADT/DenseMap.h"

namespace clang {
class FunctionDecl;
class VarDecl;
} // namespace clang

namespace sampan::host {

class LocalNames {
public:
  explicit LocalNames(const PassContext &context) : context(context) {}

  /// Of a function that has a body. To be called once for each, before anything keeps a part of its
  /// tree.
  void settle(clang::FunctionDecl &function);
  /// What has to change in the function's text for it to mean the tree.
  LocalEdits editsOf(const clang::FunctionDecl &function) const { return edits.lookup(&function); }

private:
  const PassContext &context;
  llvm::DenseMap<const clang::FunctionDecl *, LocalEdits> edits;
};

/// The name that the program gives the variable.
std::string writtenName(const clang::VarDecl &variable);

/// Lets the names of one variable in the statement mean another one.
void retarget(clang::Stmt *statement, const clang::VarDecl &from, clang::VarDecl &to);

/// Declares counters in the loops that set them before any use, where nothing else uses them. Gives
/// what has to be inserted into the text.
LocalEdits giveLoopsTheirCounters(clang::FunctionDecl &function, const KernelText &text);

/// Declares what is set before it is used in a block of statements in that block.
LocalEdits giveBlocksTheirScratch(clang::FunctionDecl &function, const PassContext &context,
                                  const KernelText &text);

/// Makes of each assignment that control passes once a variable of its own. They still have the
/// name that was written, which makeNamesUnique() has to change.
LocalEdits splitAssignments(clang::FunctionDecl &function, const PassContext &context,
                            const KernelText &text);

/// Renames variables of a name that another one has. Gives what has to change in the text.
LocalEdits makeNamesUnique(clang::FunctionDecl &function, const PassContext &context,
                           const KernelText &text);

} // namespace sampan::host
