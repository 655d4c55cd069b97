#pragma once
#include <cuda_runtime.h>

struct Step { float2 by; };
static inline float2 scaled(Step step, float factor) { return make_float2(step.by.x * factor, step.by.y * factor); }
