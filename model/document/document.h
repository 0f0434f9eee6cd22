// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/objectmap.h"
#include "model/diagram/diagram.h"
#include "model/document/browsing.h"
#include "model/naming/namingpolicy.h"
#include "model/schema/schema.h"

#include <QString>

#include <tuple>

namespace conjoin::model {

/// A problem that a person looked at and accepted for good.
struct Acceptance {
    QString code;   ///< of the rule
    QString object; ///< idText() of what it is about

    friend bool operator==(const Acceptance&, const Acceptance&) = default;
    friend bool operator<(const Acceptance& a, const Acceptance& b)
    {
        return std::tie(a.code, a.object) < std::tie(b.code, b.object);
    }
};

struct Settings {
    QString name;                               ///< of the project
    QString dialect = QStringLiteral("sqlite"); ///< the default output dialect
    NamingPolicy naming;
    std::vector<Acceptance> accepted; ///< sorted

    friend bool operator==(const Settings&, const Settings&) = default;
};

/// Everything a project file holds: one immutable value. Edits (`model/edit`) make a new one; undo is a swap.
struct Document {
    Settings settings;
    Schema schema;
    ObjectMap<Diagram> diagrams; ///< at least one; the first is shown at opening
    Browsing browsing{};

    friend bool operator==(const Document&, const Document&) = default;
};

/// A document with one empty diagram.
Document emptyDocument(const QString& name, DiagramId diagram);

} // namespace conjoin::model
