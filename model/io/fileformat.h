// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/document/document.h"

#include <array>
#include <utility>

/// The words of the project file that stand for enumerators, for its writer and its reader. The format is told
/// in `docs/project-file.md`.
namespace conjoin::model::fileformat {

template<class Enum, std::size_t N>
using Words = std::array<std::pair<Enum, const char*>, N>;

constexpr Words<Action, 5> actions{{{Action::NoAction, "no-action"}, {Action::Restrict, "restrict"},
    {Action::Cascade, "cascade"}, {Action::SetNull, "set-null"}, {Action::SetDefault, "set-default"}}};

constexpr Words<Deferrable, 3> deferrables{
    {{Deferrable::No, "no"}, {Deferrable::InitiallyImmediate, "initially-immediate"},
        {Deferrable::InitiallyDeferred, "initially-deferred"}}};

constexpr Words<DefaultValue::Kind, 5> defaultKinds{{{DefaultValue::Kind::None, "none"},
    {DefaultValue::Kind::Literal, "literal"}, {DefaultValue::Kind::Expression, "expression"},
    {DefaultValue::Kind::Now, "now"}, {DefaultValue::Kind::Uuid, "uuid"}}};

constexpr Words<Generated::Kind, 3> generatedKinds{{{Generated::Kind::None, "none"},
    {Generated::Kind::Virtual, "virtual"}, {Generated::Kind::Stored, "stored"}}};

constexpr Words<Identity, 3> identities{
    {{Identity::None, "none"}, {Identity::ByDefault, "by-default"}, {Identity::Always, "always"}}};

constexpr Words<NullOrder, 3> nullOrders{
    {{NullOrder::Default, "default"}, {NullOrder::First, "first"}, {NullOrder::Last, "last"}}};

constexpr Words<ManyToMany::JunctionKey, 4> junctionKeys{
    {{ManyToMany::JunctionKey::Pair, "pair"}, {ManyToMany::JunctionKey::Surrogate, "surrogate"},
        {ManyToMany::JunctionKey::Duplicates, "duplicates"}, {ManyToMany::JunctionKey::AsIs, "as-is"}}};

constexpr Words<UserType::Kind, 2> userTypeKinds{
    {{UserType::Kind::Enum, "enum"}, {UserType::Kind::Domain, "domain"}}};

constexpr Words<Verbatim::Kind, 15> verbatimKinds{{{Verbatim::Kind::View, "view"},
    {Verbatim::Kind::MaterializedView, "materialized-view"}, {Verbatim::Kind::Trigger, "trigger"},
    {Verbatim::Kind::Routine, "routine"}, {Verbatim::Kind::Sequence, "sequence"},
    {Verbatim::Kind::Extension, "extension"}, {Verbatim::Kind::Namespace, "namespace"},
    {Verbatim::Kind::Type, "type"}, {Verbatim::Kind::Partition, "partition"}, {Verbatim::Kind::Event, "event"},
    {Verbatim::Kind::Rule, "rule"}, {Verbatim::Kind::Policy, "policy"},
    {Verbatim::Kind::Constraint, "constraint"}, {Verbatim::Kind::VirtualTable, "virtual-table"},
    {Verbatim::Kind::Other, "other"}}};

constexpr Words<Notation, 3> notations{
    {{Notation::CrowsFoot, "crows-foot"}, {Notation::Idef1x, "idef1x"}, {Notation::Uml, "uml"}}};

/// `as-drawn` is nothing, `underscored` a flag of its own.
constexpr Words<LetterCase, 3> letterCases{
    {{LetterCase::Camel, "camel"}, {LetterCase::Pascal, "pascal"}, {LetterCase::Snake, "snake"}}};

constexpr Words<NameKind, 14> nameKinds{{{NameKind::Table, "table"}, {NameKind::Junction, "junction"},
    {NameKind::PrimaryKeyColumn, "primary-key-column"}, {NameKind::ForeignKeyColumn, "foreign-key-column"},
    {NameKind::JunctionColumn, "junction-column"}, {NameKind::CreatedAt, "created-at"},
    {NameKind::UpdatedAt, "updated-at"}, {NameKind::DeletedAt, "deleted-at"},
    {NameKind::PrimaryKey, "primary-key"}, {NameKind::Unique, "unique"}, {NameKind::Pair, "pair"},
    {NameKind::ForeignKey, "foreign-key"}, {NameKind::Check, "check"}, {NameKind::Index, "index"}}};

template<class Enum, std::size_t N>
QString wordOf(const Words<Enum, N>& words, Enum value)
{
    for (const auto& [each, word] : words) {
        if (each == value)
            return QString::fromLatin1(word);
    }
    Q_ASSERT_X(false, "fileformat::wordOf", "every enumerator has its word");
    return {};
}

} // namespace conjoin::model::fileformat
