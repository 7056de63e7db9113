// SPDX-License-Identifier: Apache-2.0
//
// Generic packing and unpacking over field tables. Reads bodies that frame_check has
// vetted; rejects, with the name of the record and field, what has the wrong type, text
// that is not UTF-8, and names that an enumeration does not have. Memory: the unpacked
// lists are in the caller's arena; msgpack-c's zone lives only during the call.
#include "proto/schema.h"

#include "proto/frame.h"
#include "proto/pack.h"
#include "stages/base/utf8.h"

#include <assert.h>
#include <msgpack.h>

enum { FIELDS_MOST = 32, NAME_MOST = 15 }; // fields of a record, bytes of a field's name

// ---- packing --------------------------------------------------------------------------

typedef LIST(char) any_list;

// The name of a field as it is written, a head byte and the name: always copied whole.
struct key {
    char bytes[1 + NAME_MOST];
    size_t n;
};

static void pack_record(struct buffer *to, const struct record *record,
                        const struct key *keys, const char *value);

static void pack_index(struct buffer *to, uint32_t index)
{
    if (index == NONE)
        pack_nil(to);
    else
        pack_unsigned(to, index);
}

// The names of a record's fields, for all records of a list.
static const struct key *keys_of(const struct record *record, struct key *keys)
{
    assert(record->n_fields <= FIELDS_MOST);
    for (size_t i = 0; i < record->n_fields; i++) {
        struct buffer packed = {0};
        pack_text(&packed, span_of(record->fields[i].name));
        assert(packed.n <= sizeof keys[i].bytes);
        keys[i].n = packed.n;
        memcpy(keys[i].bytes, packed.at, packed.n);
        buffer_free(&packed);
    }
    return keys;
}

static void pack_key(struct buffer *to, const struct key *key)
{
    size_t most = sizeof key->bytes;
    char *at = to->capacity - to->n >= most ? to->at + to->n : buffer_room(to, most);
    memcpy(at, key->bytes, sizeof key->bytes);
    to->n += key->n;
}

static void pack_records(struct buffer *to, const struct record *record,
                         const any_list *list)
{
    struct key keys[FIELDS_MOST];
    if (list->n) keys_of(record, keys);
    for (size_t i = 0; i < list->n; i++)
        pack_record(to, record, keys, list->at + i * record->size);
}

static void pack_list(struct buffer *to, const struct field *field, const char *at)
{
    const any_list *list = (const void *)at;
    pack_array(to, list->n);
    if (field->kind == FIELD_LIST) pack_records(to, field->of, list);
    for (size_t i = 0; field->kind == FIELD_TEXTS && i < list->n; i++)
        pack_text(to, ((const struct spans *)at)->at[i]);
    for (size_t i = 0; field->kind == FIELD_INDEXES && i < list->n; i++)
        pack_index(to, ((const uint32_t *)(const void *)list->at)[i]);
}

static void pack_field(struct buffer *to, const struct field *field, const char *at)
{
    switch (field->kind) {
    case FIELD_TEXT:
        pack_text(to, *(const struct span *)(const void *)at);
        break;
    case FIELD_BYTES:
        pack_bytes(to, *(const struct span *)(const void *)at);
        break;
    case FIELD_INDEX:
        pack_index(to, *(const uint32_t *)(const void *)at);
        break;
    case FIELD_NUMBER: {
        int64_t number = *(const int64_t *)(const void *)at;
        if (number == NO_NUMBER)
            pack_nil(to);
        else
            pack_signed(to, number);
        break;
    }
    case FIELD_SIZE:
        pack_unsigned(to, *(const uint64_t *)(const void *)at);
        break;
    case FIELD_BOOL:
        pack_bool(to, *(const bool *)(const void *)at);
        break;
    case FIELD_ENUM:
        pack_text(to, span_of(field->names[*(const int *)(const void *)at]));
        break;
    case FIELD_LIST:
    case FIELD_TEXTS:
    case FIELD_INDEXES:
        pack_list(to, field, at);
        break;
    }
}

static void pack_record(struct buffer *to, const struct record *record,
                        const struct key *keys, const char *value)
{
    pack_map(to, record->n_fields);
    for (size_t i = 0; i < record->n_fields; i++) {
        pack_key(to, &keys[i]);
        pack_field(to, &record->fields[i], value + record->fields[i].offset);
    }
}

void schema_pack(const struct record *record, const void *value, struct buffer *out)
{
    struct key keys[FIELDS_MOST];
    pack_record(out, record, keys_of(record, keys), value);
}

// ---- unpacking ------------------------------------------------------------------------

// What one call of schema_unpack carries about.
struct unpacking {
    struct arena *arena;
    struct span *why;
    size_t budget; // bytes of lists that the body may still ask for
};

// An empty map is one byte and unpacks to a whole struct; a body that consists of those
// is an attack on memory. What a writer has to say about an element outweighs the factor.
enum { BYTES_PER_BYTE = 32, BYTES_IN_ANY_CASE = 64 * 1024 };

static int wrong(struct unpacking *u, const struct record *record,
                 const struct field *field, const char *wanted)
{
    *u->why = arena_printf(u->arena, "field '%s' of a %s must be %s", field->name,
                           record->name, wanted);
    return -1;
}

static struct span text_of(const msgpack_object *object)
{
    return (struct span){object->via.str.ptr, object->via.str.size};
}

static int unpack_record(struct unpacking *u, const struct record *record,
                         const msgpack_object *from, char *value);

static int unpack_text(struct unpacking *u, const struct record *record,
                       const struct field *field, const msgpack_object *from,
                       struct span *to)
{
    if (from->type != MSGPACK_OBJECT_STR) return wrong(u, record, field, "a string");
    *to = text_of(from);
    if (!utf8_valid(*to)) return wrong(u, record, field, "valid UTF-8");
    return 0;
}

static int unpack_index(struct unpacking *u, const struct record *record,
                        const struct field *field, const msgpack_object *from,
                        uint32_t *to)
{
    *to = NONE;
    if (from->type == MSGPACK_OBJECT_NIL) return 0;
    if (from->type != MSGPACK_OBJECT_POSITIVE_INTEGER || from->via.u64 >= NONE)
        return wrong(u, record, field, "an index from 0 to 4294967294, or nil");
    *to = (uint32_t)from->via.u64;
    return 0;
}

static int unpack_enum(struct unpacking *u, const struct record *record,
                       const struct field *field, const msgpack_object *from, int *to)
{
    if (from->type != MSGPACK_OBJECT_STR) return wrong(u, record, field, "a name");
    struct span name = text_of(from);
    for (int i = 0; field->names[i]; i++) {
        if (!span_eq(name, span_of(field->names[i]))) continue;
        *to = i;
        return 0;
    }
    return wrong(u, record, field, "one of the names that proto/README.md lists");
}

static int unpack_list(struct unpacking *u, const struct record *record,
                       const struct field *field, const msgpack_object *from, char *at)
{
    if (from->type != MSGPACK_OBJECT_ARRAY) return wrong(u, record, field, "an array");
    size_t size = field->kind == FIELD_LIST    ? field->of->size
                  : field->kind == FIELD_TEXTS ? sizeof(struct span)
                                               : sizeof(uint32_t);
    any_list *list = (void *)at;
    list->n = from->via.array.size;
    if (list->n > u->budget / size) return wrong(u, record, field, "a smaller array");
    u->budget -= list->n * size;
    list->at = arena_alloc(u->arena, list->n, size);
    for (size_t i = 0; i < list->n; i++) {
        const msgpack_object *item = &from->via.array.ptr[i];
        char *to = list->at + i * size;
        int failed = field->kind == FIELD_LIST ? unpack_record(u, field->of, item, to)
                     : field->kind == FIELD_TEXTS
                         ? unpack_text(u, record, field, item, (void *)to)
                         : unpack_index(u, record, field, item, (void *)to);
        if (failed) return -1;
    }
    return 0;
}

static int unpack_number(struct unpacking *u, const struct record *record,
                         const struct field *field, const msgpack_object *from,
                         int64_t *to)
{
    if (from->type == MSGPACK_OBJECT_NEGATIVE_INTEGER)
        *to = from->via.i64;
    else if (from->type == MSGPACK_OBJECT_POSITIVE_INTEGER && from->via.u64 <= INT64_MAX)
        *to = (int64_t)from->via.u64;
    else
        return wrong(u, record, field, "a whole number or nil");
    return 0;
}

static int unpack_field(struct unpacking *u, const struct record *record,
                        const struct field *field, const msgpack_object *from, char *at)
{
    switch (field->kind) {
    case FIELD_TEXT:
        return unpack_text(u, record, field, from, (void *)at);
    case FIELD_BYTES:
        if (from->type != MSGPACK_OBJECT_BIN) return wrong(u, record, field, "binary");
        *(struct span *)(void *)at = (struct span){from->via.bin.ptr, from->via.bin.size};
        return 0;
    case FIELD_INDEX:
        return unpack_index(u, record, field, from, (void *)at);
    case FIELD_NUMBER:
        return unpack_number(u, record, field, from, (void *)at);
    case FIELD_SIZE:
        if (from->type != MSGPACK_OBJECT_POSITIVE_INTEGER)
            return wrong(u, record, field, "a whole number");
        *(uint64_t *)(void *)at = from->via.u64;
        return 0;
    case FIELD_BOOL:
        if (from->type != MSGPACK_OBJECT_BOOLEAN)
            return wrong(u, record, field, "true or false");
        *(bool *)(void *)at = from->via.boolean;
        return 0;
    case FIELD_ENUM:
        return unpack_enum(u, record, field, from, (void *)at);
    case FIELD_LIST:
    case FIELD_TEXTS:
    case FIELD_INDEXES:
        return unpack_list(u, record, field, from, at);
    }
    assert(false && "every kind of field is handled above");
    return -1;
}

static void set_defaults(const struct record *record, char *value)
{
    memset(value, 0, record->size);
    for (size_t i = 0; i < record->n_fields; i++) {
        char *at = value + record->fields[i].offset;
        if (record->fields[i].kind == FIELD_INDEX) *(uint32_t *)(void *)at = NONE;
        if (record->fields[i].kind == FIELD_NUMBER) *(int64_t *)(void *)at = NO_NUMBER;
    }
}

// Writers keep the order of the table, so the field after the last one found comes first.
static const struct field *find_field(const struct record *record, struct span key,
                                      size_t *next)
{
    for (size_t tried = 0; tried < record->n_fields; tried++) {
        size_t i = (*next + tried) % record->n_fields;
        if (!span_eq(key, span_of(record->fields[i].name))) continue;
        *next = i + 1;
        return &record->fields[i];
    }
    return NULL;
}

static int unpack_record(struct unpacking *u, const struct record *record,
                         const msgpack_object *from, char *value)
{
    set_defaults(record, value);
    if (from->type != MSGPACK_OBJECT_MAP) {
        *u->why = arena_printf(u->arena, "a %s must be a map", record->name);
        return -1;
    }
    size_t next = 0;
    for (size_t i = 0; i < from->via.map.size; i++) {
        const msgpack_object_kv *pair = &from->via.map.ptr[i];
        if (pair->key.type != MSGPACK_OBJECT_STR) continue;
        const struct field *field = find_field(record, text_of(&pair->key), &next);
        if (!field || pair->val.type == MSGPACK_OBJECT_NIL) continue;
        if (unpack_field(u, record, field, &pair->val, value + field->offset)) return -1;
    }
    return 0;
}

int schema_unpack(const struct record *record, struct span body, struct arena *arena,
                  void *value, struct span *why)
{
    struct unpacking u = {arena, why, BYTES_IN_ANY_CASE + body.n * BYTES_PER_BYTE};
    const char *fault = frame_check(body);
    if (fault) {
        *why = arena_printf(arena, "the %s layer is malformed: %s", record->name, fault);
        return -1;
    }
    msgpack_unpacked unpacked;
    msgpack_unpacked_init(&unpacked);
    size_t offset = 0;
    int failed = -1;
    if (msgpack_unpack_next(&unpacked, body.at, body.n, &offset) ==
        MSGPACK_UNPACK_SUCCESS)
        failed = unpack_record(&u, record, &unpacked.data, value);
    else
        *why = arena_printf(arena, "the %s layer is not msgpack", record->name);
    msgpack_unpacked_destroy(&unpacked);
    return failed;
}
