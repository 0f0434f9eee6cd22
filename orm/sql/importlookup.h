// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/sql/connection.h"
#include "orm/sql/importplan.h"
#include "orm/sql/rowlookup.h"

#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace conjoin::sql {

/// One row that a line names, and what the database says of it.
struct ImportNode {
    enum class State {
        Open,    ///< nobody has looked yet
        There,   ///< `row` is it
        Absent,  ///< it is to be made
        Left,    ///< it is not there, and is not linked
        Refused, ///< the line is bad
    };
    const ImportRow::Link* link = nullptr; ///< null: the row of the line itself
    size_t line = 0;                       ///< index among the lines
    int above = -1;                        ///< the node that it is linked to; -1: the line itself
    int depth = 0;                         ///< 1 = the line's own links
    const orm::Association* association = nullptr;
    int model = -1;
    std::vector<size_t> below{}; ///< nodes that it is linked to itself
    State state = State::Open;
    RowValues row{};
};

/// Looks for all that some lines name, the deepest first, so that a row can be known by what it is linked to: a
/// statement for each association and way to know a row by, however many lines there are.
class ImportLookup {
public:
    ImportLookup(Connection& connection, const orm::ModelRegistry& registry, const ImportPlan& plan)
        : connection_(connection)
        , registry_(registry)
        , plan_(plan)
    {}

    /// A node above its below; `told` hears what is wrong with a line, and with which of its links, if it is
    /// one. The lines outlive the nodes.
    using Told = std::function<void(const ImportRow& line, const ImportRow::Link* link, Error why)>;
    Result<std::vector<ImportNode>> look(std::span<const ImportRow> lines, const Told& told) const;

    /// The row of each line by the plan's key, none for a line that gives no key; `nodes` are of the same
    /// lines.
    Result<std::vector<std::optional<RowValues>>> rowsOfLines(
        std::span<const ImportRow> lines, const std::vector<ImportNode>& nodes, const Told& told) const;

    /// The key that rows of lines are known by.
    QStringList key() const;
    /// What each line gives of that key; nothing where a part is missing.
    Result<std::vector<std::optional<KeyTuple>>> keysOfLines(
        std::span<const ImportRow> lines, const std::vector<ImportNode>& nodes) const;

private:
    struct Question;
    void addNodes(std::vector<ImportNode>& nodes, const std::vector<ImportRow::Link>& links, size_t line,
        int above, int model, int depth) const;
    Result<void> ask(
        std::vector<ImportNode>& nodes, int depth, std::span<const ImportRow> lines, const Told& told) const;
    /// A value for each attribute by which a node can be looked for; empty where it can't be there.
    Result<std::vector<std::pair<QString, Value>>> knownBy(
        const std::vector<ImportNode>& nodes, const ImportNode& node, std::span<const ImportRow> lines) const;

    Connection& connection_;
    const orm::ModelRegistry& registry_;
    const ImportPlan& plan_;
};

/// A value that a cell gives, as the database keeps it.
Result<Value> importedValue(
    const Connection& connection, const orm::Attribute& attribute, const orm::Json& given);

} // namespace conjoin::sql
