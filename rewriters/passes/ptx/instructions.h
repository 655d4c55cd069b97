// SPDX-License-Identifier: Apache-2.0
// What each PTX instruction does, as C++. One handler per first word of an opcode; it takes the
// modifiers that it understands and writes lines. Modifiers left over make the instruction
// unsupported, so that nothing is translated with half its meaning.
#pragma once

#include "rewriters/passes/ptx/emitter.h"

#include <map>
#include <string_view>

namespace sampan::ptx {

/// False when the instruction is not one that can be expressed.
using Handler = bool (*)(Emitter &emit, const Instruction &instruction, Modifiers &modifiers);
using HandlerTable = std::map<std::string_view, Handler>;

void addArithmetic(HandlerTable &table);
void addAsyncCopies(HandlerTable &table);
void addAtomics(HandlerTable &table);
void addBitOperations(HandlerTable &table);
void addCarryArithmetic(HandlerTable &table);
void addComparisons(HandlerTable &table);
void addControl(HandlerTable &table);
void addConversions(HandlerTable &table);
void addFunctions(HandlerTable &table);
void addMemory(HandlerTable &table);
void addMoves(HandlerTable &table);
void addVideo(HandlerTable &table);
void addWarp(HandlerTable &table);

/// Null when PTX has no such instruction or none of it is understood.
Handler handlerOf(std::string_view root);

/// Extended arithmetic: add.cc, addc, mad.lo.cc, ...
bool carryArithmetic(Emitter &emit, const Instruction &instruction, Modifiers &modifiers);

/// Rounding of a floating-point operation as its intrinsics are suffixed: rn rz ru rd; empty when
/// the opcode names none.
std::string takeRounding(Modifiers &modifiers);
/// Wraps `text` in what .sat and .ftz ask for.
std::string finishFloat(std::string text, bool flush, bool saturate);
/// Value of a floating-point operand, flushed to zero if asked for.
std::string floatValue(Emitter &emit, const Operand &operand, Type type, bool flush);
/// "Half", "Half2", "BFloat", "BFloat2": the end of a helper's name.
std::string smallFloatSuffix(Type type);

} // namespace sampan::ptx
