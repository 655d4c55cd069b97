// SPDX-License-Identifier: Apache-2.0
// Loops that only look as if they waited for another thread: they end without anything that one
// does.
#pragma once

namespace clang {
class ASTContext;
class Stmt;
} // namespace clang

namespace sampan {

/// do { ...; *place = value; } while (*place != value): a thread that nobody disturbs leaves.
bool checksItsOwnStore(const clang::Stmt &loop, const clang::ASTContext &ast);

/// What decides about the loop's end comes from the thread's own variables, or from memory that it
/// has just written itself.
bool endsAlone(const clang::Stmt &loop, const clang::ASTContext &ast);

} // namespace sampan
