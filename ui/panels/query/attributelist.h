// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/entity/modelregistry.h"

#include <QListWidget>

#include <optional>

namespace conjoin::ui {

/// Which attributes are wanted at one place of a query: those of the rows and, below them, those of the links
/// that lead there. The first line of each ticks all.
class AttributeList : public QListWidget {
    Q_OBJECT

public:
    explicit AttributeList(QWidget* parent = nullptr);

    /// `junction` is the model of the links, -1 = there are none. Nothing = all of them.
    void setChoice(const orm::ModelRegistry& registry, int model, int junction,
        const std::optional<QStringList>& attributes, const std::optional<QStringList>& ofLink);
    std::optional<QStringList> attributes() const { return chosen(false); }
    std::optional<QStringList> ofLink() const { return chosen(true); }

signals:
    void changed();

private:
    void addPart(
        const orm::Model& model, bool link, const QString& all, const std::optional<QStringList>& chosen);
    std::optional<QStringList> chosen(bool link) const;
    void onItemChanged(QListWidgetItem* item);
    void showAll(bool link);

    bool filling_ = false;
};

} // namespace conjoin::ui
