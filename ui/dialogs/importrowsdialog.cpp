// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/importrowsdialog.h"

#include "ui/dialogs/importmapping.h"
#include "ui/session/background.h"
#include "ui/text/messages.h"

#include <QBuffer>
#include <QCheckBox>
#include <QComboBox>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QTableWidget>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace conjoin::ui {

namespace {

constexpr qint64 sampleBytes = 256 << 10;
constexpr size_t sampleLines = 20;

/// The names of the columns: of the first line, or numbers.
QStringList columnNames(const orm::CsvLayout& layout, std::vector<orm::CsvRecord>& records)
{
    QStringList names;
    size_t width = 0;
    for (const orm::CsvRecord& record : records)
        width = std::max(width, record.cells.size());
    if (layout.header && !records.empty()) {
        for (const orm::CsvCell& cell : records.front().cells)
            names.append(cell.text.trimmed());
        records.erase(records.begin());
    }
    while (size_t(names.size()) < width)
        names.append(ImportRowsDialog::tr("Column %1").arg(names.size() + 1));
    return names;
}

} // namespace

ImportRowsDialog::ImportRowsDialog(
    RowSource source, int model, const QString& folder, const Theme& theme, QWidget* parent)
    : QDialog(parent)
    , source_(std::move(source))
    , folder_(folder)
    , theme_(&theme)
    , file_(new QLineEdit(this))
    , browse_(new QPushButton(tr("&Browse…"), this))
    , encoding_(new QComboBox(this))
    , delimiter_(new QComboBox(this))
    , quote_(new QComboBox(this))
    , header_(new QCheckBox(tr("First line &names the columns"), this))
    , table_(new QComboBox(this))
    , mode_(new QComboBox(this))
    , key_(new QComboBox(this))
    , nullChanges_(new QCheckBox(tr("E&mpty cells take values away"), this))
    , mapping_(new ImportMapping(this))
    , null_(new QLineEdit(this))
    , comma_(new QCheckBox(tr("Decimal comma"), this))
    , sample_(new QTableWidget(this))
    , problems_(new QTreeWidget(this))
    , onlyGood_(new QCheckBox(tr("Leave bad lines &out and import the others"), this))
    , summary_(new QLabel(this))
    , error_(new QLabel(this))
    , progress_(new QProgressBar(this))
    , cancel_(new QPushButton(tr("Cancel"), this))
    , check_(new QPushButton(tr("&Check"), this))
    , import_(new QPushButton(tr("&Import"), this))
{
    setWindowTitle(tr("Import rows"));
    setObjectName(QStringLiteral("importRows"));
    resize(760, 720);
    build();
    for (size_t i = 0; i < source_.registry->models().size(); ++i)
        table_->addItem(source_.registry->at(int(i)).table, int(i));
    table_->setCurrentIndex(table_->findData(model));
    watch_.setInterval(60);
    connect(&watch_, &QTimer::timeout, this, &ImportRowsDialog::showProgress);
    connect(browse_, &QPushButton::clicked, this, &ImportRowsDialog::browse);
    connect(file_, &QLineEdit::editingFinished, this, [this] {
        if (file_->isModified() && !file_->text().isEmpty())
            setFile(file_->text());
    });
    for (QComboBox* box : {encoding_, delimiter_, quote_}) {
        connect(box, &QComboBox::currentIndexChanged, this, [this] {
            if (!filling_)
                readSample();
        });
    }
    connect(header_, &QCheckBox::toggled, this, [this] {
        if (!filling_)
            readSample();
    });
    connect(table_, &QComboBox::currentIndexChanged, this, &ImportRowsDialog::takeTable);
    connect(mapping_, &ImportMapping::changed, this, &ImportRowsDialog::showKeys);
    connect(null_, &QLineEdit::textChanged, this, &ImportRowsDialog::change);
    connect(comma_, &QCheckBox::toggled, this, &ImportRowsDialog::change);
    connect(mode_, &QComboBox::currentIndexChanged, this, &ImportRowsDialog::showMode);
    connect(key_, &QComboBox::activated, this, &ImportRowsDialog::change);
    connect(nullChanges_, &QCheckBox::toggled, this, &ImportRowsDialog::change);
    connect(onlyGood_, &QCheckBox::toggled, this, &ImportRowsDialog::change);
    connect(cancel_, &QPushButton::clicked, this, &ImportRowsDialog::reject);
    connect(check_, &QPushButton::clicked, this, &ImportRowsDialog::check);
    connect(import_, &QPushButton::clicked, this, &ImportRowsDialog::importRows);
    showMode();
    setBusy(false);
    browse_->setFocus();
}

ImportRowsDialog::~ImportRowsDialog()
{
    if (work_ && work_->job)
        work_->job->cancel();
}

QWidget* ImportRowsDialog::buildModeRow()
{
    mode_->setObjectName(QStringLiteral("importMode"));
    mode_->addItem(tr("each line is a new row"), int(sql::ImportMode::Insert));
    mode_->addItem(tr("lines whose row is there are skipped"), int(sql::ImportMode::Skip));
    mode_->addItem(tr("rows that are there are changed, others are new"), int(sql::ImportMode::InsertOrUpdate));
    mode_->addItem(tr("rows that are there are changed, none is new"), int(sql::ImportMode::Update));
    key_->setObjectName(QStringLiteral("importKey"));
    key_->setAccessibleName(tr("Rows are known by"));
    key_->setToolTip(tr("The key that says which row a line is"));
    nullChanges_->setObjectName(QStringLiteral("importNullChanges"));
    nullChanges_->setToolTip(tr("Else an empty cell leaves what a row has"));
    auto* bar = new QWidget(this);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(mode_);
    row->addWidget(key_);
    row->addWidget(nullChanges_);
    row->addStretch(1);
    return bar;
}

/// What only some ways to write need.
void ImportRowsDialog::showMode()
{
    const auto mode = sql::ImportMode(mode_->currentData().toInt());
    key_->setVisible(mode != sql::ImportMode::Insert);
    nullChanges_->setVisible(mode == sql::ImportMode::Update || mode == sql::ImportMode::InsertOrUpdate);
    change();
}

/// The keys that the columns give, the one that was chosen still chosen.
void ImportRowsDialog::showKeys()
{
    const QStringList before = key_->currentData().toStringList();
    key_->clear();
    for (const QStringList& key : sql::keysOfPlan(*source_.registry, mapping_->plan()))
        key_->addItem(tr("by %1").arg(key.join(QStringLiteral(", "))), key);
    key_->setCurrentIndex(std::max(0, key_->findData(before)));
    change();
}

void ImportRowsDialog::change()
{
    checked_ = false;
    import_->setText(tr("&Import"));
    if (!work_)
        summary_->clear();
    if (!names_.isEmpty())
        showSample();
}

QWidget* ImportRowsDialog::buildLayoutRow()
{
    encoding_->setObjectName(QStringLiteral("importEncoding"));
    encoding_->setAccessibleName(tr("Encoding"));
    encoding_->addItem(tr("UTF-8"), int(orm::TextEncoding::Utf8));
    encoding_->addItem(tr("UTF-16, low byte first"), int(orm::TextEncoding::Utf16Le));
    encoding_->addItem(tr("UTF-16, high byte first"), int(orm::TextEncoding::Utf16Be));
    encoding_->addItem(tr("Windows-1252, Latin-1"), int(orm::TextEncoding::Windows1252));
    delimiter_->setObjectName(QStringLiteral("importDelimiter"));
    delimiter_->setAccessibleName(tr("Delimiter"));
    for (const auto& [text, sign] : {std::pair(tr("Comma"), ","), std::pair(tr("Semicolon"), ";"),
             std::pair(tr("Tabulator"), "\t"), std::pair(tr("Bar"), "|")})
        delimiter_->addItem(text, QString::fromLatin1(sign));
    quote_->setObjectName(QStringLiteral("importQuote"));
    quote_->setAccessibleName(tr("Quote"));
    quote_->addItem(tr("Quotes \" "), QStringLiteral("\""));
    quote_->addItem(tr("Apostrophes ' "), QStringLiteral("'"));
    header_->setObjectName(QStringLiteral("importHeader"));
    header_->setChecked(true);
    auto* bar = new QWidget(this);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    for (QWidget* field : std::initializer_list<QWidget*>{encoding_, delimiter_, quote_})
        row->addWidget(field);
    row->addStretch(1);
    row->addWidget(header_);
    return bar;
}

void ImportRowsDialog::build()
{
    file_->setObjectName(QStringLiteral("importFile"));
    file_->setPlaceholderText(tr("a .csv or .tsv file"));
    table_->setObjectName(QStringLiteral("importTable"));
    null_->setObjectName(QStringLiteral("importNull"));
    null_->setPlaceholderText(tr("an empty cell"));
    onlyGood_->setObjectName(QStringLiteral("importOnlyGood"));
    comma_->setObjectName(QStringLiteral("importComma"));
    sample_->setObjectName(QStringLiteral("importSample"));
    sample_->setAccessibleName(tr("The first lines"));
    sample_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    sample_->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    sample_->setTabKeyNavigation(false);
    problems_->setObjectName(QStringLiteral("importProblems"));
    problems_->setAccessibleName(tr("Bad lines"));
    problems_->setRootIsDecorated(false);
    problems_->setUniformRowHeights(true);
    problems_->setHeaderLabels({tr("Line"), tr("Column"), tr("Value"), tr("Why")});
    problems_->hide();
    summary_->setProperty("role", "muted");
    summary_->setObjectName(QStringLiteral("importSummary"));
    summary_->setWordWrap(true);
    error_->setProperty("role", "error");
    error_->setObjectName(QStringLiteral("importError"));
    error_->setWordWrap(true);
    error_->hide();
    progress_->setTextVisible(false);
    cancel_->setAutoDefault(false);
    check_->setAutoDefault(false);
    check_->setObjectName(QStringLiteral("importCheck"));
    import_->setObjectName(QStringLiteral("importRun"));
    import_->setDefault(true);

    auto* file = new QHBoxLayout;
    file->setSpacing(8);
    file->addWidget(file_, 1);
    file->addWidget(browse_);
    auto* values = new QHBoxLayout;
    values->setSpacing(16);
    values->addWidget(null_);
    values->addWidget(comma_);
    values->addStretch(1);
    auto* form = new QFormLayout;
    form->setHorizontalSpacing(16);
    form->setVerticalSpacing(8);
    form->addRow(tr("File"), file); // a line of several fields has no key of its own
    form->addRow(tr("Written as"), buildLayoutRow());
    form->addRow(tr("In&to"), table_);
    auto* mode = new QLabel(tr("&How"), this);
    mode->setBuddy(mode_);
    form->addRow(mode, buildModeRow());
    form->addRow(tr("NULL is"), values);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(summary_, 1);
    buttons->addWidget(cancel_);
    buttons->addWidget(check_);
    buttons->addWidget(import_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(20, 20, 20, 20);
    column->setSpacing(12);
    column->addLayout(form);
    column->addWidget(mapping_, 3);
    column->addWidget(sample_, 2);
    column->addWidget(problems_, 2);
    column->addWidget(onlyGood_);
    column->addWidget(error_);
    column->addWidget(progress_);
    column->addLayout(buttons);
}

void ImportRowsDialog::browse()
{
    const QString path = QFileDialog::getOpenFileName(
        this, tr("Import rows"), folder_, tr("Lines and fields (*.csv *.tsv *.txt *.tab);;All files (*)"));
    if (!path.isEmpty())
        setFile(path);
}

void ImportRowsDialog::complain(const QString& text)
{
    error_->setText(text);
    error_->setVisible(!text.isEmpty());
}

void ImportRowsDialog::setFile(const QString& path)
{
    file_->setText(path);
    file_->setModified(false);
    guess();
}

void ImportRowsDialog::guess()
{
    QFile file(file_->text());
    names_.clear();
    records_.clear();
    if (!file.open(QIODevice::ReadOnly)) {
        complain(tr("The file can't be read: %1").arg(file.errorString()));
        setBusy(false);
        return;
    }
    complain({});
    fileSize_ = file.size();
    const QByteArray start = file.read(sampleBytes);
    const orm::CsvLayout layout = orm::guessedLayout(start, file.atEnd());
    filling_ = true;
    encoding_->setCurrentIndex(encoding_->findData(int(layout.encoding)));
    delimiter_->setCurrentIndex(delimiter_->findData(QString(layout.delimiter)));
    quote_->setCurrentIndex(quote_->findData(QString(layout.quote)));
    header_->setChecked(layout.header);
    comma_->setChecked(layout.delimiter == u';' && QLocale().decimalPoint() == u",");
    filling_ = false;
    readSample();
}

orm::CsvLayout ImportRowsDialog::layoutOf() const
{
    orm::CsvLayout layout;
    layout.encoding = orm::TextEncoding(encoding_->currentData().toInt());
    layout.delimiter = delimiter_->currentData().toString().front();
    layout.quote = quote_->currentData().toString().front();
    layout.header = header_->isChecked();
    return layout;
}

void ImportRowsDialog::readSample()
{
    QFile file(file_->text());
    if (!file.open(QIODevice::ReadOnly))
        return;
    orm::CsvReader reader(file, layoutOf());
    records_.clear();
    while (records_.size() <= sampleLines) {
        auto record = reader.next();
        if (!record || !*record)
            break;
        records_.push_back(std::move(**record));
    }
    names_ = columnNames(layoutOf(), records_);
    takeTable();
}

void ImportRowsDialog::takeTable()
{
    if (!names_.isEmpty())
        mapping_->setColumns(source_.registry, table_->currentData().toInt(), names_);
    problems_->hide();
    setBusy(false);
}

sql::ImportPlan ImportRowsDialog::plan() const
{
    sql::ImportPlan plan = mapping_->plan();
    plan.null = null_->text();
    plan.decimalComma = comma_->isChecked();
    plan.mode = sql::ImportMode(mode_->currentData().toInt());
    plan.key = plan.mode == sql::ImportMode::Insert ? QStringList() : key_->currentData().toStringList();
    plan.nullChanges = nullChanges_->isChecked();
    return plan;
}

/// The first lines, with what is wrong on their cells: what can be told without the database.
void ImportRowsDialog::showSample()
{
    sample_->clear();
    sample_->setColumnCount(int(names_.size()));
    sample_->setRowCount(int(std::min(records_.size(), sampleLines)));
    QStringList titles, lines;
    for (qsizetype i = 0; i < names_.size(); ++i) {
        const QString title = mapping_->titleOf(int(i));
        titles.append(title.isEmpty() ? tr("%1 (left out)").arg(names_[i]) : title);
    }
    sample_->setHorizontalHeaderLabels(titles);
    const sql::ImportPlan asked = plan();
    const auto fits = sql::checkPlan(*source_.registry, asked);
    complain(fits || names_.isEmpty() ? QString() : spoken(fits.error()));
    for (int row = 0; row < sample_->rowCount(); ++row) {
        const orm::CsvRecord& record = records_[size_t(row)];
        lines.append(QString::number(record.line));
        for (size_t i = 0; i < record.cells.size(); ++i)
            sample_->setItem(row, int(i), new QTableWidgetItem(record.cells[i].text));
        std::vector<sql::ImportProblem> problems;
        if (fits)
            sql::readRow(*source_.registry, asked, record, problems);
        for (const sql::ImportProblem& problem : problems) {
            for (int column = 0; column < sample_->columnCount(); ++column) {
                if (problem.column >= 0 && problem.column != column)
                    continue;
                if (!sample_->item(row, column))
                    sample_->setItem(row, column, new QTableWidgetItem);
                QColor fill = theme_->error;
                fill.setAlpha(60);
                sample_->item(row, column)->setBackground(fill);
                sample_->item(row, column)->setToolTip(sentence(problem.why.what));
            }
        }
    }
    sample_->setVerticalHeaderLabels(lines);
    import_->setEnabled(!work_ && fits && !names_.isEmpty());
    check_->setEnabled(import_->isEnabled());
}

void ImportRowsDialog::setBusy(bool busy)
{
    for (QWidget* field : std::initializer_list<QWidget*>{file_, browse_, encoding_, delimiter_, quote_,
             header_, table_, mapping_, mode_, key_, nullChanges_, null_, comma_, onlyGood_})
        field->setEnabled(!busy);
    const bool ready = !busy && !names_.isEmpty() && sql::checkPlan(*source_.registry, plan());
    check_->setEnabled(ready);
    import_->setEnabled(ready);
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

void ImportRowsDialog::check()
{
    run(true);
}

void ImportRowsDialog::importRows()
{
    run(!checked_);
}

void ImportRowsDialog::run(bool dryRun)
{
    if (work_ || names_.isEmpty())
        return;
    complain({});
    problems_->hide();
    work_ = std::make_unique<Work>();
    work_->dryRun = dryRun;
    setBusy(true);
    sql::ImportOptions options;
    options.dryRun = dryRun;
    options.onlyGood = onlyGood_->isChecked();
    work_->job = sql::startJob(*source_.database,
        [registry = source_.registry, plan = plan(), layout = layoutOf(), path = file_->text(), options,
            lines = work_->lines,
            bytes = work_->bytes](sql::Connection& connection, sql::Progress&) -> Result<sql::ImportReport> {
            QFile file(path);
            if (!file.open(QIODevice::ReadOnly))
                return inputError(
                    path, message("import.file", "the file can't be read: %1", {file.errorString()}));
            orm::CsvReader reader(file, layout);
            if (layout.header) {
                if (auto names = reader.next(); !names)
                    return failure(names);
            }
            sql::ImportOptions how = options;
            how.progress = [&](qint64 done) {
                *lines = done;
                *bytes = reader.position();
            };
            return sql::importRows(
                connection, *registry, plan, [&] { return reader.next(); }, how);
        });
    whenDone(work_->job->future(), this, [this](const Result<sql::ImportReport>& report) { finish(report); });
}

void ImportRowsDialog::showProgress()
{
    if (!work_)
        return;
    progress_->setRange(0, 1000);
    progress_->setValue(fileSize_ > 0 ? int(1000.0 * double(*work_->bytes) / double(fileSize_)) : 0);
    summary_->setText(tr("%1 lines").arg(QLocale().toString(qint64(*work_->lines))));
}

void ImportRowsDialog::finish(const Result<sql::ImportReport>& report)
{
    const bool dryRun = work_->dryRun;
    work_.reset();
    setBusy(false);
    if (!report) {
        summary_->clear();
        if (report.error().kind == ErrorKind::Cancelled)
            summary_->setText(tr("Stopped; nothing was written"));
        else
            complain(spoken(report.error()));
        return;
    }
    const QLocale locale;
    showProblems(*report);
    const QString lines = locale.toString(report->lines), good = locale.toString(report->good);
    const QString counts = countsOf(*report);
    if (report->stored) {
        outcome_ = tr("Imported %1 of %2 lines: %3").arg(good, lines, counts);
        if (report->problems.empty()) {
            accept();
            return;
        }
        summary_->setText(outcome_);
        cancel_->setText(tr("Close")); // the bad lines are still to be read
        import_->setEnabled(false);
        return;
    }
    checked_ = dryRun && (report->problems.empty() || (onlyGood_->isChecked() && report->good > 0));
    if (checked_) {
        summary_->setText(report->problems.empty()
                              ? tr("All %1 lines are good: %2").arg(lines, counts)
                              : tr("%1 of %2 lines are good: %3").arg(good, lines, counts));
        import_->setText(tr("&Import them"));
        import_->setFocus();
    } else if (dryRun) {
        summary_->setText(tr("%1 of %2 lines are good; nothing was written").arg(good, lines));
    } else {
        summary_->setText(tr("Nothing was written: %n line(s) are bad", nullptr, int(report->problems.size())));
    }
}

/// What was or would be written, table by table.
QString ImportRowsDialog::countsOf(const sql::ImportReport& report)
{
    const QLocale locale;
    QStringList parts;
    for (const sql::ImportReport::Table& table : report.tables) {
        if (table.created > 0)
            parts.append(tr("%1 new in %2").arg(locale.toString(table.created), table.name));
        if (table.changed > 0)
            parts.append(tr("%1 changed in %2").arg(locale.toString(table.changed), table.name));
    }
    if (report.unchanged > 0)
        parts.append(tr("%1 as they are").arg(locale.toString(report.unchanged)));
    if (report.skipped > 0)
        parts.append(tr("%1 skipped").arg(locale.toString(report.skipped)));
    return parts.isEmpty() ? tr("nothing to write") : parts.join(QStringLiteral(", "));
}

void ImportRowsDialog::showProblems(const sql::ImportReport& report)
{
    problems_->clear();
    for (const sql::ImportProblem& problem : report.problems) {
        auto* item = new QTreeWidgetItem(problems_);
        item->setText(0, QString::number(problem.line));
        item->setText(1, names_.value(problem.column));
        item->setText(2, problem.value);
        QString why = sentence(problem.why.what);
        if (!problem.why.hint.isEmpty())
            why += QStringLiteral(" – ") + spoken(problem.why.hint);
        item->setText(3, why);
        item->setToolTip(3, why);
    }
    if (report.stopped) {
        auto* item = new QTreeWidgetItem(problems_);
        item->setText(3, tr("Too many: the lines behind were not looked at"));
    }
    problems_->setVisible(!report.problems.empty());
    for (int i = 0; i < 3; ++i)
        problems_->resizeColumnToContents(i);
}

void ImportRowsDialog::reject()
{
    if (work_ && work_->job) {
        work_->job->cancel(); // it ends soon and leaves the dialog as it was
        return;
    }
    if (outcome_.isEmpty())
        QDialog::reject();
    else
        accept(); // what was good is written
}

} // namespace conjoin::ui
