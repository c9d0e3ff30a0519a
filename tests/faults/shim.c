/* Preloaded into a process under test, Linux only. Two lies, each off unless its file is named:
 *
 * FAULTS_CLOCK   a file of eight bytes: the seconds by which the wall clock is off, little-endian.
 *                It is mapped, so a test moves a running process's clock by writing to the file.
 * FAULTS_SYNCED  a file to which every successful fsync and fdatasync appends two 64-bit numbers:
 *                the inode and the size that it certainly has on disk from now on.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static const volatile int64_t *skew;
static int synced = -1;

__attribute__((constructor)) static void begin(void)
{
    const char *clock = getenv("FAULTS_CLOCK"), *record = getenv("FAULTS_SYNCED");
    if (clock) {
        int fd = open(clock, O_RDONLY | O_CLOEXEC);
        void *seen = fd < 0 ? MAP_FAILED : mmap(NULL, sizeof *skew, PROT_READ, MAP_SHARED, fd, 0);
        if (seen == MAP_FAILED)
            _exit(121);
        skew = seen;
        close(fd);
    }
    if (record && (synced = open(record, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600)) < 0)
        _exit(122);
}

int clock_gettime(clockid_t which, struct timespec *now)
{
    static int (*real)(clockid_t, struct timespec *);
    if (!real)
        real = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
    int result = real(which, now);
    if (skew && result == 0 && (which == CLOCK_REALTIME || which == CLOCK_REALTIME_COARSE))
        now->tv_sec += *skew;
    return result;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone)
{
    struct timespec exact;
    (void)zone;
    if (clock_gettime(CLOCK_REALTIME, &exact))
        return -1;
    now->tv_sec = exact.tv_sec;
    now->tv_usec = exact.tv_nsec / 1000;
    return 0;
}

time_t time(time_t *out)
{
    struct timespec exact;
    clock_gettime(CLOCK_REALTIME, &exact);
    if (out)
        *out = exact.tv_sec;
    return exact.tv_sec;
}

static int sync_and_record(const char *name, int fd)
{
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
    struct stat before;
    int known = synced >= 0 && fstat(fd, &before) == 0; /* what is written later is not covered */
    int result = real(fd);
    if (known && result == 0) {
        uint64_t line[2] = {before.st_ino, (uint64_t)before.st_size};
        if (write(synced, line, sizeof line) != sizeof line)
            _exit(123);
    }
    return result;
}

int fsync(int fd) { return sync_and_record("fsync", fd); }
int fdatasync(int fd) { return sync_and_record("fdatasync", fd); }
