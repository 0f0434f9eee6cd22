// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/diagnostic.h"
#include "model/document/document.h"

#include <QObject>

#include <vector>

namespace conjoin::ui {

class EditSession;

/// What is selected in a window, shared by canvas, outline, properties and SQL. Gone objects leave it by
/// themselves.
class Selection : public QObject {
    Q_OBJECT

public:
    explicit Selection(EditSession& session, QObject* parent = nullptr);

    const std::vector<ObjectRef>& objects() const { return objects_; } ///< in the order they were selected
    bool contains(const ObjectRef& object) const;
    bool isEmpty() const { return objects_.empty(); }
    /// The one object that is selected, or monostate.
    ObjectRef single() const;

    void select(std::vector<ObjectRef> objects);
    void selectOnly(const ObjectRef& object) { select({object}); }
    void toggle(const ObjectRef& object);
    void clear() { select({}); }

signals:
    void changed();

private:
    EditSession& session_;
    std::vector<ObjectRef> objects_;
};

/// Whether the document still has the object.
bool exists(const model::Document& document, const ObjectRef& object);

/// The table that the object is, or lives in: of a column, key, index or check. Null for everything else.
TableId tableHolding(const model::Schema& schema, const ObjectRef& object);

} // namespace conjoin::ui
