// SPDX-License-Identifier: Apache-2.0
// Values that are constant although the language does not call them so: a local variable that is
// given one value and never changed, a dim3 made of such values. Launches are configured with them.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

namespace clang {
class ASTContext;
class Expr;
class FunctionDecl;
class VarDecl;
} // namespace clang

namespace sampan {

class ConstantValues {
public:
  /// `around`: the function that the expressions stand in, or null.
  ConstantValues(const clang::ASTContext &ast, const clang::FunctionDecl *around)
      : ast(ast), around(around) {}

  /// Of an integer expression that is not negative.
  std::optional<std::uint64_t> integer(const clang::Expr &e) const { return integer(e, 0); }
  /// x * y * z of a dim3, or of an integer that stands for one.
  std::optional<std::uint64_t> volume(const clang::Expr &e) const;
  /// x, y and z of a dim3, or of an integer that stands for one.
  using Dimensions = std::array<std::uint64_t, 3>;
  std::optional<Dimensions> dimensions(const clang::Expr &e) const { return dimensions(e, 0); }

private:
  std::optional<std::uint64_t> integer(const clang::Expr &e, unsigned depth) const;
  std::optional<Dimensions> dimensions(const clang::Expr &e, unsigned depth) const;
  const clang::Expr *valueOf(const clang::VarDecl &variable) const;

  const clang::ASTContext &ast;
  const clang::FunctionDecl *around;
};

} // namespace sampan
