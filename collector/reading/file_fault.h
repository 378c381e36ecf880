// Says what is wrong with a file as such: the faults of csv_read as findings.
#ifndef QD_COLLECTOR_READING_FILE_FAULT_H
#define QD_COLLECTOR_READING_FILE_FAULT_H

#include "collector/reading/csv.h"
#include "proto/rules/findings.h"

// Up to and with `last`: CSV_FAULT_GOES_ON leaves out what stopped the reading.
void file_fault_found(struct findings *findings, enum form_part part,
                      const struct csv_faults *faults, enum csv_fault last);

// The headings stand on this line with another separator between them.
void file_fault_separator(struct findings *findings, enum form_part part, char separator,
                          uint32_t line);

void file_fault_too_large(struct findings *findings, enum form_part part, size_t size);

#endif
