// SPDX-License-Identifier: Apache-2.0
// Rounds in which threads read what others have in shared memory and, after a barrier, change it:
//
//   T add = 0;  if (t >= d) add = x[t - d];  barrier;  x[t] += add;
//
// as scans do. As two loops over all threads, what the first stores is read by the second at other
// places of vectors, which processors are slow at, and the block's values go to memory and back. It
// may as well be done part by part: threads that go first must only not change what others still
// have to read. If all read at lower places than they write (or the same), the threads of higher
// places go first; if all read at higher places, those of lower places. A part of the block is
// read for as a whole before any of it is written. Which way it is, and whether places go up by one
// from thread to thread, is asked when the program runs; what does not fit runs as two loops.
#include "rewriters/lowering/host/region.h"

#include "rewriters/kernel/device_calls.h"
#include "rewriters/lowering/host/variables.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "clang/AST/Stmt.h"
#include "clang/Basic/SourceManager.h"

namespace sampan::host {
namespace {

using Statements = std::vector<const clang::Stmt *>;

/// A place in a shared array that threads read or write, one each.
struct RoundElement {
  const clang::VarDecl *array;
  unsigned index; ///< of the texts of indices
};
struct RoundIndex {
  std::string text;
  bool always; ///< evaluated by all threads, and not only where the condition holds
};

class RoundReader {
public:
  RoundReader(const Writing &writing, Rows &rows) : writing(writing), rows(rows) {}

  std::vector<RoundIndex> indices;
  std::vector<RoundElement> reads, writes, own; ///< `own`: read after the barrier
  std::optional<std::vector<GuardTerm>> terms;  ///< of the one condition
  std::vector<TextRange> conditions;
  LocalEdits places; ///< indices as spn_q0 + spn_k

  bool read(const Statements &before, const Statements &after) {
    for (const clang::Stmt *statement : before)
      if (!readBefore(*statement, false))
        return false;
    list = &own;
    for (const clang::Stmt *statement : after)
      if (!readAfter(*statement, false))
        return false;
    return isRound();
  }

  bool isWritten(const clang::VarDecl *array) const {
    return llvm::any_of(writes, [&](const RoundElement &to) { return to.array == array; });
  }

private:
  /// Something goes from thread to thread, and after the barrier each keeps to its own elements.
  bool isRound() const {
    // Dynamic shared memory has as many names as one likes.
    const clang::VarDecl *dynamic = nullptr;
    for (const std::vector<RoundElement> *elements : {&reads, &writes, &own})
      for (const RoundElement &element : *elements)
        if (element.array->hasExternalStorage() && element.array != dynamic) {
          if (dynamic)
            return false;
          dynamic = element.array;
        }
    bool exchanges = false;
    for (const RoundElement &from : reads)
      exchanges |= llvm::any_of(writes, [&](const RoundElement &to) {
        return to.array == from.array && to.index != from.index;
      });
    return exchanges && llvm::all_of(own, [&](const RoundElement &from) {
             return !isWritten(from.array) || llvm::any_of(writes, [&](const RoundElement &to) {
               return to.array == from.array && to.index == from.index;
             });
           });
  }

  /// Numbers, also where a template leaves open which.
  bool isNumber(const clang::VarDecl &variable) const {
    auto isPlain = [&](clang::QualType type) {
      if (const clang::ArrayType *array = writing.facts.ast.getAsArrayType(type))
        type = array->getElementType();
      return !type.isVolatileQualified() && type->isArithmeticType();
    };
    if (!variable.getType()->isDependentType())
      return isPlain(variable.getType());
    const auto types = writing.facts.effects.typesOf(variable);
    return !types.empty() && llvm::all_of(types, isPlain);
  }

  bool isOwnVariable(const clang::VarDecl &variable) const {
    const Storage storage = writing.shape.storageOf(&variable);
    return (storage == Storage::Local || storage == Storage::Carried) && isNumber(variable) &&
           writing.facts.uses.find(&variable) && !variable.isStaticLocal();
  }

  std::optional<std::string> textOf(const clang::Stmt &part) const {
    std::optional<TextRange> range = writing.text.rangeOf(part);
    return range && !writing.text.isEdited(*range) ? writing.text.text(*range) : std::nullopt;
  }

  /// The condition, if it is the only one, and holds for a stretch of the row.
  bool isGuard(const clang::Expr &condition) {
    std::optional<std::string> text = textOf(condition);
    if (!text || (terms && *text != guardText))
      return false;
    std::optional<std::vector<GuardTerm>> found = rows.guard(condition, false);
    if (!found)
      return false;
    if (!terms)
      terms = std::move(found);
    guardText = *text;
    conditions.push_back(*writing.text.rangeOf(condition));
    return true;
  }

  /// What is inside of `if (GUARD)`, or nothing where that is not the form.
  const clang::Stmt *guarded(const clang::Stmt &statement) {
    const auto *branch = llvm::dyn_cast<clang::IfStmt>(&statement);
    bool plain = branch && !branch->getElse() && !branch->getInit() &&
                 !branch->getConditionVariable() && !branch->isConstexpr();
    return plain && isGuard(*branch->getCond()) ? branch->getThen() : nullptr;
  }

  /// Changes nothing but variables of the thread.
  bool readBefore(const clang::Stmt &statement, bool inGuard) {
    if (const auto *block = llvm::dyn_cast<clang::CompoundStmt>(&statement))
      return llvm::all_of(block->body(),
                          [&](const clang::Stmt *inner) { return readBefore(*inner, inGuard); });
    if (const auto *declarations = llvm::dyn_cast<clang::DeclStmt>(&statement))
      return llvm::all_of(declarations->decls(), [&](const clang::Decl *decl) {
        const auto *variable = llvm::dyn_cast<clang::VarDecl>(decl);
        return variable && isOwnVariable(*variable) &&
               (!variable->hasInit() || isValue(*variable->getInit(), inGuard));
      });
    if (const auto *assign = llvm::dyn_cast<clang::BinaryOperator>(&statement)) {
      const auto *name = llvm::dyn_cast<clang::DeclRefExpr>(assign->getLHS()->IgnoreParens());
      const auto *variable = name ? llvm::dyn_cast<clang::VarDecl>(name->getDecl()) : nullptr;
      return assign->isAssignmentOp() && variable && isOwnVariable(*variable) &&
             !variable->getType()->isReferenceType() && isValue(*assign->getRHS(), inGuard);
    }
    const clang::Stmt *inside = inGuard ? nullptr : guarded(statement);
    return inside && readBefore(*inside, true);
  }

  /// Changes nothing but the thread's elements.
  bool readAfter(const clang::Stmt &statement, bool inGuard) {
    if (const auto *block = llvm::dyn_cast<clang::CompoundStmt>(&statement))
      return llvm::all_of(block->body(),
                          [&](const clang::Stmt *inner) { return readAfter(*inner, inGuard); });
    if (const auto *assign = llvm::dyn_cast<clang::BinaryOperator>(&statement)) {
      const auto *to = llvm::dyn_cast<clang::ArraySubscriptExpr>(assign->getLHS()->IgnoreParens());
      return assign->isAssignmentOp() && to && isElement(*to, inGuard, writes) &&
             isValue(*assign->getRHS(), inGuard);
    }
    const clang::Stmt *inside = inGuard ? nullptr : guarded(statement);
    return inside && readAfter(*inside, true);
  }

  bool isElement(const clang::ArraySubscriptExpr &element, bool inGuard,
                 std::vector<RoundElement> &to) {
    const auto *base = llvm::dyn_cast<clang::DeclRefExpr>(element.getBase()->IgnoreParenImpCasts());
    const auto *array = base ? llvm::dyn_cast<clang::VarDecl>(base->getDecl()) : nullptr;
    const clang::Expr &index = *element.getIdx();
    std::optional<std::string> text = textOf(index);
    if (!array || !array->hasAttr<clang::CUDASharedAttr>() || !array->getType()->isArrayType() ||
        !isNumber(*array) || !text || rows.slopeOf(index) != 1 || !rows.isTotal(index) ||
        rows.namesClamp(index))
      return false;
    unsigned number = 0;
    while (number < indices.size() && indices[number].text != *text)
      ++number;
    if (number == indices.size())
      indices.push_back({*text, false});
    indices[number].always |= !inGuard;
    places.push_back({*writing.text.rangeOf(index), "spn_q" + std::to_string(number) + " + spn_k"});
    to.push_back({array, number});
    return true;
  }

  bool isValue(const clang::Expr &expression, bool inGuard) {
    const clang::Expr *plain = expression.IgnoreParens();
    if (const auto *name = llvm::dyn_cast<clang::DeclRefExpr>(plain)) {
      const auto *variable = llvm::dyn_cast<clang::VarDecl>(name->getDecl());
      return (variable && isOwnVariable(*variable)) ||
             isPure(*plain, writing.facts, writing.shape, nullptr);
    }
    if (isPure(*plain, writing.facts, writing.shape, nullptr))
      return true;
    if (const auto *cast = llvm::dyn_cast<clang::CastExpr>(plain)) {
      const clang::QualType type = cast->getType();
      return !type->isDependentType() && type->isArithmeticType() &&
             isValue(*cast->getSubExpr(), inGuard);
    }
    if (const auto *element = llvm::dyn_cast<clang::ArraySubscriptExpr>(plain))
      return isElement(*element, inGuard, *list);
    if (const auto *binary = llvm::dyn_cast<clang::BinaryOperator>(plain))
      return !binary->isAssignmentOp() && !binary->isCommaOp() && !binary->isPtrMemOp() &&
             isValue(*binary->getLHS(), inGuard) && isValue(*binary->getRHS(), inGuard);
    if (const auto *unary = llvm::dyn_cast<clang::UnaryOperator>(plain))
      return (unary->getOpcode() == clang::UO_Minus || unary->getOpcode() == clang::UO_Not) &&
             isValue(*unary->getSubExpr(), inGuard);
    if (const auto *choice = llvm::dyn_cast<clang::ConditionalOperator>(plain)) {
      const bool guards = !inGuard && isGuard(*choice->getCond());
      return (guards || isValue(*choice->getCond(), inGuard)) &&
             isValue(*choice->getTrueExpr(), inGuard || guards) &&
             isValue(*choice->getFalseExpr(), inGuard);
    }
    const auto *call = llvm::dyn_cast<clang::CallExpr>(plain);
    return call && isExtreme(*call) &&
           llvm::all_of(call->arguments(),
                        [&](const clang::Expr *argument) { return isValue(*argument, inGuard); });
  }

  /// One of the library's.
  bool isExtreme(const clang::CallExpr &call) const {
    const clang::FunctionDecl *callee = call.getDirectCallee();
    const llvm::StringRef name = calleeName(call);
    bool known = name == "min" || name == "max" || name == "fminf" || name == "fmaxf" ||
                 name == "fmin" || name == "fmax";
    return known && callee &&
           writing.facts.ast.getSourceManager().isInSystemHeader(callee->getLocation());
  }

  const Writing &writing;
  Rows &rows;
  std::string guardText;
  std::vector<RoundElement> *list = &reads;
};

} // namespace

/// What no other region looks at is kept for the threads of a part alone: in registers.
std::string RegionWriter::partValues(const Statements &before, const Statements &both) const {
  std::string result;
  for (const clang::VarDecl *variable : trafficOf(before).declared) {
    const LocalVariable *local = writing.facts.uses.find(variable);
    const bool isHere = local && llvm::all_of(local->uses, [&](const LocalUse &use) {
                          return llvm::any_of(both, [&](const clang::Stmt *statement) {
                            return writing.facts.uses.isInside(use.name, statement);
                          });
                        });
    if (!isHere || writing.shape.storageOf(variable) != Storage::Carried)
      continue;
    const std::string name = variable->getNameAsString(), values = "spn_kept_" + name;
    const std::string type =
        "<" + carriedType(writing.facts, *variable).value_or("") + ", ::spn::detail::roundLanes> ";
    result += "::spn::detail::ValueStore" + type + values + ";\nconst ::spn::detail::RowValues" +
              type + "spn_s_" + name + "(" + values + ", spn_lo);\n";
  }
  return result;
}

/// The body of a function that returns whether it did the two regions; empty where they are none of
/// that kind.
std::string RegionWriter::round(const Statements &before, const Statements &after) {
  Statements both = before;
  both.insert(both.end(), after.begin(), after.end());
  if (!canSeparate(both))
    return {};
  collect(both);
  findMixed(both);
  if (!mixed.empty() || needsIndex)
    return {};
  for (const clang::DeclStmt *statement : again)
    atRowStart(*statement);
  usesRows = true;
  RoundReader reader(writing, rows);
  if (!clampedHere.empty() || !periodic.empty() || !reader.read(before, after))
    return {};
  std::string result = "if (blockDim.y * blockDim.z != 1) return false;\n"
                       "const ::spn::detail::Rows spn_r(blockDim); constexpr int spn_x0 = 0;\n"
                       "int spn_n = spn_r.width; constexpr int spn_k = 0; SPN_ROW_THREAD\n" +
                       rowStart +
                       "if (spn_n != spn_r.width) return false;\nint spn_lo = 0, spn_hi = spn_n;\n";
  if (reader.terms)
    result += boundsOf(*reader.terms) + "if (spn_lo >= spn_hi) spn_lo = spn_hi = 0;\n";
  for (std::size_t i = 0; i < reader.indices.size(); ++i) {
    const std::string name = "spn_q" + std::to_string(i);
    result += "long " + name + "; if (!::spn::detail::goesByOne([&](int spn_k) SPN_ALWAYS_INLINE " +
              "{ SPN_ROW_THREAD\n" + threadDeclarations() + "return " + reader.indices[i].text +
              "; }, " + (reader.indices[i].always ? "0, spn_n, " : "spn_lo, spn_hi, ") + name +
              ")) return false;\n";
  }
  std::string down = "true", up = "true";
  for (const RoundElement &from : reader.reads)
    for (const RoundElement &to : reader.writes)
      if (from.array == to.array && from.index != to.index) {
        const std::string places[] = {"spn_q" + std::to_string(from.index),
                                      "spn_q" + std::to_string(to.index)};
        down += " && " + places[0] + " <= " + places[1];
        up += " && " + places[0] + " >= " + places[1];
      }
  result += "const bool spn_down = " + down + ", spn_up = " + up +
            ";\nif (!spn_down && !spn_up) return false;\n";
  auto part = [&](const char *name, const char *condition, const std::string &values = {}) {
    edits = reader.places;
    for (const TextRange &range : reader.conditions)
      edits.push_back({range, condition});
    result += std::string("const auto ") + name +
              " = [&](const int spn_lo, const int spn_hi) SPN_ALWAYS_INLINE -> void {\n" + values +
              laneLoop(before, pieces(before), true) + laneLoop(after, pieces(after), true) +
              "};\n";
  };
  part("spn_part", " true ", partValues(before, both));
  if (reader.terms)
    part("spn_rest", " false ");
  else
    result += "const auto spn_rest = [](int, int) {};\n";
  return result + "::spn::detail::goRound(spn_lo, spn_hi, spn_n, spn_down, spn_part, spn_rest);\n"
                  "return true;\n";
}

std::string roundAt(Writing &writing, const std::vector<Node> &nodes, std::size_t at) {
  if (at + 2 >= nodes.size() || nodes[at].kind != Node::Region ||
      nodes[at + 1].kind != Node::Meet || nodes[at + 2].kind != Node::Region || writing.isCallee ||
      writing.isCounting())
    return {};
  const Statements &before = nodes[at].statements, &after = nodes[at + 2].statements;
  std::string parts = RegionWriter(writing).round(before, after);
  if (parts.empty())
    return {};
  return "if (![&]() SPN_ALWAYS_INLINE -> bool {\n" + parts + "}()) {\n" +
         RegionWriter(writing).statements(before) + RegionWriter(writing).statements(after) + "}\n";
}

} // namespace sampan::host
