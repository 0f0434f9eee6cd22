// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "model/document/document.h"

#include <QDateTime>
#include <QFuture>
#include <QLockFile>
#include <QObject>
#include <QString>
#include <QTimer>

#include <memory>
#include <vector>

namespace conjoin::ui {
class EditSession;
}

namespace conjoin::app {

/// A copy that a crashed program left behind.
struct Recovery {
    QString file;   ///< the copy
    QString origin; ///< the project it is of; empty when that was never saved
    QDateTime time; ///< of the last copy
};

/// Copies of programs that run no more, the newest first. Those of running ones are left out.
std::vector<Recovery> findRecoveries(const QString& folder);
Result<model::Document> readRecovery(const Recovery& recovery);
void removeRecovery(const Recovery& recovery);

/// `$XDG_STATE_HOME/conjoin/recovery`.
QString defaultRecoveryFolder();

/// Copies the unsaved document into the state folder, some seconds after each change, off the GUI thread.
class Autosave : public QObject {
    Q_OBJECT

public:
    static constexpr int delay = 2000; ///< milliseconds from a change to its copy

    Autosave(ui::EditSession& session, const QString& folder, QObject* parent = nullptr);
    ~Autosave() override;

    /// From now on copies are of the project at `origin`.
    void begin(const QString& origin);
    /// Goes on with a copy that a crashed program left, so that it is never without one.
    void takeOver(const Recovery& recovery);
    void writeSoon();
    /// Removes the copy and forgets what waits to be copied.
    void discard();

private:
    void write();
    bool claim();

    ui::EditSession& session_;
    QString folder_;
    QString file_; ///< of the copy; empty until the first one
    QString origin_;
    std::unique_ptr<QLockFile> lock_; ///< says that this program still runs
    QTimer timer_;
    QFuture<bool> writing_;
};

} // namespace conjoin::app
