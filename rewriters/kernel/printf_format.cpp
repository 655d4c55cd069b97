// SPDX-License-Identifier: Apache-2.0
#include "rewriters/kernel/printf_format.h"

#include "clang/AST/Expr.h"

#include "llvm/ADT/StringRef.h"

namespace sampan {

std::string printProblem(const clang::CallExpr &call) {
  if (call.getNumArgs() == 0)
    return {};
  const auto *literal = llvm::dyn_cast<clang::StringLiteral>(call.getArg(0)->IgnoreParenImpCasts());
  if (!literal || literal->getCharByteWidth() != 1)
    return "a format that is no literal";
  llvm::StringRef text = literal->getString();
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\t' || text[i] == '\r' || text[i] == '\033' || text[i] == '\a')
      return text[i] == '\t' ? "\\t" : text[i] == '\r' ? "\\r" : "an escape sequence";
    if (text[i] != '%')
      continue;
    std::size_t start = i++;
    i = std::min(text.find_first_not_of("-+ #0123456789.hlzjtL", i), text.size());
    if (i == text.size())
      return "an incomplete conversion";
    if (!llvm::StringRef("diuxXofFeEgGcspaA%").contains(text[i]))
      return text.slice(start, i + 1).str();
    if (llvm::StringRef("eEgGaA").contains(text[i]))
      return text.slice(start, i + 1).str();
  }
  return {};
}

} // namespace sampan
