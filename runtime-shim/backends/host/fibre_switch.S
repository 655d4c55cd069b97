// SPDX-License-Identifier: Apache-2.0
// The two stack operations that C++ cannot express.
//
// void spnFibreSwitch(void **saved, void *target), void spnFibreJump(void **saved, void *target)
//   Suspends the running stack, leaving what resumes it in *saved, and resumes `target`.
// void spnFibreEnter(void **exitPoint, void (*function)(void *), void *argument)
//   Calls function(argument) on the same stack. Until it returns, spnFibreLeave(*exitPoint) from
//   any fibre of the OS thread makes this call return at once.
// spnFibreStart is the first frame of a fibre: it calls the function in rbx / x19 with the argument
//   in r12 / x20.
//
// Only callee-saved registers are kept; rounding mode and flags belong to the OS thread. Fibres
// mostly wait at the same place, so a switch that is a call and a return, nothing else, leaves the
// processor's prediction of the returns that follow right. spnFibreJump is for the others.

#if defined(__x86_64__)
        .text
        .globl  spnFibreSwitch
        .hidden spnFibreSwitch
        .type   spnFibreSwitch, @function
        .p2align 4
spnFibreSwitch:
        .cfi_startproc
        pushq   %rbp
        .cfi_adjust_cfa_offset 8
        pushq   %rbx
        .cfi_adjust_cfa_offset 8
        pushq   %r12
        .cfi_adjust_cfa_offset 8
        pushq   %r13
        .cfi_adjust_cfa_offset 8
        pushq   %r14
        .cfi_adjust_cfa_offset 8
        pushq   %r15
        .cfi_adjust_cfa_offset 8
        movq    %rsp, (%rdi)
        movq    %rsi, %rsp
        popq    %r15
        .cfi_adjust_cfa_offset -8
        popq    %r14
        .cfi_adjust_cfa_offset -8
        popq    %r13
        .cfi_adjust_cfa_offset -8
        popq    %r12
        .cfi_adjust_cfa_offset -8
        popq    %rbx
        .cfi_adjust_cfa_offset -8
        popq    %rbp
        .cfi_adjust_cfa_offset -8
        ret
        .cfi_endproc
        .size   spnFibreSwitch, .-spnFibreSwitch

        .globl  spnFibreJump
        .hidden spnFibreJump
        .type   spnFibreJump, @function
        .p2align 4
spnFibreJump:
        .cfi_startproc
        pushq   %rbp
        .cfi_adjust_cfa_offset 8
        pushq   %rbx
        .cfi_adjust_cfa_offset 8
        pushq   %r12
        .cfi_adjust_cfa_offset 8
        pushq   %r13
        .cfi_adjust_cfa_offset 8
        pushq   %r14
        .cfi_adjust_cfa_offset 8
        pushq   %r15
        .cfi_adjust_cfa_offset 8
        movq    %rsp, (%rdi)
        movq    %rsi, %rsp
        popq    %r15
        .cfi_adjust_cfa_offset -8
        popq    %r14
        .cfi_adjust_cfa_offset -8
        popq    %r13
        .cfi_adjust_cfa_offset -8
        popq    %r12
        .cfi_adjust_cfa_offset -8
        popq    %rbx
        .cfi_adjust_cfa_offset -8
        popq    %rbp
        .cfi_adjust_cfa_offset -8
        popq    %rcx
        .cfi_adjust_cfa_offset -8
        .cfi_register rip, rcx
        jmp     *%rcx
        .cfi_endproc
        .size   spnFibreJump, .-spnFibreJump

        .globl  spnFibreEnter
        .hidden spnFibreEnter
        .type   spnFibreEnter, @function
        .p2align 4
spnFibreEnter:
        .cfi_startproc
        pushq   %rbp
        .cfi_adjust_cfa_offset 8
        pushq   %rbx
        .cfi_adjust_cfa_offset 8
        pushq   %r12
        .cfi_adjust_cfa_offset 8
        pushq   %r13
        .cfi_adjust_cfa_offset 8
        pushq   %r14
        .cfi_adjust_cfa_offset 8
        pushq   %r15
        .cfi_adjust_cfa_offset 8
        subq    $8, %rsp
        .cfi_adjust_cfa_offset 8
        movq    %rsp, (%rdi)
        movq    %rdx, %rdi
        call    *%rsi
.LspnFibreExit:
        addq    $8, %rsp
        .cfi_adjust_cfa_offset -8
        popq    %r15
        .cfi_adjust_cfa_offset -8
        popq    %r14
        .cfi_adjust_cfa_offset -8
        popq    %r13
        .cfi_adjust_cfa_offset -8
        popq    %r12
        .cfi_adjust_cfa_offset -8
        popq    %rbx
        .cfi_adjust_cfa_offset -8
        popq    %rbp
        .cfi_adjust_cfa_offset -8
        ret
        .cfi_endproc
        .size   spnFibreEnter, .-spnFibreEnter

        .globl  spnFibreLeave
        .hidden spnFibreLeave
        .type   spnFibreLeave, @function
        .p2align 4
spnFibreLeave:
        .cfi_startproc
        .cfi_undefined rip
        movq    %rdi, %rsp
        jmp     .LspnFibreExit
        .cfi_endproc
        .size   spnFibreLeave, .-spnFibreLeave

        .globl  spnFibreStart
        .hidden spnFibreStart
        .type   spnFibreStart, @function
        .p2align 4
spnFibreStart:
        .cfi_startproc
        .cfi_undefined rip
        .cfi_undefined rbp
        movq    %r12, %rdi
        call    *%rbx
        ud2
        .cfi_endproc
        .size   spnFibreStart, .-spnFibreStart

#elif defined(__aarch64__)
        .text
        .globl  spnFibreSwitch, spnFibreJump
        .hidden spnFibreSwitch, spnFibreJump
        .type   spnFibreSwitch, %function
        .type   spnFibreJump, %function
        .p2align 4
spnFibreJump:
spnFibreSwitch:
        .cfi_startproc
        sub     sp, sp, #160
        .cfi_adjust_cfa_offset 160
        stp     x19, x20, [sp, #0]
        stp     x21, x22, [sp, #16]
        stp     x23, x24, [sp, #32]
        stp     x25, x26, [sp, #48]
        stp     x27, x28, [sp, #64]
        stp     x29, x30, [sp, #80]
        stp     d8, d9, [sp, #96]
        stp     d10, d11, [sp, #112]
        stp     d12, d13, [sp, #128]
        stp     d14, d15, [sp, #144]
        mov     x9, sp
        str     x9, [x0]
        mov     sp, x1
        ldp     x19, x20, [sp, #0]
        ldp     x21, x22, [sp, #16]
        ldp     x23, x24, [sp, #32]
        ldp     x25, x26, [sp, #48]
        ldp     x27, x28, [sp, #64]
        ldp     x29, x30, [sp, #80]
        ldp     d8, d9, [sp, #96]
        ldp     d10, d11, [sp, #112]
        ldp     d12, d13, [sp, #128]
        ldp     d14, d15, [sp, #144]
        add     sp, sp, #160
        .cfi_adjust_cfa_offset -160
        ret
        .cfi_endproc
        .size   spnFibreSwitch, .-spnFibreSwitch

        .globl  spnFibreEnter
        .hidden spnFibreEnter
        .type   spnFibreEnter, %function
        .p2align 4
spnFibreEnter:
        .cfi_startproc
        sub     sp, sp, #160
        .cfi_adjust_cfa_offset 160
        stp     x19, x20, [sp, #0]
        stp     x21, x22, [sp, #16]
        stp     x23, x24, [sp, #32]
        stp     x25, x26, [sp, #48]
        stp     x27, x28, [sp, #64]
        stp     x29, x30, [sp, #80]
        .cfi_offset x29, -80
        .cfi_offset x30, -72
        stp     d8, d9, [sp, #96]
        stp     d10, d11, [sp, #112]
        stp     d12, d13, [sp, #128]
        stp     d14, d15, [sp, #144]
        mov     x9, sp
        str     x9, [x0]
        mov     x0, x2
        blr     x1
.LspnFibreExit:
        ldp     x19, x20, [sp, #0]
        ldp     x21, x22, [sp, #16]
        ldp     x23, x24, [sp, #32]
        ldp     x25, x26, [sp, #48]
        ldp     x27, x28, [sp, #64]
        ldp     x29, x30, [sp, #80]
        ldp     d8, d9, [sp, #96]
        ldp     d10, d11, [sp, #112]
        ldp     d12, d13, [sp, #128]
        ldp     d14, d15, [sp, #144]
        add     sp, sp, #160
        .cfi_adjust_cfa_offset -160
        ret
        .cfi_endproc
        .size   spnFibreEnter, .-spnFibreEnter

        .globl  spnFibreLeave
        .hidden spnFibreLeave
        .type   spnFibreLeave, %function
        .p2align 4
spnFibreLeave:
        .cfi_startproc
        .cfi_undefined x30
        mov     sp, x0
        b       .LspnFibreExit
        .cfi_endproc
        .size   spnFibreLeave, .-spnFibreLeave

        .globl  spnFibreStart
        .hidden spnFibreStart
        .type   spnFibreStart, %function
        .p2align 4
spnFibreStart:
        .cfi_startproc
        .cfi_undefined x30
        mov     x0, x20
        blr     x19
        brk     #1
        .cfi_endproc
        .size   spnFibreStart, .-spnFibreStart

#else
#error "the host back end needs fibre_switch.S for this processor"
#endif

#if defined(__linux__) && defined(__ELF__)
        .section .note.GNU-stack, "", %progbits
#endif
