// SPDX-License-Identifier: Apache-2.0
#include "rewriters/kernel/region_form.h"

#include "rewriters/kernel/address_space.h"
#include "rewriters/kernel/device_calls.h"

#include "clang/AST/Attr.h"
#include "clang/AST/Decl.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/Stmt.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"

namespace sampan {
namespace {

bool isCut(const clang::CallExpr &call, Cuts cuts) {
  DeviceCall kind = classifyDeviceCall(call);
  return kind == DeviceCall::BlockBarrier || kind == DeviceCall::GridBarrier ||
         (cuts == Cuts::BlockAndWarp && kind == DeviceCall::WarpCollective);
}

bool findsCut(const clang::Stmt *statement, Cuts cuts,
              llvm::DenseSet<const clang::FunctionDecl *> &seen) {
  if (!statement)
    return false;
  if (const auto *call = llvm::dyn_cast<clang::CallExpr>(statement)) {
    if (isCut(*call, cuts))
      return true;
    const clang::FunctionDecl *callee = concreteCallee(*call);
    if (callee && seen.insert(callee).second && findsCut(callee->getBody(), cuts, seen))
      return true;
  }
  for (const clang::Stmt *child : statement->children())
    if (findsCut(child, cuts, seen))
      return true;
  return false;
}

/// The call that is the whole statement.
const clang::CallExpr *asCall(const clang::Stmt *statement) {
  if (const auto *expression = llvm::dyn_cast<clang::Expr>(statement))
    return llvm::dyn_cast<clang::CallExpr>(expression->IgnoreUnlessSpelledInSource());
  return nullptr;
}

class Former {
public:
  Former(RegionForm &form, const Uniformity &uniformity, Cuts cuts)
      : form(form), uniformity(uniformity), cuts(cuts) {}

  Region read(const clang::Stmt *statement, bool uniformAround) {
    Region region;
    if (!statement || !containsCut(statement, cuts))
      return straight(statement ? std::vector<const clang::Stmt *>{statement}
                                : std::vector<const clang::Stmt *>{});
    if (const auto *block = llvm::dyn_cast<clang::CompoundStmt>(statement))
      return sequence(*block, uniformAround);
    if (const auto *branch = llvm::dyn_cast<clang::IfStmt>(statement)) {
      region = controlled(Region::Kind::Branch, statement, branch->getCond(), uniformAround);
      region.parts.push_back(read(branch->getThen(), region.uniform));
      if (branch->getElse())
        region.parts.push_back(read(branch->getElse(), region.uniform));
      return region;
    }
    if (const clang::Stmt *body = loopBody(*statement)) {
      region = controlled(Region::Kind::Loop, statement, loopCondition(*statement), uniformAround);
      region.parts.push_back(read(body, region.uniform));
      return region;
    }
    region.kind = Region::Kind::Cut;
    region.statements = {statement};
    // A barrier that is part of an expression, or of a statement that has no part of its own here.
    const clang::CallExpr *call = asCall(statement);
    form.splittable &= uniformAround && call != nullptr;
    return region;
  }

private:
  Region straight(std::vector<const clang::Stmt *> statements) {
    Region region;
    region.statements = std::move(statements);
    region.index = form.runs++;
    return region;
  }

  Region sequence(const clang::CompoundStmt &block, bool uniformAround) {
    Region region;
    region.kind = Region::Kind::Sequence;
    std::vector<const clang::Stmt *> run;
    auto flush = [&] {
      if (!run.empty())
        region.parts.push_back(straight(std::move(run)));
      run.clear();
    };
    for (const clang::Stmt *child : block.body()) {
      if (!containsCut(child, cuts)) {
        run.push_back(child);
        continue;
      }
      flush();
      region.parts.push_back(read(child, uniformAround));
    }
    flush();
    return region;
  }

  Region controlled(Region::Kind kind, const clang::Stmt *control, const clang::Expr *condition,
                    bool uniformAround) {
    Region region;
    region.kind = kind;
    region.control = control;
    region.uniform = uniformAround && (!condition || uniformity.isUniform(*condition));
    return region;
  }

  static const clang::Stmt *loopBody(const clang::Stmt &statement) {
    if (const auto *loop = llvm::dyn_cast<clang::ForStmt>(&statement))
      return loop->getBody();
    if (const auto *loop = llvm::dyn_cast<clang::WhileStmt>(&statement))
      return loop->getBody();
    if (const auto *loop = llvm::dyn_cast<clang::DoStmt>(&statement))
      return loop->getBody();
    return nullptr;
  }

  static const clang::Expr *loopCondition(const clang::Stmt &statement) {
    if (const auto *loop = llvm::dyn_cast<clang::ForStmt>(&statement))
      return loop->getCond();
    if (const auto *loop = llvm::dyn_cast<clang::WhileStmt>(&statement))
      return loop->getCond();
    return llvm::cast<clang::DoStmt>(statement).getCond();
  }

  RegionForm &form;
  const Uniformity &uniformity;
  Cuts cuts;
};

/// Notes for each variable in which runs it is named. Controls count as a run of their own.
class Users {
public:
  void read(const Region &region) {
    unsigned user = region.kind == Region::Kind::Straight ? region.index : controls--;
    for (const clang::Stmt *statement : region.statements)
      note(statement, user);
    if (region.control)
      noteControl(*region.control, user);
    for (const Region &part : region.parts)
      read(part);
  }

  std::vector<CrossingVariable> crossing(const Uniformity &uniformity) const {
    std::vector<CrossingVariable> result;
    for (const clang::VarDecl *variable : order)
      if (users.lookup(variable).size() > 1)
        result.push_back({variable, !uniformity.isDivergent(*variable)});
    return result;
  }

private:
  void noteControl(const clang::Stmt &control, unsigned user) {
    if (const auto *loop = llvm::dyn_cast<clang::ForStmt>(&control)) {
      note(loop->getInit(), user);
      note(loop->getCond(), user);
      note(loop->getInc(), user);
    } else if (const auto *branch = llvm::dyn_cast<clang::IfStmt>(&control)) {
      note(branch->getCond(), user);
    } else if (const auto *whileLoop = llvm::dyn_cast<clang::WhileStmt>(&control)) {
      note(whileLoop->getCond(), user);
    } else if (const auto *doLoop = llvm::dyn_cast<clang::DoStmt>(&control)) {
      note(doLoop->getCond(), user);
    }
  }

  void note(const clang::Stmt *statement, unsigned user) {
    if (!statement)
      return;
    if (const auto *declarations = llvm::dyn_cast<clang::DeclStmt>(statement)) {
      for (const clang::Decl *decl : declarations->decls())
        if (const auto *variable = llvm::dyn_cast<clang::VarDecl>(decl); variable)
          add(*variable, user);
    } else if (const auto *name = llvm::dyn_cast<clang::DeclRefExpr>(statement)) {
      if (const auto *variable = llvm::dyn_cast<clang::VarDecl>(name->getDecl()))
        add(*variable, user);
    }
    for (const clang::Stmt *child : statement->children())
      note(child, user);
  }

  void add(const clang::VarDecl &variable, unsigned user) {
    if (!variable.isLocalVarDecl() || variable.isStaticLocal() ||
        variable.hasAttr<clang::CUDASharedAttr>())
      return;
    auto [entry, isNew] = users.try_emplace(&variable);
    if (isNew)
      order.push_back(&variable);
    entry->second.insert(user);
  }

  llvm::DenseMap<const clang::VarDecl *, llvm::DenseSet<unsigned>> users;
  std::vector<const clang::VarDecl *> order;
  unsigned controls = ~0u - 2; // two values are the set's own
};

} // namespace

bool containsCut(const clang::Stmt *statement, Cuts cuts) {
  llvm::DenseSet<const clang::FunctionDecl *> seen;
  return findsCut(statement, cuts, seen);
}

RegionForm buildRegionForm(const clang::FunctionDecl &function, const Uniformity &uniformity,
                           Cuts cuts) {
  RegionForm form;
  form.root = Former(form, uniformity, cuts).read(function.getBody(), true);
  Users users;
  users.read(form.root);
  form.crossing = users.crossing(uniformity);
  return form;
}

} // namespace sampan
