// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "orm/entity/modelregistry.h"

namespace conjoin::orm {

/// The hint of every unknown name: the nearest real one, else the ones there are.
Message nameHint(const QString& name, const QStringList& candidates);

Error unknownAttribute(const Model& model, const QString& name, const QString& where);
Error unknownAssociation(const Model& model, const QString& name, const QString& where);
/// Of a key of nested values, which may be either.
Error unknownKey(const Model& model, const QString& name, const QString& where);

} // namespace conjoin::orm
