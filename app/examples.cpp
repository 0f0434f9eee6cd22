// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/examples.h"

#include "model/io/documentfile.h"
#include "ui/theme/theme.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace conjoin::app {

namespace {

QString examplesFolder()
{
    return QStringLiteral(":/examples");
}

} // namespace

QStringList exampleNames()
{
    ui::loadResources();
    QStringList names;
    const auto files =
        QDir(examplesFolder()).entryInfoList({QStringLiteral("*.conjoin")}, QDir::Files, QDir::Name);
    for (const QFileInfo& file : files)
        names += file.completeBaseName();
    return names;
}

Result<model::Document> exampleDocument(const QString& name)
{
    const QStringList names = exampleNames();
    if (!names.contains(name)) {
        return Error{ErrorKind::Usage, QStringLiteral("--example"),
            message("example.unknown", "no example is called \"%1\"; there are: %2",
                {name, names.join(QStringLiteral(", "))}),
            didYouMean(name, names)};
    }
    QFile file(QStringLiteral("%1/%2.conjoin").arg(examplesFolder(), name));
    if (!file.open(QIODevice::ReadOnly))
        return inputError(name, message("file.unreadable", "the file can't be read: %1", {file.errorString()}));
    return model::readDocument(file.readAll(), name + QStringLiteral(".conjoin"));
}

} // namespace conjoin::app
