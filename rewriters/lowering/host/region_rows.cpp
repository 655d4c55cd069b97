// SPDX-License-Identifier: Apache-2.0
// The beginning of a row: what is declared there, where its stretches end, and the bounds that
// guards set.
#include "rewriters/lowering/host/region.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/Stmt.h"

namespace sampan::host {

/// A declaration that may be evaluated where the row begins.
bool RegionWriter::takeDeclaration(const clang::Stmt *statement) {
  const auto *declarations = llvm::dyn_cast<clang::DeclStmt>(statement);
  if (!declarations)
    return false;
  std::vector<const clang::VarDecl *> placed; // one may refer to those that stand before it
  bool taken = llvm::all_of(declarations->decls(), [&](const clang::Decl *decl) {
    const auto *variable = llvm::dyn_cast<clang::VarDecl>(decl);
    const LocalVariable *local = variable ? writing.facts.uses.find(variable) : nullptr;
    if (!local || local->isWritten() || !variable->hasInit() || variable->isStaticLocal() ||
        !variable->getType().getNonReferenceType()->isScalarType() ||
        variable->getType()->isReferenceType() || !isTotal(*variable) ||
        !isPure(*variable->getInit(), writing.facts, writing.shape, nullptr))
      return false;
    Storage storage = writing.shape.storageOf(variable);
    if (storage == Storage::Local) {
      writing.shape.storage[variable] = Storage::Again;
      placed.push_back(variable);
    }
    return storage == Storage::Local || storage == Storage::Again;
  });
  for (const clang::VarDecl *variable : placed) {
    if (taken)
      placedHere.insert(variable);
    else // all of a declaration go, or none: the others stay where they are
      writing.shape.storage.erase(variable);
  }
  return taken;
}

/// The value may be computed whether or not the program would come to it.
bool RegionWriter::isTotal(const clang::VarDecl &variable) {
  return rows.isTotal(*variable.getInit()) || !rows.periodsOf(variable).empty();
}

/// Makes a variable of the row's start known, as what it is along the row. False if that is nothing
/// simple.
bool RegionWriter::declareInRow(const clang::VarDecl &variable, RowStart &start) {
  if (!isTotal(variable))
    return false;
  std::vector<Room> rooms = rows.declare(variable);
  if (!canLimit(rooms))
    return false;
  start.rooms.insert(start.rooms.end(), rooms.begin(), rooms.end());
  Slope slope = rows.slopeOf(&variable);
  std::vector<Clamp> clamped;
  std::vector<Period> periods;
  if (!slope)
    clamped = rows.declareClamp(variable);
  if (!slope && clamped.empty())
    periods = rows.declarePeriodic(variable);
  // What follows from a clamped variable would have to be known in two ways, too.
  bool known =
      !clamped.empty() || !periods.empty() || (slope && !rows.namesClamp(*variable.getInit()));
  if (!clamped.empty())
    start.clamps.push_back({&variable, std::move(clamped)});
  start.periods.insert(start.periods.end(), periods.begin(), periods.end());
  if (rows.slopeOf(&variable).value_or(0) != 0)
    start.steps.push_back(&variable);
  return known;
}

/// Declares at the start of the row what goes up along it or stays the same.
void RegionWriter::atRowStart(const clang::DeclStmt &statement) {
  RowStart start;
  bool known = llvm::all_of(statement.decls(), [&](const clang::Decl *decl) {
    return declareInRow(*llvm::cast<clang::VarDecl>(decl), start);
  });
  if (!known) {
    for (const clang::Decl *decl : statement.decls())
      rows.forget(*llvm::cast<clang::VarDecl>(decl));
    return;
  }
  startingRow.insert(&statement);
  LocalEdits divisors;
  guardDivisors(&statement, divisors);
  nameAtStart(writing.textOf(statement, divisors) + "\n");
  limitTo(start.rooms);
  for (const clang::VarDecl *variable : start.steps) {
    std::string name = variable->getNameAsString();
    nameAtStart("const auto spn_b_" + name + " = " + name + ";\n");
    if (!rows.isExact(*variable))
      limitAtStart("spn_n = ::spn::detail::room(spn_b_" + name + ", " +
                       std::to_string(*rows.slopeOf(variable)) + ", spn_n);\n",
                   {variable->getInit()});
    usesRows = true;
  }
  for (auto &[variable, clamped] : start.clamps) {
    clampedHere[variable] = std::move(clamped);
    usesRows = true;
  }
  for (const Period &period : start.periods)
    addPeriod(period);
  bool divides = llvm::any_of(start.periods,
                              [](const Period &period) { return period.kind != Period::Divisor; });
  if (divides) {
    periodic.push_back(&statement);
    usesRows = true;
  }
}

/// What the row declares for its threads.
void RegionWriter::nameAtStart(const std::string &declaration) {
  rowStart += declaration;
  rowNames += declaration;
}

/// What decides how long the stretch of the row is, by these values.
void RegionWriter::limitAtStart(const std::string &limit,
                                const std::vector<const clang::Expr *> &values) {
  rowStart += limit;
  for (const clang::Expr *value : values)
    variesByRow |= rows.variesByRow(*value);
}

/// Whether rooms can be asked for where the row begins.
bool RegionWriter::canLimit(const std::vector<Room> &rooms) const {
  return llvm::all_of(rooms, [&](const Room &room) {
    std::optional<TextRange> range = writing.text.rangeOf(*room.value);
    return range && writing.text.text(*range).has_value();
  });
}

/// Ends the stretch where one of the values wraps around.
void RegionWriter::limitTo(const std::vector<Room> &rooms) {
  for (const Room &room : rooms) {
    std::string limit = "spn_n = ::spn::detail::room(" + writing.textOf(*room.value) + ", " +
                        std::to_string(room.step) + ", spn_n);\n";
    if (rowStart.find(limit) == std::string::npos)
      limitAtStart(limit, {room.value});
  }
  usesRows |= !rooms.empty();
}

/// Ends the stretch where the period ends, unless periods are too short to be worth it.
void RegionWriter::addPeriod(const Period &period) {
  if (period.kind == Period::Divisor)
    return;
  const std::string arguments =
      "(" + writing.textOf(*period.value) + ", " + writing.textOf(*period.by) + ", spn_n);";
  limitAtStart(period.kind == Period::Mask
                   ? "{ const int spn_m = ::spn::detail::roomInPeriod" + arguments +
                         " if (spn_m < 8) spn_even = false; else spn_n = spn_m; }\n"
                   : "{ const int spn_m = ::spn::detail::roomInDivision" + arguments +
                         " if (spn_m == 0) spn_even = false; else spn_n = spn_m; }\n",
               {period.value, period.by});
}

/// Divisions that the program may not come to at all: a divisor of zero must do no harm.
void RegionWriter::guardDivisors(const clang::Stmt *statement, LocalEdits &divisors) {
  if (!statement)
    return;
  const auto *binary = llvm::dyn_cast<clang::BinaryOperator>(statement);
  bool divides =
      binary && (binary->getOpcode() == clang::BO_Div || binary->getOpcode() == clang::BO_Rem);
  if (divides && !rows.isTotal(*binary))
    if (std::optional<TextRange> range = writing.text.rangeOf(*binary->getRHS()))
      divisors.push_back(
          {*range, " ::spn::detail::divisor(" + writing.textOf(*binary->getRHS()) + ")"});
  if (const auto *declarations = llvm::dyn_cast<clang::DeclStmt>(statement)) {
    for (const clang::Decl *decl : declarations->decls())
      if (const auto *variable = llvm::dyn_cast<clang::VarDecl>(decl))
        guardDivisors(variable->getInit(), divisors);
  } else if (divides) {
    guardDivisors(binary->getLHS(), divisors);
  } else {
    for (const clang::Stmt *child : statement->children())
      guardDivisors(child, divisors);
  }
}

/// From here on periodic variables are computed by each thread.
void RegionWriter::forgetPeriods() {
  for (const clang::DeclStmt *statement : periodic) {
    startingRow.erase(statement);
    for (const clang::Decl *decl : statement->decls())
      rows.forget(*llvm::cast<clang::VarDecl>(decl));
  }
}

/// Declarations that other regions repeat are as good at the front of this one.
void RegionWriter::takeAgain(Statements &rest) {
  auto isAgain = [&](const clang::Stmt *statement) {
    const auto *declarations = llvm::dyn_cast<clang::DeclStmt>(statement);
    return declarations && llvm::all_of(declarations->decls(), [&](const clang::Decl *decl) {
             const auto *variable = llvm::dyn_cast<clang::VarDecl>(decl);
             return variable && writing.shape.storageOf(variable) == Storage::Again;
           });
  };
  for (const clang::Stmt *statement : rest)
    if (isAgain(statement))
      again.push_back(llvm::cast<clang::DeclStmt>(statement));
  llvm::erase_if(rest, isAgain);
  llvm::sort(again, [](const clang::DeclStmt *a, const clang::DeclStmt *b) {
    return a->getBeginLoc() < b->getBeginLoc();
  });
  dropGroups(rest);
}

/// Whether each statement has a text of its own.
bool RegionWriter::canSeparate(const Statements &list) const {
  return llvm::all_of(list, [&](const clang::Stmt *statement) {
    std::optional<TextRange> range = writing.text.statementRange(*statement);
    return range && writing.text.text(*range).has_value();
  });
}

/// What the list declares may stand where other names of the kernel are in scope.
bool RegionWriter::hasUniqueNames(const Statements &list) const {
  for (const clang::Stmt *statement : list)
    if (const auto *declarations = llvm::dyn_cast<clang::DeclStmt>(statement))
      for (const clang::Decl *decl : declarations->decls()) {
        const auto *variable = llvm::dyn_cast<clang::VarDecl>(decl);
        if (!variable)
          return false; // types and the like
        for (const auto &[other, local] : writing.facts.uses.all())
          if (other != variable && other->getDeclName() == variable->getDeclName())
            return false;
      }
  return true;
}

/// Pure values do not care where they are computed: all that the list declares of them comes first.
void RegionWriter::takeDeclarations(Statements &rest) {
  bool anywhere = canSeparate(rest) && hasUniqueNames(rest);
  for (std::size_t i = 0; i < rest.size();) {
    if (takeDeclaration(rest[i])) {
      again.push_back(llvm::cast<clang::DeclStmt>(rest[i]));
      atRowStart(*again.back());
      rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(i));
    } else if (anywhere) {
      ++i;
    } else {
      return;
    }
  }
}

/// Takes declarations, and guards as long as nothing comes before them.
void RegionWriter::takeLeading(Statements &rest) {
  takeAgain(rest);
  for (const clang::DeclStmt *statement : again)
    atRowStart(*statement);
  for (;;) {
    takeDeclarations(rest);
    const auto *branch = rest.empty() ? nullptr : llvm::dyn_cast<clang::IfStmt>(rest.front());
    if (!branch || branch->getElse() || branch->getInit() || branch->getConditionVariable() ||
        branch->isConstexpr() || !writing.text.rangeOf(*branch->getCond()) ||
        writing.text.isEdited(*writing.text.rangeOf(*branch->getCond())))
      return;
    const clang::Stmt *then = branch->getThen();
    if (const auto *block = llvm::dyn_cast<clang::CompoundStmt>(then); block && block->size() == 1)
      then = block->body_front();
    const auto *result = llvm::dyn_cast<clang::ReturnStmt>(then);
    bool leaves = result && !(writing.hasAlive && result->getRetValue());
    if (!leaves && rest.size() != 1)
      return;
    std::vector<Room> rooms;
    std::optional<std::vector<GuardTerm>> terms = rows.guard(*branch->getCond(), leaves, &rooms);
    if (!terms || !canLimit(rooms))
      return;
    limitTo(rooms);
    usesRows = true;
    if (leaves && writing.hasAlive)
      guards += leavingBounds(*terms, writing.masks.leftBy(MaskStack::Return));
    else
      addGuard(*terms);
    rest.erase(rest.begin());
    if (leaves)
      continue;
    Statements inside;
    if (const auto *block = llvm::dyn_cast<clang::CompoundStmt>(branch->getThen()))
      inside.assign(block->body_begin(), block->body_end());
    bool opens = !inside.empty() && canSeparate(inside) && hasUniqueNames(inside);
    rest = opens ? inside : Statements{branch->getThen()};
    if (!opens)
      return;
  }
}

/// Guards that hold or do not hold for whole rows are apart from those on the place in the row.
void RegionWriter::addGuard(const std::vector<GuardTerm> &terms) {
  std::vector<GuardTerm> ofColumn;
  for (const GuardTerm &term : terms) {
    if (!rows.variesByRow(*term.condition)) {
      ofColumn.push_back(term);
    } else if (term.whole) {
      rowGuards += std::string("if (") + (term.negated ? "(" : "!(") +
                   writing.textOf(*term.condition) + ")) continue;\n";
    } else {
      variesByRow = true;
    }
  }
  columnGuards += boundsOf(ofColumn);
  guards += boundsOf(terms);
}

/// Narrows [spn_lo, spn_hi) to where the terms hold. The range is an interval before and after: a
/// value that goes one way along the row, and does not wrap around within the stretch that is
/// looked at (`room`), passes a bound once.
std::string RegionWriter::boundsOf(const std::vector<GuardTerm> &terms) {
  std::string result;
  for (const GuardTerm &term : terms) {
    if (term.whole) {
      result += std::string("if (") + (term.negated ? "(" : "!(") +
                writing.textOf(*term.condition) + ")) spn_hi = spn_lo;\n";
      continue;
    }
    std::string arguments = "(" + writing.textOf(*term.value) + ", " +
                            std::to_string(std::abs(term.step)) + ", " +
                            writing.textOf(*term.bound) + ", spn_hi)";
    bool up = term.step > 0;
    const char *strict = up ? "countBelow" : "countAbove";
    const char *loose = up ? "countUpTo" : "countDownTo";
    auto until = [&](const char *count) {
      result += std::string("spn_hi = ::spn::detail::lesserOf(spn_hi, ::spn::detail::") + count +
                arguments + ");\n";
    };
    auto from = [&](const char *count) {
      result += std::string("spn_lo = ::spn::detail::greaterOf(spn_lo, ::spn::detail::") + count +
                arguments + ");\n";
    };
    switch (term.holds) {
    case GuardTerm::Less:
      up ? until(strict) : from(loose);
      break;
    case GuardTerm::LessEqual:
      up ? until(loose) : from(strict);
      break;
    case GuardTerm::Greater:
      up ? from(loose) : until(strict);
      break;
    case GuardTerm::GreaterEqual:
      up ? from(strict) : until(loose);
      break;
    case GuardTerm::Equal:
      from(strict);
      until(loose);
      break;
    }
  }
  return result;
}

/// The same where the threads for which the terms do not hold go out of the sets.
std::string RegionWriter::leavingBounds(const std::vector<GuardTerm> &terms,
                                        const std::string &sets) {
  leavesAtStart = true;
  const std::string from = "::spn::detail::leaveBetween(spn_r.first + spn_x0 + ";
  return "{ const int spn_lo0 = spn_lo, spn_hi0 = spn_hi;\n" + boundsOf(terms) + from +
         "spn_lo0, spn_r.first + spn_x0 + ::spn::detail::lesserOf(spn_lo, spn_hi0), " + sets +
         ");\n" + from +
         "::spn::detail::greaterOf(spn_hi, spn_lo0), spn_r.first + spn_x0 + spn_hi0, " + sets +
         "); }\n";
}

std::string RegionWriter::leaving(const clang::Expr &condition, const std::string &sets) {
  std::optional<TextRange> range = writing.text.rangeOf(condition);
  if (!range || writing.text.isEdited(*range))
    return {};
  collect({&condition});
  for (const clang::DeclStmt *statement : again)
    atRowStart(*statement);
  std::optional<std::vector<GuardTerm>> terms = rows.guard(condition, false);
  if (!terms || !periodic.empty())
    return {};
  ++writing.form.regions;
  usesRows = true;
  guards = leavingBounds(*terms, sets);
  return rowLoop("", "");
}

/// Indices of a type that may wrap around become a signed base and the counter.
void RegionWriter::widenIndices(const clang::Stmt *statement) {
  if (!statement || llvm::isa<clang::LambdaExpr>(statement))
    return;
  // What a vote takes is evaluated before.
  if (llvm::any_of(writing.shape.votes, [&](const Vote &vote) { return vote.call == statement; }))
    return;
  if (isExchange(statement))
    return;
  if (const auto *subscript = llvm::dyn_cast<clang::ArraySubscriptExpr>(statement)) {
    const clang::Expr *index = subscript->getRHS();
    const clang::Expr *plain = index->IgnoreParenImpCasts();
    clang::QualType type = plain->getType();
    std::optional<TextRange> range = writing.text.rangeOf(*index);
    if (range && !type->isDependentType() && type->isUnsignedIntegerType() &&
        writing.facts.ast.getTypeSize(type) == 32 && !writing.text.isEdited(*range) &&
        rows.isTotal(*index) && rows.slopeOf(*plain).value_or(0) != 0 && !rows.namesClamp(*index)) {
      std::string step = std::to_string(*rows.slopeOf(*plain));
      std::string text = writing.textOf(*index);
      std::string &base = indexBases[text];
      if (base.empty()) {
        base = "spn_w" + std::to_string(indexBases.size());
        nameAtStart("const long " + base + " = static_cast<long>(" + text + ");\n");
        if (!rows.needsNoRoom(*plain))
          limitAtStart("spn_n = ::spn::detail::room(" + text + ", " + step + ", spn_n);\n",
                       {plain});
      }
      usesRows = true;
      edits.push_back({*range, base + (step == "1" ? " + spn_k" : " + " + step + " * spn_k")});
    }
  }
  for (const clang::Stmt *child : statement->children())
    widenIndices(child);
}

/// What a thread declares before the region's own statements.
std::string RegionWriter::threadDeclarations() {
  std::string result;
  for (const clang::DeclStmt *statement : again) {
    bool starts = usesRows && startingRow.contains(statement), same = starts;
    LocalEdits steps;
    for (const clang::Decl *decl : statement->decls()) {
      const auto *variable = llvm::cast<clang::VarDecl>(decl);
      Slope slope = rows.slopeOf(variable);
      if (starts && (slope == 0 || rows.isHeld(variable)))
        continue;
      same = false;
      if (!starts || !slope) {
        guardDivisors(variable->getInit(), steps);
        continue;
      }
      std::optional<TextRange> range = writing.text.rangeOf(*variable->getInit());
      if (!range)
        continue;
      if (auto clamp = clampedHere.find(variable); clamp != clampedHere.end()) {
        steps.push_back({*range, writing.textOf(*clamp->second.front().value)});
        continue;
      }
      // In the variable's own type: within `room` the sum is exact.
      std::string base = "spn_b_" + variable->getNameAsString();
      std::string step = *slope == 1    ? " + spn_k"
                         : *slope == -1 ? " - spn_k"
                                        : " + " + std::to_string(*slope) + " * spn_k";
      steps.push_back({*range, base + step});
    }
    if (!same)
      result += writing.textOf(*statement, steps) + "\n";
  }
  for (const std::string &declaration : strides)
    result += declaration;
  return result;
}

} // namespace sampan::host
