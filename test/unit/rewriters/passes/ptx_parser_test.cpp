// SPDX-License-Identifier: Apache-2.0
// The text of asm statements: everything that PTX allows inside, and what is refused.
#include "rewriters/passes/ptx/syntax.h"

#include <gtest/gtest.h>

namespace sampan::ptx {
namespace {

using Kind = Operand::Kind;

TEST(PtxParser, InstructionWithOperands) {
  ParseResult result = parse("ld.global.v2.u32 {%0, %1}, [%2 + 16];");
  ASSERT_EQ("", result.problem);
  ASSERT_EQ(1u, result.items.size());
  const Instruction &load = result.items[0].instruction;
  EXPECT_EQ("ld.global.v2.u32", load.name);
  EXPECT_EQ(4u, load.parts.size());
  ASSERT_EQ(2u, load.operands.size());
  EXPECT_EQ(Kind::Vector, load.operands[0].kind);
  EXPECT_EQ(1, load.operands[0].parts[1].index);
  EXPECT_EQ(Kind::Address, load.operands[1].kind);
  EXPECT_EQ(16, load.operands[1].offset);
  EXPECT_EQ(2, load.operands[1].parts[0].index);
}

TEST(PtxParser, ScopesDeclarationsLabelsAndGuards) {
  ParseResult result = parse("{ .reg .pred p, q<2>; // two kinds\n"
                             "  AGAIN: @!p bra AGAIN; /* and */ @q1 trap; }");
  ASSERT_EQ("", result.problem);
  ASSERT_EQ(6u, result.items.size());
  EXPECT_EQ((std::vector<std::string>{"p", "q0", "q1"}), result.items[1].names);
  EXPECT_EQ(Item::Kind::Label, result.items[2].kind);
  EXPECT_TRUE(result.items[3].instruction.guard->negated);
  EXPECT_FALSE(result.items[4].instruction.guard->negated);
}

TEST(PtxParser, Numbers) {
  ParseResult result = parse("x 10, 0x1F, -3, 0f3F800000, 0d3FF0000000000000, 017, 0b101, 1.5");
  ASSERT_EQ("", result.problem);
  const std::vector<Operand> &all = result.items[0].instruction.operands;
  EXPECT_EQ(10u, all[0].value);
  EXPECT_EQ(31u, all[1].value);
  EXPECT_EQ(static_cast<std::uint64_t>(-3), all[2].value);
  EXPECT_EQ(0x3f800000u, all[3].value);
  EXPECT_EQ(0x3ff0000000000000u, all[4].value);
  EXPECT_EQ(15u, all[5].value);
  EXPECT_EQ(5u, all[6].value);
  EXPECT_EQ("1.5", all[7].text);
}

TEST(PtxParser, SpecialRegistersAndNamedOperands) {
  ParseResult result = parse("mov.u32 %[to], %%tid.x; mov.u32 %%r1, %laneid", {"to"});
  ASSERT_EQ("", result.problem);
  EXPECT_EQ(0, result.items[0].instruction.operands[0].index);
  EXPECT_EQ("tid.x", result.items[0].instruction.operands[1].text);
  EXPECT_EQ(Kind::Register, result.items[1].instruction.operands[0].kind);
  EXPECT_EQ("laneid", result.items[1].instruction.operands[1].text);
}

TEST(PtxParser, OpcodePartsWithColons) {
  ParseResult result = parse("cp.async.cg.shared::cta.global.L2::128B [%0], [%1], 16;");
  ASSERT_EQ("", result.problem);
  const std::vector<std::string> &parts = result.items[0].instruction.parts;
  EXPECT_EQ("shared::cta", parts[3]);
  EXPECT_EQ("L2::128B", parts[5]);
}

TEST(PtxParser, PairsSinksAndSelectors) {
  ParseResult result = parse("shfl.sync.up.b32 r|p, _, %1.b2, !q");
  ASSERT_EQ("", result.problem);
  const std::vector<Operand> &all = result.items[0].instruction.operands;
  EXPECT_EQ(Kind::Pair, all[0].kind);
  EXPECT_EQ(Kind::Sink, all[1].kind);
  EXPECT_EQ("b2", all[2].selector);
  EXPECT_TRUE(all[3].negated);
}

TEST(PtxParser, NamesWhatItDoesNotUnderstand) {
  EXPECT_EQ("add.u32", parse("add.u32 %0, #, %1;").problem);
  EXPECT_EQ(".shared", parse(".shared .b32 x;").problem);
  EXPECT_NE("", parse("{ add.u32 %0, %1, %2;").problem);
  EXPECT_NE("", parse("add.u32 %0, %1, %2; }").problem);
  EXPECT_EQ("", parse("  // nothing\n").problem);
}

} // namespace
} // namespace sampan::ptx
