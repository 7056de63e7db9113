// SPDX-License-Identifier: Apache-2.0
//
// Reading archives. Members stream through the cutter in the order in which they are
// stored; folders are passed over in silence, links, devices and encrypted members are
// rejects. Where the archive is damaged, what stands before the damage is kept, and what
// follows is one reject (of a compressed .tar up to 64 KB before the damage go with it).
// A member may unpack to 4 GB at most and, beyond 256 MB, to at most 200 times the bytes
// that the archive spent on it. Archives inside archives are members like others.
#include "tools/fangzhi/members.h"

#include "tools/fangzhi/name.h"

#include <archive.h>
#include <archive_entry.h>
#include <stdlib.h>

enum { BLOCK = 1 << 16, BOMB_RATIO = 200 };
static const uint64_t bomb_free = 256u << 20, member_most = (uint64_t)4 << 30;

struct members {
    struct archive *archive;
    struct buffer name, detail;
    uint64_t begun,
        unpacked; // of the member: archive bytes at its start, its bytes so far
    uint64_t seen;
    const char *bomb;
    bool broken, ended; // broken: open failed, or the rest cannot be read
};

bool members_name(struct span path)
{
    static const char *const ends[] = {".zip", ".7z",      ".tar",  ".tar.gz",
                                       ".tgz", ".tar.zst", ".tzst", ".tar.xz",
                                       ".txz", ".tar.bz2", ".tbz2"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t n = strlen(ends[i]);
        if (path.n > n && strncasecmp(path.at + path.n - n, ends[i], n) == 0) return true;
    }
    return false;
}

struct members *members_open(const char *path)
{
    struct members *members = xcalloc(1, sizeof *members);
    struct archive *archive = members->archive = archive_read_new();
    archive_read_support_filter_gzip(archive);
    archive_read_support_filter_bzip2(archive);
    archive_read_support_filter_xz(archive);
    archive_read_support_filter_zstd(archive);
    archive_read_support_format_tar(archive);
    archive_read_support_format_zip(archive);
    archive_read_support_format_7zip(archive);
    members->broken = archive_read_open_filename(archive, path, BLOCK) != ARCHIVE_OK;
    return members;
}

void members_close(struct members **members)
{
    if (!*members) return;
    archive_read_free((*members)->archive);
    buffer_free(&(*members)->name);
    buffer_free(&(*members)->detail);
    free(*members);
    *members = NULL;
}

uint64_t members_position(const struct members *members)
{
    int64_t bytes = archive_filter_bytes(members->archive, -1);
    return bytes > 0 ? (uint64_t)bytes : 0;
}

static enum input_result reject(struct members *members, struct input_item *item,
                                const char *reason, const char *detail)
{
    members->detail.n = 0;
    name_append(&members->detail, span_of(detail ? detail : "it cannot be read"));
    item->reason = span_of(reason);
    item->detail = buffer_span(&members->detail);
    return INPUT_REJECT;
}

// Reader of one member.
static ssize_t read_member(void *from, char *to, size_t n)
{
    struct members *members = from;
    la_ssize_t got = archive_read_data(members->archive, to, n);
    if (got == ARCHIVE_FATAL) members->broken = true;
    if (got < 0) return -1;
    members->unpacked += (uint64_t)got;
    uint64_t spent = members_position(members) - members->begun + BLOCK;
    if (members->unpacked > bomb_free && members->unpacked / BOMB_RATIO > spent) {
        members->bomb = "it unpacks to more than 200 times its packed size";
        return -1;
    }
    return got;
}

static const char *why_member(void *from)
{
    struct members *members = from;
    if (members->bomb) return members->bomb;
    const char *why = archive_error_string(members->archive);
    return why ? why : "the archive is damaged";
}

static enum input_result load(struct members *members, struct cutter *cutter,
                              struct input_item *item)
{
    struct reader reader = {read_member, members, -1, member_most, why_member};
    members->unpacked = 0;
    members->bomb = NULL;
    members->begun = members_position(members);
    if (cutter_load(cutter, &reader, item) == 0) return INPUT_DOCUMENT;
    bool unreadable = span_eq(item->reason, SPAN("unreadable"));
    return reject(members, item,
                  members->bomb ? "huge"
                  : unreadable  ? "archive"
                                : item->reason.at,
                  item->detail.at);
}

// A header that can be read; false where there is none any more.
static bool next_header(struct members *members, struct archive_entry **entry)
{
    int result;
    do
        result = archive_read_next_header(members->archive, entry);
    while (result == ARCHIVE_RETRY);
    if (result == ARCHIVE_OK || result == ARCHIVE_WARN) return true;
    if (result != ARCHIVE_EOF) members->broken = true;
    return false;
}

static void set_name(struct members *members, struct archive_entry *entry)
{
    const char *name = archive_entry_pathname(entry);
    if (!name) name = archive_entry_pathname_utf8(entry);
    members->name.n = 0;
    name_append(&members->name, span_of(name ? name : "unnamed"));
}

enum input_result members_next(struct members *members, struct cutter *cutter,
                               struct span *name, struct input_item *item)
{
    struct archive_entry *entry = NULL;
    *name = SPAN("");
    if (members->ended) return INPUT_END;
    do {
        if (members->broken || !next_header(members, &entry)) {
            members->ended = true;
            if (members->broken)
                return reject(members, item, "archive", why_member(members));
            if (members->seen) return INPUT_END;
            return reject(members, item, "empty", "the archive holds no file");
        }
    } while (archive_entry_filetype(entry) == AE_IFDIR);
    members->seen++;
    set_name(members, entry);
    *name = buffer_span(&members->name);
    if (archive_entry_hardlink(entry) || archive_entry_filetype(entry) != AE_IFREG)
        return reject(members, item, "special", "it is a link or a device");
    if (archive_entry_is_data_encrypted(entry) > 0)
        return reject(members, item, "archive", "it is encrypted");
    return load(members, cutter, item);
}
