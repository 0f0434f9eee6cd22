// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/exportdialog.h"

#include "orm/sql/finder.h"
#include "ui/panels/query/attributelist.h"
#include "ui/panels/query/includetree.h"
#include "ui/session/background.h"
#include "ui/text/dialecttitle.h"
#include "ui/text/messages.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

namespace conjoin::ui {

using sql::ExportFormat;

namespace {

QString suffixOf(ExportFormat format)
{
    switch (format) {
    case ExportFormat::Json:
        return QStringLiteral("json");
    case ExportFormat::NdJson:
        return QStringLiteral("ndjson");
    case ExportFormat::Csv:
        return QStringLiteral("csv");
    case ExportFormat::Markdown:
        return QStringLiteral("md");
    case ExportFormat::Sql:
        break;
    }
    return QStringLiteral("sql");
}

/// A connection of its own for reading; a database in memory has but one.
std::shared_ptr<sql::Database> readerOf(const std::shared_ptr<sql::Database>& database)
{
    sql::ConnectionSettings settings = database->settings();
    if (settings.file == u":memory:")
        return database;
    settings.create = false;
    settings.readOnly = true;
    return std::make_shared<sql::Database>(settings);
}

} // namespace

ExportDialog::ExportDialog(ExportSubject subject, const QString& folder, const Theme& theme, QWidget* parent)
    : QDialog(parent)
    , subject_(std::move(subject))
    , folder_(folder)
    , which_(new QComboBox(this))
    , tree_(new IncludeTree(theme, this))
    , attributes_(new AttributeList(this))
    , format_(new QComboBox(this))
    , delimiter_(new QComboBox(this))
    , null_(new QLineEdit(this))
    , header_(new QCheckBox(tr("Names in the &first line"), this))
    , dialect_(new QComboBox(this))
    , note_(new QLabel(this))
    , error_(new QLabel(this))
    , progress_(new QProgressBar(this))
    , count_(new QLabel(this))
    , cancel_(new QPushButton(tr("Cancel"), this))
    , save_(new QPushButton(tr("Save as…"), this))
{
    setWindowTitle(tr("Export rows"));
    setObjectName(QStringLiteral("exportRows"));
    setMinimumWidth(640);
    const orm::Model& model = subject_.source.registry->at(subject_.query.model);

    which_->setObjectName(QStringLiteral("exportWhich"));
    which_->addItem(tr("All rows of %1").arg(model.table), QStringLiteral("all"));
    if (!subject_.filter.isNull())
        which_->addItem(
            tr("Those that the filter finds: %1").arg(subject_.filterText), QStringLiteral("filter"));
    if (!subject_.selection.isNull())
        which_->addItem(tr("The %n selected row(s)", nullptr, subject_.selected), QStringLiteral("selection"));
    which_->setCurrentIndex(subject_.selected > 1 ? which_->count() - 1 : subject_.filter.isNull() ? 0 : 1);
    tree_->setMinimumHeight(180);
    tree_->setRoot(subject_.source.registry, subject_.query.model);
    tree_->setQuery(subject_.query);
    attributes_->setObjectName(QStringLiteral("exportAttributes"));
    attributes_->setMinimumHeight(180);
    format_->setObjectName(QStringLiteral("exportFormat"));
    format_->addItem(tr("JSON – nested"), int(ExportFormat::Json));
    format_->addItem(tr("NDJSON – nested, a line for each row"), int(ExportFormat::NdJson));
    format_->addItem(tr("CSV – flat, for spreadsheets"), int(ExportFormat::Csv));
    format_->addItem(tr("SQL – INSERTs in an order that runs"), int(ExportFormat::Sql));
    format_->addItem(tr("Markdown – a table"), int(ExportFormat::Markdown));
    delimiter_->setObjectName(QStringLiteral("exportDelimiter"));
    delimiter_->addItem(tr("Comma"), QStringLiteral(","));
    delimiter_->addItem(tr("Semicolon"), QStringLiteral(";"));
    delimiter_->addItem(tr("Tabulator"), QStringLiteral("\t"));
    null_->setObjectName(QStringLiteral("exportNull"));
    null_->setPlaceholderText(tr("nothing – an empty text is \"\""));
    header_->setObjectName(QStringLiteral("exportHeader"));
    header_->setChecked(true);
    dialect_->setObjectName(QStringLiteral("exportDialect"));
    for (const QString& name : orm::dialectNames())
        dialect_->addItem(dialectTitle(name), name);
    dialect_->setCurrentIndex(dialect_->findData(subject_.source.database->settings().dialect));
    note_->setProperty("role", "muted");
    note_->setWordWrap(true);
    error_->setProperty("role", "error");
    error_->setObjectName(QStringLiteral("exportError"));
    error_->setWordWrap(true);
    error_->hide();
    count_->setProperty("role", "muted");
    count_->setObjectName(QStringLiteral("exportCount"));
    progress_->setTextVisible(false);
    cancel_->setAutoDefault(false);
    save_->setDefault(true);
    save_->setObjectName(QStringLiteral("exportSave"));

    form_ = new QFormLayout;
    form_->setHorizontalSpacing(16);
    form_->setVerticalSpacing(8);
    form_->addRow(tr("&Rows"), which_);
    auto* places = new QHBoxLayout;
    places->setSpacing(8);
    places->addWidget(tree_, 3);
    places->addWidget(attributes_, 2);
    auto* with = new QLabel(tr("&With"), this);
    with->setBuddy(tree_);
    form_->addRow(with, places);
    form_->addRow(tr("F&ormat"), format_);
    form_->addRow(tr("&Delimiter"), delimiter_);
    form_->addRow(tr("&NULL is"), null_);
    form_->addRow(QString(), header_);
    form_->addRow(tr("Dialec&t"), dialect_);
    form_->addRow(QString(), note_);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(count_, 1);
    buttons->addWidget(cancel_);
    buttons->addWidget(save_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(20, 20, 20, 20);
    column->setSpacing(12);
    column->addLayout(form_);
    column->addWidget(error_);
    column->addWidget(progress_);
    column->addLayout(buttons);

    watch_.setInterval(60);
    connect(&watch_, &QTimer::timeout, this, &ExportDialog::showProgress);
    connect(format_, &QComboBox::currentIndexChanged, this, &ExportDialog::refresh);
    connect(which_, &QComboBox::currentIndexChanged, this, &ExportDialog::refresh);
    connect(tree_, &IncludeTree::queryChanged, this, &ExportDialog::refresh);
    connect(tree_, &QTreeWidget::currentItemChanged, this, &ExportDialog::showAttributes);
    connect(attributes_, &AttributeList::changed, this, &ExportDialog::takeAttributes);
    connect(cancel_, &QPushButton::clicked, this, &ExportDialog::reject);
    connect(save_, &QPushButton::clicked, this, &ExportDialog::browse);
    setBusy(false);
    showAttributes();
    refresh();
    format_->setFocus();
}

ExportDialog::~ExportDialog()
{
    if (work_ && work_->job)
        work_->job->cancel();
}

ExportFormat ExportDialog::format() const
{
    return ExportFormat(format_->currentData().toInt());
}

void ExportDialog::setFormat(ExportFormat format)
{
    format_->setCurrentIndex(format_->findData(int(format)));
}

/// What is wanted of the rows – and of the links to them – at the place that is chosen among the associations.
void ExportDialog::showAttributes()
{
    const orm::Association* association = tree_->currentAssociation();
    const QueryPart part = tree_->currentPart();
    attributes_->setChoice(*subject_.source.registry, tree_->currentModel(),
        association ? association->through : -1, part.attributes, part.throughAttributes);
    attributes_->setAccessibleName(tr("Attributes of %1").arg(tree_->currentPath()));
}

void ExportDialog::takeAttributes()
{
    QueryPart part = tree_->currentPart();
    part.attributes = attributes_->attributes();
    part.throughAttributes = attributes_->ofLink();
    tree_->setCurrentPart(part);
}

void ExportDialog::refresh()
{
    const bool csv = format() == ExportFormat::Csv;
    const bool sql = format() == ExportFormat::Sql;
    for (QWidget* field : std::initializer_list<QWidget*>{delimiter_, null_, header_})
        form_->setRowVisible(field, csv);
    form_->setRowVisible(dialect_, sql);
    attributes_->setEnabled(!sql && !work_);
    const bool nested = !tree_->query().includes.empty();
    QString note;
    if (nested && (csv || format() == ExportFormat::Markdown))
        note = tr("A line for each row together with each of what it is linked to, as a join would show it. "
                  "Names have dots: Classes.title.");
    else if (sql)
        note = tr("Rows are whole, whatever attributes are ticked. Who is referred to comes before who refers, "
                  "rows of "
                  "junctions after both of their ends. Tick what the rows need, too, if it is not there yet.");
    note_->setText(note);
    form_->setRowVisible(note_, !note.isEmpty());
    error_->hide();
    // What the note takes depends on the width, which no layout's hint for its height knows of.
    layout()->activate();
    if (const int needed = layout()->totalHeightForWidth(width()); needed > height())
        resize(width(), needed);
}

void ExportDialog::setBusy(bool busy)
{
    for (QWidget* field :
        std::initializer_list<QWidget*>{which_, tree_, format_, delimiter_, null_, header_, dialect_, save_})
        field->setEnabled(!busy);
    attributes_->setEnabled(!busy && format() != ExportFormat::Sql);
    QSizePolicy keeping = progress_->sizePolicy();
    keeping.setRetainSizeWhenHidden(true); // the buttons must not jump
    progress_->setSizePolicy(keeping);
    progress_->setVisible(busy);
    progress_->setRange(0, 0);
    cancel_->setText(busy ? tr("Stop") : tr("Cancel"));
    count_->clear();
    if (busy)
        watch_.start();
    else
        watch_.stop();
}

orm::Query ExportDialog::query() const
{
    orm::Query query = tree_->query();
    const QString which = which_->currentData().toString();
    if (which == u"filter")
        query.where = subject_.filter;
    else if (which == u"selection")
        query.where = subject_.selection;
    return query;
}

sql::ExportOptions ExportDialog::options() const
{
    sql::ExportOptions options;
    options.format = format();
    options.csv.delimiter = delimiter_->currentData().toString().front();
    options.csv.null = null_->text();
    options.csv.header = header_->isChecked();
    if (const auto dialect = orm::dialectNamed(dialect_->currentData().toString()))
        options.dialect = *dialect;
    return options;
}

void ExportDialog::browse()
{
    const QString suffix = suffixOf(format());
    const QString name = subject_.source.registry->at(subject_.query.model).table + u'.' + suffix;
    const QString path = QFileDialog::getSaveFileName(this, tr("Export rows"), QDir(folder_).filePath(name),
        tr("%1 files (*.%2);;All files (*)").arg(suffix.toUpper(), suffix));
    if (!path.isEmpty())
        writeTo(QFileInfo(path).suffix().isEmpty() ? path + u'.' + suffix : path);
}

void ExportDialog::writeTo(const QString& path)
{
    if (work_)
        return;
    error_->hide();
    work_ = std::make_unique<Work>();
    work_->database = readerOf(subject_.source.database);
    setBusy(true);
    sql::ExportOptions how = options();
    how.progress = [rows = work_->rows](qint64 count) { *rows = count; };
    const auto registry = subject_.source.registry;
    // How many there will be is counted meanwhile, where nobody waits for rows.
    const auto counter = subject_.source.lookup ? subject_.source.lookup : subject_.source.database;
    whenDone(counter->run([registry, asked = query()](sql::Connection& connection) {
        return sql::count(connection, *registry, asked);
    }),
        this, [this, rows = work_->rows](const Result<qint64>& all) {
            if (all && work_ && work_->rows == rows)
                work_->all = *all;
        });
    work_->job = sql::startJob(*work_->database,
        [registry, asked = query(), how, path](
            sql::Connection& connection, sql::Progress&) -> Result<sql::ExportReport> {
            return sql::exportToFile(connection, *registry, asked, how, path);
        });
    whenDone(work_->job->future(), this,
        [this, path](const Result<sql::ExportReport>& report) { finish(path, report); });
}

void ExportDialog::showProgress()
{
    if (!work_)
        return;
    const qint64 rows = *work_->rows;
    if (work_->all > 0) {
        progress_->setRange(0, 1000);
        progress_->setValue(int(1000.0 * double(std::min(rows, work_->all)) / double(work_->all)));
    }
    count_->setText(tr("%1 rows").arg(QLocale().toString(rows)));
}

void ExportDialog::finish(const QString& path, const Result<sql::ExportReport>& report)
{
    work_.reset();
    setBusy(false);
    if (!report) {
        if (report.error().kind == ErrorKind::Cancelled) {
            count_->setText(tr("Stopped; nothing was written"));
            return;
        }
        error_->setText(spoken(report.error()));
        error_->show();
        return;
    }
    outcome_ = tr("Wrote %1 rows to %2").arg(QLocale().toString(report->rows), QDir::toNativeSeparators(path));
    accept();
}

void ExportDialog::reject()
{
    if (work_ && work_->job)
        work_->job->cancel(); // it ends soon and leaves the dialog as it was
    else
        QDialog::reject();
}

} // namespace conjoin::ui
