// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/query/query.h"
#include "ui/theme/theme.h"

#include <QTreeWidget>

#include <memory>
#include <optional>

namespace conjoin::ui {

/// What a question asks at one place of its tree, as a person wrote it.
struct QueryPart {
    orm::Json where{};        ///< of the rows there
    orm::Json throughWhere{}; ///< of the junction's rows
    std::optional<QStringList> attributes{};
    std::optional<QStringList> throughAttributes{}; ///< of the junction's rows
    std::vector<orm::OrderBy> order{};
    std::optional<int> limit{}; ///< for each parent; at the root of all rows
    bool required = false;      ///< of the rows above only those that have one here
    QString whereTyped{};       ///< `where` as a person typed it; empty where nobody did
    QString throughWhereTyped{};

    bool isPlain() const { return *this == QueryPart(); }
    friend bool operator==(const QueryPart& a, const QueryPart& b);
};

/// The associations of a table as a tree to tick, of any depth: what is below a place is made when it is
/// opened. The first line is the root. What is ticked ticks what it hangs on; what is not asked for asks
/// nothing below.
class IncludeTree : public QTreeWidget {
    Q_OBJECT

public:
    explicit IncludeTree(const Theme& theme, QWidget* parent = nullptr);

    void setTheme(const Theme& theme);
    /// Shows the associations of a model, none ticked; -1 shows nothing.
    void setRoot(std::shared_ptr<const orm::ModelRegistry> registry, int model);
    int rootModel() const { return model_; }
    const orm::ModelRegistry& registry() const { return *registry_; }

    orm::Query query() const;
    void setQuery(const orm::Query& query);

    /// The place that the keyboard is at: its model, the association that leads to it (null at the root), and
    /// what is asked there.
    int currentModel() const;
    const orm::Association* currentAssociation() const;
    QueryPart currentPart() const;
    void setCurrentPart(const QueryPart& part);
    /// Where that is, for a person: `students ▸ Classes`.
    QString currentPath() const;
    /// Which rows that are: «Classes, linked by Enrollments»; empty at the root.
    QString currentKind() const;
    bool isCurrentTicked() const;

signals:
    void queryChanged();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    QTreeWidgetItem* rootItem() const { return topLevelItem(0); }
    int modelOf(const QTreeWidgetItem* item) const;
    const orm::Association* associationOf(const QTreeWidgetItem* item) const;
    QueryPart partOf(const QTreeWidgetItem* item) const;
    void setPart(QTreeWidgetItem* item, const QueryPart& part);
    void fill(QTreeWidgetItem* item);
    void tick(QTreeWidgetItem* item, bool ticked);
    void onItemChanged(QTreeWidgetItem* item);
    std::vector<orm::Include> includesOf(const QTreeWidgetItem* item) const;
    void setIncludes(QTreeWidgetItem* item, const std::vector<orm::Include>& includes);
    void paintIcons(QTreeWidgetItem* item);

    const Theme* theme_;
    std::shared_ptr<const orm::ModelRegistry> registry_;
    int model_ = -1;
    bool changing_ = false;
};

} // namespace conjoin::ui

Q_DECLARE_METATYPE(conjoin::ui::QueryPart)
