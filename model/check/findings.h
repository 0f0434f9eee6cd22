// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/diagnostic.h"
#include "model/check/enginelimits.h"
#include "model/document/document.h"

namespace conjoin::model {

/// What the families of rules find, until checker.cpp puts it in order.
class Findings {
public:
    Findings(const Document& document, const EngineLimits& engine)
        : document_(document)
        , engine_(engine)
    {}

    const Document& document() const { return document_; }
    const Schema& schema() const { return document_.schema; }
    const EngineLimits& engine() const { return engine_; }
    /// Whether the engine – or any, where there is none in particular – takes the word for no bare name; letter
    /// case ignored.
    bool isReserved(const QString& word) const;
    /// Whose word that is, for a sentence: `mariadb`, or `SQL`.
    QString language() const;

    void add(Severity severity, Message what, const ObjectRef& object, Message mend);
    void add(Severity severity, Message what, const Table& table, Message mend);
    void add(Severity severity, Message what, const Table& table, const Column& column, Message mend);

    Diagnostics take() { return std::move(found_); }

private:
    const Document& document_;
    const EngineLimits& engine_;
    Diagnostics found_;
};

// The families. Each file lists its rules on top.
void checkTables(Findings& findings);
void checkColumns(Findings& findings);
void checkKeys(Findings& findings);
void checkReferences(Findings& findings);
void checkLinks(Findings& findings);
void checkRoles(Findings& findings);
void checkNames(Findings& findings);
void checkUserTypes(Findings& findings);
void checkCycles(Findings& findings);
void checkConventions(Findings& findings);

/// The columns of a key or index, where it has only columns.
std::vector<ColumnId> columnsOf(const std::vector<KeyPart>& parts);

/// The rule `reference.type-mismatch`, for references and the ends of links.
void checkTypes(
    Findings& findings, const ForeignKey& key, const Table& from, const Table& to, const ObjectRef& owner);

} // namespace conjoin::model
