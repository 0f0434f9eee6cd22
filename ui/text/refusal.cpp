// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/refusal.h"

#include "ui/text/messages.h"

#include <QCoreApplication>

namespace conjoin::ui {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("conjoin::ui::Refusal", text);
}

} // namespace

Refusal refusalOf(const Error& error)
{
    const QString& code = error.what.code;
    if (!code.startsWith(QLatin1String("server."))) { // where it is matters, too
        Error plain = error;
        plain.hint = {};
        return {spoken(plain), sentence(error.hint)};
    }
    QString what = sentence(error.what);
    if (!what.isEmpty())
        what[0] = what[0].toUpper(); // a server's own words, too
    if (code == u"server.password-missing")
        return {what, tr("Type the password.")};
    if (code == u"server.password")
        return {what, tr("Check the user and the password.")};
    if (code == u"server.no-database")
        return {what, tr("Check the name of the database. “Create database…” makes a new one.")};
    if (code == u"server.unreachable")
        return {what, tr("Check that the server runs, and that the host and the port are right.")};
    if (code == u"server.tls")
        return {what, tr("Choose another encryption, or say which certificate to trust.")};
    return {what, sentence(error.hint)};
}

bool asksForPassword(const Error& error)
{
    return error.what.code == u"server.password" || error.what.code == u"server.password-missing";
}

} // namespace conjoin::ui
