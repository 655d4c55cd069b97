// SPDX-License-Identifier: Apache-2.0
// A switch costs a few instructions on x86-64. Elsewhere ucontext does, which takes system calls.
#include "fibre.h"

#include "ascend_emulator/runtime.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#if !defined(__x86_64__)
#include <ucontext.h>
#endif

#if defined(__x86_64__)
extern "C" void ascendEmulatorSwitch(void **saved, void *target);
// The registers that a function must preserve are the whole state.
asm(R"(
  .text
  .globl ascendEmulatorSwitch
  .hidden ascendEmulatorSwitch
  .type ascendEmulatorSwitch, @function
ascendEmulatorSwitch:
  pushq %rbp
  pushq %rbx
  pushq %r12
  pushq %r13
  pushq %r14
  pushq %r15
  movq %rsp, (%rdi)
  movq %rsi, %rsp
  popq %r15
  popq %r14
  popq %r13
  popq %r12
  popq %rbx
  popq %rbp
  ret
  .size ascendEmulatorSwitch, .-ascendEmulatorSwitch
)");
#endif

namespace ascend_emulator {

std::size_t stackBytes() {
  static const std::size_t bytes = [] {
    const char *text = std::getenv("ASCEND_EMULATOR_STACK");
    const long asked = text ? std::strtol(text, nullptr, 10) : 0;
    const std::size_t page = sysconf(_SC_PAGESIZE);
    const std::size_t wanted = asked > 0 ? static_cast<std::size_t>(asked) : 64 * 1024;
    return (wanted + page - 1) / page * page;
  }();
  return bytes;
}

Stacks::Stacks() : page(sysconf(_SC_PAGESIZE)), stride(stackBytes() + page) {
  void *memory = mmap(nullptr, stride * mostThreads, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) {
    std::fputs("ascend emulator: no memory for the stacks of device threads\n", stderr);
    std::abort();
  }
  begin = static_cast<char *>(memory);
}

Fibre *Stacks::make() {
  char *memory = begin + used;
  if (used == stride * mostThreads || mprotect(memory, page, PROT_NONE)) {
    std::fputs("ascend emulator: no memory for the stack of a device thread\n", stderr);
    std::abort();
  }
  used += stride;
  auto *fibre = new Fibre;
  fibre->stack = memory + page;
  return fibre;
}

#if defined(__x86_64__)

void prepareFibre(Fibre &fibre, void (*entry)()) {
  auto *top = reinterpret_cast<std::uintptr_t *>(fibre.stack + stackBytes());
  *--top = 0; // return address of entry, which also aligns its frame
  *--top = reinterpret_cast<std::uintptr_t>(entry);
  for (int i = 0; i < 6; ++i)
    *--top = 0;
  fibre.context = top;
}

void switchFibre(Fibre &from, Fibre &to) { ascendEmulatorSwitch(&from.context, to.context); }

#else

void prepareFibre(Fibre &fibre, void (*entry)()) {
  if (!fibre.context)
    fibre.context = new ucontext_t;
  auto *context = static_cast<ucontext_t *>(fibre.context);
  getcontext(context);
  context->uc_stack.ss_sp = fibre.stack;
  context->uc_stack.ss_size = stackBytes();
  context->uc_link = nullptr;
  makecontext(context, entry, 0);
}

void switchFibre(Fibre &from, Fibre &to) {
  if (!from.context)
    from.context = new ucontext_t;
  swapcontext(static_cast<ucontext_t *>(from.context), static_cast<ucontext_t *>(to.context));
}

#endif

} // namespace ascend_emulator
