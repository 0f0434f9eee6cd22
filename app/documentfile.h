// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/diagnostic.h"
#include "model/base/result.h"
#include "model/document/document.h"

#include <QDateTime>
#include <QObject>
#include <QString>

#include <functional>

namespace conjoin::ui {
class EditSession;
}

namespace conjoin::app {

class Autosave;
struct Recovery;

/// What a file was like when it was read or written, to notice that another program has written it since.
struct FileStamp {
    qint64 size = -1; ///< -1: there was none
    QDateTime modified;
    QByteArray hash;

    bool isNull() const { return size < 0; }
};
FileStamp stampOf(const QString& path);
/// Whether the file holds something else than when it was stamped. Reads it only when its size or time differ.
bool isChangedSince(const FileStamp& stamp, const QString& path);

/// A project as it was read, and what of its diagrams had to be mended for that.
struct ReadProject {
    model::Document document;
    Diagnostics mended;
};

/// Reads a project. Errors: no such file, a folder, not readable, not a project.
Result<ReadProject> readProject(const QString& path);

/// Writes a project in one piece: when anything fails – a full disk, a folder nobody may write to – the file
/// that was there before stays as it was, and the Error says why.
Result<void> writeProject(const model::Document& document, const QString& path);

/// The file behind the document of a window: which one, whether it is saved, and a copy in the user's state
/// folder for the day the program crashes.
class DocumentFile : public QObject {
    Q_OBJECT

public:
    /// `recoveryFolder` is where copies go; empty keeps none.
    DocumentFile(ui::EditSession& session, const QString& recoveryFolder, QObject* parent = nullptr);
    ~DocumentFile() override;

    /// Whether a document is open; none is at the start.
    bool isOpen() const { return open_; }
    const QString& path() const { return path_; } ///< empty: never saved
    /// For a title: the file's name, else the project's.
    QString displayName() const;
    bool isModified() const;

    /// Makes the document the one of the window. `stamp` is of the file when it was read.
    void adopt(model::Document document, const QString& path, const FileStamp& stamp = {});
    /// The same with what a crashed program left: unsaved, and its copy goes on to be one.
    void adoptRecovered(model::Document document, const Recovery& recovery);
    /// What is open differs from its file though nobody edited it: it was mended when it was read.
    void markModified();
    void close();

    /// What to do when another program has written the file since it was read.
    enum class Others { Keep, Overwrite };
    /// The code of the error when their work is kept.
    static constexpr char changedCode[] = "file.changed";
    /// Writes off the GUI thread, then calls `done`. The document is unmodified afterwards unless it was edited
    /// meanwhile.
    void save(const QString& path, const std::function<void(const Result<void>&)>& done,
        Others others = Others::Keep);
    bool isSaving() const { return saving_; }
    /// Looks, off the GUI thread, whether another program has written the file since it was read or saved here;
    /// changedOutside() tells it, once for each thing that is written.
    void lookForOthers();

    /// What was not saved is not wanted: no recovery will offer it.
    void discardRecovery();

signals:
    void changed(); ///< path, name or whether it is modified
    void changedOutside();

private:
    ui::EditSession& session_;
    Autosave* autosave_ = nullptr;
    QString path_;
    FileStamp stamp_;
    QByteArray told_; ///< the hash of what another program wrote and changedOutside() has told
    bool open_ = false;
    bool saving_ = false;
};

} // namespace conjoin::app
