#ifndef FALLBACKS_H
#define FALLBACKS_H
#ifndef __CUDACC__
inline int max(int a, int b) { return a > b ? a : b; }
#endif
#endif
