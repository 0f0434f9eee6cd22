// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/changeset.h"
#include "ui/models/rowfetch.h"

#include <QObject>
#include <QTimer>

namespace conjoin::ui {

/// Takes a change set to the database: rehearses it a moment after each edit, and writes it when told to.
class ChangeWriter : public QObject {
    Q_OBJECT

public:
    explicit ChangeWriter(ChangeSet& changes, QObject* parent = nullptr);

    void setSource(RowSource source);
    bool isWriting() const { return writing_; }
    void write();
    /// Rehearses at once instead of in a moment.
    void rehearseNow();

signals:
    /// The statements that writing would run now; also of nothing.
    void rehearsed(const conjoin::ui::RowChangeReport& report);
    void writingChanged();
    /// All is in the database; `rows` are what each change answered for. The change set is as before.
    void written(const conjoin::ui::RowChangeReport& report, const conjoin::ui::ChangeSet::Compiled& compiled);
    void refused(const conjoin::ui::RowChangeReport& report, const conjoin::ui::RowPtr& row);

private:
    ChangeSet& changes_;
    RowSource source_;
    QTimer debounce_;
    quint64 rehearsals_ = 0;
    bool writing_ = false;
};

} // namespace conjoin::ui
