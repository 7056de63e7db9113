// SPDX-License-Identifier: Apache-2.0
//
// Writes model files. Offsets of sections are counted from the start of the section
// bodies while they are added, and moved behind the table when the file is written.
#include "stages/model/file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

// Four lanes of multiply and rotate over 32-byte blocks (after xxHash64, Y. Collet), at
// memory speed.
uint64_t file_checksum(const void *bytes, size_t n)
{
    const uint64_t prime = 0x9E3779B185EBCA87u, other = 0xC2B2AE3D27D4EB4Fu;
    uint64_t lane[4] = {prime, other, prime ^ other, n};
    const char *p = bytes;
    size_t left = n;
    for (; left >= 32; left -= 32, p += 32)
        for (int i = 0; i < 4; i++) {
            uint64_t word;
            memcpy(&word, p + i * 8, 8);
            lane[i] += word * other;
            lane[i] = (lane[i] << 31 | lane[i] >> 33) * prime;
        }
    for (; left; left--, p++) lane[0] = (lane[0] ^ (unsigned char)*p) * prime;
    uint64_t sum = n;
    for (int i = 0; i < 4; i++) {
        sum = (sum ^ lane[i]) * prime;
        sum ^= sum >> 29;
    }
    return sum;
}

uint64_t file_sum(struct span file)
{
    struct file_header header;
    memcpy(&header, file.at, sizeof header);
    header.checksum = 0;
    uint64_t body = file_checksum(file.at + sizeof header, file.n - sizeof header);
    return file_checksum(&header, sizeof header) ^ (body << 1 | body >> 63);
}

static void pad(struct buffer *buffer, size_t to)
{
    static const char zeros[FILE_ALIGNMENT];
    buffer_add(buffer, zeros, (to - buffer->n % to) % to);
}

void file_add(struct file_writer *writer, const char *name, const void *bytes, size_t n)
{
    if (writer->header.n_sections == FILE_MAX_SECTIONS) abort();
    struct linear_section *section = &writer->sections[writer->header.n_sections++];
    snprintf(section->name, sizeof section->name, "%s", name);
    pad(&writer->body, FILE_ALIGNMENT);
    section->offset = writer->body.n;
    section->size = n;
    buffer_add(&writer->body, bytes, n);
}

static int put(const char *path, const struct buffer *bytes)
{
    FILE *to = fopen(path, "wb");
    if (!to) return -1;
    bool written = fwrite(bytes->at, 1, bytes->n, to) == bytes->n;
    return fclose(to) == 0 && written ? 0 : -1;
}

void file_image(struct file_writer *writer, struct buffer *file)
{
    struct file_header *header = &writer->header;
    size_t table = header->n_sections * sizeof *writer->sections;
    size_t start = sizeof *header + table;
    start += (FILE_ALIGNMENT - start % FILE_ALIGNMENT) % FILE_ALIGNMENT;
    pad(&writer->body, FILE_ALIGNMENT);
    memcpy(header->magic, FILE_MAGIC, sizeof header->magic);
    header->size = start + writer->body.n;
    buffer_add(file, header, sizeof *header);
    for (uint32_t i = 0; i < header->n_sections; i++) {
        struct linear_section section = writer->sections[i];
        section.offset += start;
        buffer_add(file, &section, sizeof section);
    }
    pad(file, FILE_ALIGNMENT);
    buffer_add(file, writer->body.at, writer->body.n);
    header->checksum = file_sum(buffer_span(file));
    memcpy(file->at, header, sizeof *header);
}

int file_write(struct file_writer *writer, const char *path)
{
    struct buffer file = {0};
    file_image(writer, &file);
    char *beside = xprintf("%s.new", path);
    int result = put(beside, &file) == 0 && rename(beside, path) == 0 ? 0 : -1;
    int why = errno;
    if (result) unlink(beside);
    errno = why;
    free(beside);
    buffer_free(&file);
    return result;
}

void file_free(struct file_writer *writer)
{
    buffer_free(&writer->body);
}
