// SPDX-License-Identifier: Apache-2.0
//
// The inner loop in plain C, for every processor.
#include "stages/model/kernels_window.h"

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
        uint32_t base = back ? search->bases[i] : trie->nodes[SUFFIX_ROOT].base;
        uint32_t old = back ? search->found[i] : SUFFIX_ROOT, child = base + symbols[i];
        uint32_t there =
            -(uint32_t)(trie->nodes[child].check == base);  // all bits or none
        search->bases[i] = trie->nodes[child].base & there; // 0: where no child is
        search->found[i] = (child & there) | (old & ~there);
    }
}

static struct plain plain_score(const struct linear_model *model,
                                const struct kernel_window *window, size_t i,
                                struct plain sum)
{
    for (uint32_t k = 0; k < model->n_speaking; k++) {
        const int8_t *const *block = kernel_blocks(window, model, k, i);
        for (uint32_t row = 0; row < model->speaking[k]->rows; row++, block--)
            sum = plain_add(sum, plain_widen(*block + row * LINEAR_LANES));
    }
    return sum;
}

static void plain_scores(const struct linear_model *model,
                         const struct kernel_window *window, size_t i, int16_t *rows)
{
    for (size_t at = i; at < i + 2; at++) {
        int16_t *row = rows + at * LINEAR_LANES;
        struct plain sum = plain_score(model, window, at, plain_load(row));
        memcpy(row, sum.at, sizeof sum.at);
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

const struct kernels kernels_plain = {"plain", plain_forward};
