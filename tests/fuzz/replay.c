// Runs a fuzz target over the files of the folders named on the command line, so that an ordinary
// test run holds whatever the fuzzer once found.
#include <dirent.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

// The file's bytes; NULL after saying why not.
static uint8_t *read_file(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    uint8_t *bytes = NULL;
    long length = -1;

    if (file != NULL && fseek(file, 0, SEEK_END) == 0)
        length = ftell(file);
    if (length >= 0 && fseek(file, 0, SEEK_SET) == 0)
        bytes = malloc((size_t)length + 1);
    if (bytes != NULL && fread(bytes, 1, (size_t)length, file) != (size_t)length) {
        free(bytes);
        bytes = NULL;
    }
    if (bytes == NULL)
        fprintf(stderr, "replay: %s: %s\n", path, strerror(errno));
    if (file != NULL)
        fclose(file);
    *size = (size_t)length;
    return bytes;
}

// Files that were run, or -1.
static int run_folder(const char *folder)
{
    DIR *directory = opendir(folder);
    const struct dirent *entry;
    int files = 0;

    if (directory == NULL) {
        fprintf(stderr, "replay: %s: %s\n", folder, strerror(errno));
        return -1;
    }
    while (files >= 0 && (entry = readdir(directory)) != NULL) {
        char path[4096];
        uint8_t *bytes;
        size_t size;

        if (entry->d_name[0] == '.')
            continue;
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        bytes = read_file(path, &size);
        if (bytes == NULL) {
            files = -1;
        } else {
            LLVMFuzzerTestOneInput(bytes, size);
            free(bytes);
            files++;
        }
    }
    closedir(directory);
    return files;
}

int main(int count, char *folders[])
{
    int all = 0;

    for (int i = 1; i < count; i++) {
        int files = run_folder(folders[i]);

        if (files < 0)
            return EXIT_FAILURE;
        all += files;
    }
    printf("%d files\n", all);
    return all > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
