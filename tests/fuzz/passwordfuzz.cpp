// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/storedpassword.h"

#include <QBuffer>
#include <QByteArray>

#include <cstddef>
#include <cstdint>

using namespace conjoin;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    const QByteArray text(reinterpret_cast<const char*>(data), qsizetype(size));
    sql::ConnectionSettings settings;
    settings.host = QStringLiteral("db.example.org");
    settings.user = QStringLiteral("ann");
    settings.database = QStringLiteral("shop");
    settings.socket = QStringLiteral("/run");
    QBuffer file;
    file.setData(text);
    file.open(QIODevice::ReadOnly | QIODevice::Text);
    (void)sql::passwordInPgpass(file, settings);
    file.seek(0);
    (void)sql::passwordInMyCnf(file);
    return 0;
}
