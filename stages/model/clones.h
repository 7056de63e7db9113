// SPDX-License-Identifier: Apache-2.0
//
// CLONES before a function of training: compiled for AVX2 and for every processor, with
// vectors. Neither reorders a sum or joins a product to one, so both give the same bits.
#ifndef FZ_MODEL_CLONES_H
#define FZ_MODEL_CLONES_H

#if defined(__x86_64__)
#define CLONES                                                                           \
    __attribute__((target_clones("avx2", "default"), optimize("tree-vectorize")))
#else
#define CLONES
#endif

#endif
