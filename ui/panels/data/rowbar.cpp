// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/data/rowbar.h"

#include "ui/models/rowobject.h"
#include "ui/panels/data/depthexpander.h"
#include "ui/panels/data/tablepicker.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QStyle>
#include <QToolButton>

#include <algorithm>

namespace conjoin::ui {

namespace {

constexpr int filterDelay = 250; // ms after the last key

} // namespace

RowBar::RowBar(const Theme& theme, QWidget* parent)
    : QFrame(parent)
    , theme_(&theme)
    , tables_(new TablePicker(this))
    , filter_(new QLineEdit(this))
    , relation_(new QToolButton(this))
    , filterRow_(new QToolButton(this))
    , count_(new QLabel(this))
    , exact_(new QPushButton(tr("Count exactly"), this))
    , progress_(new QProgressBar(this))
    , goTo_(new QToolButton(this))
    , columns_(new QToolButton(this))
    , cancel_(new QToolButton(this))
    , refresh_(new QToolButton(this))
    , create_(new QPushButton(this))
{
    setProperty("role", QStringLiteral("panel"));

    tables_->setObjectName(QStringLiteral("tablePicker"));
    tables_->setAccessibleName(tr("Table"));
    tables_->lineEdit()->setAccessibleName(tables_->accessibleName()); // it is what has the focus

    filter_->setObjectName(QStringLiteral("rowFilter"));
    filter_->setAccessibleName(tr("Filter"));
    filter_->setPlaceholderText(tr("A word, or column < value"));
    filter_->setProperty("search", true);
    filter_->setClearButtonEnabled(true);
    filter_->setMinimumWidth(160);
    filter_->setMaximumWidth(720);

    count_->setObjectName(QStringLiteral("rowCount"));
    count_->setProperty("role", QStringLiteral("muted"));

    const auto tool = [](QToolButton* button, const char* name, const QString& text) {
        button->setObjectName(QString::fromLatin1(name));
        button->setToolTip(text);
        button->setAccessibleName(text);
        button->setIconSize(QSize(16, 16));
        button->setFixedSize(32, 32);
    };
    exact_->setObjectName(QStringLiteral("countExactly"));
    exact_->setProperty("quiet", true);
    exact_->setToolTip(tr("Counts every row; Ctrl+. stops it"));
    exact_->hide();
    progress_->setObjectName(QStringLiteral("openProgress"));
    progress_->setAccessibleName(tr("Rows opened"));
    progress_->setRange(0, DepthExpander::budget);
    progress_->setFixedWidth(180);
    progress_->hide();
    tool(relation_, "relationFilter", tr("Filter by what rows are linked to"));
    tool(filterRow_, "filterRow", tr("A filter above each column (Ctrl+Shift+F)"));
    filterRow_->setCheckable(true);
    tool(goTo_, "goToPlace", tr("Go to a place in the middle of the rows (Ctrl+G)"));
    tool(columns_, "chooseColumns", tr("Columns: which, in which order, how wide (Ctrl+Shift+K)"));
    tool(refresh_, "refreshRows", tr("Refresh (F5)"));
    tool(cancel_, "cancelQuery", tr("Stop the running query (Ctrl+.)"));
    create_->setObjectName(QStringLiteral("newRow"));
    create_->setToolTip(tr("A new row with its associations (Ctrl+N)"));

    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 8, 12, 8);
    row->setSpacing(8);
    row->addWidget(tables_);
    row->addWidget(filter_, 3);
    row->addWidget(relation_);
    row->addWidget(filterRow_);
    row->addWidget(count_);
    row->addWidget(exact_);
    row->addWidget(progress_);
    row->addStretch(1);
    row->addWidget(goTo_);
    row->addWidget(columns_);
    row->addWidget(cancel_);
    row->addWidget(refresh_);
    row->addWidget(create_);
    paintIcons();

    typing_.setSingleShot(true);
    typing_.setInterval(filterDelay);
    connect(tables_, qOverload<int>(&QComboBox::activated), this, [this] {
        setModel(model()); // its noun on the button
        emit tableChosen(model());
    });
    connect(filter_, &QLineEdit::textChanged, &typing_, qOverload<>(&QTimer::start));
    connect(filter_, &QLineEdit::returnPressed, this, [this] {
        typing_.stop();
        emit filterEntered();
    });
    connect(&typing_, &QTimer::timeout, this, &RowBar::filterChanged);
    connect(refresh_, &QToolButton::clicked, this, &RowBar::refreshAsked);
    connect(cancel_, &QToolButton::clicked, this, &RowBar::cancelAsked);
    connect(exact_, &QPushButton::clicked, this, &RowBar::exactCountAsked);
    connect(relation_, &QToolButton::clicked, this, &RowBar::relationFilterAsked);
    connect(filterRow_, &QToolButton::clicked, this, &RowBar::filterRowAsked);
    connect(goTo_, &QToolButton::clicked, this, &RowBar::goToAsked);
    connect(columns_, &QToolButton::clicked, this, &RowBar::columnsAsked);
    connect(create_, &QPushButton::clicked, this, &RowBar::rowAsked);
}

void RowBar::addTool(QWidget* tool)
{
    auto* row = static_cast<QHBoxLayout*>(layout());
    row->insertWidget(row->indexOf(create_), tool);
}

void RowBar::setTheme(const Theme& theme)
{
    theme_ = &theme;
    paintIcons();
    const int shown = model();
    fill();
    setModel(shown);
}

void RowBar::setSource(const RowSource& source)
{
    source_ = source;
    create_->setEnabled(source.isWritable());
    fill();
}

void RowBar::fill()
{
    tables_->clear();
    if (!source_.isOpen())
        return;
    const auto& models = source_.registry->models();
    std::vector<int> order(models.size());
    for (size_t i = 0; i < order.size(); ++i)
        order[i] = int(i);
    std::sort(order.begin(), order.end(), [&](int a, int b) {
        const orm::Model& left = models[size_t(a)];
        const orm::Model& right = models[size_t(b)];
        if (left.junction != right.junction)
            return right.junction; // junctions are seen from their ends; on their own they come last
        return left.table.compare(right.table, Qt::CaseInsensitive) < 0;
    });
    for (const int index : order) {
        const orm::Model& entry = models[size_t(index)];
        tables_->addItem(icon(entry.junction ? QStringLiteral("pill") : QStringLiteral("table"), *theme_),
            entry.table, index);
    }
}

void RowBar::paintIcons()
{
    relation_->setIcon(icon(QStringLiteral("link"), *theme_));
    filterRow_->setIcon(icon(QStringLiteral("filter"), *theme_));
    goTo_->setIcon(icon(QStringLiteral("arrow-down"), *theme_));
    columns_->setIcon(icon(QStringLiteral("column"), *theme_));
    refresh_->setIcon(icon(QStringLiteral("refresh"), *theme_));
    cancel_->setIcon(icon(QStringLiteral("stop"), *theme_));
    create_->setIcon(icon(QStringLiteral("plus"), *theme_));
}

bool RowBar::isEmpty() const
{
    return tables_->count() == 0;
}

int RowBar::model() const
{
    return tables_->currentData().isValid() ? tables_->currentData().toInt() : -1;
}

void RowBar::setModel(int model)
{
    tables_->setCurrentIndex(tables_->findData(model));
    if (model >= 0 && source_.isOpen())
        create_->setText(tr("New %1").arg(rowNoun(source_.registry->at(model))));
}

int RowBar::firstModel() const
{
    const auto& models = source_.registry->models();
    const auto table = std::find_if(
        models.begin(), models.end(), [](const orm::Model& candidate) { return !candidate.junction; });
    return table == models.end() ? 0 : int(table - models.begin());
}

int RowBar::modelOf(const QString& table) const
{
    const int at = tables_->findText(table, Qt::MatchExactly);
    return at < 0 ? -1 : tables_->itemData(at).toInt();
}

QString RowBar::filter() const
{
    return filter_->text();
}

void RowBar::setFilter(const QString& text)
{
    filter_->setText(text);
    typing_.stop(); // who sets it loads the rows itself
}

void RowBar::focusFilter()
{
    filter_->setFocus(Qt::ShortcutFocusReason);
}

void RowBar::setFilterError(const QString& reason)
{
    filter_->setToolTip(reason);
    filter_->setProperty("invalid", !reason.isEmpty());
    filter_->style()->polish(filter_);
}

void RowBar::setFilterRowShown(bool shown)
{
    filterRow_->setChecked(shown);
}

void RowBar::addControl(QWidget* control)
{
    auto* row = static_cast<QHBoxLayout*>(layout());
    row->insertWidget(row->indexOf(cancel_), control);
}

void RowBar::leadKeysTo(QWidget* next)
{
    QWidget* before = nullptr;
    for (int i = 0; i < layout()->count(); ++i) {
        QWidget* control = layout()->itemAt(i)->widget();
        if (!control || control->focusPolicy() == Qt::NoFocus)
            continue;
        if (before)
            QWidget::setTabOrder(before, control);
        before = control;
    }
    if (before)
        QWidget::setTabOrder(before, next);
}

void RowBar::showProgress(int rows)
{
    progress_->setVisible(rows >= 0);
    progress_->setValue(std::min(rows, progress_->maximum()));
    progress_->setFormat(tr("%1 rows, Ctrl+. stops").arg(rows));
}

void RowBar::setCount(const QString& text, bool exactOffered)
{
    count_->setText(text);
    exact_->setVisible(exactOffered);
}

} // namespace conjoin::ui
