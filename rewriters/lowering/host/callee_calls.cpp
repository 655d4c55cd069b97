// SPDX-License-Identifier: Apache-2.0
// Writes the call of a device function's block form: what its parameters get is worked out for all
// threads first, and what it gives is there for all of them after.
#include "rewriters/lowering/host/callee_forms.h"
#include "rewriters/lowering/host/collectives.h"
#include "rewriters/lowering/host/emit.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "clang/AST/ExprCXX.h"

#include <utility>

namespace sampan::host {
namespace {

class CallWriter {
public:
  CallWriter(Writing &writing, const Vote &vote)
      : writing(writing), call(*vote.call), name("spn_vote" + std::to_string(vote.number)) {}

  std::string write() {
    const clang::FunctionDecl &definition =
        *writing.facts.callees->formsOf(call).front()->definition;
    std::string result = "{\n", before;
    bool skipped = false;
    std::string arguments =
        "{" + writing.mask() + ", " + writing.alive() + ", " + writing.strictness() + ", blockDim}";
    if (!definition.getReturnType()->isVoidType()) {
      before = valuesOf(writing, call, call.getType(), name);
      arguments += ", " + name;
    }
    for (unsigned i = 0; i < definition.getNumParams(); ++i) {
      const clang::ParmVarDecl &parameter = *definition.getParamDecl(i);
      const bool given =
          i < call.getNumArgs() && !llvm::isa<clang::CXXDefaultArgExpr>(call.getArg(i));
      if (!given) { // the form of the function has no defaults for arrays
        if (writing.facts.callees->isDivergent(parameter)) {
          if (std::exchange(skipped, false))
            writing.fail("defaults of a function with barriers or collectives", call.getBeginLoc());
          arguments += ", " + byDefault(parameter, i);
        } else if (std::optional<std::string> value = parameterDefault(writing.facts, parameter)) {
          arguments += ", " + *value;
        } else {
          skipped = true; // its own default stands, if no array follows
        }
        continue;
      }
      const clang::Expr &argument = *call.getArg(i);
      arguments +=
          ", " + (writing.facts.callees->isDivergent(parameter) ? perThread(argument, parameter, i)
                                                                : once(argument, parameter));
    }
    result += declarations;
    if (!pieces.empty())
      result += RegionWriter(writing).expressions(pieces);
    return before + result + writing.textOf(*call.getCallee()) + "(" + arguments + ");\n}\n";
  }

private:
  std::string byDefault(const clang::ParmVarDecl &parameter, unsigned number) {
    const std::string array = name + "a" + std::to_string(number);
    declarations += "::spn::detail::PerThread<" +
                    parameterType(writing.facts, parameter).value_or("") + "> " + array +
                    ";\nfor (int spn_t = 0; spn_t < spn_count; ++spn_t) " + array +
                    "[spn_t] = " + parameterDefault(writing.facts, parameter).value_or("") + ";\n";
    return array;
  }

  std::string perThread(const clang::Expr &argument, const clang::ParmVarDecl &parameter,
                        unsigned number) {
    if (writing.facts.callees->isPointed(parameter)) {
      clang::QualType type = parameter.getType().getNonReferenceType();
      const bool fixed = writing.facts.ast.getBaseElementType(type).isConstQualified();
      const std::string array = name + "a" + std::to_string(number);
      const std::string place = fixed ? "::spn::detail::fixedPlaceOf(" : "::spn::detail::placeOf(";
      declarations += "auto " + array + " = ::spn::detail::lanesOf(" +
                      RegionWriter(writing).typical(argument, place, ")") + ");\n";
      pieces.push_back({&argument, array + "[spn_t] = " + place, ");\n"});
      return array;
    }
    if (isChangeable(parameter.getType())) {
      const auto *named = llvm::dyn_cast<clang::DeclRefExpr>(argument.IgnoreParens());
      const auto *variable = named ? llvm::dyn_cast<clang::VarDecl>(named->getDecl()) : nullptr;
      Storage storage = writing.shape.storageOf(variable);
      if (!variable || (storage != Storage::Carried && storage != Storage::Alias) ||
          llvm::isa<clang::ArrayType>(variable->getType()) ||
          (storage == Storage::Carried && variable->getType()->isRecordType()))
        writing.fail("a reference that is passed to a function with barriers or collectives",
                     argument.getBeginLoc());
      return variable ? "spn_s_" + variable->getNameAsString() : "";
    }
    const std::string array = name + "a" + std::to_string(number);
    const clang::FunctionDecl *callee = call.getDirectCallee();
    clang::QualType type = (callee ? callee->getParamDecl(number) : &parameter)->getType();
    if (type->isPointerType() && type->isDependentType() &&
        type->getPointeeType().isConstQualified())
      declarations += "auto " + array + " = ::spn::detail::lanesOf(" +
                      RegionWriter(writing).typical(argument, "::spn::detail::fixed(", ")") +
                      ");\n";
    else
      declarations += valuesOf(writing, argument, type, array);
    pieces.push_back({&argument, array + "[spn_t] = (", ");\n"});
    return array;
  }

  std::string once(const clang::Expr &argument, const clang::ParmVarDecl &parameter) {
    if (!namesThread(writing, &argument))
      return writing.textOf(argument);
    if (isChangeable(parameter.getType()))
      writing.fail("a reference that is passed to a function with barriers or collectives",
                   argument.getBeginLoc());
    return "(" + RegionWriter(writing).typical(argument) + ")(" + writing.mask() + ".first())";
  }

  Writing &writing;
  const clang::CallExpr &call;
  const std::string name;
  std::string declarations;
  std::vector<RegionWriter::Work> pieces;
};

} // namespace

std::string writeCall(Writing &writing, const Vote &vote) {
  return CallWriter(writing, vote).write();
}

} // namespace sampan::host
