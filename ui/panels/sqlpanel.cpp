// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/sqlpanel.h"

#include "ui/session/background.h"
#include "ui/session/editsession.h"
#include "ui/session/selection.h"
#include "ui/text/messages.h"
#include "ui/text/sqleditor.h"

#include <QClipboard>
#include <QFileDialog>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QSaveFile>
#include <QToolButton>
#include <QVBoxLayout>

namespace conjoin::ui {

SqlPanel::SqlPanel(EditSession& session, Selection& selection, const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , session_(session)
    , selection_(selection)
    , editor_(new SqlEditor(theme, this))
    , summary_(new QLabel(this))
    , copy_(new QToolButton(this))
    , export_(new QToolButton(this))
{
    setProperty("role", "panel");
    setAttribute(Qt::WA_StyledBackground);
    editor_->setObjectName(QStringLiteral("sqlEditor"));
    editor_->setAccessibleName(tr("SQL of the schema"));
    summary_->setProperty("role", "muted");
    summary_->setObjectName(QStringLiteral("sqlSummary"));
    copy_->setText(tr("Copy"));
    copy_->setToolTip(tr("Copy the whole script"));
    export_->setText(tr("Export…"));
    export_->setToolTip(tr("Write the script to a file"));
    for (QToolButton* button : {copy_, export_})
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);

    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(12, 4, 8, 4);
    bar->addWidget(summary_);
    bar->addStretch();
    bar->addWidget(copy_);
    bar->addWidget(export_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(bar);
    column->addWidget(editor_, 1);

    setFocusProxy(editor_);

    pause_.setSingleShot(true);
    pause_.setInterval(80);
    connect(&pause_, &QTimer::timeout, this, &SqlPanel::request);
    connect(&session, &EditSession::changed, this, [this](const model::Delta& delta) {
        if (delta.touchesSchema() || delta.settings)
            pause_.start();
    });
    connect(&selection_, &Selection::changed, this, &SqlPanel::followSelection);
    connect(editor_, &SqlEditor::lineChosen, this, &SqlPanel::choose);
    connect(copy_, &QToolButton::clicked, this, &SqlPanel::copy);
    connect(export_, &QToolButton::clicked, this, &SqlPanel::exportToFile);
    setTheme(theme);
    request();
}

void SqlPanel::setTheme(const Theme& theme)
{
    editor_->setTheme(theme);
    copy_->setIcon(icon(QStringLiteral("copy"), theme));
    export_->setIcon(icon(QStringLiteral("export"), theme));
}

void SqlPanel::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    followSelection();
}

void SqlPanel::request()
{
    const quint64 revision = session_.revision();
    whenDone(inBackground([document = session_.document()] { return createScript(document); }), this,
        [this, revision](const Result<SqlScript>& script) {
            if (revision < shownRevision_ || (revision != session_.revision() && pause_.isActive()))
                return; // a newer one is shown or on its way
            shownRevision_ = revision;
            take(script);
        });
}

void SqlPanel::take(Result<SqlScript> script)
{
    if (!script) {
        script_ = {};
        summary_->setText(spoken(script.error()));
        editor_->showSql({});
    } else {
        script_ = std::move(*script);
        editor_->showSql(script_.text);
        summary_->setText(
            script_.parts.empty()
                ? tr("%1 · draw a table and its SQL appears here").arg(session_.document().settings.dialect)
                : tr("%1 · %n statement(s)", nullptr, int(script_.parts.size()))
                      .arg(session_.document().settings.dialect));
    }
    copy_->setEnabled(!script_.text.isEmpty());
    export_->setEnabled(!script_.text.isEmpty());
    followSelection();
    emit scriptChanged();
}

void SqlPanel::followSelection()
{
    const auto parts = partsOf(script_, session_.document().schema, selection_.single());
    if (parts.empty()) {
        editor_->tintLines(-1, -1);
        return;
    }
    editor_->tintLines(parts.front()->firstLine, parts.front()->lastLine);
    if (!choosing_)
        editor_->ensureLineShown(parts.front()->firstLine);
}

void SqlPanel::choose(int line)
{
    const SqlScript::Part* part = script_.partAtLine(line);
    const ObjectRef object = part ? selectableOf(session_.document().schema, part->object) : ObjectRef();
    if (!exists(session_.document(), object))
        return;
    choosing_ = true;
    selection_.selectOnly(object);
    emit revealed(object);
    choosing_ = false;
}

void SqlPanel::copy()
{
    QGuiApplication::clipboard()->setText(script_.text);
    emit message(tr("The script is on the clipboard"));
}

void SqlPanel::exportToFile()
{
    const QString suggested = session_.document().settings.name + QStringLiteral(".sql");
    const QString path = QFileDialog::getSaveFileName(
        this, tr("Export SQL"), suggested, tr("SQL scripts (*.sql);;All files (*)"));
    if (path.isEmpty())
        return;
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(script_.text.toUtf8()) < 0 || !file.commit())
        emit message(tr("Could not write %1: %2").arg(path, file.errorString()));
    else
        emit message(tr("Wrote %1").arg(path));
}

} // namespace conjoin::ui
