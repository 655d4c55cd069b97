// SPDX-License-Identifier: Apache-2.0
// What asm statements become. That the C++ computes what PTX does is tested by running it:
// test/golden/inline_ptx, and test/conformance/30_ptx_test.cpp for the functions it calls.
#include "rewriters/passes/ptx/translate.h"

#include <gtest/gtest.h>

namespace sampan::ptx {
namespace {

Argument out(std::string text, char constraint = 'r', Type type = kU32) {
  Argument argument;
  argument.text = std::move(text);
  argument.constraint = constraint;
  argument.isOutput = true;
  argument.known = type;
  return argument;
}
Argument in(std::string text, char constraint = 'r', Type type = kU32) {
  Argument argument = out(std::move(text), constraint, type);
  argument.isOutput = false;
  argument.isRead = true;
  return argument;
}
Argument pointer(std::string text) {
  Argument argument = in(std::move(text), 'l');
  argument.known = std::nullopt;
  argument.isPointer = true;
  return argument;
}

/// Without the indentation.
std::string textOf(const Translation &translation) {
  std::string text;
  for (char c : translation.text("", " "))
    if (c != ' ' || text.empty() || text.back() != ' ')
      text += c;
  return text;
}

std::string translated(std::string ptx, std::vector<Argument> arguments) {
  Statement statement;
  statement.ptx = std::move(ptx);
  statement.arguments = std::move(arguments);
  Translation result = translate(statement);
  return result.problem.empty() ? textOf(result) : "unsupported " + result.problem;
}

TEST(PtxTranslate, OneInstructionIsOneExpression) {
  EXPECT_EQ("x = spn::detail::laneId()", translated("mov.u32 %0, %%laneid;", {out("x")}));
  EXPECT_EQ("x = a + b", translated("add.u32 %0, %1, %2;", {out("x"), in("a"), in("b")}));
  EXPECT_EQ("x = (a + 1) * b",
            translated("mul.lo.u32 %0, %1, %2;", {out("x"), in("a + 1"), in("b")}));
  EXPECT_EQ("x = __fadd_rn(a, b)",
            translated("add.rn.f32 %0, %1, %2;",
                       {out("x", 'f', kF32), in("a", 'f', kF32), in("b", 'f', kF32)}));
  EXPECT_EQ("__syncthreads()", translated("bar.sync 0;", {}));
  EXPECT_EQ("spn::detail::trapThread()", translated("trap;", {}));
}

TEST(PtxTranslate, SignsAreThoseOfTheInstruction) {
  EXPECT_EQ("x = spn::ptx::u32(a) + spn::ptx::u32(b)",
            translated("add.s32 %0, %1, %2;",
                       {out("x", 'r', kS32), in("a", 'r', kS32), in("b", 'r', kS32)}));
  EXPECT_EQ("x = spn::ptx::minimum<spn::ptx::s32>(spn::ptx::s32(a), b)",
            translated("min.s32 %0, %1, %2;", {out("x"), in("a"), in("b", 'r', kS32)}));
}

TEST(PtxTranslate, BitsOfNumbersAreReinterpreted) {
  EXPECT_EQ("x = spn::ptx::as<spn::ptx::u32>(f)",
            translated("mov.b32 %0, %1;", {out("x"), in("f", 'f', kF32)}));
  Argument unknown = in("v");
  unknown.known = std::nullopt;
  Argument result = out("t");
  result.known = std::nullopt;
  EXPECT_EQ("spn::ptx::set(t, ~spn::ptx::as<spn::ptx::u32>(v))",
            translated("not.b32 %0, %1;", {result, unknown}));
}

TEST(PtxTranslate, InputsKeepTheirValueWhenOutputsAreWritten) {
  EXPECT_EQ("{ const spn::ptx::u32 in2 = a; a = in2 + 1u; b = in2 + 2u; }",
            translated("add.u32 %0, %2, 1; add.u32 %1, %2, 2;", {out("a"), out("b"), in("a")}));
  EXPECT_EQ("{ const spn::ptx::u32 in1 = next(); x = in1 * in1; }",
            translated("mul.lo.u32 %0, %1, %1;", {out("x"), in("next()")}));
}

TEST(PtxTranslate, RegistersDoNotHideOperands) {
  EXPECT_EQ("{ spn::ptx::u32 p_2 = 0; p_2 = p; x = p_2; }",
            translated("{ .reg .u32 p; mov.u32 p, %1; mov.u32 %0, p; }", {out("x"), in("p")}));
}

TEST(PtxTranslate, MemoryAndAtomics) {
  EXPECT_EQ("x = spn::ptx::load<spn::ptx::u32>(spn::ptx::pointer(p, 8))",
            translated("ld.global.nc.L1::no_allocate.u32 %0, [%1+8];", {out("x"), pointer("p")}));
  EXPECT_EQ("spn::ptx::storeRelease<spn::ptx::u32>(spn::ptx::pointer(p), v)",
            translated("st.release.sys.global.u32 [%0], %1;", {pointer("p"), in("v")}));
  EXPECT_EQ("atomicAdd(spn::ptx::pointer<spn::ptx::f32>(p), v)",
            translated("red.global.add.f32 [%0], %1;", {pointer("p"), in("v", 'f', kF32)}));
}

TEST(PtxTranslate, PredicatesGuardWhatFollows) {
  EXPECT_EQ("{ bool p = false; p = a < 5; if (!p) x = 1u; }",
            translated("{.reg .pred p; setp.lt.s32 p, %1, 5; @!p mov.u32 %0, 1;}",
                       {out("x"), in("a", 'r', kS32)}));
}

TEST(PtxTranslate, CarriesThatLeaveTheStatementBelongToTheThread) {
  EXPECT_EQ("x = spn::ptx::addCarry<spn::ptx::u32>(a, b, spn::ptx::carryFlag())",
            translated("add.cc.u32 %0, %1, %2;", {out("x"), in("a"), in("b")}));
  std::string chain = translated("add.cc.u32 %0, %2, %3; addc.u32 %1, 0, 0;",
                                 {out("x"), out("y"), in("a"), in("b")});
  EXPECT_NE(std::string::npos, chain.find("bool carry = false;"));
  EXPECT_EQ(std::string::npos, chain.find("carryFlag"));
}

TEST(PtxTranslate, NothingIsHalfTranslated) {
  EXPECT_EQ("unsupported mma.sync.aligned.m8n8k4.row.col.f32.f16.f16.f32",
            translated("mma.sync.aligned.m8n8k4.row.col.f32.f16.f16.f32 %0, %1, %2, %0;",
                       {out("x"), in("a"), in("b")}));
  EXPECT_EQ("unsupported add.xyz.u32",
            translated("add.xyz.u32 %0, %1, %2;", {out("x"), in("a"), in("b")}));
  EXPECT_EQ("unsupported mov.u32", translated("mov.u32 %0, undeclared;", {out("x")}));
  EXPECT_EQ("unsupported mov.u32", translated("mov.u32 %0, %%envreg3;", {out("x")}));
  EXPECT_EQ("unsupported exit", translated("exit;", {}));
}

TEST(PtxTranslate, AnEmptyStatementIsABarrierForTheCompiler) {
  Statement statement;
  EXPECT_TRUE(translate(statement).isEmpty);
}

TEST(PtxTranslate, MacroBodiesGetNamesOfTheirOwn) {
  Statement statement;
  statement.ptx = "{ .reg .u32 t; add.u32 t, %1, 1; mov.u32 %0, t; }";
  statement.arguments = {out("x"), in("a")};
  statement.inMacro = true;
  EXPECT_EQ("{ spn::ptx::u32 ptx_t = 0; ptx_t = a + 1u; x = ptx_t; }",
            textOf(translate(statement)));
}

} // namespace
} // namespace sampan::ptx
