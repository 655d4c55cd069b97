// SPDX-License-Identifier: Apache-2.0
// A uniform loop that only adds up values per thread, written with vectors that stay in registers:
//
//   for (k...) sum += a[row * n + k] * b[k * n + column];
//   ->  for (k...) { sum0 += a[...] * load(&b[...]); sum1 += a[...] * load(&b[...] + W); }
//
// for so many threads at a time as the vectors have lanes; a loop over the threads does the rest.
// Compilers do not find that form in a loop over threads, and keep the sums in memory instead. It
// is exact: each lane does its thread's operations in its thread's order, nothing is stored in the
// loop that a load might read, and only threads that get to the loop are in a vector.
#include "rewriters/lowering/host/region.h"
#include "rewriters/lowering/host/variables.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "clang/AST/Stmt.h"

namespace sampan::host {
namespace {

bool isElement(clang::QualType type) {
  return !type.isNull() && !type->isDependentType() && !type.isVolatileQualified() &&
         (type->isSpecificBuiltinType(clang::BuiltinType::Float) ||
          type->isSpecificBuiltinType(clang::BuiltinType::Double));
}

/// What one vector of the statements of a leaf is made of.
class VectorBody {
public:
  /// `widened`: indices that do not wrap around within the stretch of the row.
  VectorBody(const Writing &writing, const Rows &rows, const LocalEdits &widened)
      : writing(writing), rows(rows), widened(widened) {}

  std::vector<const clang::VarDecl *> sums; ///< kept variables that the loop reads or changes

  /// Whether all of it has the form.
  bool read(const std::vector<const clang::Stmt *> &statements) {
    return !statements.empty() && llvm::all_of(statements, [&](const clang::Stmt *statement) {
      const auto *assign = llvm::dyn_cast<clang::BinaryOperator>(statement);
      if (!assign || !assign->isAssignmentOp() || assign->getOpcode() == clang::BO_RemAssign)
        return false;
      const auto *name = llvm::dyn_cast<clang::DeclRefExpr>(assign->getLHS()->IgnoreParens());
      if (!name || !isElement(name->getType()) || !addSum(*name))
        return false;
      element = name->getType().getUnqualifiedType();
      varies = assign->isCompoundAssignmentOp();
      // A vector takes a value of all lanes as an operand, but cannot be set to it.
      return isVector(*assign->getRHS()) && varies;
    });
  }

  clang::QualType elementType() const { return element; }

  /// The edits that make vector number `number` of one of the statements.
  LocalEdits edits(const clang::Stmt &statement, unsigned number) const {
    LocalEdits result;
    std::string place = std::to_string(number);
    std::optional<TextRange> all = writing.text.rangeOf(statement);
    auto add = [&](TextRange at, const std::string &text) {
      if (!all || (at.begin >= all->begin && at.end <= all->end))
        result.push_back({at, text});
    };
    for (const auto &[range, name] : names)
      add(range, "spn_" + place + "_" + name);
    for (const auto &[range, text] : loads)
      add(range, "::spn::detail::loadLanes(&" + text + ", " + place + ")");
    return result;
  }

private:
  bool addSum(const clang::DeclRefExpr &name) {
    const auto *variable = llvm::dyn_cast<clang::VarDecl>(name.getDecl());
    if (!variable || writing.shape.storageOf(variable) != Storage::Carried ||
        llvm::isa<clang::ParmVarDecl>(variable))
      return false;
    std::optional<TextRange> range = writing.text.rangeOf(name);
    if (!range)
      return false;
    varies = true;
    if (!llvm::is_contained(sums, variable))
      sums.push_back(variable);
    names.push_back({*range, variable->getNameAsString()});
    return true;
  }

  bool isSameElement(const clang::Expr &expression) const {
    return writing.facts.ast.hasSameUnqualifiedType(expression.getType(), element);
  }

  /// A value of the element's type that is a vector, or that all lanes have in common.
  bool isVector(const clang::Expr &expression) {
    const clang::Expr *plain = expression.IgnoreParens();
    if (!isSameElement(*plain))
      return false;
    if (const auto *cast = llvm::dyn_cast<clang::ImplicitCastExpr>(plain)) {
      const clang::Expr *from = cast->getSubExpr()->IgnoreParens();
      if (cast->getCastKind() != clang::CK_LValueToRValue)
        return cast->getCastKind() == clang::CK_NoOp && isVector(*from);
      if (const auto *load = llvm::dyn_cast<clang::ArraySubscriptExpr>(from))
        return isLoad(*load);
      const auto *name = llvm::dyn_cast<clang::DeclRefExpr>(from);
      return rows.isCommon(*from) || (name && addSum(*name));
    }
    if (const auto *binary = llvm::dyn_cast<clang::BinaryOperator>(plain))
      return (binary->isAdditiveOp() || binary->getOpcode() == clang::BO_Mul ||
              binary->getOpcode() == clang::BO_Div) &&
             isVector(*binary->getLHS()) && isVector(*binary->getRHS());
    if (const auto *unary = llvm::dyn_cast<clang::UnaryOperator>(plain))
      return unary->getOpcode() == clang::UO_Minus && isVector(*unary->getSubExpr());
    return llvm::isa<clang::FloatingLiteral>(plain);
  }

  bool isLoad(const clang::ArraySubscriptExpr &load) {
    if (!isElement(load.getType()))
      return false;
    Slope slope = rows.slopeOf(*load.getIdx());
    const clang::Expr *base = load.getBase()->IgnoreParenImpCasts();
    while (const auto *outer = llvm::dyn_cast<clang::ArraySubscriptExpr>(base)) {
      if (!rows.isCommon(*outer->getIdx()))
        return false;
      base = outer->getBase()->IgnoreParenImpCasts();
    }
    const auto *name = llvm::dyn_cast<clang::DeclRefExpr>(base);
    const auto *variable = name ? llvm::dyn_cast<clang::VarDecl>(name->getDecl()) : nullptr;
    bool isBase =
        variable && (rows.isCommon(*name) || writing.shape.storageOf(variable) == Storage::Shared ||
                     !writing.facts.uses.find(variable));
    if (!isBase || !slope || (*slope != 0 && *slope != 1))
      return false;
    if (*slope == 0)
      return true;
    // Lanes are neighbours only as far as an unsigned index does not wrap around between them.
    if (!isSigned(*load.getIdx()) && !isWidened(*load.getIdx()))
      return false;
    std::optional<TextRange> range = writing.text.rangeOf(load);
    std::optional<std::string> text = range ? writing.text.text(*range) : std::nullopt;
    if (text)
      loads.push_back({*range, *text});
    varies = true;
    return text.has_value();
  }

  bool isWidened(const clang::Expr &index) const {
    std::optional<TextRange> range = writing.text.rangeOf(index);
    return range && llvm::any_of(widened, [&](const LocalEdit &edit) {
             return edit.at.begin == range->begin && edit.at.end == range->end;
           });
  }

  bool isSigned(const clang::Expr &index) const {
    const clang::Expr *plain = index.IgnoreParenImpCasts();
    if (!plain->getType()->isSignedIntegerType())
      return false;
    const auto *binary = llvm::dyn_cast<clang::BinaryOperator>(plain);
    return !binary || rows.isCommon(*binary) ||
           ((rows.isCommon(*binary->getLHS()) || isSigned(*binary->getLHS())) &&
            (rows.isCommon(*binary->getRHS()) || isSigned(*binary->getRHS())));
  }

  const Writing &writing;
  const Rows &rows;
  const LocalEdits &widened;
  clang::QualType element;
  bool varies = false; ///< what is being read differs from lane to lane
  std::vector<std::pair<TextRange, std::string>> names, loads;
};

} // namespace

/// The rounds of the loop for as many threads as `vectors` vectors have lanes, as often as they
/// fit.
std::string RegionWriter::vectorText(const Piece &piece) {
  if (piece.inner.size() != 1 || piece.inner.front().kind != Piece::Lanes || needsIndex ||
      oneThread)
    return {};
  const Statements &statements = piece.inner.front().statements;
  VectorBody body(writing, rows, edits);
  if (!body.read(statements) || hasHazard(statements))
    return {};
  const std::string type =
      body.elementType()->isSpecificBuiltinType(clang::BuiltinType::Float) ? "float" : "double";
  std::string result;
  for (unsigned vectors : {4u, 2u}) {
    std::string sums, rounds, back;
    for (unsigned number = 0; number < vectors; ++number) {
      for (const clang::VarDecl *sum : body.sums) {
        std::string name = sum->getNameAsString(), place = std::to_string(number);
        std::string lanes = "(spn_s_" + name + ".at(spn_t), " + place;
        sums += "auto spn_" + place + "_" + name + " = ::spn::detail::loadLanes" + lanes + ");\n";
        back += "::spn::detail::storeLanes" + lanes + ", spn_" + place + "_" + name + ");\n";
      }
      for (const clang::Stmt *statement : statements)
        rounds += writing.textOf(*statement, body.edits(*statement, number)) + ";\n";
    }
    const std::string step = std::to_string(vectors) + " * ::spn::detail::lanesOf<" + type + ">()";
    result += "for (; spn_v + " + step + " <= spn_hi; spn_v += " + step +
              ") { const int spn_k = spn_v;\nSPN_ROW_THREAD\n"
              "const int spn_t = spn_r.first + spn_x0 + spn_k;\n" +
              threadDeclarations() + sums + "for (" + headOf(*piece.loop) + "; " +
              writing.textOf(*piece.loop->getCond()) + "; " +
              writing.textOf(*piece.loop->getInc()) + ") {\n" + rounds + "}\n" + back + "}\n";
  }
  return result;
}

} // namespace sampan::host
