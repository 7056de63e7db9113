// SPDX-License-Identifier: Apache-2.0
//
// Makes a trie over characters of the word lists.
//
// Reads words.txt (word, classes), divisions.txt (name, class, …), townships.txt (name,
// …), where it is there kinds.txt (word, number of its kind), and own/<class>.txt (names
// parted by white space, `#` begins a note), all UTF-8, all but the last in byte order.
// They are merged, cut into levels of nodes, and these are placed in a double array: a
// step from a character to the next one is a look into one node of eight bytes.
// Characters have codes by how often they occur, so that children stand close together.
// Building is linear in the lists.
//
// Refuses lists that are out of order, too large, or not UTF-8. Characters beyond the
// first plane are in no entry, entries of more than LEXICON_LONGEST characters are left
// out.
#include "stages/tag/trie.h"

#include "stages/base/log.h"
#include "stages/base/memory.h"
#include "stages/base/utf8.h"
#include "stages/model/places.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    FILE_MOST = 64 << 20, // bytes of one list
    SET_SLOTS = 0x10000,  // of the table of sets
    SETS_MOST = 0xC000
};

struct key { // an entry of the lists
    const char *at;
    uint32_t n;
    uint64_t classes; // as in struct lexicon's sets
};

struct keys {
    struct key *at;
    size_t n, capacity;
};

// ---- reading -------------------------------------------------------------------------

// True where no byte is NUL or begins a character of four bytes (top four bits set).
static bool in_plane(struct span s)
{
    uint64_t word, found = 0;
    for (size_t at = 0; at + sizeof word <= s.n; at += sizeof word) {
        memcpy(&word, s.at + at, sizeof word);
        found |= word & word << 1 & word << 2 & word << 3;
    }
    bool odd = (found & 0x8080808080808080u) != 0;
    for (size_t at = s.n & ~(sizeof word - 1); at < s.n; at++)
        odd |= (unsigned char)s.at[at] >= 0xF0;
    return !odd && (s.n == 0 || !memchr(s.at, 0, s.n));
}

static int read_file(const char *path, struct span *out)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct stat st;
    if (fd < 0 || fstat(fd, &st) != 0 || st.st_size > FILE_MOST) {
        log_warn("%s: %s", path, fd < 0 ? strerror(errno) : "is no word list");
        if (fd >= 0) close(fd);
        return -1;
    }
    size_t n = 0, size = (size_t)st.st_size;
    char *bytes = xmalloc(size + 1);
    ssize_t got;
    while (n < size && (got = read(fd, bytes + n, size - n)) > 0)
        n += (size_t)got;
    close(fd);
    *out = (struct span){bytes, n};
    if (n == size && utf8_valid(*out) && in_plane(*out)) return 0;
    log_warn("%s: %s", path,
             n < size ? "cannot be read"
                      : "is not UTF-8, or holds NUL or characters beyond U+FFFF");
    free(bytes);
    return -1;
}

static void push(struct keys *keys, struct span name, uint64_t classes)
{
    if (name.n == 0 || utf8_count(name) > LEXICON_LONGEST) return;
    if (keys->n == keys->capacity) {
        keys->capacity = keys->capacity ? 2 * keys->capacity : 4096;
        keys->at = xrealloc(keys->at, keys->capacity * sizeof *keys->at);
    }
    keys->at[keys->n++] = (struct key){name.at, (uint32_t)name.n, classes};
}

// Cuts what stands before the next `end` off *rest.
static struct span cut(struct span *rest, char end)
{
    const char *found = rest->n ? memchr(rest->at, end, rest->n) : NULL;
    struct span before = {rest->at, found ? (size_t)(found - rest->at) : rest->n};
    size_t skip = before.n + (found != NULL);
    *rest = (struct span){rest->at + skip, rest->n - skip};
    return before;
}

static uint64_t kind_bits(struct span number)
{
    uint64_t kind = 0;
    for (size_t i = 0; i < number.n && kind < LEXICON_KINDS; i++)
        if (number.at[i] >= '0' && number.at[i] <= '9')
            kind = kind * 10 + (uint64_t)(number.at[i] - '0');
        else
            kind = LEXICON_KINDS;
    return kind < LEXICON_KINDS ? kind << TRIE_KIND : 0;
}

// The bit of a class by its name, or those of a kind by its number.
static uint64_t class_mask(struct span name)
{
    if (name.n && name.at[0] >= '0' && name.at[0] <= '9') return kind_bits(name);
    for (int i = 0; i < LEXICON_CLASSES; i++)
        if (span_eq(name, span_of(lexicon_class_name(i)))) return UINT64_C(1) << i;
    return 0;
}

// Rows `name TAB classes …` in byte order; every one is of class `fixed` where that is
// not 0.
static int read_rows(struct span text, uint32_t fixed, struct keys *keys)
{
    struct { // sets of classes seen lately, by their last byte and length
        struct span names;
        uint64_t classes;
    } seen[256] = {0};
    while (text.n) {
        struct span line = cut(&text, '\n');
        if (line.n == 0 || line.at[0] == '#') continue;
        struct span name = cut(&line, '\t');
        struct span names = cut(&line, '\t');
        size_t slot =
            names.n ? ((unsigned char)names.at[names.n - 1] + 7 * names.n) % 256 : 0;
        if (!fixed && !span_eq(seen[slot].names, names)) {
            seen[slot].names = names;
            seen[slot].classes = 0;
            while (names.n)
                seen[slot].classes |= class_mask(cut(&names, ' '));
        }
        if ((fixed | seen[slot].classes) == 0) return -1;
        push(keys, name, fixed ? fixed : seen[slot].classes);
    }
    return 0;
}

static void read_words(struct span text, uint32_t class, struct keys *keys)
{
    while (text.n) {
        struct span line = cut(&text, '\n');
        line = cut(&line, '#');
        while (line.n)
            push(keys, cut(&line, ' '), class);
    }
}

// ---- merging -------------------------------------------------------------------------

static int key_cmp(const void *a, const void *b)
{
    const struct key *x = a, *y = b;
    int order = memcmp(x->at, y->at, x->n < y->n ? x->n : y->n);
    return order ? order : (x->n > y->n) - (x->n < y->n);
}

// Merges b into a, the classes of equal names together; frees b. Returns -1 where b is
// out of order (a never is: it came from here).
static int merge(struct keys *a, struct keys *b)
{
    struct keys out = {xmalloc((a->n + b->n + 1) * sizeof *out.at), 0, a->n + b->n};
    size_t i = 0, j = 0;
    int status = 0;
    while (i < a->n || j < b->n) {
        int order = i == a->n ? 1 : j == b->n ? -1 : key_cmp(&a->at[i], &b->at[j]);
        struct key *next = &out.at[out.n++];
        *next = order <= 0 ? a->at[i] : b->at[j];
        i += order <= 0;
        if (order < 0) continue;
        for (next->classes |= b->at[j++].classes; j < b->n; j++) {
            int step = key_cmp(&b->at[j - 1], &b->at[j]);
            if (step > 0) status = -1;
            if (step != 0) break;
            next->classes |= b->at[j].classes;
        }
    }
    free(a->at);
    free(b->at);
    *a = out;
    *b = (struct keys){NULL, 0, 0};
    return status;
}

enum { FILES = 4 + LEXICON_CLASSES };

struct lists {
    struct span files[FILES]; // what the keys point into
    size_t n_files;
    struct keys keys;
};

static int add_rows(struct lists *lists, const char *folder, const char *name,
                    uint32_t fixed)
{
    char *path = xprintf("%s/%s", folder, name);
    struct keys keys = {NULL, 0, 0};
    struct span text;
    int status = read_file(path, &text);
    if (status == 0) {
        lists->files[lists->n_files++] = text;
        status = read_rows(text, fixed, &keys);
        status = merge(&lists->keys, &keys) | status;
        if (status != 0)
            log_warn("%s: has an unknown class or is out of order; build it again", path);
    }
    free(path);
    return status;
}

static int add_kinds(struct lists *lists, const char *folder)
{
    char *path = xprintf("%s/kinds.txt", folder);
    bool there = access(path, F_OK) == 0;
    free(path);
    return there ? add_rows(lists, folder, "kinds.txt", 0) : 0;
}

// Lists by hand are optional, one a class.
static int add_own(struct lists *lists, const char *folder)
{
    struct keys keys = {NULL, 0, 0};
    int status = 0;
    for (int i = 0; i < LEXICON_CLASSES && status == 0; i++) {
        char *path = xprintf("%s/own/%s.txt", folder, lexicon_class_name(i));
        struct span text;
        if (access(path, F_OK) == 0 && (status = read_file(path, &text)) == 0) {
            lists->files[lists->n_files++] = text;
            read_words(text, 1u << i, &keys);
        }
        free(path);
    }
    if (keys.n) qsort(keys.at, keys.n, sizeof *keys.at, key_cmp);
    return merge(&lists->keys, &keys) | status;
}

// ---- building ------------------------------------------------------------------------

// The number of a set of classes; 0 where there are too many sets.
static uint16_t set_of(struct lexicon *lexicon, uint64_t classes, uint32_t *seen)
{
    uint64_t slot = (classes * 0x9E3779B97F4A7C15u) >> 48; // 16 bits, for SET_SLOTS
    for (;; slot = (slot + 1) % SET_SLOTS) {
        if (seen[slot] == 0) {
            if (lexicon->n_sets == SETS_MOST) return 0;
            seen[slot] = (uint32_t)lexicon->n_sets;
            lexicon->sets[lexicon->n_sets] = classes;
            return (uint16_t)lexicon->n_sets++;
        }
        if (lexicon->sets[seen[slot]] == classes) return (uint16_t)seen[slot];
    }
}

struct range { // keys [from, to) share the characters on the way to node
    uint32_t from, to;
};

struct level_node {
    uint16_t character, set;
    uint32_t first; // its first child; its children end where the next node's begin
    uint32_t place; // in the double array
};

struct builder {
    struct lexicon *lexicon;
    const struct keys *keys;
    struct level_node *nodes; // level by level
    size_t n_nodes;
    uint32_t *at;        // byte that each key has been read to
    struct range *level; // of the nodes of one level, in order
    struct range *next;
    size_t n_level, n_next;
    uint32_t *seen;
};

static uint32_t key_character(const struct builder *b, uint32_t key, size_t *after)
{
    *after = b->at[key];
    return utf8_next((struct span){b->keys->at[key].at, b->keys->at[key].n}, after);
}

// Makes the children of one node out of its range of keys.
static void split(struct builder *b, struct range range)
{
    uint32_t i = range.from;
    while (i < range.to && b->at[i] == b->keys->at[i].n)
        i++; // the node's own entry
    while (i < range.to) {
        size_t after;
        uint32_t from = i, character = key_character(b, i, &after);
        uint64_t classes = after == b->keys->at[i].n ? b->keys->at[i].classes : 0;
        for (size_t end = after; i < range.to; i++) {
            size_t mine;
            if (key_character(b, i, &mine) != character) break;
            b->at[i] = (uint32_t)end;
        }
        b->next[b->n_next++] = (struct range){from, i};
        b->nodes[b->n_nodes++] = (struct level_node){
            .character = (uint16_t)character,
            .set = classes ? set_of(b->lexicon, classes, b->seen) : 0};
    }
}

static void build_levels(struct builder *b)
{
    b->nodes[0] = (struct level_node){.first = 1};
    b->n_nodes = 1;
    b->level[0] = (struct range){0, (uint32_t)b->keys->n};
    b->n_level = 1;
    size_t parent = 0;
    while (b->n_level) {
        b->n_next = 0;
        for (size_t i = 0; i < b->n_level; i++) {
            b->nodes[parent++].first = (uint32_t)b->n_nodes;
            split(b, b->level[i]);
        }
        struct range *swap = b->level;
        b->level = b->next;
        b->next = swap;
        b->n_level = b->n_next;
    }
    b->nodes[b->n_nodes].first = (uint32_t)b->n_nodes;
}

static int by_number(const void *left, const void *right)
{
    const uint64_t *a = left, *b = right;
    return *a < *b ? -1 : *a > *b;
}

// Codes from 1 on, for the characters of most nodes first.
static uint32_t build_codes(struct builder *b)
{
    uint64_t *order = xcalloc(TRIE_PLANE, sizeof *order); // number of nodes, character
    uint32_t n = 0;
    for (size_t i = 1; i < b->n_nodes; i++)
        order[b->nodes[i].character] += 1u << 16;
    for (uint32_t c = 0; c < TRIE_PLANE; c++)
        if (order[c]) order[n++] = ((UINT64_MAX - order[c]) & ~0xFFFFull) | c;
    qsort(order, n, sizeof *order, by_number);
    b->lexicon->codes = xcalloc(TRIE_PLANE, sizeof *b->lexicon->codes);
    for (uint32_t i = 0; i < n; i++)
        b->lexicon->codes[order[i] & 0xFFFF] = (uint16_t)(i + 1);
    free(order);
    return n;
}

static int by_code(const void *left, const void *right)
{
    const uint16_t *a = left, *b = right;
    return (*a > *b) - (*a < *b);
}

static void build_array(struct builder *b)
{
    struct lexicon *lexicon = b->lexicon;
    uint32_t n_codes = build_codes(b);
    struct places places = {0};
    uint16_t *codes = xmalloc((n_codes + 1) * sizeof *codes);
    uint32_t *bases = xcalloc(b->n_nodes, sizeof *bases);
    for (size_t i = 0; i < b->n_nodes; i++) {
        struct level_node *first = &b->nodes[b->nodes[i].first];
        uint32_t n = b->nodes[i + 1].first - b->nodes[i].first;
        if (n == 0) continue;
        for (uint32_t k = 0; k < n; k++)
            codes[k] = lexicon->codes[first[k].character];
        qsort(codes, n, sizeof *codes, by_code);
        bases[i] = places_take(&places, codes, n);
        for (uint32_t k = 0; k < n; k++)
            first[k].place = bases[i] + lexicon->codes[first[k].character];
    }
    lexicon->n_nodes = places.n + n_codes + 1; // no base is above places.n
    lexicon->nodes = xcalloc(lexicon->n_nodes, sizeof *lexicon->nodes);
    lexicon->root = bases[0];
    for (size_t i = 1; i < b->n_nodes; i++)
        lexicon->nodes[b->nodes[i].place] = (struct trie_node){
            bases[i], lexicon->codes[b->nodes[i].character], b->nodes[i].set};
    places_free(&places);
    free(codes);
    free(bases);
}

static void build_ends(struct lexicon *lexicon, const struct keys *keys)
{
    lexicon->opens = xcalloc(TRIE_PLANE, sizeof *lexicon->opens);
    lexicon->closes = xcalloc(TRIE_PLANE, sizeof *lexicon->closes);
    for (size_t i = 0; i < keys->n; i++) {
        struct span name = {keys->at[i].at, keys->at[i].n};
        size_t first = 0, last = utf8_back(name, name.n);
        lexicon->opens[utf8_next(name, &first)] |= (uint32_t)keys->at[i].classes;
        lexicon->closes[utf8_next(name, &last)] |= (uint32_t)keys->at[i].classes;
    }
}

static struct lexicon *build(const struct keys *keys)
{
    struct lexicon *lexicon = xcalloc(1, sizeof *lexicon);
    size_t most = 2; // nodes: no more than characters
    for (size_t i = 0; i < keys->n; i++)
        most += keys->at[i].n;
    lexicon->sets = xcalloc(SETS_MOST, sizeof *lexicon->sets);
    lexicon->n_sets = 1;
    struct builder b = {.lexicon = lexicon, .keys = keys};
    b.nodes = xmalloc(most * sizeof *b.nodes);
    b.at = xcalloc(keys->n + 1, sizeof *b.at);
    b.level = xmalloc((keys->n + 1) * sizeof *b.level);
    b.next = xmalloc((keys->n + 1) * sizeof *b.next);
    b.seen = xcalloc(SET_SLOTS, sizeof *b.seen);
    build_levels(&b);
    build_array(&b);
    free(b.nodes);
    free(b.at);
    free(b.level);
    free(b.next);
    free(b.seen);
    build_ends(lexicon, keys);
    return lexicon;
}

// FNV-1a, eight bytes at a time.
static uint64_t checksum(uint64_t hash, struct span s)
{
    for (size_t at = 0; at < s.n; at += sizeof hash) {
        size_t n = s.n - at < sizeof hash ? s.n - at : sizeof hash;
        uint64_t word = 0;
        memcpy(&word, s.at + at, n);
        hash = (hash ^ word) * 1099511628211u;
        hash ^= hash >> 32;
    }
    return hash;
}

static const uint64_t checksum_start = 1469598103934665603u;

static uint64_t lists_checksum(const struct lists *lists)
{
    uint64_t hash = checksum_start;
    for (size_t i = 0; i < lists->n_files; i++)
        hash = checksum(hash, lists->files[i]);
    return hash;
}

// path is freed.
static uint64_t file_added(uint64_t hash, char *path)
{
    struct span text = trie_map_file(path);
    free(path);
    if (!text.at) return hash;
    hash = checksum(hash, text);
    munmap((void *)(uintptr_t)text.at, text.n);
    return hash;
}

uint64_t trie_lists(const char *folder)
{
    static const char *const lists[] = {"divisions", "townships", "words", "kinds"};
    uint64_t hash = checksum_start;
    for (int i = 0; i < LEXICON_CLASSES; i++)
        hash = file_added(hash, xprintf("%s/own/%s.txt", folder, lexicon_class_name(i)));
    for (int i = 0; i < 4; i++)
        hash = file_added(hash, xprintf("%s/%s.txt", folder, lists[i]));
    return hash;
}

struct lexicon *trie_build(const char *folder)
{
    struct lists lists = {.n_files = 0};
    struct lexicon *lexicon = NULL;
    if (add_own(&lists, folder) == 0 &&
        add_rows(&lists, folder, "divisions.txt", 0) == 0 &&
        add_rows(&lists, folder, "townships.txt", 1u << LEXICON_TOWNSHIP) == 0 &&
        add_rows(&lists, folder, "words.txt", 0) == 0 && add_kinds(&lists, folder) == 0)
        lexicon = build(&lists.keys);
    if (lexicon) lexicon->checksum = lists_checksum(&lists);
    for (size_t i = 0; i < lists.n_files; i++)
        free((void *)(uintptr_t)lists.files[i].at);
    free(lists.keys.at);
    return lexicon;
}
