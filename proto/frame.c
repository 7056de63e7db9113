// SPDX-License-Identifier: Apache-2.0
//
// A walker over msgpack that trusts nothing: it follows types and lengths without
// building anything, in constant memory. msgpack format:
// https://github.com/msgpack/msgpack/blob/ master/spec.md.
#include "proto/frame.h"

#include <stdint.h>

enum { NAME_MAX_LENGTH = 63 };

struct walk {
    const unsigned char *at;
    size_t left;
};

static const char *const cut_short = "it ends inside a value";

static bool take(struct walk *walk, size_t n)
{
    if (walk->left < n) return false;
    walk->at += n;
    walk->left -= n;
    return true;
}

// Reads a big-endian length of `width` bytes.
static bool take_length(struct walk *walk, size_t width, uint64_t *length)
{
    if (walk->left < width) return false;
    *length = 0;
    for (size_t i = 0; i < width; i++)
        *length = *length << 8 | walk->at[i];
    return take(walk, width);
}

// What a first byte announces: bytes of a length field, bytes that follow in any case,
// and how many values each counted element consists of.
struct shape {
    uint8_t length_width;
    uint8_t extra;
    uint8_t values; // 0: the length counts bytes; 1: array; 2: map
    bool known;
};

static struct shape shape_of(unsigned char c)
{
    static const struct shape shapes[32] = {
        [0x00] = {0, 0, 0, true}, [0x02] = {0, 0, 0, true}, [0x03] = {0, 0, 0, true},
        [0x04] = {1, 0, 0, true}, [0x05] = {2, 0, 0, true}, [0x06] = {4, 0, 0, true},
        [0x07] = {1, 1, 0, true}, [0x08] = {2, 1, 0, true}, [0x09] = {4, 1, 0, true},
        [0x0A] = {0, 4, 0, true}, [0x0B] = {0, 8, 0, true}, [0x0C] = {0, 1, 0, true},
        [0x0D] = {0, 2, 0, true}, [0x0E] = {0, 4, 0, true}, [0x0F] = {0, 8, 0, true},
        [0x10] = {0, 1, 0, true}, [0x11] = {0, 2, 0, true}, [0x12] = {0, 4, 0, true},
        [0x13] = {0, 8, 0, true}, [0x14] = {0, 2, 0, true}, [0x15] = {0, 3, 0, true},
        [0x16] = {0, 5, 0, true}, [0x17] = {0, 9, 0, true}, [0x18] = {0, 17, 0, true},
        [0x19] = {1, 0, 0, true}, [0x1A] = {2, 0, 0, true}, [0x1B] = {4, 0, 0, true},
        [0x1C] = {2, 0, 1, true}, [0x1D] = {4, 0, 1, true}, [0x1E] = {2, 0, 2, true},
        [0x1F] = {4, 0, 2, true},
    };
    if (c >= 0xC0 && c <= 0xDF) return shapes[c - 0xC0];
    return (struct shape){.known = true};
}

// Steps over one value's head and payload; *children is how many values it contains.
static const char *step(struct walk *walk, uint64_t *children)
{
    *children = 0;
    if (walk->left == 0) return cut_short;
    unsigned char c = walk->at[0];
    if (c < 0x80 || c >= 0xE0) { // a small number
        take(walk, 1);
        return NULL;
    }
    struct shape shape = shape_of(c);
    uint64_t length = 0;
    take(walk, 1);
    if (!shape.known) return "it holds the byte 0xC1, which msgpack never uses";
    if (c >= 0x80 && c <= 0x8F) {
        *children = 2u * (c & 0x0Fu);
    } else if (c >= 0x90 && c <= 0x9F) {
        *children = c & 0x0Fu;
    } else if (c >= 0xA0 && c <= 0xBF) {
        length = c & 0x1Fu;
    } else if (shape.length_width && !take_length(walk, shape.length_width, &length)) {
        return cut_short;
    } else if (shape.values) {
        *children = length * shape.values;
        length = 0;
    }
    if (*children > walk->left) return "it claims more elements than it has bytes";
    if (length > walk->left) return "it claims a longer string than it has bytes";
    return take(walk, (size_t)length + shape.extra) ? NULL : cut_short;
}

const char *frame_check(struct span body)
{
    struct walk walk = {(const unsigned char *)body.at, body.n};
    uint64_t pending[FRAME_MAX_DEPTH + 1] = {1};
    size_t depth = 0;
    for (;;) {
        while (pending[depth] == 0) {
            if (depth == 0) return walk.left ? "bytes are left behind its end" : NULL;
            depth--;
        }
        pending[depth]--;
        uint64_t children;
        const char *fault = step(&walk, &children);
        if (fault) return fault;
        if (children == 0) continue;
        if (depth == FRAME_MAX_DEPTH) return "it is nested too deeply";
        pending[++depth] = children;
    }
}

bool frame_name(struct span name)
{
    for (size_t i = 0; i < name.n; i++) {
        char c = name.at[i];
        bool fine =
            (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '/';
        if (!fine) return false;
    }
    return name.n >= 1 && name.n <= NAME_MAX_LENGTH;
}

const char *frame_split(struct span frame, struct span *name, struct span *body)
{
    if (frame.n == 0) return "the frame is empty";
    unsigned char c = (unsigned char)frame.at[0];
    size_t head = 1, length = c & 0x1Fu;
    if (c == 0xD9 && frame.n >= 2) {
        head = 2;
        length = (unsigned char)frame.at[1];
    } else if (c < 0xA0 || c > 0xBF) {
        return "the frame does not begin with the layer's name";
    }
    if (frame.n - head < length) return "the frame ends inside the layer's name";
    *name = span_cut(frame, head, head + length);
    *body = span_cut(frame, head + length, frame.n);
    if (!frame_name(*name))
        return "a layer's name is 1 to 63 characters out of a-z, 0-9, '_' and '/'";
    return NULL;
}
