// SPDX-License-Identifier: Apache-2.0
//
// Hashing, spooling and cutting. A part ends behind a line end (\n, else \r or a form
// feed), behind an empty line if one is near; in UTF-16 a line end is a whole unit. A
// line longer than a part has no place to cut it and rejects the file, as soon as it is
// seen. Memory: one part (twice its size while it grows). Temporary files have no name
// and go with the program.
#include "tools/fangzhi/cutter.h"

#include "stages/base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

enum { STEP = 1 << 16 };

void cutter_init(struct cutter *cutter, uint64_t part_size)
{
    *cutter =
        (struct cutter){.part_size = part_size, .file = -1, .spool = -1, .done = true};
}

static void forget(struct cutter *cutter)
{
    if (cutter->spool >= 0) close(cutter->spool);
    cutter->spool = cutter->file = -1;
    cutter->done = true;
}

void cutter_free(struct cutter *cutter)
{
    forget(cutter);
    buffer_free(&cutter->bytes);
}

// ---- line ends ------------------------------------------------------------------------

// UTF-16 by its mark, or by where the zero bytes of its line ends and digits stand.
static int unit_of(struct span start)
{
    if (start.n >= 2 && memcmp(start.at, "\xFF\xFE", 2) == 0) return 2;
    if (start.n >= 2 && memcmp(start.at, "\xFE\xFF", 2) == 0) return -2;
    size_t zeros[2] = {0, 0};
    for (size_t i = 0; i < start.n && i < STEP; i++)
        zeros[i % 2] += start.at[i] == '\0';
    if (zeros[0] + zeros[1] == 0) return 1;
    if (zeros[1] > 8 * zeros[0]) return 2;
    if (zeros[0] > 8 * zeros[1]) return -2;
    return 1;
}

// True where the unit at i is the line end `c`; i is at a unit's first byte.
static bool is_at(const struct cutter *cutter, struct span s, size_t i, char c)
{
    if (cutter->unit == 1) return s.at[i] == c;
    if (i + 1 >= s.n) return false;
    return cutter->unit == 2 ? s.at[i] == c && s.at[i + 1] == '\0'
                             : s.at[i] == '\0' && s.at[i + 1] == c;
}

// Where the text goes on behind the last line end `c` in s; 0 where there is none.
static size_t behind_last(const struct cutter *cutter, struct span s, char c)
{
    if (cutter->unit == 1) {
        const char *found = s.n ? memrchr(s.at, c, s.n) : NULL;
        return found ? (size_t)(found - s.at) + 1 : 0;
    }
    for (size_t i = s.n / 2 * 2; i >= 2; i -= 2)
        if (is_at(cutter, s, i - 2, c)) return i;
    return 0;
}

static size_t behind_line(const struct cutter *cutter, struct span s)
{
    size_t at = behind_last(cutter, s, '\n');
    if (!at) at = behind_last(cutter, s, '\r');
    return at ? at : behind_last(cutter, s, '\f');
}

static size_t behind_first(const struct cutter *cutter, struct span s, char c)
{
    size_t width = cutter->unit == 1 ? 1 : 2;
    for (size_t i = 0; i + width <= s.n; i += width)
        if (is_at(cutter, s, i, c)) return i + width;
    return s.n;
}

// Behind the first line end of any kind; s.n where there is none.
static size_t behind_first_line(const struct cutter *cutter, struct span s)
{
    size_t first = behind_first(cutter, s, '\n');
    first = behind_first(cutter, span_cut(s, 0, first), '\r');
    return behind_first(cutter, span_cut(s, 0, first), '\f');
}

// Behind the last empty line in the last eighth of s, else behind its last line.
static size_t place_to_cut(const struct cutter *cutter, struct span s)
{
    size_t width = cutter->unit == 1 ? 1 : 2, last = behind_line(cutter, s);
    for (size_t at = last; at >= s.n - s.n / 8;) {
        size_t before = behind_last(cutter, span_cut(s, 0, at - width), '\n');
        if (!before) break;
        size_t i = before;
        while (i < at && is_at(cutter, s, i, '\r'))
            i += width;
        if (i < at && is_at(cutter, s, i, '\n')) return at;
        at = before;
    }
    return last;
}

// ---- taking in ------------------------------------------------------------------------

static int temporary_file(void)
{
    const char *folder = getenv("TMPDIR");
    if (!folder || !*folder) folder = "/tmp";
    int file = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (file >= 0) return file;
    char *name = xprintf("%s/fangzhi-XXXXXX", folder);
    file = mkostemp(name, O_CLOEXEC);
    if (file < 0)
        log_die(EXIT_FAILED,
                "cannot make a temporary file in %s: %s (TMPDIR names the "
                "folder)",
                folder, strerror(errno));
    unlink(name);
    free(name);
    return file;
}

static void spool(struct cutter *cutter, struct span s)
{
    while (s.n) {
        ssize_t n = write(cutter->spool, s.at, s.n);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0)
            log_die(EXIT_FAILED,
                    "cannot write a temporary file: %s (TMPDIR names the "
                    "folder)",
                    strerror(errno));
        s = span_cut(s, (size_t)n, s.n);
    }
}

// Fills `to` as far as the source goes. Returns the bytes, or -1.
static ssize_t fill(const struct reader *reader, char *to, size_t n)
{
    size_t got = 0;
    while (got < n) {
        ssize_t more = reader->read(reader->from, to + got, n - got);
        if (more < 0) return -1;
        if (more == 0) break;
        got += (size_t)more;
    }
    return (ssize_t)got;
}

static int refuse(struct input_item *item, const char *reason, const char *detail)
{
    item->reason = span_of(reason);
    item->detail = span_of(detail);
    return -1;
}

// Hashes and vets a stretch, which is no longer than a part. Returns -1 where a line that
// ends in it, or reaches beyond it, is too long.
static int take(struct cutter *cutter, struct span s)
{
    uint64_t open = cutter->size - cutter->line; // bytes of the line that s goes on with
    digest_add(&cutter->digest, s.at, s.n);
    size_t last = behind_line(cutter, s);
    if (open + s.n > cutter->part_size &&
        open + behind_first_line(cutter, s) > cutter->part_size)
        return -1;
    if (last) cutter->line = cutter->size + last;
    cutter->size += s.n;
    return cutter->size - cutter->line > cutter->part_size ? -1 : 0;
}

// The first part of a large file lies in cutter->bytes, vetted in steps no longer than a
// part, so that no line inside a step can be too long.
static int take_first(struct cutter *cutter, size_t step)
{
    struct span first = buffer_span(&cutter->bytes);
    for (size_t i = 0; i < first.n; i += step) {
        size_t end = first.n - i < step ? first.n : i + step;
        if (take(cutter, span_cut(first, i, end))) return -1;
    }
    return 0;
}

static int take_rest(struct cutter *cutter, const struct reader *reader,
                     struct input_item *item)
{
    static const char long_line[] =
        "a line is longer than a part (part in pipeline.conf), "
        "so there is no place to cut the file";
    size_t step =
        cutter->part_size < STEP ? (size_t)cutter->part_size & ~(size_t)1 : STEP;
    if (take_first(cutter, step)) return refuse(item, "line", long_line);
    char *bytes = xmalloc(step);
    ssize_t n;
    int failed = 0;
    while (!failed && (n = fill(reader, bytes, step)) != 0) {
        struct span s = {bytes, n < 0 ? 0 : (size_t)n};
        if (n < 0)
            failed = refuse(item, "unreadable", reader->why(reader->from));
        else if (reader->most && cutter->size + s.n > reader->most)
            failed = refuse(item, "huge", "it unpacks to more than 4 GB");
        else if (take(cutter, s))
            failed = refuse(item, "line", long_line);
        else if (cutter->spool >= 0)
            spool(cutter, s);
    }
    free(bytes);
    return failed;
}

static int take_large(struct cutter *cutter, const struct reader *reader,
                      struct input_item *item)
{
    cutter->large = true;
    cutter->file = reader->file;
    if (reader->file < 0) {
        cutter->file = cutter->spool = temporary_file();
        spool(cutter, buffer_span(&cutter->bytes));
    }
    return take_rest(cutter, reader, item);
}

int cutter_load(struct cutter *cutter, const struct reader *reader,
                struct input_item *item)
{
    forget(cutter);
    digest_init(&cutter->digest);
    cutter->size = cutter->base = cutter->line = 0;
    cutter->part = 0;
    cutter->large = false;
    cutter->bytes.n = 0;
    // One byte more than a part tells whether there is more; an even number of bytes
    // keeps the units of UTF-16 whole.
    size_t room = (size_t)cutter->part_size + 2 - cutter->part_size % 2;
    ssize_t n = fill(reader, buffer_room(&cutter->bytes, room), room);
    if (n < 0) return refuse(item, "unreadable", reader->why(reader->from));
    if (n == 0) return refuse(item, "empty", "it has no bytes");
    cutter->bytes.n = (size_t)n;
    cutter->head_n = n < 4 ? (size_t)n : 4;
    memcpy(cutter->head, cutter->bytes.at, cutter->head_n);
    cutter->unit = unit_of(buffer_span(&cutter->bytes));
    if ((uint64_t)n <= cutter->part_size) {
        digest_add(&cutter->digest, cutter->bytes.at, (size_t)n);
        cutter->size = (uint64_t)n;
    } else if (take_large(cutter, reader, item)) {
        forget(cutter);
        return -1;
    }
    digest_hex(&cutter->digest, cutter->sha256);
    cutter->done = false;
    return 0;
}

// ---- giving out -----------------------------------------------------------------------

// Reads the window at cutter->base. Returns -1 where the file is no longer what it was.
static int read_window(struct cutter *cutter)
{
    uint64_t left = cutter->size - cutter->base;
    size_t n = left < cutter->part_size ? (size_t)left : (size_t)cutter->part_size;
    cutter->bytes.n = 0;
    char *to = buffer_room(&cutter->bytes, n);
    while (cutter->bytes.n < n) {
        ssize_t got = pread(cutter->file, to + cutter->bytes.n, n - cutter->bytes.n,
                            (off_t)(cutter->base + cutter->bytes.n));
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return -1;
        cutter->bytes.n += (size_t)got;
    }
    return 0;
}

enum input_result cutter_next(struct cutter *cutter, struct input_item *item)
{
    if (cutter->done) return INPUT_END;
    struct span bytes = buffer_span(&cutter->bytes);
    if (cutter->large) {
        size_t cut = 0;
        if (read_window(cutter) == 0) {
            bytes = buffer_span(&cutter->bytes);
            cut = cutter->base + bytes.n == cutter->size ? bytes.n
                                                         : place_to_cut(cutter, bytes);
        }
        if (cut == 0) {
            forget(cutter);
            refuse(item, "unreadable", "the file changed while it was read");
            return INPUT_REJECT;
        }
        bytes.n = cut;
    }
    memcpy(item->sha256, cutter->sha256, sizeof item->sha256);
    item->size = cutter->size;
    item->base = cutter->base;
    item->part = cutter->large ? cutter->part++ : NONE;
    item->head = (struct span){cutter->head, cutter->head_n};
    item->bytes = bytes;
    cutter->base += bytes.n;
    if (cutter->base == cutter->size) forget(cutter);
    return INPUT_DOCUMENT;
}
