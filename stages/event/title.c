// SPDX-License-Identifier: Apache-2.0
//
// Where an entry's title ends. Which marks a book sets its titles in, the layout knows:
// here the entry's title is looked for behind the marks that open the paragraph. What
// stands in 【】 is a title also where no entry says so. No memory; linear in the title.
#include "stages/event/title.h"

#include "stages/base/utf8.h"

#include <string.h>

enum { MARKS = 4 }; // letters: ■ 【

// True for brackets and ornaments: no letter, no digit.
static bool is_mark(uint32_t c)
{
    bool wide = c >= 0xFF10 && c <= 0xFF5A && c != 0xFF3B && c != 0xFF3D; // ［］
    return c >= 0x80 ? !wide && !utf8_is_han(c) : c != 0 && strchr("[<*#", (int)c);
}

// True for a closing bracket.
static bool closes(uint32_t c)
{
    return c == 0x3011 || c == 0x3017 || c == 0x3015 || c == 0xFF3D || c == ']' ||
           c == 0x300D || c == 0x300F || c == 0x3009 || c == 0x3019 || c == 0x301B ||
           c == '>' || c == 0x300B; // 】〗〕］」』〉〙〛》
}

// Past white space and a closing bracket; `at` where none stands there.
static size_t behind_bracket(struct span text, size_t at)
{
    for (size_t i = at; i < text.n;) {
        uint32_t c = utf8_next(text, &i);
        if (closes(c)) return i;
        if (!utf8_is_space(c)) break;
    }
    return at;
}

static size_t black_brackets(struct span text)
{
    if (!span_starts(text, SPAN("【"))) return 0;
    size_t close = span_find(text, SPAN("】"), 0);
    return close < text.n ? close + SPAN("】").n : 0;
}

size_t title_end(const struct layout *layout, uint32_t para)
{
    const struct paragraph *paragraph = &layout->paragraphs.at[para];
    struct span text = paragraph->text, title = {0};
    if (paragraph->entry != NONE) {
        const struct entry *entry = &layout->entries.at[paragraph->entry];
        if (entry->paras.n && entry->paras.at[0] == para) title = entry->title;
    }
    size_t i = 0;
    for (int marks = 0; title.n && marks < MARKS && i < text.n; marks++) {
        if (!is_mark(utf8_next(text, &i))) break;
        if (span_starts(span_cut(text, i, text.n), title))
            return behind_bracket(text, i + title.n);
    }
    return black_brackets(text);
}
