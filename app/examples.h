// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "model/document/document.h"

#include <QString>
#include <QStringList>

namespace conjoin::app {

/// The examples that are shipped, by the name `conjoin new --example` takes.
QStringList exampleNames();

/// One of them; an unknown name is an Error with the nearest one.
Result<model::Document> exampleDocument(const QString& name);

} // namespace conjoin::app
