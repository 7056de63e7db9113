// SPDX-License-Identifier: Apache-2.0
//
// The body of the inner loop, included once for each instruction set with KERNEL(name) to
// make names, TARGET for the functions' attribute, and these on vectors of 16 signed
// 16-bit integers (type VEC): LOAD, STORE, NARROW (STORE as 8-bit integers), ADD and SUB
// (saturating), MAX, ABOVE (a > b, all bits set where true), PICK (mask ? a : b), TOP
// (the greatest in all places), HALVES and GO (the scores of the labels that a way comes
// from); and with two functions: KERNEL(step), a kernel_step, and KERNEL(scores), which
// adds the scores of the i-th position of the batch and of the next one, i even, to rows
// i and i + 1. Where OWN_WAYS is defined there is a KERNEL(ways) already. No include
// guard: this is a template.

TARGET static inline VEC KERNEL(bar)(VEC scores, uint32_t barred)
{
    int16_t row[LINEAR_LANES];
    STORE(row, scores);
    for (int y = 0; y < LINEAR_LANES; y++)
        if (barred >> y & 1) row[y] = INT16_MIN;
    return LOAD(row);
}

#ifndef OWN_WAYS
// The best sum of a score before and the transition into each label, and whence, the
// first of equal ones.
TARGET static inline VEC KERNEL(ways)(const struct linear_model *model, VEC before,
                                      uint8_t *back)
{
    const struct kernels_way *way = model->ways->one, *end = way + model->ways->n;
    HALVES(before);
    VEC best = ADD(GO(before, way), LOAD(way->cost)), who = LOAD(way->from);
    for (way++; way < end; way++) {
        VEC one = ADD(GO(before, way), LOAD(way->cost));
        who = PICK(ABOVE(one, best), LOAD(way->from), who);
        best = MAX(one, best);
    }
    NARROW(back, who);
    return best;
}
#endif

// At every other position sums are moved by what was the best two positions before: they
// stay far from the ends of their range, and no step waits for the best to be known.
TARGET static void KERNEL(forward)(const struct linear_model *model,
                                   const struct linear_sequence *x,
                                   const uint16_t *barred, uint8_t *back, int16_t *last)
{
    struct kernel_window window;
    int16_t rows[KERNEL_BATCH * LINEAR_LANES] = {0};
    VEC best = LOAD(rows), top = best;
    for (size_t t = 0; t < x->n; t++) {
        size_t i = t % KERNEL_BATCH;
        if (i == 0) kernel_fill(&window, model, x, t, KERNEL(step));
        if (i == 0) kernel_net(model, x, t, rows);
        if (i % 2 == 0) KERNEL(scores)(model, &window, i, rows);
        VEC scores = LOAD(rows + i * LINEAR_LANES);
        if (barred[t]) scores = KERNEL(bar)(scores, barred[t]);
        if (i % 2 == 0) scores = SUB(scores, top);
        best =
            t ? ADD(KERNEL(ways)(model, best, back + t * LINEAR_LANES), scores) : scores;
        if (i % 2 == 0) top = TOP(best);
    }
    STORE(last, best);
}
