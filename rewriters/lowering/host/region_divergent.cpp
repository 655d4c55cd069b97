// SPDX-License-Identifier: Apache-2.0
// A loop that only computes and that each thread leaves when it is done, written for a few threads
// at a time, which take their rounds together until the last one has left:
//
//   while (n < most && x * x + y * y < 4) { ...; ++n; }
//   ->  for each lane: x, y, n from the thread's values
//       do for each lane: go &= condition; compute x', y', n'; x = go ? x' : x; ...
//       while some lane goes on
//       for each lane: the thread's values from x, y, n
//
// A lane that is done goes on computing from the values that it left with, and the results are
// dropped. That must do no harm: nothing is read from memory or written to it, nothing divides
// integers by what may be zero, and signed arithmetic, which must not overflow, is done by lanes
// that go on only. Arithmetic of a thread is what it was, in its order.
#include "rewriters/kernel/device_calls.h"
#include "rewriters/lowering/host/region.h"
#include "rewriters/lowering/host/variables.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/Stmt.h"

namespace sampan::host {

/// The loop taken apart.
struct DivergentLoop {
  const clang::Stmt *init = nullptr;
  const clang::Expr *condition = nullptr, *step = nullptr;
  std::vector<const clang::Stmt *> body;
  bool testsLast = false;
  std::vector<const clang::VarDecl *> lanes; ///< variables of which each thread has its own value
  llvm::DenseSet<const clang::VarDecl *> changed;
  std::vector<const clang::VarDecl *> counters; ///< that `init` declares
};

namespace {

/// More would not stay in registers.
constexpr std::size_t kMostLaneValues = 10;
/// Fewer operations are not worth the masks.
constexpr unsigned kLeastOperations = 3;

bool isNumber(clang::QualType type) {
  return !type.isNull() && !type->isDependentType() && !type.isVolatileQualified() &&
         !type->isReferenceType() && type->isArithmeticType() && !type->isHalfType() &&
         !type->isFloat16Type() && !type->isBFloat16Type() &&
         !type->isSpecificBuiltinType(clang::BuiltinType::LongDouble);
}

bool isHarmlessFunction(llvm::StringRef name) {
  for (const char *known : {"fabsf", "fabs", "sqrtf", "sqrt", "fminf", "fmaxf", "fmin", "fmax",
                            "fmaf", "fma", "min", "max"})
    if (name == known)
      return true;
  return false;
}

class DivergentReader {
public:
  DivergentReader(const Writing &writing, const Rows &rows, DivergentLoop &loop)
      : writing(writing), rows(rows), loop(loop) {}

  bool read(const clang::Stmt &statement) {
    takeApart(statement);
    if (loop.body.empty() || !readInit())
      return false;
    for (const clang::Stmt *part : loop.body)
      if (!isPart(*part, /*atTop=*/true))
        return false;
    if (loop.condition && (!isCondition(*loop.condition) || !hasText(*loop.condition)))
      return false;
    if (loop.step && (!isAssignment(*loop.step) || !hasText(*loop.step)))
      return false;
    return (parts || breaks) && operations >= kLeastOperations &&
           loop.lanes.size() <= kMostLaneValues && !loop.changed.empty();
  }

  /// Has arithmetic that only threads may do that come to it.
  static bool needsThread(const clang::Stmt &statement) {
    auto isSigned = [](const clang::Expr &expression) {
      return expression.getType()->isSignedIntegerType();
    };
    if (const auto *binary = llvm::dyn_cast<clang::BinaryOperator>(&statement)) {
      clang::BinaryOperatorKind kind =
          binary->isCompoundAssignmentOp()
              ? clang::BinaryOperator::getOpForCompoundAssignment(binary->getOpcode())
              : binary->getOpcode();
      bool overflows = kind == clang::BO_Add || kind == clang::BO_Sub || kind == clang::BO_Mul ||
                       kind == clang::BO_Shl;
      if (overflows && isSigned(*binary))
        return true;
    } else if (const auto *unary = llvm::dyn_cast<clang::UnaryOperator>(&statement)) {
      if ((unary->isIncrementDecrementOp() || unary->getOpcode() == clang::UO_Minus) &&
          isSigned(*unary))
        return true;
    } else if (const auto *cast = llvm::dyn_cast<clang::CastExpr>(&statement)) {
      if (cast->getCastKind() == clang::CK_FloatingToIntegral)
        return true;
    }
    return llvm::any_of(statement.children(),
                        [](const clang::Stmt *child) { return child && needsThread(*child); });
  }

private:
  void takeApart(const clang::Stmt &statement) {
    const clang::Stmt *body = nullptr;
    if (const auto *whileLoop = llvm::dyn_cast<clang::WhileStmt>(&statement)) {
      if (!whileLoop->getConditionVariable())
        loop.condition = whileLoop->getCond(), body = whileLoop->getBody();
    } else if (const auto *doLoop = llvm::dyn_cast<clang::DoStmt>(&statement)) {
      loop.condition = doLoop->getCond(), body = doLoop->getBody();
      loop.testsLast = true;
    } else if (const auto *forLoop = llvm::dyn_cast<clang::ForStmt>(&statement)) {
      if (!forLoop->getConditionVariable()) {
        loop.init = forLoop->getInit(), loop.condition = forLoop->getCond();
        loop.step = forLoop->getInc(), body = forLoop->getBody();
      }
    }
    if (body)
      loop.body = ListStructure::statementsOf(body);
  }

  bool hasText(const clang::Stmt &part) const {
    std::optional<TextRange> range = writing.text.rangeOf(part);
    return range && !writing.text.isEdited(*range) && writing.text.text(*range).has_value();
  }

  bool readInit() {
    if (!loop.init)
      return true;
    if (!hasText(*loop.init))
      return false;
    if (const auto *expression = llvm::dyn_cast<clang::Expr>(loop.init))
      return isAssignment(*expression);
    const auto *declarations = llvm::dyn_cast<clang::DeclStmt>(loop.init);
    if (!declarations)
      return false;
    for (const clang::Decl *decl : declarations->decls()) {
      const auto *variable = llvm::dyn_cast<clang::VarDecl>(decl);
      if (!variable || !isNumber(variable->getType()) || !variable->hasInit() ||
          !isValue(*variable->getInit()))
        return false;
      if (rows.isCommon(*variable->getInit()))
        common.insert(variable);
      loop.counters.push_back(variable);
      loop.lanes.push_back(variable);
    }
    operations = 0; // once is no round
    return true;
  }

  bool isPart(const clang::Stmt &part, bool atTop) {
    if (atTop && !hasText(part))
      return false;
    if (const auto *declarations = llvm::dyn_cast<clang::DeclStmt>(&part)) {
      for (const clang::Decl *decl : declarations->decls()) {
        const auto *variable = llvm::dyn_cast<clang::VarDecl>(decl);
        if (!variable || !isNumber(variable->getType()) || variable->isStaticLocal() ||
            (variable->hasInit() &&
             (!isValue(*variable->getInit()) || !writing.text.rangeOf(*variable->getInit()))))
          return false;
        inside.insert(variable);
      }
      return true;
    }
    if (const auto *expression = llvm::dyn_cast<clang::Expr>(&part))
      return isAssignment(*expression);
    if (const auto *list = llvm::dyn_cast<clang::CompoundStmt>(&part))
      return !atTop && llvm::all_of(list->body(), [&](const clang::Stmt *inner) {
        return isPart(*inner, false);
      });
    const auto *branch = llvm::dyn_cast<clang::IfStmt>(&part);
    if (!branch || branch->getInit() || branch->getConditionVariable() || branch->isConstexpr())
      return false;
    if (atTop && !branch->getElse() && endsInBreak(*branch->getThen())) {
      breaks = true;
      // The condition decides for the lane, so all lanes look at it.
      if (!isCondition(*branch->getCond()))
        return false;
      std::vector<const clang::Stmt *> before = ListStructure::statementsOf(branch->getThen());
      before.pop_back();
      return llvm::all_of(before, [&](const clang::Stmt *inner) {
        return hasText(*inner) && isPart(*inner, false);
      });
    }
    return isValue(*branch->getCond()) && isPart(*branch->getThen(), false) &&
           (!branch->getElse() || isPart(*branch->getElse(), false));
  }

public:
  static bool endsInBreak(const clang::Stmt &then) {
    std::vector<const clang::Stmt *> list = ListStructure::statementsOf(&then);
    return !list.empty() && llvm::isa<clang::BreakStmt>(list.back());
  }

private:
  bool isCondition(const clang::Expr &condition) {
    const unsigned before = varying;
    bool known = isValue(condition) && !needsThread(condition);
    parts |= varying != before;
    return known;
  }

  bool isAssignment(const clang::Expr &expression) {
    const clang::Expr *plain = expression.IgnoreParens();
    const clang::VarDecl *target = assignedVariable(*plain);
    if (const auto *comma = llvm::dyn_cast<clang::BinaryOperator>(plain);
        comma && comma->isCommaOp())
      return isAssignment(*comma->getLHS()) && isAssignment(*comma->getRHS());
    if (!target || !isNumber(target->getType()) || !writing.facts.uses.find(target))
      return false;
    if (!inside.contains(target)) {
      Storage storage = writing.shape.storageOf(target);
      if (llvm::isa<clang::ParmVarDecl>(target) ||
          (storage != Storage::Local && storage != Storage::Carried))
        return false;
      addLane(*target);
      loop.changed.insert(target);
    }
    const auto *binary = llvm::dyn_cast<clang::BinaryOperator>(plain);
    if (!binary)
      return true; // ++ or --
    if (binary->isCompoundAssignmentOp()) {
      clang::BinaryOperatorKind kind =
          clang::BinaryOperator::getOpForCompoundAssignment(binary->getOpcode());
      operations += target->getType()->isFloatingType();
      if (!isHarmless(kind, *binary->getRHS(), target->getType()))
        return false;
    }
    return isValue(*binary->getRHS());
  }

  /// Cannot trap, whatever the operands are.
  bool isHarmless(clang::BinaryOperatorKind kind, const clang::Expr &right,
                  clang::QualType type) const {
    bool divides = kind == clang::BO_Div || kind == clang::BO_Rem;
    bool shifts = kind == clang::BO_Shl || kind == clang::BO_Shr;
    if (type->isFloatingType() || (!divides && !shifts))
      return true;
    clang::Expr::EvalResult value;
    if (right.isValueDependent() || !right.EvaluateAsInt(value, writing.facts.ast))
      return false;
    const llvm::APSInt &number = value.Val.getInt();
    return number.isStrictlyPositive() && (divides || number.ult(32));
  }

  void addLane(const clang::VarDecl &variable) {
    if (!llvm::is_contained(loop.lanes, &variable))
      loop.lanes.push_back(&variable);
  }

  bool isName(const clang::DeclRefExpr &name) {
    const auto *variable = llvm::dyn_cast<clang::VarDecl>(name.getDecl());
    if (!variable || !writing.facts.uses.find(variable))
      return rows.isCommon(name); // constants and the like
    if (inside.contains(variable)) {
      ++varying;
      return true;
    }
    if (!isNumber(variable->getType()))
      return false;
    if (llvm::is_contained(loop.counters, variable)) {
      varying += !common.contains(variable);
      return true;
    }
    if (rows.isCommon(name) && !loop.changed.contains(variable))
      return true;
    Storage storage = writing.shape.storageOf(variable);
    if (storage != Storage::Local && storage != Storage::Carried && storage != Storage::Again)
      return false;
    ++varying;
    addLane(*variable);
    return true;
  }

  bool isValue(const clang::Expr &expression) {
    const clang::Expr *plain = expression.IgnoreParens();
    if (!isNumber(plain->getType()))
      return false;
    if (llvm::isa<clang::IntegerLiteral, clang::FloatingLiteral, clang::CharacterLiteral,
                  clang::CXXBoolLiteralExpr>(plain))
      return true;
    if (const auto *name = llvm::dyn_cast<clang::DeclRefExpr>(plain))
      return isName(*name);
    if (const auto *cast = llvm::dyn_cast<clang::CastExpr>(plain))
      return cast->getCastKind() != clang::CK_UserDefinedConversion && isValue(*cast->getSubExpr());
    if (const auto *unary = llvm::dyn_cast<clang::UnaryOperator>(plain)) {
      clang::UnaryOperatorKind kind = unary->getOpcode();
      return (kind == clang::UO_Minus || kind == clang::UO_Plus || kind == clang::UO_Not ||
              kind == clang::UO_LNot) &&
             isValue(*unary->getSubExpr());
    }
    if (const auto *binary = llvm::dyn_cast<clang::BinaryOperator>(plain)) {
      if (binary->isAssignmentOp() || binary->isCommaOp() || binary->isPtrMemOp())
        return false;
      operations += binary->getType()->isFloatingType();
      return isHarmless(binary->getOpcode(), *binary->getRHS(), binary->getType()) &&
             isValue(*binary->getLHS()) && isValue(*binary->getRHS());
    }
    if (const auto *choice = llvm::dyn_cast<clang::ConditionalOperator>(plain))
      return isValue(*choice->getCond()) && isValue(*choice->getTrueExpr()) &&
             isValue(*choice->getFalseExpr());
    if (const auto *made = llvm::dyn_cast<clang::MaterializeTemporaryExpr>(plain))
      return isValue(*made->getSubExpr());
    if (const auto *call = llvm::dyn_cast<clang::CallExpr>(plain)) {
      const clang::FunctionDecl *callee = call->getDirectCallee();
      ++operations;
      return callee && isHarmlessFunction(calleeName(*call)) &&
             writing.facts.ast.getSourceManager().isInSystemHeader(callee->getLocation()) &&
             llvm::all_of(call->arguments(),
                          [&](const clang::Expr *argument) { return isValue(*argument); });
    }
    return rows.isCommon(*plain) && rows.isTotal(*plain);
  }

  const Writing &writing;
  const Rows &rows;
  DivergentLoop &loop;
  llvm::DenseSet<const clang::VarDecl *> inside; ///< declared in the body
  llvm::DenseSet<const clang::VarDecl *> common; ///< counters that begin alike in all threads
  unsigned operations = 0, varying = 0;
  bool parts = false, breaks = false;
};

} // namespace

/// Each thread leaves on its own, and what it does until then stays in registers.
std::optional<RegionWriter::Piece> RegionWriter::asDivergent(const clang::Stmt &statement) {
  DivergentLoop loop;
  if (writing.shape.indexInCallees || !DivergentReader(writing, rows, loop).read(statement))
    return std::nullopt;
  for (const clang::VarDecl *variable : loop.lanes)
    if (!carriedType(writing.facts, *variable))
      return std::nullopt;
  Piece piece;
  piece.kind = Piece::Divergent;
  piece.parting = &statement;
  loopsUniformly = true;
  return piece;
}

namespace {

/// Writes a round.
class RoundWriter {
public:
  RoundWriter(Writing &writing, const DivergentLoop &loop) : writing(writing), loop(loop) {}

  std::string write() {
    for (const clang::VarDecl *variable : loop.lanes) {
      const std::string name = variable->getNameAsString();
      const bool changes = isChanged(*variable);
      result += std::string(changes ? "auto " : "const auto ") + name + " = spn_d_" + name +
                "[spn_l];" + (changes ? " auto spn_c_" + name + " = " + name + ";" : "") + "\n";
    }
    result += "unsigned spn_go = spn_here[spn_l];\n";
    if (loop.condition && !loop.testsLast)
      test(*loop.condition);
    result += "{\n";
    for (const clang::Stmt *part : loop.body)
      add(*part);
    result += "}\n";
    if (loop.step)
      add(*loop.step);
    commit("spn_go");
    if (loop.condition && loop.testsLast)
      test(*loop.condition);
    for (const clang::VarDecl *variable : loop.lanes)
      if (isChanged(*variable))
        result += "spn_d_" + variable->getNameAsString() + "[spn_l] = spn_c_" +
                  variable->getNameAsString() + ";\n";
    return result + "spn_here[spn_l] = spn_go; spn_any |= spn_go;\n";
  }

private:
  bool isChanged(const clang::VarDecl &variable) const { return loop.changed.contains(&variable); }

  /// The values that a lane has if it is one of `who` are those that count.
  void commit(const std::string &who) {
    for (const clang::VarDecl *variable : loop.lanes)
      if (isChanged(*variable)) {
        const std::string name = variable->getNameAsString();
        result += "spn_c_" + name + " = " + who + " ? " + name + " : spn_c_" + name + ";\n";
      }
  }

  /// All sides of && are harmless, so lanes evaluate them together.
  std::string truthOf(const clang::Expr &condition) {
    const auto *binary = llvm::dyn_cast<clang::BinaryOperator>(condition.IgnoreParenImpCasts());
    if (binary && binary->getOpcode() == clang::BO_LAnd)
      return truthOf(*binary->getLHS()) + " & " + truthOf(*binary->getRHS());
    return "static_cast<unsigned>(static_cast<bool>(" + writing.textOf(condition) + "))";
  }

  void test(const clang::Expr &condition) { result += "spn_go &= " + truthOf(condition) + ";\n"; }

  void add(const clang::Stmt &part) {
    if (std::optional<TextRange> range = writing.text.rangeOf(part))
      result += "\n#line " + std::to_string(writing.text.lineOf(range->begin)) + "\n";
    const auto *branch = llvm::dyn_cast<clang::IfStmt>(&part);
    if (branch && !branch->getElse() && DivergentReader::endsInBreak(*branch->getThen()))
      return leave(*branch);
    const bool alone = DivergentReader::needsThread(part);
    const auto *declarations = llvm::dyn_cast<clang::DeclStmt>(&part);
    if (!alone || !declarations) {
      result +=
          (alone ? "if (spn_go) { " : "") + writing.textOf(part) + ";" + (alone ? " }\n" : "\n");
      return;
    }
    LocalEdits choices;
    for (const clang::Decl *decl : declarations->decls())
      if (const auto *variable = llvm::cast<clang::VarDecl>(decl); variable->hasInit())
        if (std::optional<TextRange> range = writing.text.rangeOf(*variable->getInit())) {
          choices.push_back({{range->begin, range->begin}, "spn_go ? ("});
          choices.push_back({{range->end, range->end}, ") : 0"});
        }
    result += writing.textOf(part, choices) + ";\n";
  }

  /// `if (condition) { ...; break; }`
  void leave(const clang::IfStmt &branch) {
    std::vector<const clang::Stmt *> before = ListStructure::statementsOf(branch.getThen());
    before.pop_back();
    commit("spn_go");
    result += "{ const unsigned spn_out = spn_go & " + truthOf(*branch.getCond()) + ";\n";
    if (!before.empty()) {
      result += "if (spn_out) {\n";
      for (const clang::Stmt *part : before)
        result += writing.textOf(*part) + ";\n";
      result += "}\n";
      commit("spn_out");
    }
    result += "spn_go &= ~spn_out; }\n";
  }

  Writing &writing;
  const DivergentLoop &loop;
  std::string result;
};

} // namespace

std::string RegionWriter::divergentText(const Piece &piece) {
  DivergentLoop loop;
  if (oneThread || !DivergentReader(writing, rows, loop).read(*piece.parting))
    return lanesText({piece.parting});
  const std::string most = "::spn::detail::partedLanes";
  const std::string thread = "SPN_ROW_THREAD\nconst int spn_t = spn_r.first + spn_x0 + spn_k; "
                             "(void)spn_t;\n";
  Traffic traffic = trafficOf({piece.parting});
  std::string result = "for (int spn_v = spn_lo; spn_v < spn_hi; spn_v += " + most +
                       ") {\nconst int spn_count = ::spn::detail::lesserOf(spn_hi - spn_v, " +
                       most + ");\nunsigned spn_here[" + most + "];\n";
  for (const clang::VarDecl *variable : loop.lanes)
    result += carriedType(writing.facts, *variable).value_or("") + " spn_d_" +
              variable->getNameAsString() + "[" + most + "];\n";
  // Lanes behind the last thread copy it.
  result += "for (int spn_l = 0; spn_l < " + most +
            "; ++spn_l) {\nconst int spn_k = spn_v + ::spn::detail::lesserOf(spn_l, "
            "spn_count - 1);\n" +
            thread + threadDeclarations() + loads(traffic);
  if (loop.init) {
    std::string init = writing.textOf(*loop.init);
    result += init + (init.ends_with(";") ? "\n" : ";\n");
  }
  for (const clang::VarDecl *variable : loop.lanes)
    result +=
        "spn_d_" + variable->getNameAsString() + "[spn_l] = " + variable->getNameAsString() + ";\n";
  result += "spn_here[spn_l] = spn_l < spn_count;\n}\nfor (unsigned spn_any = 1; spn_any;) {\n"
            "spn_any = 0;\nSPN_INDEPENDENT for (int spn_l = 0; spn_l < " +
            most + "; ++spn_l) {\n" + RoundWriter(writing, loop).write() + "}\n}\n";
  std::string stores;
  for (const clang::VarDecl *variable : loop.lanes)
    if (loop.changed.contains(variable) && !llvm::is_contained(loop.counters, variable))
      stores += "spn_s_" + variable->getNameAsString() + ".set(spn_t, spn_d_" +
                variable->getNameAsString() + "[spn_l]);\n";
  return result +
         "for (int spn_l = 0; spn_l < spn_count; ++spn_l) {\n"
         "const int spn_t = spn_r.first + spn_x0 + spn_v + spn_l; (void)spn_t;\n" +
         stores + "}\n}\n";
}

} // namespace sampan::host
