// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/problemspanel.h"

#include "model/check/checker.h"
#include "model/check/mends.h"
#include "model/document/objects.h"
#include "model/edit/edits.h"
#include "orm/dialect/dialect.h"
#include "orm/translate/expressionrules.h"
#include "orm/translate/limits.h"
#include "orm/translate/translate.h"
#include "ui/session/background.h"
#include "ui/session/editsession.h"
#include "ui/session/selection.h"
#include "ui/text/messages.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace conjoin::ui {

namespace {

model::Acceptance acceptanceOf(const Diagnostic& problem)
{
    const quint64 id = model::idValue(problem.object);
    return {problem.what.code, id == 0 ? QString() : idText(id)};
}

/// What `conjoin lint` says: checks first, then what the dialect can't hold as drawn; the worst on top,
/// otherwise in document order.
Diagnostics problemsOf(const model::Document& document)
{
    const auto dialect = orm::dialectNamed(document.settings.dialect);
    if (!dialect)
        return model::check(document);
    Diagnostics found = model::check(document, orm::limitsOf(**dialect));
    const auto derivation = orm::deriveFor(document, **dialect);
    Q_ASSERT_X(derivation, "problemsOf", "a document's own dialect is known here");
    Diagnostics further = derivation->diagnostics;
    const Diagnostics expressions = orm::checkExpressions(*derivation, **dialect);
    further.insert(further.end(), expressions.begin(), expressions.end());
    for (Diagnostic& problem : further) {
        const bool accepted = std::ranges::find(document.settings.accepted, acceptanceOf(problem)) !=
                              document.settings.accepted.end();
        if (!accepted && std::ranges::find(found, problem) == found.end())
            found.push_back(std::move(problem));
    }
    std::ranges::stable_sort(
        found, [](const Diagnostic& a, const Diagnostic& b) { return a.severity > b.severity; });
    return found;
}

} // namespace

ProblemsPanel::ProblemsPanel(EditSession& session, const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , session_(session)
    , theme_(&theme)
    , summary_(new QLabel(this))
    , mend_(new QPushButton(tr("Mend"), this))
    , accept_(new QPushButton(tr("Accept for good"), this))
    , restore_(new QPushButton(this))
    , list_(new QTreeWidget(this))
{
    setProperty("role", "panel");
    setAttribute(Qt::WA_StyledBackground);
    summary_->setProperty("role", "muted");
    summary_->setMinimumHeight(32); // as high as the buttons beside it, which come and go
    mend_->setObjectName(QStringLiteral("mendProblem"));
    mend_->setProperty("quiet", true);
    mend_->setAutoDefault(true);
    accept_->setObjectName(QStringLiteral("acceptProblem"));
    accept_->setAutoDefault(true);
    accept_->setProperty("quiet", true);
    for (QPushButton* button : {mend_, accept_, restore_})
        button->setIconSize({16, 16});
    accept_->setToolTip(tr("Never show this problem of this object again"));
    restore_->setProperty("quiet", true);
    list_->setObjectName(QStringLiteral("problems"));
    list_->setAccessibleName(tr("Problems"));
    list_->setRootIsDecorated(false);
    list_->setProperty("list", true);
    list_->setUniformRowHeights(true);
    list_->setIconSize({16, 16});
    list_->setHeaderLabels({tr("Problem"), tr("Where"), tr("How to mend it")});
    list_->header()->setStretchLastSection(false);
    list_->header()->setSectionResizeMode(0, QHeaderView::Stretch); // the sentence gets what the others leave
    list_->header()->resizeSection(1, 180);
    list_->header()->resizeSection(2, 260);
    list_->setContextMenuPolicy(Qt::ActionsContextMenu);
    list_->setSelectionMode(QAbstractItemView::ExtendedSelection);
    auto* mendAction = new QAction(tr("Mend"), list_);
    mendAction->setShortcut(QKeySequence(QStringLiteral("Ctrl+.")));
    mendAction->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    auto* acceptAction = new QAction(tr("Accept for good"), list_);
    list_->addActions({mendAction, acceptAction});
    addAction(mendAction);

    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(12, 4, 8, 4);
    bar->addWidget(summary_);
    bar->addStretch();
    bar->addWidget(restore_);
    bar->addWidget(accept_);
    bar->addWidget(mend_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(bar);
    column->addWidget(list_, 1);

    setFocusProxy(list_);

    pause_.setSingleShot(true);
    pause_.setInterval(150);
    connect(&pause_, &QTimer::timeout, this, &ProblemsPanel::request);
    connect(&session, &EditSession::changed, this, [this](const model::Delta& delta) {
        if (delta.touchesSchema() || delta.settings)
            pause_.start();
    });
    connect(mendAction, &QAction::triggered, this, &ProblemsPanel::mendCurrent);
    connect(mend_, &QPushButton::clicked, this, &ProblemsPanel::mendCurrent);
    connect(acceptAction, &QAction::triggered, this, &ProblemsPanel::acceptCurrent);
    connect(accept_, &QPushButton::clicked, this, &ProblemsPanel::acceptCurrent);
    connect(restore_, &QPushButton::clicked, this, &ProblemsPanel::restoreAccepted);
    const auto reveal = [this](QTreeWidgetItem* item) {
        const int row = list_->indexOfTopLevelItem(item);
        if (row >= 0 && exists(session_.document(), problems_[size_t(row)].object))
            emit revealed(problems_[size_t(row)].object);
    };
    connect(list_, &QTreeWidget::itemClicked, this, reveal);
    connect(list_, &QTreeWidget::itemActivated, this, reveal);
    connect(list_, &QTreeWidget::itemSelectionChanged, this, &ProblemsPanel::updateButtons);
    setTheme(theme);
    request();
}

void ProblemsPanel::setTheme(const Theme& theme)
{
    theme_ = &theme;
    mend_->setIcon(icon(QStringLiteral("mend"), theme));
    accept_->setIcon(icon(QStringLiteral("ok"), theme));
    setFound(Diagnostics(found_));
}

void ProblemsPanel::setFound(Diagnostics found)
{
    Diagnostics checked(problems_.begin() + std::ptrdiff_t(found_.size()), problems_.end());
    found_ = std::move(found);
    take(std::move(checked));
}

void ProblemsPanel::request()
{
    const quint64 revision = session_.revision();
    whenDone(inBackground([document = session_.document()] { return problemsOf(document); }), this,
        [this, revision](const Diagnostics& problems) {
            if (revision < shownRevision_ || (revision != session_.revision() && pause_.isActive()))
                return;
            shownRevision_ = revision;
            take(problems);
        });
}

void ProblemsPanel::take(Diagnostics problems)
{
    problems_ = found_;
    problems_.insert(problems_.end(), problems.begin(), problems.end());
    const int current = list_->indexOfTopLevelItem(list_->currentItem());
    list_->clear();
    int errors = 0, warnings = 0, hints = 0;
    for (const Diagnostic& problem : problems_) {
        auto* item =
            new QTreeWidgetItem(list_, {sentence(problem.what), problem.where, sentence(problem.mend)});
        for (int column = 0; column < 3; ++column)
            item->setToolTip(column, item->text(column));
        item->setForeground(1, theme_->muted);
        item->setForeground(2, model::hasMend(problem.what.code) ? theme_->accent : theme_->muted);
        switch (problem.severity) {
        case Severity::Error:
            ++errors;
            item->setIcon(0, icon(QStringLiteral("error"), theme_->error));
            break;
        case Severity::Warning:
            ++warnings;
            item->setIcon(0, icon(QStringLiteral("problems"), theme_->warning));
            break;
        case Severity::Hint:
            ++hints;
            item->setIcon(0, icon(QStringLiteral("hint"), theme_->muted));
            break;
        }
    }
    if (list_->topLevelItemCount() > 0)
        list_->setCurrentItem(list_->topLevelItem(qBound(0, current, list_->topLevelItemCount() - 1)));
    QStringList counts;
    if (errors > 0)
        counts << tr("%n error(s)", nullptr, errors);
    if (warnings > 0)
        counts << tr("%n warning(s)", nullptr, warnings);
    if (hints > 0)
        counts << tr("%n hint(s)", nullptr, hints);
    summary_->setText(counts.isEmpty() ? tr("No problems") : counts.join(QStringLiteral(", ")));
    list_->setHeaderHidden(problems_.empty());
    updateButtons();
    emit problemsChanged(errors, warnings);
}

std::vector<int> ProblemsPanel::selectedRows() const
{
    std::vector<int> rows;
    for (QTreeWidgetItem* item : list_->selectedItems())
        rows.push_back(list_->indexOfTopLevelItem(item));
    std::ranges::sort(rows);
    return rows;
}

void ProblemsPanel::updateButtons()
{
    const std::vector<int> rows = selectedRows();
    const auto canMend = [this](int row) { return model::hasMend(problems_[size_t(row)].what.code); };
    const int mendable = int(std::ranges::count_if(rows, canMend));
    mend_->setVisible(std::ranges::any_of(
        problems_, [](const Diagnostic& problem) { return model::hasMend(problem.what.code); }));
    mend_->setEnabled(mendable > 0);
    mend_->setText(mendable > 1 ? tr("Mend %n", nullptr, mendable) : tr("Mend"));
    const QString cure =
        mendable == 1 && rows.size() == 1 ? sentence(problems_[size_t(rows.front())].mend) : QString();
    mend_->setToolTip(cure.isEmpty() ? tr("Cure the chosen problems  (Ctrl+.)") : tr("%1  (Ctrl+.)").arg(cure));
    accept_->setVisible(!problems_.empty());
    accept_->setEnabled(std::ranges::any_of(rows, [this](int row) { return !isFound(row); }));
    const int accepted = int(session_.document().settings.accepted.size());
    restore_->setVisible(accepted > 0);
    restore_->setText(tr("Show %n accepted again", nullptr, accepted));
}

void ProblemsPanel::mendCurrent()
{
    std::vector<Diagnostic> chosen;
    for (const int row : selectedRows()) {
        if (model::hasMend(problems_[size_t(row)].what.code))
            chosen.push_back(problems_[size_t(row)]);
    }
    if (chosen.empty())
        return;
    const QString text = chosen.size() == 1 ? tr("Mend %1").arg(chosen.front().where)
                                            : tr("Mend %n problem(s)", nullptr, int(chosen.size()));
    (void)session_.apply(text, [chosen](model::Document document) -> Result<model::Document> {
        for (const Diagnostic& problem : chosen) {
            auto cured = model::mended(document, problem);
            if (!cured)
                continue; // only a person can choose
            if (!*cured)
                return failure(*cured);
            document = std::move(**cured);
        }
        return document;
    });
}

void ProblemsPanel::acceptCurrent()
{
    std::vector<int> rows = selectedRows();
    std::erase_if(rows, [this](int row) { return isFound(row); });
    if (rows.empty())
        return;
    model::Settings settings = session_.document().settings;
    for (const int row : rows)
        settings.accepted.push_back(acceptanceOf(problems_[size_t(row)]));
    std::sort(settings.accepted.begin(), settings.accepted.end());
    (void)session_.apply(
        tr("Accept %n problem(s)", nullptr, int(rows.size())), [settings](model::Document document) {
            return model::edit::setSettings(std::move(document), settings);
        });
}

void ProblemsPanel::restoreAccepted()
{
    model::Settings settings = session_.document().settings;
    settings.accepted.clear();
    (void)session_.apply(tr("Show accepted problems"), [settings](model::Document document) {
        return model::edit::setSettings(std::move(document), settings);
    });
}

} // namespace conjoin::ui
