// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "ui/canvas/surface.h"

#include <QPointer>

#include <optional>

class QLineEdit;
class QPlainTextEdit;

namespace conjoin::ui {

class FieldRefusal;
class TypeCompletion;

/// Types names, types and notes right where they are shown. Enter keeps and goes down, Tab goes to the right,
/// Escape gives up; a refused name stays open with the reason beside it.
class InplaceEditor : public QObject {
    Q_OBJECT

public:
    explicit InplaceEditor(Surface& surface);
    ~InplaceEditor() override;

    void begin(const EditTarget& target);
    bool isActive() const;
    /// Keeps what was typed, as a click elsewhere does.
    void finish();
    void giveUp();

signals:
    void ended();

private:
    enum class Then { End, Down, Right, Left };

    void openField();
    void openTypeField();
    void openNote();
    QWidget* shown() const; ///< the field or the note
    void place();
    void close();
    void finishUnfocused(); ///< unless it has the keyboard again
    bool takeKey(QKeyEvent& key);
    bool eventFilter(QObject* watched, QEvent* event) override;
    /// Applies the text; what is wrong with it keeps the editor open. Without a text a name stays as it was,
    /// unless Enter was pressed: then somebody meant it.
    bool commit(bool byEnter = false);
    /// What no edit would refuse, and is a mistake all the same.
    std::optional<QString> refusalOf(const QString& text) const;
    Result<void> apply(const QString& text);
    Result<void> addColumn(const QString& name);
    void commitAnd(Then then);
    void go(const EditTarget& from, Then then);
    void refuse(const QString& sentence);
    void forgetRefusal();
    void applyStyle(QWidget& widget, bool wrong) const;

    TableId table() const; ///< whose columns are typed
    int node() const;
    QString currentText() const;
    QRectF fieldRect() const;

    Surface& surface_;
    EditTarget target_;
    QString before_;
    QPointer<QLineEdit> field_;
    QPointer<QPlainTextEdit> note_;
    QPointer<TypeCompletion> types_; ///< of the field of a type
    QPointer<FieldRefusal> refusal_;
    bool closing_ = false;
};

} // namespace conjoin::ui
