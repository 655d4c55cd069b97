#pragma once

void fill(float *values, int count, float factor);
