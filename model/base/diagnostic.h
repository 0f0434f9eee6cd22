// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/id.h"
#include "model/base/message.h"

#include <variant>
#include <vector>

namespace conjoin {

/// Any object of a document that a message, a statement or a selection can point at.
using ObjectRef = std::variant<std::monostate, TableId, ColumnId, KeyId, IndexId, CheckId, ReferenceId, LinkId,
    UserTypeId, VerbatimId, DiagramId, NoteId, GroupId>;

enum class Severity { Hint, Warning, Error };

/// `hint`, `warning`, `error`: as reports say it.
QString severityName(Severity severity);

/// One finding about a document: never an exception, never in the way – an incomplete model is a valid file
/// (M8).
struct Diagnostic {
    Severity severity = Severity::Warning;
    Message what;     ///< `what.code` is the stable code of the rule
    ObjectRef object; ///< the narrowest object it is about
    QString where;    ///< the same in words: `Student.firstName`
    Message mend;     ///< what would cure it; may be empty

    friend bool operator==(const Diagnostic&, const Diagnostic&) = default;
};

using Diagnostics = std::vector<Diagnostic>;

} // namespace conjoin
