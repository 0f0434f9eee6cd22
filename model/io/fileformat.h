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

constexpr Words<ManyToMany::JunctionKey, 3> junctionKeys{{{ManyToMany::JunctionKey::Pair, "pair"},
    {ManyToMany::JunctionKey::Surrogate, "surrogate"}, {ManyToMany::JunctionKey::AsIs, "as-is"}}};

constexpr Words<Verbatim::Kind, 4> verbatimKinds{
    {{Verbatim::Kind::View, "view"}, {Verbatim::Kind::Trigger, "trigger"},
        {Verbatim::Kind::VirtualTable, "virtual-table"}, {Verbatim::Kind::Other, "other"}}};

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
