// SPDX-License-Identifier: Apache-2.0
//
// fork and exec, with the errors of exec brought back through a pipe that closes itself
// when exec succeeds.
#include "tools/fangzhi/process.h"

#include "stages/base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

// The environment with one variable set; the texts are shared.
static char **environment_with(const char *variable)
{
    size_t n = 0, kept = 0, name = strcspn(variable, "=") + 1;
    while (environ[n])
        n++;
    char **with = xcalloc(n + 2, sizeof *with);
    for (size_t i = 0; i < n; i++)
        if (strncmp(environ[i], variable, name) != 0) with[kept++] = environ[i];
    with[kept] = (char *)(uintptr_t)variable;
    return with;
}

// In the child, between fork and exec: only calls that are safe there. All signals are
// blocked until none finds the parent's handlers any more.
static void become(char *const *argv, char *const *environment, pid_t parent, int report)
{
    static const int handled[] = {SIGINT, SIGTERM, SIGHUP, SIGCHLD, SIGPIPE, SIGXFSZ};
    for (size_t i = 0; i < sizeof handled / sizeof *handled; i++)
        signal(handled[i], SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(EXIT_FAILURE);
    int nowhere = open("/dev/null", O_RDONLY);
    if (nowhere >= 0 && nowhere != STDIN_FILENO) {
        dup2(nowhere, STDIN_FILENO);
        close(nowhere);
    }
    dup2(STDERR_FILENO, STDOUT_FILENO);
    execve(argv[0], argv, environment);
    int error = errno;
    if (write(report, &error, sizeof error) < 0) _exit(EXIT_FAILURE);
    _exit(EXIT_FAILURE);
}

// Waits until exec has succeeded (nothing comes) or failed (its errno comes).
static int exec_error(int from)
{
    int error = 0;
    ssize_t got;
    do
        got = read(from, &error, sizeof error);
    while (got < 0 && errno == EINTR);
    return got == sizeof error ? error : 0;
}

pid_t process_start(char *const *argv, const char *variable)
{
    int report[2];
    if (pipe2(report, O_CLOEXEC)) return -1;
    char **environment = environment_with(variable);
    sigset_t all, before;
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, &before);
    pid_t parent = getpid(), child = fork();
    if (child == 0) become(argv, environment, parent, report[1]);
    int error = child < 0 ? errno : 0;
    sigprocmask(SIG_SETMASK, &before, NULL);
    close(report[1]);
    if (!error) error = exec_error(report[0]);
    close(report[0]);
    free(environment);
    if (!error) return child;
    if (child > 0) waitpid(child, NULL, 0);
    errno = error;
    return -1;
}

void process_kill(pid_t pid, int signal)
{
    // Right after fork the child may not lead its group yet.
    if (kill(-pid, signal)) kill(pid, signal);
}

char *process_end(int status)
{
    if (WIFSIGNALED(status))
        return xprintf("was killed by signal %d (%s)", WTERMSIG(status),
                       strsignal(WTERMSIG(status)));
    return xprintf("ended with status %d", WEXITSTATUS(status));
}
