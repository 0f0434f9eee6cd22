// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/document/document.h"

namespace conjoin::model {

Document emptyDocument(const QString& name, DiagramId diagram)
{
    Document document;
    document.settings.name = name;
    Diagram first;
    first.id = diagram;
    first.name = QStringLiteral("Diagram");
    document.diagrams.set(std::move(first));
    return document;
}

} // namespace conjoin::model
