// SPDX-License-Identifier: Apache-2.0
//
// From the input to the ledger, no faster than the stages take it. As long as the journal
// of an earlier run has lines, each document is compared with its line and passed over;
// the first that differs ends the run, since ids and order would no longer be those of
// the records already written. Memory: one document and one line.
#include "tools/fangzhi/session.h"

#include "stages/base/log.h"

#include <stdlib.h>
#include <sys/stat.h>

enum { MOST_AT_ONCE = 32, MOST_BYTES_AT_ONCE = 4 << 20 };

static bool exists(struct span path)
{
    struct stat is;
    char *name = xstrndup(path.at, path.n);
    bool found = stat(name, &is) == 0;
    free(name);
    return found;
}

static void differs(struct session *session, struct span path, const char *what)
{
    log_note("'%.*s' %s; put the archive back as it was to go on with %s, or give a new "
             "folder",
             (int)path.n, path.at, what, folder_path(session->folder));
    session->broker.failed = true;
}

// Compares the document with its line of the journal.
static void compare(struct session *session, const struct input_item *item)
{
    struct journal_line line;
    do {
        if (!journal_next(&session->journal, &line)) {
            log_note("the journal of %s cannot be read again",
                     folder_path(session->folder));
            session->broker.failed = true;
            return;
        }
    } while (line.kind != JOURNAL_DOCUMENT);
    if (!span_eq(line.path, item->path)) {
        if (exists(line.path))
            differs(session, item->path, "is new since the run began");
        else
            differs(session, line.path, "is gone since the run began");
        return;
    }
    if (line.size != item->size || line.part != item->part ||
        strcmp(line.sha256, item->sha256) != 0)
        differs(session, item->path, "has changed since the run began");
    session->passed++;
}

static void input_over(struct session *session)
{
    struct journal_line line;
    session->ended = true;
    if (session->passed == session->before.documents) return;
    do {
        if (!journal_next(&session->journal, &line)) break;
    } while (line.kind != JOURNAL_DOCUMENT);
    differs(session, line.path, "is gone since the run began");
}

static bool has_room(const struct session *session)
{
    const struct ledger *ledger = &session->broker.ledger;
    if (ledger->n == 0) return true;
    return ledger->weight < (uint64_t)session->config->window &&
           !leases_crowded(&session->broker, 0);
}

// Reads one document. Returns its bytes.
static size_t feed_one(struct session *session)
{
    struct input_item item = {0};
    enum input_result result = input_next(session->input, &item);
    if (result == INPUT_END) {
        input_over(session);
        return 0;
    }
    if (session->passed < session->before.documents) {
        compare(session, &item);
    } else if (session->before.complete) {
        differs(session, item.path, "is new since the run was completed");
    } else if (result == INPUT_REJECT) {
        ledger_add_reject(&session->broker.ledger, &item);
    } else {
        ledger_add(&session->broker.ledger, &item);
    }
    return item.bytes.n;
}

bool feed(struct session *session)
{
    size_t bytes = 0;
    for (int i = 0; i < MOST_AT_ONCE && bytes < MOST_BYTES_AT_ONCE; i++) {
        if (session->ended || session->stopping || session->broker.failed ||
            !has_room(session))
            return false;
        bytes += feed_one(session);
    }
    return true;
}
