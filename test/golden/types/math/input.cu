// Math functions, rounding modes, casts and bit casts. The host compares within a tolerance that
// every correct implementation meets; results that CUDA defines exactly are compared exactly.
#include <cmath>
#include <cstdio>

__global__ void exact(float *f, double *d, int *i) {
  f[0] = __fadd_rn(1.0f, 0x1p-25f);
  f[1] = __fadd_ru(1.0f, 0x1p-25f);
  f[2] = __fmul_rz(1.0f + 0x1p-23f, 1.0f + 0x1p-23f);
  f[3] = __fsqrt_rn(2.25f);
  f[4] = __fdiv_rn(1.0f, 3.0f);
  f[5] = fmaf(3.0f, 4.0f, 5.0f);
  f[6] = copysignf(2.0f, -0.0f);
  f[7] = fminf(NAN, 3.0f);
  f[8] = rintf(2.5f);
  f[9] = roundf(2.5f);
  f[10] = truncf(-2.7f);
  f[11] = fmodf(-7.0f, 3.0f);
  f[12] = remainderf(7.0f, 4.0f);
  f[13] = ldexpf(0.75f, 4);
  f[14] = __saturatef(1.5f) + __saturatef(-2.0f);
  f[15] = fdimf(5.0f, 3.0f);
  d[0] = __dadd_rn(1.0, 0x1p-53);
  d[1] = __dadd_ru(1.0, 0x1p-53);
  d[2] = fma(0x1p+27 + 1, 0x1p+27 + 1, -0x1p+54);
  d[3] = sqrt(6.25);
  i[0] = __float2int_rn(2.5f);
  i[1] = __float2int_rd(-2.5f);
  i[2] = __float2int_ru(2.1f);
  i[3] = __float2int_rz(-2.9f);
  i[4] = __double2int_rn(3.5);
  i[5] = __float_as_int(1.0f);
  i[6] = int(__int_as_float(0x40490fdb) * 1000);
  i[7] = __double2hiint(1.0);
  i[8] = __double2loint(__hiloint2double(7, 9));
  i[9] = int(__float2ll_rn(-5.5f));
  i[10] = __float2int_rz(1e20f); // saturates
  i[11] = (isnan(nanf("")) != 0) * 100 + (isinf(INFINITY) != 0) * 10 + (signbit(-1.0f) != 0);
}

__global__ void close(float *f, double *d) {
  int n = 0;
  f[n++] = sinf(1.0f) - 0.84147098f;
  f[n++] = cosf(2.0f) + 0.41614684f;
  f[n++] = expf(1.5f) - 4.4816891f;
  f[n++] = logf(10.0f) - 2.3025851f;
  f[n++] = powf(2.0f, 0.5f) - 1.4142136f;
  f[n++] = rsqrtf(4.0f) - 0.5f;
  f[n++] = tanhf(0.5f) - 0.46211716f;
  f[n++] = erff(0.5f) - 0.52049988f;
  f[n++] = __expf(1.0f) - 2.7182818f;
  f[n++] = __sinf(0.5f) - 0.47942554f;
  f[n++] = __logf(2.0f) - 0.69314718f;
  f[n++] = __fdividef(1.0f, 3.0f) - 0.33333333f;
  f[n++] = exp10f(2.0f) * 0.01f - 1.0f;
  f[n++] = sinpif(0.25f) - 0.70710678f;
  f[n++] = hypotf(3.0f, 4.0f) - 5.0f;
  f[n++] = cbrtf(27.0f) - 3.0f;
  float s, c;
  sincosf(1.0f, &s, &c);
  f[n++] = s * s + c * c - 1.0f;
  f[n++] = norm3df(2.0f, 3.0f, 6.0f) - 7.0f;
  n = 0;
  d[n++] = sin(1.0) - 0.8414709848078965;
  d[n++] = exp(1.0) - 2.718281828459045;
  d[n++] = tgamma(5.0) - 24.0;
  d[n++] = lgamma(10.0) - 12.801827480081469;
  d[n++] = erfc(0.5) - 0.4795001221869535;
  d[n++] = rsqrt(16.0) - 0.25;
  d[n++] = normcdf(0.0) - 0.5;
  d[n++] = erfinv(0.5) - 0.4769362762044699;
  d[n++] = cospi(1.0 / 3) - 0.5;
  d[n++] = atan2(1.0, -1.0) - 2.356194490192345;
}

int main() {
  float f[18], *df;
  double d[10], *dd;
  int i[12], *di;
  cudaMalloc(&df, sizeof(f));
  cudaMalloc(&dd, sizeof(d));
  cudaMalloc(&di, sizeof(i));
  exact<<<1, 1>>>(df, dd, di);
  cudaMemcpy(f, df, sizeof(f), cudaMemcpyDeviceToHost);
  cudaMemcpy(d, dd, sizeof(d), cudaMemcpyDeviceToHost);
  cudaMemcpy(i, di, sizeof(i), cudaMemcpyDeviceToHost);
  for (int n = 0; n < 16; ++n)
    printf("%a ", f[n]);
  printf("\n%a %a %a %a\n", d[0], d[1], d[2], d[3]);
  for (int value : i)
    printf("%d ", value);
  printf("\n");
  close<<<1, 1>>>(df, dd);
  cudaMemcpy(f, df, sizeof(f), cudaMemcpyDeviceToHost);
  cudaMemcpy(d, dd, sizeof(d), cudaMemcpyDeviceToHost);
  for (int n = 0; n < 18; ++n)
    if (!(std::fabs(f[n]) < 2e-6f))
      printf("float %d is off by %g\n", n, f[n]);
  for (int n = 0; n < 10; ++n)
    if (!(std::fabs(d[n]) < 1e-14))
      printf("double %d is off by %g\n", n, d[n]);
  printf("done\n");
  cudaFree(df), cudaFree(dd), cudaFree(di);
}
