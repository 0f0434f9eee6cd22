// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/sampledatadialog.h"

#include "orm/sql/finder.h"
#include "ui/session/background.h"
#include "ui/text/messages.h"

#include <QFormLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QSpinBox>
#include <QTableWidget>
#include <QVBoxLayout>

#include <limits>

namespace conjoin::ui {

namespace {

enum Column { TableColumn, WantedColumn, PlannedColumn, NoteColumn };

constexpr int mostRows = 1'000'000;

} // namespace

SampleDataDialog::SampleDataDialog(std::shared_ptr<sql::Database> database,
    std::shared_ptr<const orm::ModelRegistry> registry, std::shared_ptr<const orm::Derivation> derivation,
    QWidget* parent)
    : QDialog(parent)
    , database_(std::move(database))
    , registry_(std::move(registry))
    , derivation_(std::move(derivation))
    , rows_(new QSpinBox(this))
    , number_(new QSpinBox(this))
    , tables_(new QTableWidget(this))
    , there_(new QLabel(this))
    , summary_(new QLabel(this))
    , error_(new QLabel(this))
    , progress_(new QProgressBar(this))
    , cancel_(new QPushButton(tr("Cancel"), this))
    , fill_(new QPushButton(tr("&Fill"), this))
{
    setWindowTitle(tr("Fill with sample data"));
    setObjectName(QStringLiteral("sampleData"));
    resize(640, 600);
    rows_->setObjectName(QStringLiteral("sampleRows"));
    rows_->setRange(0, mostRows);
    rows_->setValue(100);
    rows_->setGroupSeparatorShown(true);
    number_->setObjectName(QStringLiteral("sampleNumber"));
    number_->setRange(1, std::numeric_limits<int>::max());
    number_->setToolTip(tr("The same number gives the same rows"));
    tables_->setObjectName(QStringLiteral("sampleTables"));
    tables_->setAccessibleName(tr("Rows of each table"));
    tables_->setColumnCount(4);
    tables_->setHorizontalHeaderLabels({tr("Table"), tr("Rows"), tr("At most"), tr("Left out because")});
    tables_->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    tables_->horizontalHeader()->setSectionResizeMode(NoteColumn, QHeaderView::Stretch);
    tables_->setColumnWidth(TableColumn, 190);
    tables_->setColumnWidth(WantedColumn, 80);
    tables_->setColumnWidth(PlannedColumn, 80);
    tables_->setToolTip(tr("Space ticks a table, F2 or a number changes how many rows it gets"));
    tables_->verticalHeader()->hide();
    tables_->setSelectionMode(QAbstractItemView::SingleSelection);
    tables_->setTabKeyNavigation(false);
    there_->setWordWrap(true);
    there_->setProperty("role", "muted");
    there_->setObjectName(QStringLiteral("sampleThere"));
    there_->hide();
    summary_->setProperty("role", "muted");
    summary_->setObjectName(QStringLiteral("sampleSummary"));
    error_->setProperty("role", "error");
    error_->setObjectName(QStringLiteral("sampleError"));
    error_->setWordWrap(true);
    error_->hide();
    progress_->setTextVisible(false);
    cancel_->setAutoDefault(false);
    fill_->setDefault(true);
    fill_->setObjectName(QStringLiteral("sampleFill"));

    auto* form = new QFormLayout;
    form->setHorizontalSpacing(16);
    form->setVerticalSpacing(8);
    form->addRow(tr("&Rows of each table"), rows_);
    form->addRow(tr("&Seed number"), number_);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(summary_, 1);
    buttons->addWidget(cancel_);
    buttons->addWidget(fill_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(20, 20, 20, 20);
    column->setSpacing(12);
    column->addLayout(form);
    column->addWidget(tables_, 1);
    column->addWidget(there_);
    column->addWidget(error_);
    column->addWidget(progress_);
    column->addLayout(buttons);

    watch_.setInterval(60);
    connect(&watch_, &QTimer::timeout, this, &SampleDataDialog::showProgress);
    connect(rows_, &QSpinBox::valueChanged, this, &SampleDataDialog::showPlan);
    connect(tables_, &QTableWidget::itemChanged, this, [this](QTableWidgetItem* item) {
        if (!filling_)
            takeEdit(*item);
    });
    connect(cancel_, &QPushButton::clicked, this, &SampleDataDialog::reject);
    connect(fill_, &QPushButton::clicked, this, &SampleDataDialog::fill);
    setBusy(false);
    showPlan();
    lookAtTables();
    rows_->setFocus();
    rows_->selectAll();
}

SampleDataDialog::~SampleDataDialog()
{
    if (work_ && work_->job)
        work_->job->cancel();
}

sql::SeedOptions SampleDataDialog::options() const
{
    sql::SeedOptions options;
    options.rows = rows_->value();
    options.number = quint64(number_->value());
    options.rowsOf = rowsOf_;
    for (const QString& table : leftOut_)
        options.rowsOf[table] = 0;
    if (const auto dialect = orm::dialectNamed(database_->settings().dialect))
        options.engine = &(*dialect)->capabilities();
    options.there = present_;
    options.schema = &derivation_->schema;
    return options;
}

void SampleDataDialog::complain(const QString& text)
{
    error_->setText(text);
    error_->setVisible(!text.isEmpty());
}

/// Tells which tables have rows already: new ones come beside them, and may refer to them.
void SampleDataDialog::lookAtTables()
{
    using Counts = std::map<QString, qint64>;
    whenDone(database_->run([registry = registry_](sql::Connection& connection) -> Result<Counts> {
        Counts present;
        for (size_t i = 0; i < registry->models().size(); ++i) {
            orm::Query query;
            query.model = int(i);
            query.limit = mostRows; // what is more allows for any number of links
            query.unscoped = true;
            const auto rows = sql::count(connection, *registry, query);
            if (!rows)
                return failure(rows);
            if (*rows > 0)
                present[registry->at(int(i)).table] = *rows;
        }
        return present;
    }),
        this, [this](const Result<Counts>& present) {
            if (!present) {
                complain(spoken(present.error()));
                return;
            }
            present_ = *present;
            QStringList filled;
            for (const auto& [table, rows] : present_)
                filled.append(table);
            there_->setVisible(!filled.isEmpty());
            there_->setText(
                tr("There are rows already in: %1. The new ones come beside them and have keys of their "
                   "own; they may refer to those that are there.")
                    .arg(filled.join(QStringLiteral(", "))));
            if (!work_)
                showPlan();
        });
}

void SampleDataDialog::takeEdit(const QTableWidgetItem& item)
{
    const QString table = tables_->item(item.row(), TableColumn)->text();
    if (item.column() == TableColumn) {
        if (item.checkState() == Qt::Checked)
            leftOut_.remove(table);
        else
            leftOut_.insert(table);
        showPlan();
        return;
    }
    if (item.column() != WantedColumn)
        return;
    bool ok = false;
    const int wanted = QLocale().toInt(item.text(), &ok);
    if (ok && wanted >= 0 && wanted <= mostRows)
        rowsOf_[table] = wanted;
    else
        rowsOf_.erase(table); // as many as all others
    showPlan();
}

void SampleDataDialog::showTable(int row, const sql::SeedReport::Table& table)
{
    const QLocale locale;
    const bool isLeftOut = leftOut_.contains(table.name);
    const auto own = rowsOf_.find(table.name);
    const int wanted = own == rowsOf_.end() ? rows_->value() : own->second;
    const QString why = isLeftOut || table.why.isEmpty() ? QString() : sentence(table.why);
    for (const auto& [column, text] : {std::pair(TableColumn, table.name),
             std::pair(WantedColumn, isLeftOut ? QString() : locale.toString(wanted)),
             std::pair(PlannedColumn, locale.toString(table.rows)), std::pair(NoteColumn, why)}) {
        QTableWidgetItem* item = tables_->item(row, column);
        if (!item) {
            item = new QTableWidgetItem;
            if (column == WantedColumn || column == PlannedColumn)
                item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
            tables_->setItem(row, column, item);
        }
        Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable;
        if (column == TableColumn)
            flags |= Qt::ItemIsUserCheckable;
        if (column == WantedColumn && !isLeftOut)
            flags |= Qt::ItemIsEditable;
        item->setFlags(flags);
        item->setText(text);
        if (column == TableColumn)
            item->setCheckState(isLeftOut ? Qt::Unchecked : Qt::Checked);
        if (column == NoteColumn)
            item->setToolTip(text);
    }
}

void SampleDataDialog::showPlan()
{
    const auto plan = sql::plannedSeed(*registry_, options());
    complain(plan ? QString() : spoken(plan.error()));
    if (!plan) {
        fill_->setEnabled(false);
        return;
    }
    filling_ = true;
    qint64 all = 0;
    // The table stays where it is: which are left out must not make them jump.
    const bool isNew = tables_->rowCount() != int(plan->tables.size());
    tables_->setRowCount(int(plan->tables.size()));
    for (size_t i = 0; i < plan->tables.size(); ++i) {
        const sql::SeedReport::Table& table = plan->tables[i];
        int row = isNew ? int(i) : 0;
        while (!isNew && row + 1 < tables_->rowCount() && tables_->item(row, TableColumn)->text() != table.name)
            ++row;
        all += table.rows;
        showTable(row, table);
    }
    filling_ = false;
    fill_->setEnabled(all > 0 && !work_);
    summary_->setText(tr("%1 rows in all").arg(QLocale().toString(all)));
}

void SampleDataDialog::setBusy(bool busy)
{
    for (QWidget* field : std::initializer_list<QWidget*>{rows_, number_, tables_, fill_})
        field->setEnabled(!busy);
    QSizePolicy keeping = progress_->sizePolicy();
    keeping.setRetainSizeWhenHidden(true); // the buttons must not jump
    progress_->setSizePolicy(keeping);
    progress_->setVisible(busy);
    cancel_->setText(busy ? tr("Stop") : tr("Cancel"));
    if (busy)
        watch_.start();
    else
        watch_.stop();
}

void SampleDataDialog::fill()
{
    if (work_)
        return;
    complain({});
    work_ = std::make_unique<Work>();
    setBusy(true);
    sql::SeedOptions how = options();
    how.progress = [written = work_->written, all = work_->all](qint64 done, qint64 total) {
        *written = done;
        *all = total;
    };
    work_->job = sql::startJob(
        *database_, [registry = registry_, derivation = derivation_, how](sql::Connection& connection,
                        sql::Progress&) { return sql::seed(connection, *registry, how); });
    whenDone(work_->job->future(), this, [this](const Result<sql::SeedReport>& report) { finish(report); });
}

void SampleDataDialog::showProgress()
{
    if (!work_)
        return;
    const qint64 all = *work_->all, written = *work_->written;
    progress_->setRange(0, 1000);
    progress_->setValue(all > 0 ? int(1000.0 * double(written) / double(all)) : 0);
    summary_->setText(tr("%1 rows").arg(QLocale().toString(written)));
}

void SampleDataDialog::finish(const Result<sql::SeedReport>& report)
{
    work_.reset();
    setBusy(false);
    if (!report) {
        summary_->setText(report.error().kind == ErrorKind::Cancelled ? tr("Stopped; nothing was written")
                                                                      : tr("Nothing was written"));
        if (report.error().kind != ErrorKind::Cancelled)
            complain(spoken(report.error()));
        return;
    }
    qint64 all = 0;
    int filled = 0;
    for (const sql::SeedReport::Table& table : report->tables) {
        all += table.rows;
        filled += table.rows > 0 ? 1 : 0;
    }
    outcome_ = tr("Wrote %1 rows into %n table(s)", nullptr, filled).arg(QLocale().toString(all));
    accept();
}

void SampleDataDialog::reject()
{
    if (work_ && work_->job)
        work_->job->cancel(); // it ends soon and leaves the dialog as it was
    else
        QDialog::reject();
}

} // namespace conjoin::ui
