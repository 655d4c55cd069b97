// SPDX-License-Identifier: Apache-2.0
// Parses a few lines of CUDA for tests of the kernel analyses, without any header.
#pragma once

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/Expr.h"
#include "clang/AST/Stmt.h"
#include "clang/Frontend/ASTUnit.h"
#include "clang/Tooling/Tooling.h"

#include <gtest/gtest.h>
#include <memory>
#include <string>

namespace sampan::test {

inline constexpr const char *kKernelPrelude = R"(
#define __global__ __attribute__((global))
#define __device__ __attribute__((device))
#define __shared__ __attribute__((shared))
#define __constant__ __attribute__((constant))
struct uint3 { unsigned x, y, z; };
extern const __device__ uint3 threadIdx, blockIdx, blockDim, gridDim;
__device__ void __syncthreads();
__device__ int __syncthreads_count(int);
__device__ int atomicAdd(int *, int);
__device__ float __shfl_down_sync(unsigned, float, int);
)";

class ParsedKernel {
public:
  explicit ParsedKernel(const std::string &code)
      : unit(clang::tooling::buildASTFromCodeWithArgs(
            kKernelPrelude + code,
            {"-x", "cuda", "--cuda-host-only", "-nocudainc", "-nocudalib", "-std=c++17", "-w"},
            "kernel.cu")) {
    EXPECT_TRUE(unit && !unit->getDiagnostics().hasErrorOccurred()) << code;
  }

  const clang::ASTContext &ast() const { return unit->getASTContext(); }

  const clang::FunctionDecl &function(const std::string &name) const {
    for (const clang::Decl *decl : unit->getASTContext().getTranslationUnitDecl()->decls())
      if (const auto *function = llvm::dyn_cast<clang::FunctionDecl>(decl);
          function && function->getNameAsString() == name &&
          function->doesThisDeclarationHaveABody())
        return *function;
    ADD_FAILURE() << "no function " << name;
    std::abort();
  }

  static const clang::VarDecl &variable(const clang::FunctionDecl &in, const std::string &name) {
    if (const clang::VarDecl *found = find(in.getBody(), name))
      return *found;
    for (const clang::ParmVarDecl *parameter : in.parameters())
      if (parameter->getNameAsString() == name)
        return *parameter;
    ADD_FAILURE() << "no variable " << name;
    std::abort();
  }

private:
  static const clang::VarDecl *find(const clang::Stmt *s, const std::string &name) {
    if (!s)
      return nullptr;
    if (const auto *declarations = llvm::dyn_cast<clang::DeclStmt>(s))
      for (const clang::Decl *decl : declarations->decls())
        if (const auto *variable = llvm::dyn_cast<clang::VarDecl>(decl);
            variable && variable->getNameAsString() == name)
          return variable;
    for (const clang::Stmt *child : s->children())
      if (const clang::VarDecl *found = find(child, name))
        return found;
    return nullptr;
  }

  std::unique_ptr<clang::ASTUnit> unit;
};

} // namespace sampan::test
