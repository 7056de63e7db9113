// SPDX-License-Identifier: Apache-2.0
//
// Two instruction sets from one text (kernels_body.h). Whether AVX2 is there is asked of
// the processor at run time; other processors run the plain version.
#include "stages/model/kernels.h"

#include "stages/base/memory.h"

#include <string.h>

enum {
    KERNEL_BATCH = 64, // positions that are looked up together
    KERNEL_STEP = 8,   // … and at most go a step at once
    KERNEL_ROOM = (KERNEL_BATCH + 2 * LINEAR_REACH + 15) / 16 * 16,
    KERNEL_LINE = 64 // bytes of the cache's lines
};

// Positions side by side, for whom the longest n-grams that end there are looked up.
struct kernel_search {
    uint16_t symbols[LINEAR_MAX_NGRAM + KERNEL_ROOM]; // from those before the first on
    uint32_t bases[KERNEL_ROOM];                      // of the nodes where they stand
    uint32_t found[KERNEL_ROOM]; // the nodes of the longest n-grams so far
};

// Takes a step from `count` positions (rounded up to KERNEL_STEP) to the nodes of the
// symbols `back` before theirs. There are no branches, as none could be foreseen, and no
// position waits for another: nodes lie anywhere in memory.
typedef void kernel_step(const struct suffix_trie *trie, struct kernel_search *search,
                         size_t back, size_t count);

// For each track the blocks of a batch of positions and of those around it that speak for
// them, model->reach to either side. Positions outside the text have block 0.
struct kernel_window {
    const int8_t *blocks[LINEAR_MAX_TRACKS][KERNEL_ROOM];
};

// Finds the blocks of n positions from `from` on, and asks for their memory.
static inline void kernel_look(const struct linear_track *track, const uint16_t *symbols,
                               size_t from, size_t n, const int8_t **blocks,
                               kernel_step *step)
{
    struct kernel_search search;
    size_t before = from < LINEAR_MAX_NGRAM ? from : LINEAR_MAX_NGRAM;
    memset(search.symbols, 0, sizeof search.symbols);
    memcpy(search.symbols + LINEAR_MAX_NGRAM - before, symbols + from - before,
           (before + n) * sizeof *symbols);
    for (size_t i = 0; i < KERNEL_ROOM; i++) {
        search.bases[i] = track->grams.nodes[SUFFIX_ROOT].base;
        search.found[i] = SUFFIX_ROOT;
    }
    for (size_t back = 0; back < track->longest; back++)
        step(&track->grams, &search, back, n);
    for (size_t i = 0; i < n; i++) {
        size_t block = track->grams.nodes[search.found[i]].value;
        blocks[i] = track->blocks + block * track->block_size;
        for (size_t at = 0; at < track->block_size; at += KERNEL_LINE)
            __builtin_prefetch(blocks[i] + at);
    }
}

// Makes the window of the batch that begins at position `from`, which follows the one
// that it was of before.
static inline void kernel_fill(struct kernel_window *window,
                               const struct linear_model *model,
                               const struct linear_sequence *x, size_t from,
                               kernel_step *step)
{
    size_t reach = model->reach, kept = from ? 2 * reach : reach;
    size_t first = from ? from + reach : 0, last = from + KERNEL_BATCH + reach;
    size_t n = first < x->n ? (last < x->n ? last : x->n) - first : 0;
    for (uint32_t k = 0; k < model->n_tracks; k++) {
        const int8_t **blocks = window->blocks[k], *none = model->tracks[k].blocks;
        if (from) memmove(blocks, blocks + KERNEL_BATCH, kept * sizeof *blocks);
        for (size_t i = 0; !from && i < kept; i++)
            blocks[i] = none;
        kernel_look(&model->tracks[k], x->tracks[k], first, n, blocks + kept, step);
        for (size_t i = kept + n; i < KERNEL_BATCH + 2 * reach; i++)
            blocks[i] = none;
    }
}

// ---- plain C --------------------------------------------------------------------------

struct plain {
    int16_t at[LINEAR_LANES];
};

static inline int16_t plain_cut(int x)
{
    return (int16_t)(x > INT16_MAX ? INT16_MAX : x < INT16_MIN ? INT16_MIN : x);
}

static inline struct plain plain_load(const int16_t *from)
{
    struct plain v;
    memcpy(&v, from, sizeof v);
    return v;
}

// Each makes a vector, lane by lane, of what it is given.
#define LANEWISE(name, parameters, lane)                                                 \
    static inline struct plain name parameters {                                         \
        struct plain v;                                                                  \
        for (int i = 0; i < LINEAR_LANES; i++)                                           \
            v.at[i] = (int16_t)(lane);                                                   \
        return v;                                                                        \
    }
LANEWISE(plain_widen, (const int8_t *from), from[i])
LANEWISE(plain_add, (struct plain a, struct plain b), plain_cut(a.at[i] + b.at[i]))
LANEWISE(plain_sub, (struct plain a, struct plain b), plain_cut(a.at[i] - b.at[i]))
LANEWISE(plain_above, (struct plain a, struct plain b), a.at[i] > b.at[i] ? -1 : 0)
LANEWISE(plain_pick, (struct plain mask, struct plain a, struct plain b),
         mask.at[i] ? a.at[i] : b.at[i])
LANEWISE(plain_go, (struct plain a, const int16_t *from), a.at[from[i]])

static void plain_step(const struct suffix_trie *trie, struct kernel_search *search,
                       size_t back, size_t count)
{
    const uint16_t *symbols = search->symbols + LINEAR_MAX_NGRAM - back;
    for (size_t i = 0; i < count; i++) {
        uint32_t base = search->bases[i], child = base + symbols[i];
        uint32_t there =
            -(uint32_t)(trie->nodes[child].check == base);  // bits, all or none
        search->bases[i] = trie->nodes[child].base & there; // 0: where no child is
        search->found[i] = (child & there) | (search->found[i] & ~there);
    }
}

static inline struct plain plain_top(struct plain v)
{
    int16_t top = v.at[0];
    for (int i = 1; i < LINEAR_LANES; i++)
        top = v.at[i] > top ? v.at[i] : top;
    for (int i = 0; i < LINEAR_LANES; i++)
        v.at[i] = top;
    return v;
}

#define KERNEL(name) plain_##name
#define TARGET
#define VEC struct plain
#define LOAD(from) plain_load(from)
#define WIDEN(from) plain_widen(from)
#define STORE(to, v) memcpy((to), (v).at, sizeof(v).at)
#define NARROW(to, v)                                                                    \
    for (int i = 0; i < LINEAR_LANES; i++)                                               \
    (to)[i] = (uint8_t)(v).at[i]
#define ADD(a, b) plain_add(a, b)
#define SUB(a, b) plain_sub(a, b)
#define ABOVE(a, b) plain_above(a, b)
#define PICK(mask, a, b) plain_pick(mask, a, b)
#define MAX(a, b) plain_pick(plain_above(a, b), a, b)
#define TOP(v) plain_top(v)
#define HALVES(v)
#define GO(v, way) plain_go(v, (way)->from)
#include "stages/model/kernels_body.h"
#undef KERNEL
#undef TARGET
#undef VEC
#undef LOAD
#undef WIDEN
#undef STORE
#undef NARROW
#undef ADD
#undef SUB
#undef ABOVE
#undef PICK
#undef MAX
#undef TOP
#undef HALVES
#undef GO

static const struct kernels plain = {"plain", plain_forward};

// ---- AVX2 -----------------------------------------------------------------------------

#if defined(__x86_64__)
#include <immintrin.h>

#define TARGET __attribute__((target("avx2")))

TARGET static void avx2_step(const struct suffix_trie *trie, struct kernel_search *search,
                             size_t back, size_t count)
{
    const uint16_t *symbols = search->symbols + LINEAR_MAX_NGRAM - back;
    const long long *nodes = (const void *)trie->nodes;
    for (size_t i = 0; i < count; i += KERNEL_STEP) {
        __m256i *bases = (void *)&search->bases[i], *found = (void *)&search->found[i];
        __m256i base = _mm256_loadu_si256(bases);
        __m128i here = _mm_loadu_si128((const void *)&symbols[i]);
        __m256i child = _mm256_add_epi32(base, _mm256_cvtepu16_epi32(here));
        // A node is three integers, of which the first two are read at once: those of
        // positions 0, 1, 4, 5 and of 2, 3, 6, 7, as the shuffles want it.
        __m256i at = _mm256_add_epi32(child, _mm256_add_epi32(child, child));
        at = _mm256_permute4x64_epi64(at, 0xD8);
        __m256i some = _mm256_i32gather_epi64(nodes, _mm256_castsi256_si128(at), 4);
        __m256i more = _mm256_i32gather_epi64(nodes, _mm256_extracti128_si256(at, 1), 4);
        __m256 low = _mm256_castsi256_ps(some), high = _mm256_castsi256_ps(more);
        __m256i next = _mm256_castps_si256(_mm256_shuffle_ps(low, high, 0x88));
        __m256i check = _mm256_castps_si256(_mm256_shuffle_ps(low, high, 0xDD));
        __m256i there = _mm256_cmpeq_epi32(check, base);
        __m256i old = _mm256_loadu_si256(found);
        _mm256_storeu_si256(bases, _mm256_and_si256(next, there));
        _mm256_storeu_si256(found, _mm256_blendv_epi8(old, child, there));
    }
}

// phminposuw finds the least of eight unsigned integers; so signs and order are turned.
TARGET static inline __m256i avx2_top(__m256i v)
{
    __m128i turn = _mm_set1_epi16(INT16_MAX);
    __m128i half =
        _mm_max_epi16(_mm256_castsi256_si128(v), _mm256_extracti128_si256(v, 1));
    __m128i least = _mm_minpos_epu16(_mm_xor_si128(half, turn));
    return _mm256_broadcastw_epi16(_mm_xor_si128(least, turn));
}

TARGET static inline void avx2_narrow(uint8_t *to, __m256i v)
{
    __m128i bytes =
        _mm_packus_epi16(_mm256_castsi256_si128(v), _mm256_extracti128_si256(v, 1));
    _mm_storeu_si128((__m128i *)(void *)to, bytes);
}

#define KERNEL(name) avx2_##name
#define VEC __m256i
#define LOAD(from) _mm256_loadu_si256((const __m256i *)(const void *)(from))
#define WIDEN(from)                                                                      \
    _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)(const void *)(from)))
#define STORE(to, v) _mm256_storeu_si256((__m256i *)(void *)(to), v)
#define NARROW(to, v) avx2_narrow(to, v)
#define ADD(a, b) _mm256_adds_epi16(a, b)
#define SUB(a, b) _mm256_subs_epi16(a, b)
#define ABOVE(a, b) _mm256_cmpgt_epi16(a, b)
#define PICK(mask, a, b) _mm256_blendv_epi8(b, a, mask)
#define MAX(a, b) _mm256_max_epi16(a, b)
#define TOP(v) avx2_top(v)
// Bytes are shuffled within halves of a vector only.
#define HALVES(v)                                                                        \
    __m256i lower = _mm256_permute2x128_si256(v, v, 0x00),                               \
            upper = _mm256_permute2x128_si256(v, v, 0x11)
#define GO(v, way)                                                                       \
    _mm256_or_si256(_mm256_shuffle_epi8(lower, LOAD((way)->lower)),                      \
                    _mm256_shuffle_epi8(upper, LOAD((way)->upper)))
#include "stages/model/kernels_body.h"

static const struct kernels avx2 = {"avx2", avx2_forward};
#endif

const struct kernels *kernels_named(const char *name)
{
#if defined(__x86_64__)
    if (strcmp(name, "avx2") == 0) return __builtin_cpu_supports("avx2") ? &avx2 : NULL;
#endif
    return strcmp(name, "plain") == 0 ? &plain : NULL;
}

const struct kernels *kernels_best(void)
{
    const struct kernels *fast = kernels_named("avx2");
    return fast ? fast : &plain;
}

// The way from label p to y, as the k-th one into y.
static void set_way(struct kernels_way *way, uint32_t p, uint32_t y, int16_t cost)
{
    way->cost[y] = cost;
    way->from[y] = (int16_t)p;
    for (uint32_t byte = 0; byte < 2; byte++) {
        uint8_t at = (uint8_t)(2 * (p % 8) + byte);
        way->lower[2 * y + byte] = p < 8 ? at : 0x80;
        way->upper[2 * y + byte] = p < 8 ? 0x80 : at;
    }
}

void kernels_ways(struct linear_model *model)
{
    model->ways = xcalloc(LINEAR_LANES, sizeof *model->ways);
    model->n_ways = 1;
    for (uint32_t y = 0; y < LINEAR_LANES; y++) {
        uint32_t n = 0, first = 0;
        int16_t cost = INT16_MIN; // into what is no label, and where nothing is legal
        for (uint32_t p = 0; p < model->n_labels && y < model->n_labels; p++) {
            int16_t to_y = model->transitions[p * LINEAR_LANES + y];
            if (to_y == INT16_MIN) continue;
            if (n == 0) first = p, cost = to_y;
            set_way(&model->ways[n++], p, y, to_y);
        }
        if (n > model->n_ways) model->n_ways = n;
        for (; n < LINEAR_LANES; n++)
            set_way(&model->ways[n], first, y, cost);
    }
}
