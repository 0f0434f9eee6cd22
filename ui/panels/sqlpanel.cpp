// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/sqlpanel.h"

#include "model/edit/edits.h"
#include "model/io/wholefile.h"
#include "ui/session/background.h"
#include "ui/session/editsession.h"
#include "ui/session/selection.h"
#include "ui/text/dialecttitle.h"
#include "ui/text/messages.h"
#include "ui/text/sqleditor.h"

#include <QClipboard>
#include <QComboBox>
#include <QFileDialog>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace conjoin::ui {

SqlPanel::SqlPanel(EditSession& session, Selection& selection, const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , session_(session)
    , selection_(selection)
    , editor_(new SqlEditor(theme, this))
    , dialect_(new QComboBox(this))
    , summary_(new QLabel(this))
    , adopt_(new QPushButton(this))
    , hazardsHead_(new QPushButton(this))
    , hazards_(new QTreeWidget(this))
    , theme_(&theme)
    , onlySelected_(new QToolButton(this))
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
    onlySelected_->setText(tr("Selection"));
    onlySelected_->setObjectName(QStringLiteral("sqlOnlySelected"));
    onlySelected_->setToolTip(tr("Only the script of what is selected"));
    onlySelected_->setCheckable(true);
    for (QToolButton* button : {onlySelected_, copy_, export_})
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);

    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(12, 4, 8, 4);
    bar->setSpacing(8);
    bar->addWidget(dialect_);
    bar->addWidget(summary_);
    bar->addWidget(adopt_);
    bar->addWidget(hazardsHead_);
    bar->addStretch();
    bar->addWidget(onlySelected_);
    bar->addWidget(copy_);
    bar->addWidget(export_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(bar);
    column->addWidget(hazards_);
    column->addWidget(editor_, 1);

    dialect_->setObjectName(QStringLiteral("sqlDialect"));
    dialect_->setAccessibleName(tr("Dialect of the script"));
    dialect_->setToolTip(tr("Look at the script in another dialect; the project stays as it is"));
    for (const QString& name : orm::dialectNames())
        dialect_->addItem(dialectTitle(name), name);
    adopt_->setObjectName(QStringLiteral("sqlAdoptDialect"));
    adopt_->setProperty("quiet", true);
    hazardsHead_->setObjectName(QStringLiteral("sqlHazards"));
    hazardsHead_->setProperty("quiet", true);
    hazardsHead_->setCheckable(true);
    hazardsHead_->setIconSize({16, 16});
    hazardsHead_->setToolTip(tr("Show or hide what is lost or said in another way"));
    hazards_->setObjectName(QStringLiteral("sqlHazardList"));
    hazards_->setAccessibleName(tr("What this dialect can't say"));
    hazards_->setHeaderHidden(true);
    hazards_->setRootIsDecorated(false);
    hazards_->setProperty("list", true);
    hazards_->setUniformRowHeights(true);
    hazards_->setIconSize({16, 16});
    hazards_->setColumnCount(2);
    hazards_->header()->setStretchLastSection(true);
    hazards_->header()->resizeSection(0, 240);
    connect(dialect_, &QComboBox::activated, this, [this] { setDialect(dialect_->currentData().toString()); });
    connect(adopt_, &QPushButton::clicked, this, &SqlPanel::adoptDialect);
    connect(hazardsHead_, &QPushButton::clicked, this, [this] {
        hazardsChosen_ = true;
        showHazards();
    });
    const auto revealHazard = [this](const QTreeWidgetItem* item) {
        const auto object = item->data(0, Qt::UserRole).value<ObjectRef>();
        if (!exists(session_.document(), object))
            return;
        selection_.selectOnly(object);
        emit revealed(object);
    };
    connect(hazards_, &QTreeWidget::itemClicked, this, revealHazard);
    connect(hazards_, &QTreeWidget::itemActivated, this, revealHazard);

    setFocusProxy(editor_);

    pause_.setSingleShot(true);
    pause_.setInterval(80);
    connect(&pause_, &QTimer::timeout, this, &SqlPanel::request);
    connect(&session, &EditSession::changed, this, [this](const model::Delta& delta) {
        if (delta.touchesSchema() || delta.settings)
            pause_.start();
    });
    connect(&selection_, &Selection::changed, this, [this] {
        if (onlySelected_->isChecked())
            pause_.start();
        followSelection();
    });
    connect(onlySelected_, &QToolButton::toggled, this, &SqlPanel::request);
    connect(editor_, &SqlEditor::lineChosen, this, &SqlPanel::choose);
    connect(copy_, &QToolButton::clicked, this, &SqlPanel::copy);
    connect(export_, &QToolButton::clicked, this, &SqlPanel::exportToFile);
    setTheme(theme);
    request();
}

void SqlPanel::setTheme(const Theme& theme)
{
    theme_ = &theme;
    editor_->setTheme(theme);
    onlySelected_->setIcon(icon(QStringLiteral("select"), theme));
    copy_->setIcon(icon(QStringLiteral("copy"), theme));
    export_->setIcon(icon(QStringLiteral("export"), theme));
    showHazards();
}

void SqlPanel::setDialect(const QString& dialect)
{
    chosen_ = dialect == session_.document().settings.dialect ? QString() : dialect;
    showDialect();
    pause_.stop();
    request();
}

void SqlPanel::adoptDialect()
{
    model::Settings settings = session_.document().settings;
    settings.dialect = std::exchange(chosen_, QString());
    (void)session_.apply(
        tr("Dialect %1").arg(dialectTitle(settings.dialect)), [settings](model::Document document) {
            return model::edit::setSettings(std::move(document), settings);
        });
    showDialect();
}

void SqlPanel::showDialect()
{
    const QString& own = session_.document().settings.dialect;
    if (chosen_ == own)
        chosen_.clear();
    dialect_->setCurrentIndex(dialect_->findData(chosen_.isEmpty() ? own : chosen_));
    adopt_->setVisible(!chosen_.isEmpty());
    adopt_->setText(tr("Use %1 for the project").arg(dialectTitle(chosen_)));
    adopt_->setToolTip(tr("The project is drawn for %1").arg(dialectTitle(own)));
}

void SqlPanel::showHazards()
{
    constexpr int rowHeight = 26;
    constexpr int mostRows = 4;
    constexpr int few = 3; // so many leave room for the script
    const int count = int(script_.hazards.size());
    if (!hazardsChosen_)
        hazardsHead_->setChecked(count <= few);
    hazards_->clear();
    for (const Diagnostic& hazard : script_.hazards) {
        auto* item = new QTreeWidgetItem(hazards_, {hazard.where, sentence(hazard.what)});
        item->setIcon(0, hazard.severity == Severity::Hint ? icon(QStringLiteral("hint"), theme_->muted)
                                                           : icon(QStringLiteral("problems"), theme_->warning));
        item->setData(0, Qt::UserRole, QVariant::fromValue(hazard.object));
        item->setForeground(1, theme_->muted);
        for (int column = 0; column < 2; ++column)
            item->setToolTip(column, item->text(column));
    }
    hazards_->setFixedHeight(qMin(count, mostRows) * rowHeight + 2);
    hazards_->setVisible(count > 0 && hazardsHead_->isChecked());
    hazardsHead_->setVisible(count > 0);
    hazardsHead_->setIcon(icon(QStringLiteral("problems"), theme_->warning));
    hazardsHead_->setText(
        tr("%n thing(s) %1 can't say as drawn", nullptr, count).arg(dialectTitle(script_.dialect)));
}

void SqlPanel::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    followSelection();
}

void SqlPanel::request()
{
    showDialect();
    if (script_.text.isEmpty() && !session_.document().schema.tables.isEmpty())
        summary_->setText(tr("Writing the script…"));
    const quint64 revision = session_.revision();
    const quint64 number = ++asked_;
    const std::vector<ObjectRef> only =
        onlySelected_->isChecked() ? selection_.objects() : std::vector<ObjectRef>();
    const auto make = [document = session_.document(), dialect = chosen_, only] {
        return createScript(document, dialect, only);
    };
    whenDone(
        inBackground(make), this, [this, number, revision, dialect = chosen_](const Result<SqlScript>& script) {
            if (dialect != chosen_ || number < shown_ || (revision != session_.revision() && pause_.isActive()))
                return; // a newer one is shown or on its way
            shown_ = number;
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
        const bool part = onlySelected_->isChecked() && !selection_.isEmpty();
        summary_->setText(!script_.parts.empty() ? tr("%n statement(s)", nullptr, int(script_.parts.size()))
                          : part                 ? tr("Nothing that is selected is made by SQL")
                                                 : tr("Draw a table and its SQL appears here"));
    }
    copy_->setEnabled(!script_.text.isEmpty());
    export_->setEnabled(!script_.text.isEmpty());
    showHazards();
    followSelection();
    emit scriptChanged();
}

void SqlPanel::followSelection()
{
    const auto parts = onlySelected_->isChecked() // then all of it is
                           ? std::vector<const SqlScript::Part*>()
                           : partsOf(script_, session_.document().schema, selection_.single());
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
    if (!onlySelected_->isChecked()) // what is looked at stays
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
    const QString path = QFileDialog::getSaveFileName(
        this, tr("Export SQL"), suggested_, tr("SQL scripts (*.sql);;All files (*)"));
    if (!path.isEmpty())
        exportTo(path);
}

void SqlPanel::exportTo(const QString& path)
{
    if (const std::optional<QString> why = model::writeWhole(path, script_.text.toUtf8()))
        emit failed(inputError(path,
            conjoin::message("file.unwritable", "the file can't be written: %1", {*why}),
            conjoin::message("file.unwritable.new.hint", "Save it under another name or in another folder.")));
    else
        emit message(tr("Wrote %1").arg(path));
}

} // namespace conjoin::ui
