// What the borough has returned before, from the outbox: for whatever sets a return beside an
// earlier one.
#ifndef QD_COLLECTOR_OUTBOX_OUTBOX_HISTORY_H
#define QD_COLLECTOR_OUTBOX_OUTBOX_HISTORY_H

#include "collector/outbox/outbox.h"
#include "collector/words/understood.h"

// The borough's return for the period (proto/form/period.h: period_before), decoded: of its
// submissions for it the newest one for which there is a receipt, and not what is on its way or was
// refused; none when that one was taken back from here. One that a restored aggregator had lost,
// and that is being sent again, has its earlier receipt. `entry` and `*returned` are in the arena;
// `entry` may be NULL. ERR_NOT_FOUND, without words, when there is none. ERR_CORRUPT when it is not
// what was written; ERR_UNKNOWN_VERSION when a later version of this program wrote it.
enum err outbox_history_find(struct outbox *outbox, struct arena *arena,
                             Qd__LocalAuthority authority, const Qd__Period *period,
                             struct outbox_entry *entry, const Qd__Return **returned,
                             struct err_text *text);

// The same for the period before that of `returned`: its borough's last return. `*earlier` is NULL, and
// that is ERR_OK, when there is none. With an id only what was submitted before it counts, so that a
// receipt says the same whenever it is shown.
enum err outbox_history_before(struct outbox *outbox, struct arena *arena,
                               const Qd__Return *returned, const uint8_t *submission_id,
                               const Qd__Return **earlier, struct err_text *text);

// What was understood of a submission, from the bytes that are kept: `returned` is NULL where this
// program cannot read them, and `earlier` where the last return cannot be read or there is none. Lives in
// the arena.
struct understood outbox_history_understood(struct outbox *outbox, struct arena *arena,
                                            const struct outbox_entry *entry);

// The newest submission of a borough and period that was not refused, with its texts in the arena.
// ERR_NOT_FOUND.
enum err outbox_history_newest(struct outbox *outbox, struct arena *arena,
                               Qd__LocalAuthority authority, const Qd__Period *period,
                               struct outbox_entry *entry, struct err_text *text);

#endif
