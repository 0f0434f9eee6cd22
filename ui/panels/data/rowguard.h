// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/rowfetch.h"
#include "ui/theme/theme.h"

#include <QToolButton>

class QLabel;

namespace conjoin::ui {

/// How careful the panel is with a connection.
struct ConnectionGuard {
    bool production = false; ///< marked, and changes are never written by themselves
    QString title{};         ///< of the connection
    qint64 typedBeyond = -1; ///< deleting more rows than that takes the table's name to be typed; -1 = never

    friend bool operator==(const ConnectionGuard&, const ConnectionGuard&) = default;
};

/// When changes are written.
enum class WriteMode {
    Stage,     ///< when the person says so
    Immediate, ///< as soon as a row is left
    ReadOnly,  ///< never: the database refuses them
};

/// The button that says how changes are written, and changes it. Reading only is the database's own doing: it
/// takes another connection.
class ModeButton : public QToolButton {
    Q_OBJECT

public:
    explicit ModeButton(const Theme& theme, QWidget* parent = nullptr);

    WriteMode mode() const { return mode_; }
    void setTheme(const Theme& theme);
    void setSource(const RowSource& source);
    void setGuard(const ConnectionGuard& guard);

signals:
    void modeChanged();
    /// Another connection is wanted: one that is for reading only, or one that is not.
    void readOnlyWanted(bool readOnly);

private:
    void choose(WriteMode mode);
    void show();

    const Theme* theme_;
    ConnectionGuard guard_;
    RowSource source_;
    WriteMode mode_ = WriteMode::Stage;
    bool immediate_ = false; ///< what the person chose last of the two that write
};

/// The frame around everything that belongs to a production database, with its name on top; nothing around
/// another.
class ProductionFrame : public QWidget {
    Q_OBJECT

public:
    explicit ProductionFrame(const Theme& theme, QWidget* parent = nullptr);

    void setTheme(const Theme& theme);
    void setGuard(const ConnectionGuard& guard);
    /// Where what is framed goes.
    QWidget* content() const { return content_; }

private:
    void show();

    const Theme* theme_;
    ConnectionGuard guard_;
    QLabel* title_;
    QWidget* content_;
};

} // namespace conjoin::ui
