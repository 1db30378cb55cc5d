/* What a program does to the files of one folder: written down, and made to fail on demand.

   Preloaded by tests/faults/shim.py, which says how the record is read. KAOHE_WATCHED is the
   folder, KAOHE_TRACE the record (none is kept without it). Calls outside of the folder pass.
   While there is a file KAOHE_FAILS, all calls that change something fail with the number in it.
   A program can also be killed at one of its calls: see shim_die. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define REAL(name, result, ...) \
    static result (*real)(__VA_ARGS__); \
    if (!real) real = (result(*)(__VA_ARGS__))dlsym(RTLD_NEXT, #name)
#define MOST 4096

/* One bit for each kind of call that can be made to fail. */
enum { CREATE = 1, WRITE = 2, TRUNCATE = 4, SYNC = 8, UNLINK = 16, SYNC_FOLDER = 32, RENAME = 64,
       READ = 128 };

struct head {
    char kind;
    uint64_t file, place;
    uint32_t name, data; /* lengths of what follows */
} __attribute__((packed));

static char watched[MOST];
static const char *folder, *trigger;
static int trace = -1;
static int kinds, countdown, number, lasting, fired;
static int left = -1, counted;

/* The next call but `after` of these kinds fails with `error`, and so do all that follow it where
   `stays` is set. */
void shim_arm(int these, int after, int error, int stays)
{
    kinds = these, countdown = after, number = error, lasting = stays, fired = 0;
}

/* Let everything pass again; how many calls were made to fail. */
int shim_disarm(void)
{
    kinds = 0;
    return fired;
}

/* The process is killed at the call behind the next `after` that change something; negative: never.
   Counts from here on. */
void shim_die(int after)
{
    left = after, counted = 0;
}

/* How many calls have changed something since then. */
int shim_counted(void)
{
    return counted;
}

static int dies(void)
{
    counted++;
    return left >= 0 && left-- == 0;
}

static void may_die(void)
{
    if (dies()) kill(getpid(), SIGKILL);
}

static int real_open(const char *path, int flags, mode_t mode)
{
    REAL(open64, int, const char *, int, ...);
    return real(path, flags, mode);
}

__attribute__((constructor)) static void begin(void)
{
    folder = getenv("KAOHE_WATCHED");
    trigger = getenv("KAOHE_FAILS");
    const char *path = getenv("KAOHE_TRACE");
    if (path) trace = real_open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

/* The name inside of the folder, "" for the folder itself, NULL for what is not in it. */
static const char *inside(const char *path)
{
    size_t length = folder ? strlen(folder) : 0;
    if (!length || !path || strncmp(path, folder, length)) return NULL;
    return path[length] == '/' ? path + length + 1 : path[length] ? NULL : path + length;
}

static int is_watched(int fd)
{
    return fd >= 0 && fd < MOST && watched[fd];
}

/* The error in the file that makes everything fail; 0 while there is none. */
static int triggered(void)
{
    char told[16] = "";
    int fd = trigger ? real_open(trigger, O_RDONLY | O_CLOEXEC, 0) : -1;
    if (fd < 0) return 0;
    REAL(read, ssize_t, int, void *, size_t);
    ssize_t length = real(fd, told, sizeof told - 1);
    close(fd);
    return length > 0 ? atoi(told) : 0;
}

static int fails(int kind)
{
    if (kind != READ && kind != WRITE) may_die();
    int error = kind == READ ? 0 : triggered();
    /* On a full or a broken disk an empty file can be made as a rule. */
    if (error && (kind != CREATE || error == EROFS)) {
        number = errno = error;
        return 1;
    }
    if (!(kinds & kind)) return 0;
    if (countdown-- > 0 || (fired && !lasting)) return 0;
    countdown = 0;
    fired++;
    errno = number;
    return 1;
}

static void keep(const void *data, size_t length)
{
    REAL(write, ssize_t, int, const void *, size_t);
    const char *rest = data;
    while (length) {
        ssize_t done = real(trace, rest, length);
        if (done <= 0) _exit(99);
        rest += done, length -= done;
    }
}

static void note(char kind, uint64_t file, uint64_t place, const char *name, const void *data,
                 size_t length)
{
    if (trace < 0) return;
    int before = errno;
    struct head head = {kind, file, place, name ? strlen(name) : 0, length};
    keep(&head, sizeof head);
    if (name) keep(name, strlen(name));
    if (length) keep(data, length);
    errno = before;
}

static uint64_t file_of(int fd, int *is_folder)
{
    struct stat found;
    if (fstat(fd, &found)) return 0;
    if (is_folder) *is_folder = S_ISDIR(found.st_mode);
    return found.st_ino;
}

static int opened(const char *path, int flags, mode_t mode)
{
    const char *name = inside(path);
    int makes = name && (flags & O_CREAT) && access(path, F_OK);
    if (makes && fails(CREATE)) return -1;
    int fd = real_open(path, flags, mode);
    if (name && fd >= 0 && fd < MOST) {
        watched[fd] = 1;
        if (makes) note('C', file_of(fd, NULL), 0, name, NULL, 0);
        else if (flags & O_TRUNC) note('T', file_of(fd, NULL), 0, NULL, NULL, 0);
    }
    return fd;
}

#define OPEN(name) \
    int name(const char *path, int flags, ...) \
    { \
        va_list rest; \
        va_start(rest, flags); \
        mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0; \
        va_end(rest); \
        return opened(path, flags, mode); \
    }
OPEN(open)
OPEN(open64)

int close(int fd)
{
    REAL(close, int, int);
    if (fd >= 0 && fd < MOST) watched[fd] = 0;
    return real(fd);
}

/* A write that fails has written its first half: a disk fills in the middle of one. So has one in
   which the program is killed. */
#define HALF(length) ((length) / 2)

ssize_t write(int fd, const void *data, size_t length)
{
    REAL(write, ssize_t, int, const void *, size_t);
    if (!is_watched(fd)) return real(fd, data, length);
    int error = fails(WRITE);
    off_t place = lseek(fd, 0, SEEK_CUR);
    if (dies()) {
        real(fd, data, HALF(length));
        kill(getpid(), SIGKILL);
    }
    ssize_t done = real(fd, data, error ? HALF(length) : length);
    if (done > 0) note('W', file_of(fd, NULL), place, NULL, data, done);
    if (!error) return done;
    errno = number;
    return -1;
}

#define PWRITE(name, offset_type) \
    ssize_t name(int fd, const void *data, size_t length, offset_type place) \
    { \
        REAL(name, ssize_t, int, const void *, size_t, offset_type); \
        if (!is_watched(fd)) return real(fd, data, length, place); \
        int error = fails(WRITE); \
        if (dies()) { \
            real(fd, data, HALF(length), place); \
            kill(getpid(), SIGKILL); \
        } \
        ssize_t done = real(fd, data, error ? HALF(length) : length, place); \
        if (done > 0) note('W', file_of(fd, NULL), place, NULL, data, done); \
        if (!error) return done; \
        errno = number; \
        return -1; \
    }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

ssize_t read(int fd, void *data, size_t length)
{
    REAL(read, ssize_t, int, void *, size_t);
    return is_watched(fd) && fails(READ) ? -1 : real(fd, data, length);
}

#define PREAD(name, offset_type) \
    ssize_t name(int fd, void *data, size_t length, offset_type place) \
    { \
        REAL(name, ssize_t, int, void *, size_t, offset_type); \
        return is_watched(fd) && fails(READ) ? -1 : real(fd, data, length, place); \
    }
PREAD(pread, off_t)
PREAD(pread64, off64_t)

#define FTRUNCATE(name, offset_type) \
    int name(int fd, offset_type length) \
    { \
        REAL(name, int, int, offset_type); \
        if (is_watched(fd) && fails(TRUNCATE)) return -1; \
        int result = real(fd, length); \
        if (!result && is_watched(fd)) note('T', file_of(fd, NULL), length, NULL, NULL, 0); \
        return result; \
    }
FTRUNCATE(ftruncate, off_t)
FTRUNCATE(ftruncate64, off64_t)

#define FSYNC(name) \
    int name(int fd) \
    { \
        REAL(name, int, int); \
        if (!is_watched(fd)) return real(fd); \
        int is_folder = 0; \
        uint64_t file = file_of(fd, &is_folder); \
        if (fails(is_folder ? SYNC_FOLDER : SYNC)) return -1; \
        /* Nothing is asked of the disk itself: that would be slow, and it is not what is tried. */ \
        note(is_folder ? 'D' : 'S', file, 0, NULL, NULL, 0); \
        return 0; \
    }
FSYNC(fsync)
FSYNC(fdatasync)

/* The path of what a call names from an open folder on; NULL where it is cut short. */
static const char *path_at(int fd, const char *path, char *whole)
{
    char link[64];
    if (fd == AT_FDCWD || *path == '/') return path;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, whole, MOST - 1);
    if (length < 0) return NULL;
    return snprintf(whole + length, MOST - length, "/%s", path) < MOST - length ? whole : NULL;
}

static int unlinked(int fd, const char *path, int flags)
{
    REAL(unlinkat, int, int, const char *, int);
    char whole[MOST];
    const char *name = inside(path_at(fd, path, whole));
    if (name && !faccessat(fd, path, F_OK, AT_SYMLINK_NOFOLLOW) && fails(UNLINK)) return -1;
    int result = real(fd, path, flags);
    if (!result && name) note('U', 0, 0, name, NULL, 0);
    return result;
}

int unlink(const char *path)
{
    return unlinked(AT_FDCWD, path, 0);
}

int rmdir(const char *path)
{
    return unlinked(AT_FDCWD, path, AT_REMOVEDIR);
}

int unlinkat(int fd, const char *path, int flags)
{
    return unlinked(fd, path, flags);
}

int mkdir(const char *path, mode_t mode)
{
    REAL(mkdir, int, const char *, mode_t);
    const char *name = inside(path);
    if (name && access(path, F_OK) && fails(CREATE)) return -1;
    int result = real(path, mode);
    struct stat made;
    if (!result && name && !stat(path, &made)) note('K', made.st_ino, 0, name, NULL, 0);
    return result;
}

int rename(const char *from, const char *to)
{
    REAL(rename, int, const char *, const char *);
    const char *old = inside(from), *new = inside(to);
    if (old && new && fails(RENAME)) return -1;
    int result = real(from, to);
    if (!result && old && new) note('R', 0, 0, old, new, strlen(new));
    return result;
}

static int linked(int from_fd, const char *from, int to_fd, const char *to, int flags)
{
    REAL(linkat, int, int, const char *, int, const char *, int);
    char whole[MOST];
    const char *old = inside(path_at(from_fd, from, whole));
    const char *new = inside(path_at(to_fd, to, whole));
    if (old && new && fails(RENAME)) return -1;
    int result = real(from_fd, from, to_fd, to, flags);
    if (!result && old && new) note('L', 0, 0, old, new, strlen(new));
    return result;
}

int link(const char *from, const char *to)
{
    return linked(AT_FDCWD, from, AT_FDCWD, to, 0);
}

int linkat(int from_fd, const char *from, int to_fd, const char *to, int flags)
{
    return linked(from_fd, from, to_fd, to, flags);
}

/* A remark of the program itself, between what it did. */
void shim_remark(const char *text)
{
    note('M', 0, 0, text, NULL, 0);
}
