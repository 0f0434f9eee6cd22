// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/conventionsform.h"

#include "model/edit/edits.h"
#include "orm/derive/renames.h"
#include "orm/dialect/dialect.h"
#include "ui/panels/properties/foldsection.h"
#include "ui/session/background.h"
#include "ui/text/messages.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace conjoin::ui {

using model::LetterCase;
using model::NameKind;
using model::NamingPolicy;

namespace {

const QString ownConvention = QStringLiteral("own"); ///< none of those that have a name

QString titleOf(const QString& convention)
{
    if (convention == u"sequelize")
        return QStringLiteral("Sequelize");
    if (convention == u"rails")
        return QStringLiteral("Rails");
    if (convention == u"django")
        return QStringLiteral("Django");
    if (convention == u"prisma")
        return QStringLiteral("Prisma");
    if (convention == u"as-drawn")
        return ConventionsForm::tr("As drawn");
    return convention;
}

/// The name of the convention, the project's own words apart.
QString nameOf(NamingPolicy policy)
{
    policy.irregular.clear();
    for (const QString& name : model::conventionNames()) {
        if (model::conventionNamed(name) == policy)
            return name;
    }
    return ownConvention;
}

/// With room for what is between two words: `blogPost`.
QString exampleOf(const NamingPolicy& policy)
{
    const QString drawn = QStringLiteral("BlogPost");
    const QString key = model::primaryKeyColumnName(policy, drawn);
    return QStringLiteral("%1, %2").arg(
        model::tableNameFor(policy, drawn), model::foreignKeyName(policy, drawn, key));
}

QString shown(const orm::Rename& rename, const QString& name)
{
    if (name.isEmpty())
        return ConventionsForm::tr("Named by the server, in %1").arg(rename.table);
    return rename.what == orm::Rename::What::Column ? QStringLiteral("%1.%2").arg(rename.table, name) : name;
}

QString withBraces(const QStringList& tokens)
{
    return tokens.isEmpty() ? QString() : u'{' + tokens.join(QStringLiteral("}, {")) + u'}';
}

} // namespace

ConventionsForm::ConventionsForm(EditSession& session, const Theme& theme, QWidget* parent)
    : PropertyForm(session, theme, parent, Place::Inside)
{
    QFormLayout* fields = addFields();
    Choices conventions;
    for (const QString& name : model::conventionNames())
        conventions.emplace_back(titleOf(name), name);
    conventions.emplace_back(tr("The project's own"), ownConvention);
    convention_ = addChoice(
        fields, tr("Convention"), QStringLiteral("convention"), conventions, [this](const QVariant& value) {
            const auto named = model::conventionNamed(value.toString());
            if (!named) { // its own: what is set below stays
                showFields();
                return;
            }
            change([named](NamingPolicy& policy) {
                const auto words = policy.irregular;
                policy = *named;
                policy.irregular = words;
            });
        });
    letterCase_ = addChoice(fields, tr("Letter case"), QStringLiteral("letterCase"),
        {{tr("As drawn"), int(LetterCase::AsDrawn)}, {tr("snake_case"), int(LetterCase::Snake)},
            {tr("snake_case, as Sequelize has it"), int(LetterCase::Underscored)},
            {tr("camelCase"), int(LetterCase::Camel)}, {tr("PascalCase"), int(LetterCase::Pascal)}},
        [this](const QVariant& value) {
            change([value](NamingPolicy& policy) { policy.letterCase = LetterCase(value.toInt()); });
        });
    plural_ = addCheck(fields, tr("Plural table names"), QStringLiteral("pluralTables"),
        [this](bool on) { change([on](NamingPolicy& policy) { policy.pluralTables = on; }); });
    wideKeys_ = addCheck(fields, tr("64-bit keys (bigint)"), QStringLiteral("wideKeys"),
        [this](bool on) { change([on](NamingPolicy& policy) { policy.wideKeys = on; }); });
    example_ = addHint();
    summary_ = new QLabel(this);
    summary_->setObjectName(QStringLiteral("renameSummary"));
    summary_->setProperty("role", "section");
    summary_->setProperty("apart", true);
    column()->addWidget(summary_);
    renames_ = new QTreeWidget(this);
    renames_->setObjectName(QStringLiteral("renames"));
    renames_->setAccessibleName(tr("What would be renamed"));
    renames_->setProperty("framed", true);
    renames_->setRootIsDecorated(false);
    renames_->setUniformRowHeights(true);
    renames_->setTextElideMode(Qt::ElideMiddle); // a column is told apart by its end
    renames_->setHeaderLabels({tr("Now"), tr("Then")});
    renames_->header()->setStretchLastSection(true);
    renames_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    column()->addWidget(renames_);
    buttons_ = new QWidget(this);
    auto* line = new QHBoxLayout(buttons_);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(8);
    adopt_ = new QPushButton(tr("Rename"), buttons_);
    adopt_->setObjectName(QStringLiteral("adoptConvention"));
    adopt_->setProperty("primary", true);
    drop_ = new QPushButton(tr("Leave it"), buttons_);
    drop_->setObjectName(QStringLiteral("dropConvention"));
    for (QPushButton* button : {adopt_, drop_})
        button->setAutoDefault(true);
    line->addStretch();
    line->addWidget(drop_);
    line->addWidget(adopt_);
    column()->addWidget(buttons_);
    patternsFold_ = beginFold(tr("Patterns"), QStringLiteral("patternsFold"));
    addPatterns();
    endFold();
    connect(adopt_, &QPushButton::clicked, this, &ConventionsForm::adopt);
    connect(drop_, &QPushButton::clicked, this, &ConventionsForm::drop);
    connect(&session, &EditSession::currentDiagramChanged, this, &ConventionsForm::drop); // another project
    drop();
}

void ConventionsForm::addPatterns()
{
    QFormLayout* fields = addFields();
    const std::vector<std::tuple<NameKind, QString, const char*>> all{
        {NameKind::Table, tr("Table"), "patternTable"},
        {NameKind::Junction, tr("Junction"), "patternJunction"},
        {NameKind::PrimaryKeyColumn, tr("Key"), "patternPrimaryKeyColumn"},
        {NameKind::ForeignKeyColumn, tr("Foreign key"), "patternForeignKeyColumn"},
        {NameKind::JunctionColumn, tr("… of a junction"), "patternJunctionColumn"},
        {NameKind::CreatedAt, tr("Created at"), "patternCreatedAt"},
        {NameKind::UpdatedAt, tr("Updated at"), "patternUpdatedAt"},
        {NameKind::DeletedAt, tr("Deleted at"), "patternDeletedAt"},
        {NameKind::PrimaryKey, tr("PRIMARY KEY"), "patternPrimaryKey"},
        {NameKind::Unique, tr("UNIQUE"), "patternUnique"},
        {NameKind::Pair, tr("… of a pair"), "patternPair"},
        {NameKind::ForeignKey, tr("FOREIGN KEY"), "patternForeignKey"},
        {NameKind::Check, tr("CHECK"), "patternCheck"},
        {NameKind::Index, tr("Index"), "patternIndex"},
    };
    for (const auto& [kind, label, name] : all) {
        QLineEdit* field = addText(fields, label, QString::fromLatin1(name),
            [this, kind = kind](const QString& text) { setPattern(kind, text); });
        const QString tokens = withBraces(model::patternTokens(kind));
        field->setToolTip(tokens.isEmpty() ? tr("A name as it is") : tr("May hold %1").arg(tokens));
        patterns_.emplace(kind, field);
    }
    patternProblem_ = addHint();
    patternProblem_->setObjectName(QStringLiteral("patternProblem"));
    patternProblem_->setProperty("role", "error");
}

const NamingPolicy& ConventionsForm::drafted() const
{
    return draft_ ? *draft_ : document().settings.naming;
}

void ConventionsForm::change(const std::function<void(NamingPolicy&)>& how)
{
    NamingPolicy policy = drafted();
    how(policy);
    if (policy == document().settings.naming) {
        drop();
        return;
    }
    draft_ = std::move(policy);
    showFields();
    preview();
}

void ConventionsForm::setPattern(NameKind kind, const QString& pattern)
{
    const auto problem = model::patternError(kind, pattern);
    patternProblem_->setText(problem ? spoken(*problem) : QString());
    patternProblem_->setVisible(problem.has_value());
    if (!problem)
        change([&](NamingPolicy& policy) { policy.setPattern(kind, pattern); });
}

void ConventionsForm::preview()
{
    const quint64 number = ++previewed_;
    const auto find = [document = document(), after = *draft_] {
        const auto dialect = orm::dialectNamed(document.settings.dialect);
        return dialect ? orm::renames(document, after, **dialect) : std::vector<orm::Rename>();
    };
    whenDone(inBackground(find), this, [this, number](const std::vector<orm::Rename>& found) {
        if (number != previewed_ || !draft_)
            return;
        if (found.empty()) {
            adopt();
            return;
        }
        constexpr int rowHeight = 26;
        constexpr int mostRows = 8;
        renames_->clear();
        for (const orm::Rename& rename : found) {
            const QString now = shown(rename, rename.before);
            auto* item = new QTreeWidgetItem(
                renames_, {now, rename.after.isEmpty() ? tr("Left to the server") : rename.after});
            for (int column = 0; column < 2; ++column)
                item->setToolTip(column, QStringLiteral("%1 → %2").arg(now, item->text(1)));
        }
        renames_->setFixedHeight((qMin(int(found.size()), mostRows) + 1) * rowHeight + 6);
        renames_->header()->resizeSection(0, qMax(120, renames_->width() / 2));
        summary_->setText(tr("%n name(s) would change", nullptr, int(found.size())));
        adopt_->setText(tr("Rename %n name(s)", nullptr, int(found.size())));
        for (QWidget* part : std::initializer_list<QWidget*>{summary_, renames_, buttons_})
            part->show();
    });
}

void ConventionsForm::adopt()
{
    if (!draft_)
        return;
    model::Settings settings = document().settings;
    settings.naming = *std::exchange(draft_, std::nullopt);
    drop();
    const QString name = nameOf(settings.naming);
    apply(name == ownConvention ? tr("Change how things are named")
                                : tr("Names as %1 has them").arg(titleOf(name)),
        [settings](model::Document next) { return model::edit::setSettings(std::move(next), settings); });
}

void ConventionsForm::drop()
{
    draft_.reset();
    ++previewed_;
    for (QWidget* part : std::initializer_list<QWidget*>{summary_, renames_, buttons_, patternProblem_})
        part->hide();
    showFields();
}

void ConventionsForm::showFields()
{
    const NamingPolicy& policy = drafted();
    fill(convention_, nameOf(policy));
    fill(letterCase_, int(policy.letterCase));
    fill(plural_, policy.pluralTables);
    fill(wideKeys_, policy.wideKeys);
    example_->setText(tr("BlogPost gives %1").arg(exampleOf(policy)));
    for (const auto& [kind, field] : patterns_)
        fill(field, policy.pattern(kind), tr("None"));
    patternsFold_->setSummary(
        policy.patterns.isEmpty() ? QString() : tr("%n of its own", nullptr, int(policy.patterns.size())));
}

void ConventionsForm::refresh()
{
    if (draft_ && *draft_ != document().settings.naming) {
        showFields();
        preview(); // of what is drawn now
    } else {
        drop();
    }
}

} // namespace conjoin::ui
