// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/changeset.h"
#include "ui/models/commitrecord.h"
#include "ui/models/rowfetch.h"

#include <QObject>
#include <QTimer>

namespace conjoin::ui {

/// Takes a change set to the database: rehearses it a moment after each edit, checks it and writes it when told
/// to.
class ChangeWriter : public QObject {
    Q_OBJECT

public:
    explicit ChangeWriter(ChangeSet& changes, QObject* parent = nullptr);

    void setSource(RowSource source);
    bool isWriting() const { return writing_; }
    /// Without a pause: the next edit waits for nobody.
    bool isBusy() const { return writing_ || checking_; }
    /// Writes what waits, but for what waits for that row and what hangs on it.
    void write(const RowPtr& leftOut = {});
    /// Writes by itself whatever waits, unless `pause` says that the person is not done with it.
    void setImmediate(bool immediate);
    void setPause(std::function<bool()> pause) { pause_ = std::move(pause); }
    void writeIfImmediate();
    /// Tries every change and takes all of it back.
    void check();
    /// Rehearses at once instead of in a moment. What would use up numbers of a server is not run: check()
    /// does. While somebody else has locked what it needs, it is done again every few seconds.
    void rehearseNow();
    /// The row that a change of the last rehearsal answers for; null where there is none.
    RowPtr rehearsedRow(int change) const;

signals:
    /// The statements that writing would run now; also of nothing.
    void rehearsed(const conjoin::ui::RowChangeReport& report);
    void writingChanged(); ///< it begins or ends to write, or to check
    void checked(const conjoin::ui::RowCheckReport& report, const conjoin::ui::ChangeSet::Compiled& compiled);
    /// All is in the database; `rows` are what each change answered for. The change set is as before.
    void written(const conjoin::ui::RowChangeReport& report, const conjoin::ui::ChangeSet::Compiled& compiled);
    /// The same, and how to take it back.
    void recorded(const conjoin::ui::CommitRecord& record);
    void refused(const conjoin::ui::RowChangeReport& report, const conjoin::ui::ChangeSet::Compiled& compiled);

private:
    ChangeSet& changes_;
    RowSource source_;
    QTimer debounce_;
    quint64 rehearsals_ = 0;
    ChangeSet::Compiled rehearsed_;
    bool writing_ = false;
    bool checking_ = false;
    bool immediate_ = false;
    bool refused_ = false; ///< what waits was refused, and nothing of it has changed since
    std::function<bool()> pause_;
};

} // namespace conjoin::ui
