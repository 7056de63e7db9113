// SPDX-License-Identifier: Apache-2.0
//
// Search and order over spans. Pure; takes no memory.
#include "stages/base/span.h"

size_t span_find(struct span s, struct span what, size_t from)
{
    if (what.n == 0) return from <= s.n ? from : s.n;
    if (from >= s.n || s.n - from < what.n) return s.n;
    const char *hit = memmem(s.at + from, s.n - from, what.at, what.n);
    return hit ? (size_t)(hit - s.at) : s.n;
}

int span_cmp(struct span a, struct span b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int order = n ? memcmp(a.at, b.at, n) : 0;
    if (order != 0) return order;
    return a.n < b.n ? -1 : a.n > b.n;
}
