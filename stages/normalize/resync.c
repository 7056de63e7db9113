// SPDX-License-Identifier: Apache-2.0
//
// One byte lost in GBK text shifts all pairs behind it to wrong characters, up to the
// next ASCII mark: `开工，占地` becomes `开工U嫉?`. The best reading is the one whose
// characters weigh most (charset_weight), a byte given up as damage costing as much as
// four rare characters: found backwards by dynamic programming, after A. Viterbi (1967),
// over places instead of states. Linear; 20 KB of stack.
#include "stages/normalize/resync.h"

enum {
    ENDS_BELOW = 0x30,
    MORE_BAD = -3 // a bad byte before another one
};

bool resync_bounds(struct span bytes, size_t at, size_t bounds[2])
{
    size_t from = at, to = at + 1;
    while (from > 0 && (unsigned char)bytes.at[from - 1] >= ENDS_BELOW) {
        if (at - --from >= RESYNC_LIMIT / 2) return false;
    }
    while (to < bytes.n && (unsigned char)bytes.at[to] >= ENDS_BELOW)
        if (++to - at >= RESYNC_LIMIT / 2) return false;
    bounds[0] = from;
    bounds[1] = to;
    return true;
}

struct step {
    int32_t score;
    uint8_t width; // 0: damage
};

static struct step better(struct step a, struct step b)
{
    return b.score > a.score ? b : a;
}

int64_t resync(const struct charsets *sets, const struct charset *set, struct span s,
               uint8_t steps[RESYNC_LIMIT])
{
    const unsigned char *p = (const unsigned char *)s.at;
    int32_t scores[RESYNC_LIMIT + 4] = {0}; // of the best reading from a place to the end
    for (size_t i = s.n; i-- > 0;) {
        bool more = i + 1 < s.n && steps[i + 1] == 0;
        struct step best = {scores[i + 1] + (more ? MORE_BAD : BAD_WEIGHT), 0};
        if (p[i] < 0x80) best = (struct step){scores[i + 1], 1};
        size_t left = s.n - i;
        if (charset_is_lead(p[i]) && left >= 2 && p[i + 1] >= 0x40) {
            const struct pair *pair = &set->pairs[charset_pair(p + i)];
            if (pair->width)
                best = better(best, (struct step){scores[i + 2] + pair->weight, 2});
        }
        if (set->fours && charset_is_lead(p[i]) && charset_four(sets, p + i, left))
            best = better(best, (struct step){scores[i + 4] - 2, 4});
        scores[i] = best.score;
        steps[i] = best.width;
    }
    return scores[0];
}
