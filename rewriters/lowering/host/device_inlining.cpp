// SPDX-License-Identifier: Apache-2.0
#include "rewriters/lowering/host/device_inlining.h"

#include "rewriters/ast/pass_context.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/Decl.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/Expr.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/Stmt.h"
#include "clang/AST/StmtCXX.h"

namespace sampan::host {
namespace {

/// Nodes that one call may add to its caller. A kernel is compiled in up to four forms, so what is
/// inlined costs its compile time several times over.
constexpr std::size_t kMostPerCall = 3000;
/// Nodes that a caller may grow to.
constexpr std::size_t kMostWhole = 12000;

const clang::FunctionDecl *definitionOf(const clang::FunctionDecl *function) {
  const clang::FunctionDecl *definition = nullptr;
  return function && function->hasBody(definition) ? definition : nullptr;
}

const clang::FunctionDecl *writtenFor(const clang::FunctionDecl &definition) {
  const clang::FunctionDecl *pattern = definition.getTemplateInstantiationPattern();
  return pattern ? pattern : &definition;
}

/// Host compilers refuse to inline these, with an error where inlining is asked for.
bool keepsFrame(const clang::Stmt &statement) {
  if (llvm::isa<clang::AddrLabelExpr, clang::IndirectGotoStmt, clang::VAArgExpr, clang::CXXTryStmt,
                clang::GCCAsmStmt>(statement))
    return true;
  if (const auto *declarations = llvm::dyn_cast<clang::DeclStmt>(&statement))
    for (const clang::Decl *decl : declarations->decls())
      if (const auto *variable = llvm::dyn_cast<clang::VarDecl>(decl);
          variable && (variable->isStaticLocal() || variable->getType()->isVariablyModifiedType()))
        return true;
  const auto *call = llvm::dyn_cast<clang::CallExpr>(&statement);
  const clang::FunctionDecl *callee = call ? call->getDirectCallee() : nullptr;
  if (!callee || !callee->getIdentifier())
    return false;
  llvm::StringRef name = callee->getName();
  return name.contains("alloca") || name.contains("setjmp") || name.contains("va_start");
}

} // namespace

void DeviceInlining::collect(const clang::Stmt *statement, Contents &contents) const {
  if (!statement)
    return;
  ++contents.nodes;
  contents.keepsFrame |= keepsFrame(*statement);
  if (const auto *call = llvm::dyn_cast<clang::CallExpr>(statement))
    if (const clang::FunctionDecl *callee = definitionOf(call->getDirectCallee()))
      contents.callees.push_back(callee);
  if (const auto *made = llvm::dyn_cast<clang::CXXConstructExpr>(statement))
    if (const clang::FunctionDecl *callee = definitionOf(made->getConstructor()))
      contents.callees.push_back(callee);
  if (const auto *declarations = llvm::dyn_cast<clang::DeclStmt>(statement)) {
    // Initialisers are no children of instantiated declarations everywhere.
    for (const clang::Decl *decl : declarations->decls())
      if (const auto *variable = llvm::dyn_cast<clang::VarDecl>(decl))
        collect(variable->getInit(), contents);
    return;
  }
  for (const clang::Stmt *child : statement->children())
    collect(child, contents);
}

bool DeviceInlining::mayInline(const clang::FunctionDecl &definition) const {
  const clang::FunctionDecl &written = *writtenFor(definition);
  if (!written.hasAttr<clang::CUDADeviceAttr>() || written.hasAttr<clang::CUDAGlobalAttr>() ||
      written.hasAttr<clang::NoInlineAttr>() || written.hasAttr<clang::AlwaysInlineAttr>() ||
      written.isVariadic() || written.isDefaulted() || written.isVirtualAsWritten() ||
      llvm::isa<clang::CXXConstructorDecl, clang::CXXDestructorDecl>(written) ||
      written.getFriendObjectKind() != clang::Decl::FOK_None)
    return false;
  if (const auto *method = llvm::dyn_cast<clang::CXXMethodDecl>(&written);
      method && (method->isVirtual() || method->getParent()->isLambda()))
    return false;
  return context.inProject(written.getLocation()) && !written.getLocation().isMacroID() &&
         !written.getBody()->getBeginLoc().isMacroID();
}

DeviceInlining::Body DeviceInlining::visit(const clang::FunctionDecl &definition) {
  if (auto known = bodies.find(&definition); known != bodies.end()) {
    // In a circle at least one call has to stay one, and nobody can tell which is best.
    if (known->second.isOpen)
      refused.insert(writtenFor(definition));
    return known->second;
  }
  bodies[&definition].isOpen = true;
  Contents contents;
  collect(definition.getBody(), contents);
  std::size_t whole = contents.nodes;
  for (const clang::FunctionDecl *callee : contents.callees) {
    Body inner = visit(*callee);
    if (inner.isInlined)
      whole += inner.whole;
  }
  Body body{contents.nodes, whole};
  const clang::FunctionDecl *written = writtenFor(definition);
  bool small = whole <= kMostPerCall && !contents.keepsFrame;
  bool chooses = small && mayInline(definition);
  body.isInlined = chooses || written->hasAttr<clang::AlwaysInlineAttr>();
  if (!small)
    refused.insert(written);
  else if (chooses && !llvm::is_contained(chosen, written))
    chosen.push_back(written);
  bodies[&definition] = body;
  return body;
}

void DeviceInlining::add(const clang::FunctionDecl &kernel) {
  llvm::SmallVector<const clang::FunctionDecl *> made;
  if (const clang::FunctionTemplateDecl *pattern = kernel.getDescribedFunctionTemplate()) {
    for (const clang::FunctionDecl *instance : pattern->specializations())
      if (const clang::FunctionDecl *definition = definitionOf(instance))
        made.push_back(definition);
  } else {
    made.push_back(&kernel);
  }
  for (const clang::FunctionDecl *function : made) {
    Contents contents;
    collect(function->getBody(), contents);
    std::size_t whole = contents.nodes;
    // The largest ones go out where all together are too many.
    llvm::SmallVector<std::pair<std::size_t, const clang::FunctionDecl *>> parts;
    for (const clang::FunctionDecl *callee : contents.callees) {
      Body body = visit(*callee);
      if (!body.isInlined)
        continue;
      whole += body.whole;
      parts.push_back({body.whole, writtenFor(*callee)});
    }
    llvm::sort(parts, [](const auto &a, const auto &b) {
      return a.first != b.first ? a.first > b.first
                                : a.second->getLocation() < b.second->getLocation();
    });
    for (const auto &[size, written] : parts) {
      if (whole <= kMostWhole)
        break;
      refused.insert(written);
      whole -= size;
    }
  }
}

std::optional<Edit> DeviceInlining::editOf(const clang::FunctionDecl &written) const {
  clang::SourceLocation begin = context.spelling(written.getInnerLocStart());
  clang::SourceLocation name = context.spelling(written.getLocation());
  if (begin.isInvalid() || name.isInvalid() ||
      context.sources.getFileID(begin) != context.sources.getFileID(name))
    return std::nullopt;
  std::optional<Span> at = context.span(begin, begin);
  if (!at)
    return std::nullopt;
  // Neither may follow a specifier.
  llvm::StringRef text = context.buffer(begin).substr(at->begin);
  if (text.starts_with("[[") || text.starts_with("extern"))
    return std::nullopt;
  std::string specifiers = "SPN_DEVICE_PART ";
  if (!written.isInlineSpecified())
    specifiers += "inline ";
  // Units that call it from elsewhere still need it as a function.
  bool mayBeElsewhere =
      context.options.relocatableDeviceCode || written.hasAttr<clang::CUDAHostAttr>();
  if (written.isExternallyVisible() && !written.isInlined() && !written.isTemplated() &&
      mayBeElsewhere)
    specifiers += "__attribute__((used)) ";
  return Edit{*at, specifiers};
}

std::vector<Edit> DeviceInlining::edits() const {
  std::vector<Edit> result;
  for (const clang::FunctionDecl *written : chosen)
    if (!refused.contains(written))
      if (std::optional<Edit> edit = editOf(*written))
        if (!llvm::is_contained(result, *edit))
          result.push_back(std::move(*edit));
  return result;
}

} // namespace sampan::host
