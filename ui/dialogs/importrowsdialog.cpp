// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/importrowsdialog.h"

#include "ui/dialogs/importmapping.h"
#include "ui/dialogs/importpreview.h"
#include "ui/dialogs/importproblems.h"
#include "ui/dialogs/importwords.h"
#include "ui/session/background.h"
#include "ui/text/messages.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace conjoin::ui {

namespace {

constexpr size_t sampleLines = 20;

} // namespace

ImportRowsDialog::ImportRowsDialog(
    RowSource source, int model, const QString& folder, const Theme& theme, QWidget* parent)
    : QDialog(parent)
    , source_(std::move(source))
    , folder_(folder)
    , theme_(&theme)
    , file_(new QLineEdit(this))
    , browse_(new QPushButton(tr("&Browse…"), this))
    , format_(new QComboBox(this))
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
    , note_(new QLabel(this))
    , preview_(new ImportPreview(this))
    , problems_(new ImportProblems(this))
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
    resize(860, 760);
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
    for (QComboBox* box : {format_, encoding_, delimiter_, quote_}) {
        connect(box, &QComboBox::currentIndexChanged, this, [this] {
            showLayout();
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
    connect(mode_, &QComboBox::activated, this, [this] { chosen_ = true; });
    connect(key_, &QComboBox::activated, this, &ImportRowsDialog::change);
    connect(nullChanges_, &QCheckBox::toggled, this, &ImportRowsDialog::change);
    connect(onlyGood_, &QCheckBox::toggled, this, &ImportRowsDialog::change);
    connect(cancel_, &QPushButton::clicked, this, &ImportRowsDialog::reject);
    connect(check_, &QPushButton::clicked, this, &ImportRowsDialog::check);
    connect(import_, &QPushButton::clicked, this, &ImportRowsDialog::importRows);
    showLayout();
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
    key_->setVisible(mode != sql::ImportMode::Insert && key_->count() > 0);
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
    showMode();
}

void ImportRowsDialog::change()
{
    checked_ = false;
    import_->setText(tr("&Import"));
    if (work_)
        return;
    summary_->clear();
    problems_->hide(); // they are of what was asked before
    showSample();
}

/// What only lines have.
void ImportRowsDialog::showLayout()
{
    const bool lines = !layoutOf().json;
    for (QWidget* field : std::initializer_list<QWidget*>{encoding_, delimiter_, quote_, header_})
        field->setVisible(lines);
    form_->setRowVisible(values_, lines);
}

QWidget* ImportRowsDialog::buildLayoutRow()
{
    format_->setObjectName(QStringLiteral("importFormat"));
    format_->setAccessibleName(tr("Format"));
    format_->addItem(tr("Lines of fields (CSV)"), false);
    format_->addItem(tr("Objects (JSON)"), true);
    encoding_->setObjectName(QStringLiteral("importEncoding"));
    encoding_->setAccessibleName(tr("Encoding"));
    encoding_->addItem(tr("UTF-8"), int(orm::TextEncoding::Utf8));
    encoding_->addItem(tr("UTF-16 LE"), int(orm::TextEncoding::Utf16Le));
    encoding_->addItem(tr("UTF-16 BE"), int(orm::TextEncoding::Utf16Be));
    encoding_->addItem(tr("Windows-1252"), int(orm::TextEncoding::Windows1252));
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
    for (QWidget* field : std::initializer_list<QWidget*>{format_, encoding_, delimiter_, quote_})
        row->addWidget(field);
    row->addStretch(1);
    row->addWidget(header_);
    return bar;
}

void ImportRowsDialog::build()
{
    file_->setObjectName(QStringLiteral("importFile"));
    file_->setPlaceholderText(tr("a .csv, .tsv, .json or .ndjson file"));
    table_->setObjectName(QStringLiteral("importTable"));
    null_->setObjectName(QStringLiteral("importNull"));
    null_->setPlaceholderText(tr("an empty cell"));
    onlyGood_->setObjectName(QStringLiteral("importOnlyGood"));
    comma_->setObjectName(QStringLiteral("importComma"));
    note_->setObjectName(QStringLiteral("importNote"));
    note_->setProperty("role", "muted");
    note_->setWordWrap(true);
    note_->hide();
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
    values_ = new QWidget(this);
    auto* values = new QHBoxLayout(values_);
    values->setContentsMargins(0, 0, 0, 0);
    values->setSpacing(16);
    values->addWidget(null_);
    values->addWidget(comma_);
    values->addStretch(1);
    auto* form = form_ = new QFormLayout;
    form->setHorizontalSpacing(16);
    form->setVerticalSpacing(8);
    form->addRow(tr("File"), file); // a line of several fields has no key of its own
    form->addRow(tr("Written as"), buildLayoutRow());
    form->addRow(tr("In&to"), table_);
    auto* mode = new QLabel(tr("&How"), this);
    mode->setBuddy(mode_);
    form->addRow(mode, buildModeRow());
    form->addRow(tr("NULL is"), values_);
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
    column->addWidget(note_);
    column->addWidget(mapping_, 3);
    column->addWidget(preview_, 2);
    column->addWidget(problems_, 2);
    column->addWidget(onlyGood_);
    column->addWidget(error_);
    column->addWidget(progress_);
    column->addLayout(buttons);
}

void ImportRowsDialog::browse()
{
    const QString path = QFileDialog::getOpenFileName(this, tr("Import rows"), folder_,
        tr("Rows (*.csv *.tsv *.txt *.tab *.json *.ndjson *.jsonl);;All files (*)"));
    if (!path.isEmpty())
        setFile(path);
}

void ImportRowsDialog::complain(const QString& text)
{
    error_->setText(text);
    error_->setVisible(!text.isEmpty());
}

void ImportRowsDialog::showNote(const QString& text)
{
    note_->setText(text);
    note_->setVisible(!text.isEmpty());
}

void ImportRowsDialog::setFile(const QString& path)
{
    file_->setText(path);
    file_->setModified(false);
    chosen_ = false;
    guess();
}

void ImportRowsDialog::guess()
{
    QFile file(file_->text());
    sql::ImportLayout layout;
    if (file.open(QIODevice::ReadOnly)) {
        const QByteArray start = file.read(sql::importSampleBytes);
        const bool whole = file.atEnd();
        layout = sql::guessedImportLayout(start, whole);
        // A first line of names that are those of the table is one, whatever else it looks like.
        sql::ImportLayout named = layout;
        named.csv.header = true;
        const int table = table_->currentData().toInt();
        const auto sample = sql::importSample(start, whole, named, *source_.registry, table, sampleLines);
        if (sample && !sql::suggestedPlan(*source_.registry, table, sample->names).columns.empty())
            layout.csv.header = true;
    }
    filling_ = true;
    format_->setCurrentIndex(format_->findData(layout.json));
    encoding_->setCurrentIndex(encoding_->findData(int(layout.csv.encoding)));
    delimiter_->setCurrentIndex(delimiter_->findData(QString(layout.csv.delimiter)));
    quote_->setCurrentIndex(quote_->findData(QString(layout.csv.quote)));
    header_->setChecked(layout.csv.header);
    comma_->setChecked(layout.csv.delimiter == u';' && QLocale().decimalPoint() == u",");
    filling_ = false;
    readSample();
}

sql::ImportLayout ImportRowsDialog::layoutOf() const
{
    sql::ImportLayout layout;
    layout.json = format_->currentData().toBool();
    layout.csv.encoding = orm::TextEncoding(encoding_->currentData().toInt());
    layout.csv.delimiter = delimiter_->currentData().toString().front();
    layout.csv.quote = quote_->currentData().toString().front();
    layout.csv.header = header_->isChecked();
    return layout;
}

void ImportRowsDialog::readSample()
{
    sample_ = {};
    refusal_.clear();
    QFile file(file_->text());
    if (file_->text().isEmpty())
        return;
    if (!file.open(QIODevice::ReadOnly)) {
        refusal_ = tr("The file can't be read: %1").arg(file.errorString());
    } else {
        fileSize_ = file.size();
        const QByteArray start = file.read(sql::importSampleBytes);
        auto sample = sql::importSample(
            start, file.atEnd(), layoutOf(), *source_.registry, table_->currentData().toInt(), sampleLines);
        if (sample)
            sample_ = std::move(*sample);
        else
            refusal_ = spoken(sample.error());
    }
    takeColumns();
}

/// Another table: what objects hold is told by it.
void ImportRowsDialog::takeTable()
{
    chosen_ = false;
    if (layoutOf().json)
        readSample();
    else
        takeColumns();
}

void ImportRowsDialog::takeColumns()
{
    mapping_->setColumns(source_.registry, table_->currentData().toInt(), sample_.names, layoutOf().json);
    if (!chosen_ && !sample_.names.isEmpty())
        mode_->setCurrentIndex(mode_->findData(int(mapping_->suggestedMode())));
    problems_->hide();
    setBusy(false);
}

sql::ImportPlan ImportRowsDialog::plan() const
{
    sql::ImportPlan plan = mapping_->plan();
    const sql::ImportLayout layout = layoutOf();
    plan.null = layout.json ? QString() : null_->text();
    plan.decimalComma = comma_->isChecked() && !layout.json;
    plan.width = layout.csv.header && !layout.json ? int(sample_.names.size()) : 0;
    plan.mode = sql::ImportMode(mode_->currentData().toInt());
    plan.key = plan.mode == sql::ImportMode::Insert ? QStringList() : key_->currentData().toStringList();
    plan.nullChanges = nullChanges_->isChecked();
    return plan;
}

bool ImportRowsDialog::isReady() const
{
    return !work_ && refusal_.isEmpty() && !sample_.names.isEmpty() &&
           sql::checkPlan(*source_.registry, plan());
}

/// The first lines, with what is wrong on their cells.
void ImportRowsDialog::showSample()
{
    QStringList titles;
    for (qsizetype i = 0; i < sample_.names.size(); ++i) {
        const QString title = mapping_->titleOf(int(i));
        titles.append(title.isEmpty() ? tr("%1 (left out)").arg(mapping_->nameOf(int(i))) : title);
    }
    const sql::ImportPlan asked = plan();
    const bool any = refusal_.isEmpty() && !sample_.names.isEmpty();
    const auto fits = any ? sql::checkPlan(*source_.registry, asked) : Result<void>();
    preview_->showRecords(titles, sample_.records, *source_.registry, any && fits ? &asked : nullptr, *theme_);
    QString trouble = refusal_;
    if (!fits && fits.error().what.code == u"import.nothing")
        trouble = tr("No column goes anywhere yet: choose what each goes to.");
    else if (!fits)
        trouble = spoken(fits.error());
    for (const orm::CsvRecord& record : sample_.records) {
        if (trouble.isEmpty() && !record.problem.isEmpty())
            trouble = tr("Line %1: %2").arg(QLocale().toString(record.line), sentence(record.problem));
    }
    complain(trouble);
    showNote(any && fits ? noteOf() : QString());
    check_->setEnabled(isReady());
    import_->setEnabled(isReady());
}

QString ImportRowsDialog::noteOf() const
{
    QStringList notes;
    if (!sample_.repeated.isEmpty())
        notes.append(tr("Several columns are called %1: look where each goes.")
                         .arg(sample_.repeated.join(QStringLiteral(", "))));
    if (sample_.records.empty())
        notes.append(tr("There is no line but the first, which names the columns."));
    const auto mode = sql::ImportMode(mode_->currentData().toInt());
    if (mode == sql::ImportMode::Insert)
        notes.append(repeatedKeyNote(*source_.registry, plan(), sample_.records));
    else if (!chosen_ && mode == mapping_->suggestedMode())
        notes.append(tr("The file holds whole rows of %1, which are known by %2.")
                         .arg(table_->currentText(),
                             key_->currentData().toStringList().join(QStringLiteral(", "))));
    notes.removeAll(QString());
    return notes.join(u' ');
}

void ImportRowsDialog::setBusy(bool busy)
{
    for (QWidget* field : std::initializer_list<QWidget*>{file_, browse_, format_, encoding_, delimiter_,
             quote_, header_, table_, mapping_, mode_, key_, nullChanges_, null_, comma_, onlyGood_})
        field->setEnabled(!busy);
    check_->setEnabled(!busy && isReady());
    import_->setEnabled(!busy && isReady());
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
    if (!isReady())
        return;
    complain({});
    problems_->hide();
    work_ = std::make_unique<Work>();
    work_->dryRun = dryRun;
    QWidget* const asked = focusWidget();
    setBusy(true);
    if (asked && !asked->isEnabled())
        cancel_->setFocus(); // and not whatever comes next
    focusBefore_ = asked;
    sql::ImportOptions options;
    options.dryRun = dryRun;
    options.onlyGood = onlyGood_->isChecked();
    work_->job = sql::startJob(*source_.database,
        [registry = source_.registry, plan = plan(), layout = layoutOf(), names = sample_.names,
            path = file_->text(), options, lines = work_->lines,
            bytes = work_->bytes](sql::Connection& connection, sql::Progress&) -> Result<sql::ImportReport> {
            const auto file = sql::ImportFile::open(path, layout, names, *registry, plan.model);
            if (!file)
                return failure(file);
            sql::ImportOptions how = options;
            how.progress = [&](qint64 done) {
                *lines = done;
                *bytes = (*file)->position();
            };
            return sql::importRows(
                connection, *registry, plan, [&] { return (*file)->next(); }, how);
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
    if (focusBefore_ && focusWidget() == cancel_)
        focusBefore_->setFocus();
    if (!report) {
        summary_->clear();
        if (report.error().kind == ErrorKind::Cancelled)
            summary_->setText(tr("Stopped; nothing was written"));
        else
            complain(spoken(report.error()));
        return;
    }
    const QLocale locale;
    problems_->showProblems(*report, mapping_->names());
    const bool areThere = std::ranges::any_of(report->problems, [](const sql::ImportProblem& problem) {
        return problem.why.what.code == u"constraint.unique" || problem.why.what.code == u"constraint.primary";
    });
    if (areThere && mode_->currentData().toInt() == int(sql::ImportMode::Insert))
        showNote(tr("Some lines give a key that a row has already: «How» can skip them or change the rows."));
    const QString lines = locale.toString(report->lines), good = locale.toString(report->good);
    const QString counts = importCounts(*report);
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
