// SPDX-License-Identifier: Apache-2.0
//
// The body of the inner loop, included by kernels.c once for each instruction set with
// KERNEL(name) to make names, TARGET for the functions' attribute, and these on vectors
// of 16 signed 16-bit integers (type VEC): LOAD, WIDEN (LOAD of 8-bit integers), STORE,
// NARROW (STORE as 8-bit integers), ADD and SUB (saturating), MAX, ABOVE (a > b, all bits
// set where true), PICK (mask ? a : b), TOP (the greatest in all places), HALVES and GO
// (the scores of the labels that a way comes from). No include guard: this is a template.

// The scores of the i-th position of a batch: a row of each block near it.
TARGET static inline VEC KERNEL(score)(const struct linear_model *model,
                                       const struct kernel_window *window, size_t i)
{
    static const int16_t zeros[LINEAR_LANES];
    VEC sum = LOAD(zeros);
    for (uint32_t k = 0; k < model->n_tracks; k++) {
        const struct linear_track *track = &model->tracks[k];
        const int8_t *const *block = &window->blocks[k][i + track->newest];
        for (uint32_t row = 0; row < track->rows; row++, block--)
            sum = ADD(sum, WIDEN(*block + row * LINEAR_LANES));
    }
    return sum;
}

TARGET static inline VEC KERNEL(bar)(VEC scores, uint32_t barred)
{
    int16_t row[LINEAR_LANES];
    STORE(row, scores);
    for (int y = 0; y < LINEAR_LANES; y++)
        if (barred >> y & 1) row[y] = INT16_MIN;
    return LOAD(row);
}

// One step to a position with these scores. They are moved so that the best before was 0:
// sums stay far from the ends of their range.
TARGET static inline VEC KERNEL(best)(const struct linear_model *model, VEC before,
                                      VEC scores, uint8_t *back)
{
    const struct kernels_way *way = model->ways, *end = way + model->n_ways;
    HALVES(before);
    VEC best = ADD(GO(before, way), LOAD(way->cost)), who = LOAD(way->from);
    for (way++; way < end; way++) {
        VEC one = ADD(GO(before, way), LOAD(way->cost));
        who = PICK(ABOVE(one, best), LOAD(way->from), who);
        best = MAX(one, best);
    }
    NARROW(back, who);
    return ADD(best, SUB(scores, TOP(before)));
}

TARGET static void KERNEL(forward)(const struct linear_model *model,
                                   const struct linear_sequence *x,
                                   const uint16_t *barred, uint8_t *back, int16_t *last)
{
    struct kernel_window window;
    int16_t zeros[LINEAR_LANES] = {0};
    VEC best = LOAD(zeros);
    for (size_t t = 0; t < x->n; t++) {
        if (t % KERNEL_BATCH == 0) kernel_fill(&window, model, x, t, KERNEL(step));
        VEC scores = KERNEL(score)(model, &window, t % KERNEL_BATCH);
        if (barred[t]) scores = KERNEL(bar)(scores, barred[t]);
        best = t ? KERNEL(best)(model, best, scores, back + t * LINEAR_LANES) : scores;
    }
    STORE(last, best);
}
