// SPDX-License-Identifier: Apache-2.0
//
// Any msgpack value as indented text: maps and arrays with a line an element, text in
// quotes, binary by its length. A body that is not one well-formed value is named as
// such.
#include "proto/frame.h"
#include "stages/base/json.h"
#include "stages/base/utf8.h"
#include "tools/fangzhi/show.h"

#include <msgpack.h>

static void indent(struct buffer *out, int depth)
{
    for (int i = 0; i < depth; i++)
        buffer_add(out, "  ", 2);
}

static void put_text(struct buffer *out, const msgpack_object_str *str)
{
    struct span text = {str->ptr, str->size};
    struct buffer quoted = {0};
    if (utf8_valid(text)) {
        json_text(&quoted, text);
        buffer_add_span(out, buffer_span(&quoted));
    } else {
        buffer_printf(out, "<%zu bytes that are not UTF-8>", text.n);
    }
    buffer_free(&quoted);
}

// A value that has no elements.
static void put_leaf(struct buffer *out, const msgpack_object *object)
{
    switch (object->type) {
    case MSGPACK_OBJECT_NIL:
        buffer_printf(out, "nil");
        break;
    case MSGPACK_OBJECT_BOOLEAN:
        buffer_printf(out, "%s", object->via.boolean ? "true" : "false");
        break;
    case MSGPACK_OBJECT_POSITIVE_INTEGER:
        buffer_printf(out, "%llu", (unsigned long long)object->via.u64);
        break;
    case MSGPACK_OBJECT_NEGATIVE_INTEGER:
        buffer_printf(out, "%lld", (long long)object->via.i64);
        break;
    case MSGPACK_OBJECT_FLOAT32:
    case MSGPACK_OBJECT_FLOAT64:
        buffer_printf(out, "%.17g", object->via.f64);
        break;
    case MSGPACK_OBJECT_STR:
        put_text(out, &object->via.str);
        break;
    case MSGPACK_OBJECT_BIN:
        buffer_printf(out, "<%u bytes>", object->via.bin.size);
        break;
    default:
        buffer_printf(out, "<extension>");
        break;
    }
}

static bool has_elements(const msgpack_object *object)
{
    return (object->type == MSGPACK_OBJECT_MAP && object->via.map.size) ||
           (object->type == MSGPACK_OBJECT_ARRAY && object->via.array.size);
}

// Depth is bounded by frame_check (FRAME_MAX_DEPTH).
static void put_value(struct buffer *out, const msgpack_object *object, int depth);

static void put_element(struct buffer *out, const msgpack_object *object, int depth)
{
    if (has_elements(object)) {
        buffer_add(out, "\n", 1);
        put_value(out, object, depth + 1);
        return;
    }
    buffer_add(out, " ", 1);
    put_value(out, object, depth + 1);
    buffer_add(out, "\n", 1);
}

static void put_value(struct buffer *out, const msgpack_object *object, int depth)
{
    if (object->type == MSGPACK_OBJECT_MAP) {
        for (uint32_t i = 0; i < object->via.map.size; i++) {
            const msgpack_object_kv *pair = &object->via.map.ptr[i];
            indent(out, depth);
            if (pair->key.type == MSGPACK_OBJECT_STR && pair->key.via.str.size)
                buffer_add(out, pair->key.via.str.ptr, pair->key.via.str.size);
            else
                put_leaf(out, &pair->key);
            buffer_add(out, ":", 1);
            put_element(out, &pair->val, depth);
        }
        if (!object->via.map.size) buffer_add(out, "{}", 2);
    } else if (object->type == MSGPACK_OBJECT_ARRAY) {
        for (uint32_t i = 0; i < object->via.array.size; i++) {
            indent(out, depth);
            buffer_add(out, "-", 1);
            put_element(out, &object->via.array.ptr[i], depth);
        }
        if (!object->via.array.size) buffer_add(out, "[]", 2);
    } else {
        put_leaf(out, object);
    }
}

void show_value(struct span body, FILE *to)
{
    const char *fault = frame_check(body);
    if (fault) {
        fprintf(to, "! %s\n", fault);
        return;
    }
    msgpack_unpacked unpacked;
    msgpack_unpacked_init(&unpacked);
    size_t offset = 0;
    if (msgpack_unpack_next(&unpacked, body.at, body.n, &offset) ==
        MSGPACK_UNPACK_SUCCESS) {
        struct buffer out = {0};
        put_value(&out, &unpacked.data, 0);
        if (out.n && out.at[out.n - 1] != '\n') buffer_add(&out, "\n", 1);
        fwrite(out.at, 1, out.n, to);
        buffer_free(&out);
    }
    msgpack_unpacked_destroy(&unpacked);
}
