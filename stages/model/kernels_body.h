// SPDX-License-Identifier: Apache-2.0
//
// The bodies of the inner loops, included by kernels.c once for each instruction set with
// KERNEL(name) to make names, TARGET for the functions' attribute, and these on vectors
// of 16 signed 16-bit integers (type VEC): LOAD, WIDEN (LOAD of 8-bit integers), STORE,
// ADD (saturating), MAX, ABOVE (a > b, all bits set where true), PICK (mask ? a : b),
// FILL. No include guard: this is a template.

// Adds the sums of one position, cut to the rows [0, n).
TARGET static inline void KERNEL(add)(const struct linear_track *track, size_t stride,
                                      struct kernel_wait one, long n, int16_t *scores)
{
    long first = one.end + track->first, last = first + (long)track->rows;
    long from = first < 0 ? 0 : first, to = last > n ? n : last;
    size_t skip = (size_t)(from - first) * stride;
    for (uint32_t rest;; one.block = track->blocks + rest * track->block_size) {
        const int8_t *block = one.block + skip;
        int16_t *row = scores + from * (long)stride;
        for (long i = (to - from) * (long)stride; i > 0; i -= LINEAR_LANES) {
            STORE(row, ADD(LOAD(row), WIDEN(block)));
            row += LINEAR_LANES;
            block += LINEAR_LANES;
        }
        memcpy(&rest, one.block + track->rows * stride, sizeof rest);
        if (!rest) return;
    }
}

// The tracks are read side by side, as none waits for another. Adds are put off by a few
// positions, so that the blocks, which lie anywhere in memory, are on their way when they
// are needed.
TARGET static void KERNEL(score)(const struct linear_model *model,
                                 const struct linear_sequence *x, int16_t *scores)
{
    uint32_t states[LINEAR_MAX_TRACKS] = {AUTOMATON_ROOT};
    const int8_t *waiting[KERNEL_WAIT][LINEAR_MAX_TRACKS];
    size_t n = x->n;
    for (size_t e = 0; e < n + KERNEL_WAIT; e++) {
        const int8_t **blocks = waiting[e % KERNEL_WAIT];
        for (uint32_t k = 0; e >= KERNEL_WAIT && k < model->n_tracks; k++)
            if (blocks[k])
                KERNEL(add)
                (&model->tracks[k], model->stride,
                 (struct kernel_wait){blocks[k], (long)(e - KERNEL_WAIT)}, (long)n,
                 scores);
        for (uint32_t k = 0; e < n && k < model->n_tracks; k++) {
            states[k] = kernel_next(&model->tracks[k], states[k], x->tracks[k][e]);
            blocks[k] = kernel_block(model, k, states[k]);
        }
    }
}

// One step to position t for the 16 labels from y on.
TARGET static inline void KERNEL(step)(const struct linear_model *model, size_t y,
                                       const int16_t *best, const int16_t *scores,
                                       struct kernel_step to)
{
    const int16_t *transitions = model->transitions + y;
    VEC top = ADD(FILL(best[0]), LOAD(transitions)), who = FILL(0);
    for (uint32_t p = 1; p < model->n_labels; p++) {
        VEC one = ADD(FILL(best[p]), LOAD(transitions + p * model->stride));
        VEC above = ABOVE(one, top);
        top = MAX(one, top);
        who = PICK(above, FILL((int16_t)p), who);
    }
    int16_t labels[LINEAR_LANES];
    STORE(to.best + y, ADD(top, LOAD(scores + y)));
    STORE(labels, who);
    for (int i = 0; i < LINEAR_LANES; i++) to.back[y + (size_t)i] = (uint8_t)labels[i];
}

// Moves the scores so that the best is 0: they stay far from the ends of their range.
TARGET static inline void KERNEL(level)(const struct linear_model *model, int16_t *best)
{
    int16_t top = INT16_MIN;
    for (uint32_t y = 0; y < model->n_labels; y++) top = best[y] > top ? best[y] : top;
    int16_t down = (int16_t)(top == INT16_MIN ? 0 : -top);
    for (uint32_t y = 0; y < model->stride; y += LINEAR_LANES)
        STORE(best + y, ADD(LOAD(best + y), FILL(down)));
}

TARGET static void KERNEL(forward)(const struct linear_model *model,
                                   const int16_t *scores, size_t n, uint8_t *back,
                                   int16_t *last)
{
    size_t stride = model->stride;
    int16_t rows[2][LINEAR_MAX_LABELS];
    memcpy(rows[0], scores, stride * sizeof *scores);
    memset(back, 0, stride);
    for (size_t t = 1; t < n; t++) {
        int16_t *best = rows[(t + 1) % 2], *next = rows[t % 2];
        KERNEL(level)(model, best);
        for (size_t y = 0; y < stride; y += LINEAR_LANES)
            KERNEL(step)
            (model, y, best, scores + t * stride,
             (struct kernel_step){next, back + t * stride});
    }
    memcpy(last, rows[(n + 1) % 2], stride * sizeof *last);
}
