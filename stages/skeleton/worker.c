// SPDX-License-Identifier: Apache-2.0
//
// The worker loop.
#include "stages/skeleton/run.h"

#include "stages/base/log.h"

int worker_run(struct runner *runner, const char *endpoint)
{
    (void)runner;
    log_die(EXIT_FAILED, "cannot connect to %s yet", endpoint);
}
