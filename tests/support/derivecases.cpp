// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/derivecases.h"

#include "model/io/documentfile.h"
#include "orm/base/json.h"
#include "orm/exchange/models.h"
#include "support/support.h"

#include <QDir>

namespace conjoin::tests {

QStringList deriveCases()
{
    const QDir folder(testPath(QStringLiteral("golden/derive")));
    QStringList files;
    for (const QString& name : folder.entryList({QStringLiteral("*.txt")}))
        files << folder.filePath(name);
    return files;
}

Result<model::Document> drawingOf(const QByteArray& text)
{
    QByteArray drawing = text.left(text.indexOf("\n---- ") + 1);
    while (drawing.startsWith('#'))
        drawing = drawing.mid(drawing.indexOf('\n') + 1);
    const QString source = QStringLiteral("golden");
    if (!drawing.trimmed().startsWith('{'))
        return model::readDocument(drawing, source);
    const Result<orm::Json> json = orm::parseJson(drawing, source);
    if (!json)
        return failure(json);
    return orm::readModels(*json, source);
}

} // namespace conjoin::tests
