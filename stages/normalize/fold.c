// SPDX-License-Identifier: Apache-2.0
//
// One pass: plain stretches are found by scan_trouble and copied as they are; every other
// character is looked up in the table of classes. What joins with the character before it
// takes that one back from the output, so that the text is NFC whatever was dropped or
// folded in between. A cluster holds at most 30 marks (the Stream-Safe Text Format of
// UAX 15); longer ones, which no document has, are normalised 30 at a time.
#include "stages/normalize/fold.h"

#include "stages/base/utf8.h"
#include "stages/normalize/nfc.h"
#include "stages/normalize/scan.h"

enum class {
    KEEP,
    DROP,
    RETURN,    // carriage return
    LINE,      // becomes a newline
    PARAGRAPH, // becomes two
    SPACE,     // becomes a space
    EM_SPACE,  // becomes U+3000, which is as wide
    WIDTH,     // full-width letter or digit
    NUMERIC,   // full-width mark that belongs to a number
    PAIR,      // in fold_pairs
    LIGATURE,
    ALONE, // its NFC is another character
    MARK   // joins with what stands before it
};

enum { MAX_MARKS = 30 };

struct folding {
    const struct folds *folds;
    struct span text;
    struct writer writer;
};

struct class_row {
    uint16_t from, to;
    uint8_t class;
};

static const struct class_row rows[] = {
    {0x00, 0x08, DROP},         {0x0B, 0x0B, LINE},          {0x0D, 0x0D, RETURN},
    {0x0E, 0x1B, DROP},         {0x1C, 0x1E, LINE},          {0x1F, 0x1F, SPACE},
    {0x7F, 0x84, DROP},         {0x85, 0x85, LINE},          {0x86, 0x9F, DROP},
    {0xA0, 0xA0, SPACE},        {0xAD, 0xAD, DROP},          {0x34F, 0x34F, DROP},
    {0x61C, 0x61C, DROP},       {0x1680, 0x1680, SPACE},     {0x180B, 0x180F, DROP},
    {0x2000, 0x2000, SPACE},    {0x2001, 0x2001, EM_SPACE},  {0x2002, 0x2002, SPACE},
    {0x2003, 0x2003, EM_SPACE}, {0x2004, 0x200A, SPACE},     {0x200B, 0x200F, DROP},
    {0x2028, 0x2028, LINE},     {0x2029, 0x2029, PARAGRAPH}, {0x202A, 0x202E, DROP},
    {0x202F, 0x202F, SPACE},    {0x205F, 0x205F, SPACE},     {0x2060, 0x206F, DROP},
    {0x3164, 0x3164, SPACE},    {0xFB00, 0xFB06, LIGATURE},  {0xFDD0, 0xFDEF, DROP},
    {0xFE00, 0xFE0F, DROP},     {0xFEFF, 0xFEFF, DROP},      {0xFF05, 0xFF05, NUMERIC},
    {0xFF0D, 0xFF0E, NUMERIC},  {0xFF10, 0xFF19, WIDTH},     {0xFF21, 0xFF3A, WIDTH},
    {0xFF41, 0xFF5A, WIDTH},    {0xFFA0, 0xFFA0, SPACE},     {0xFFF9, 0xFFFB, DROP},
    {0xFFFE, 0xFFFF, DROP},
};

void fold_init(struct folds *folds)
{
    for (uint32_t c = 0; c < 0x10000; c++) {
        enum nfc_class by_nfc = nfc_class(c);
        folds->class[c] = by_nfc == NFC_MARK ? MARK : by_nfc == NFC_ALONE ? ALONE : KEEP;
    }
    for (size_t i = 0; i < n_fold_pairs; i++)
        folds->class[fold_pairs[i].from] = PAIR;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (uint32_t c = rows[i].from; c <= rows[i].to; c++)
            folds->class[c] = rows[i].class;
}

static enum class class_of(const struct folds *folds, uint32_t c) {
    if (c < 0x10000) return (enum class)folds->class[c];
    if ((c >= 0xE0000 && c <= 0xE0FFF) || (c & 0xFFFE) == 0xFFFE) return DROP;
    enum nfc_class by_nfc = nfc_class(c);
    return by_nfc == NFC_MARK    ? MARK
           : by_nfc == NFC_ALONE ? ALONE
                                 : KEEP;
}

static void put_character(struct folding *f, uint32_t c, size_t from, size_t to)
{
    char utf8[4];
    writer_put(&f->writer, (struct span){utf8, utf8_put(c, utf8)}, from, to);
}

// ---- marks ----

struct cluster {
    char at[(2 * MAX_MARKS + 2) * 4];
    size_t n;
    size_t from, to; // in the input
};

// Takes back from the output the character that marks at `from` join with, and the marks
// that already stand behind it. Marks join with no newline or blank; and two newlines may
// stand for one tag, which is not to be parted.
static void take_base(struct folding *f, struct cluster *cluster)
{
    while (f->writer.n > 0 && (uint8_t)f->writer.at[f->writer.n - 1] > ' ' &&
           cluster->n + writer_last_width(&f->writer) <= (MAX_MARKS + 1) * 4) {
        struct span taken = writer_take(&f->writer, &cluster->from);
        memmove(cluster->at + taken.n, cluster->at, cluster->n);
        memcpy(cluster->at, taken.at, taken.n);
        cluster->n += taken.n;
        size_t first = 0;
        if (class_of(f->folds, utf8_next(taken, &first)) != MARK) break;
    }
}

// Appends the character at cluster->to and the marks behind it.
static void add_marks(struct folding *f, struct cluster *cluster)
{
    for (int i = 0; i < MAX_MARKS && cluster->to < f->text.n; i++) {
        size_t next = cluster->to;
        uint32_t c = utf8_next(f->text, &next);
        if (i > 0 && class_of(f->folds, c) != MARK) break;
        memcpy(cluster->at + cluster->n, f->text.at + cluster->to, next - cluster->to);
        cluster->n += next - cluster->to;
        cluster->to = next;
    }
}

// The cluster at `at` in NFC. Returns where it ends.
static size_t compose(struct folding *f, size_t at, bool with_base)
{
    struct cluster cluster = {.from = at, .to = at};
    char room[NFC_ROOM];
    if (with_base) take_base(f, &cluster);
    add_marks(f, &cluster);
    struct span composed = nfc((struct span){cluster.at, cluster.n}, room);
    if (span_eq(composed, span_cut(f->text, cluster.from, cluster.to)))
        writer_same(&f->writer, f->text, cluster.from, cluster.to);
    else
        writer_put(&f->writer, composed, cluster.from, cluster.to);
    return cluster.to;
}

// ---- single characters ----

static bool is_digit(uint32_t c)
{
    return (c >= '0' && c <= '9') || (c >= 0xFF10 && c <= 0xFF19);
}

// `１２．５％` is a number; `一．` and `２０％的` are not all numbers, and a mark that
// does not belong to one stays as it is.
static bool in_number(const struct folding *f, uint32_t c, size_t next)
{
    if (f->writer.n == 0 || !is_digit((unsigned char)f->writer.at[f->writer.n - 1]))
        return false;
    if (c == 0xFF05) return true;
    return next < f->text.n && is_digit(utf8_next(f->text, &next));
}

static uint32_t pair_of(uint32_t c)
{
    size_t low = 0, high = n_fold_pairs;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (fold_pairs[middle].from < c)
            low = middle + 1;
        else
            high = middle;
    }
    return fold_pairs[low].to;
}

static void put_ligature(struct folding *f, uint32_t c, size_t from, size_t to)
{
    static const char *const ligatures[] = {"ff", "fi", "fl", "ffi", "ffl", "st", "st"};
    writer_put(&f->writer, span_of(ligatures[c - 0xFB00]), from, to);
}

// A carriage return before a newline goes; one by itself is a newline. `\r\r\n` is one
// line end: a text file that was written as text twice.
static void put_return(struct folding *f, size_t at)
{
    struct span rest = span_cut(f->text, at + 1, f->text.n);
    if (!span_starts(rest, SPAN("\n")) && !span_starts(rest, SPAN("\r\n")))
        put_character(f, '\n', at, at + 1);
}

// Writes what becomes of the character c at [at, next). Returns where to go on.
static size_t put(struct folding *f, uint32_t c, size_t at, size_t next)
{
    switch (class_of(f->folds, c)) {
    case DROP:
        break;
    case RETURN:
        put_return(f, at);
        break;
    case LINE:
        put_character(f, '\n', at, next);
        break;
    case PARAGRAPH:
        writer_put(&f->writer, SPAN("\n\n"), at, next);
        break;
    case SPACE:
        put_character(f, ' ', at, next);
        break;
    case EM_SPACE:
        put_character(f, 0x3000, at, next);
        break;
    case WIDTH:
        put_character(f, c - 0xFEE0, at, next);
        break;
    case NUMERIC:
        if (in_number(f, c, next))
            put_character(f, c - 0xFEE0, at, next);
        else
            writer_same(&f->writer, f->text, at, next);
        break;
    case PAIR:
        put_character(f, pair_of(c), at, next);
        break;
    case LIGATURE:
        put_ligature(f, c, at, next);
        break;
    case ALONE:
        return compose(f, at, false);
    case MARK:
        return compose(f, at, true);
    case KEEP:
        writer_same(&f->writer, f->text, at, next);
        break;
    }
    return next;
}

bool fold(const struct folds *folds, struct span text, struct arena *arena,
          struct writer *writer)
{
    struct folding f = {.folds = folds, .text = text};
    size_t done = 0, at = 0;
    while ((at = scan_trouble(text, at)) < text.n) {
        size_t next = at;
        uint32_t c = utf8_next(text, &next);
        if (class_of(folds, c) == KEEP) {
            at = next;
            continue;
        }
        if (!f.writer.at) f.writer = writer_new(arena, text.n);
        writer_same(&f.writer, text, done, at);
        at = done = put(&f, c, at, next);
    }
    if (!f.writer.at) return false;
    writer_same(&f.writer, text, done, text.n);
    *writer = f.writer;
    return true;
}
