// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/serverurl.h"

#include <QUrl>

#include <optional>

namespace conjoin::sql {

namespace {

/// One parameter of a URL: what it is called and where its value goes.
struct Parameter {
    const char* name;
    QString ConnectionSettings::*settings = nullptr;
    QString TlsSettings::*tls = nullptr;
    bool canonical = true; ///< whether serverUrl() writes it under this name
};

struct Scheme {
    const char* name;
    const char* dialect;
    std::vector<Parameter> parameters; ///< besides `schema` and `connect_timeout`
    QStringList tlsModes;
};

const std::vector<Scheme>& schemes()
{
    using S = ConnectionSettings;
    using T = TlsSettings;
    static const std::vector<Parameter> postgres{{"host", &S::socket}, {"user", &S::user, nullptr, false},
        {"password", &S::password, nullptr, false}, {"sslmode", nullptr, &T::mode},
        {"sslrootcert", nullptr, &T::authority}, {"sslcert", nullptr, &T::certificate},
        {"sslkey", nullptr, &T::key}};
    static const std::vector<Parameter> mysql{{"unix_socket", &S::socket},
        {"socket", &S::socket, nullptr, false}, {"user", &S::user, nullptr, false},
        {"password", &S::password, nullptr, false}, {"ssl-mode", nullptr, &T::mode},
        {"ssl-ca", nullptr, &T::authority}, {"ssl-cert", nullptr, &T::certificate},
        {"ssl-key", nullptr, &T::key}};
    static const QStringList postgresModes{QStringLiteral("disable"), QStringLiteral("allow"),
        QStringLiteral("prefer"), QStringLiteral("require"), QStringLiteral("verify-ca"),
        QStringLiteral("verify-full")};
    static const QStringList mysqlModes{QStringLiteral("DISABLED"), QStringLiteral("PREFERRED"),
        QStringLiteral("REQUIRED"), QStringLiteral("VERIFY_CA"), QStringLiteral("VERIFY_IDENTITY")};
    static const std::vector<Scheme> all{{"postgresql", "postgresql", postgres, postgresModes},
        {"postgres", "postgresql", postgres, postgresModes}, {"mysql", "mysql", mysql, mysqlModes},
        {"mariadb", "mariadb", mysql, mysqlModes}};
    return all;
}

const Scheme* schemeOf(const QString& url)
{
    for (const Scheme& scheme : schemes()) {
        if (url.startsWith(QLatin1String(scheme.name) + QLatin1String("://"), Qt::CaseInsensitive))
            return &scheme;
    }
    return nullptr;
}

bool isHexadecimal(QChar c)
{
    return (c >= u'0' && c <= u'9') || (c.toLower() >= u'a' && c.toLower() <= u'f');
}

/// Nothing where a `%` is not followed by two hexadecimal digits.
std::optional<QString> decoded(QStringView text)
{
    for (qsizetype at = text.indexOf(u'%'); at >= 0; at = text.indexOf(u'%', at + 1)) {
        if (at + 2 >= text.size() || !isHexadecimal(text[at + 1]) || !isHexadecimal(text[at + 2]))
            return std::nullopt;
    }
    return QUrl::fromPercentEncoding(text.toUtf8());
}

QString encoded(const QString& text, const char* plain = "")
{
    return QString::fromLatin1(QUrl::toPercentEncoding(text, QByteArray(plain)));
}

class Parser {
public:
    Parser(const QString& url, const Scheme& scheme)
        : url_(url)
        , scheme_(scheme)
    {
        settings_.dialect = QString::fromLatin1(scheme.dialect);
    }

    Result<ConnectionSettings> parse()
    {
        // userinfo@host:port / database ? parameters
        const QStringView rest = QStringView(url_).mid(qsizetype(qstrlen(scheme_.name)) + 3);
        const qsizetype query = rest.indexOf(u'?');
        const QStringView path = query < 0 ? rest : rest.left(query);
        const qsizetype slash = path.indexOf(u'/');
        const QStringView authority = slash < 0 ? path : path.left(slash);
        if (auto done = readAuthority(authority); !done)
            return failure(done);
        if (slash >= 0) {
            if (auto done = take(path.mid(slash + 1), settings_.database); !done)
                return failure(done);
        }
        if (query >= 0) {
            for (const QStringView parameter : rest.mid(query + 1).split(u'&', Qt::SkipEmptyParts)) {
                if (auto done = readParameter(parameter); !done)
                    return failure(done);
            }
        }
        // A host that is a folder is the way to a socket.
        const auto isFolder = [](const QString& host) {
            return host.startsWith(u'/') || host.startsWith(u'@');
        };
        if (isFolder(settings_.host))
            std::swap(settings_.host, settings_.socket);
        if (isFolder(settings_.host)) // there were two
            settings_.socket = std::exchange(settings_.host, QString());
        if (settings_.dialect == u"postgresql" && !settings_.socket.isEmpty() && !isFolder(settings_.socket))
            settings_.host = std::exchange(settings_.socket, QString()); // host=… as libpq takes it
        if (settings_.database.isEmpty())
            return error(message("url.no-database", "the URL names no database"),
                message("url.server-form", "write %1://user@host/database", {settings_.dialect}));
        return settings_;
    }

private:
    Error error(Message what, Message hint = {}) const
    {
        return inputError(withoutPassword(url_), std::move(what), std::move(hint));
    }

    Result<void> take(QStringView text, QString& into)
    {
        const auto plain = decoded(text);
        if (!plain)
            return error(message("url.percent", "a % in the URL is not followed by two hexadecimal digits"),
                message("url.percent.hint", "write a percent sign as %1", {QStringLiteral("%25")}));
        into = *plain;
        return {};
    }

    Result<void> readAuthority(QStringView authority)
    {
        const qsizetype at = authority.lastIndexOf(u'@');
        if (at >= 0) {
            const QStringView user = authority.left(at);
            const qsizetype colon = user.indexOf(u':');
            if (auto done = take(colon < 0 ? user : user.left(colon), settings_.user); !done)
                return done;
            if (colon >= 0) {
                if (auto done = take(user.mid(colon + 1), settings_.password); !done)
                    return done;
            }
        }
        QStringView host = authority.mid(at + 1);
        QStringView port;
        if (host.startsWith(u'[') && host.contains(u']')) { // an address of IPv6
            const qsizetype end = host.indexOf(u']');
            port = host.mid(end + 1);
            host = host.mid(1, end - 1);
        } else if (const qsizetype colon = host.lastIndexOf(u':'); colon >= 0) {
            port = host.mid(colon);
            host = host.left(colon);
        }
        if (!port.isEmpty() && port != u":") {
            bool ok = false;
            settings_.port = port.mid(1).toInt(&ok);
            if (!ok || !port.startsWith(u':') || settings_.port < 1 || settings_.port > 65535)
                return error(message("url.port", "the port is not a number from 1 to 65535"),
                    message("url.port.hint", "where a name or a password holds one of : / ? @, write %1",
                        {QStringLiteral("%3A %2F %3F %40")}));
        }
        return take(host, settings_.host);
    }

    Result<void> readParameter(QStringView text)
    {
        const qsizetype equals = text.indexOf(u'=');
        QString name, value;
        if (auto done = take(equals < 0 ? text : text.left(equals), name); !done)
            return done;
        if (equals < 0)
            return error(message("url.no-value", "the parameter \"%1\" has no value", {name}));
        if (auto done = take(text.mid(equals + 1), value); !done)
            return done;
        if (name == u"schema") {
            for (const QString& schema : value.split(u',', Qt::SkipEmptyParts))
                settings_.schemas += schema.trimmed();
            settings_.schemas.removeAll(QString());
            return {};
        }
        if (name == u"connect_timeout") {
            bool ok = false;
            settings_.timeoutSeconds = value.toInt(&ok);
            if (!ok || settings_.timeoutSeconds < 1)
                return error(message("url.timeout", "connect_timeout is a number of seconds, at least 1"));
            return {};
        }
        QStringList names{QStringLiteral("schema"), QStringLiteral("connect_timeout")};
        for (const Parameter& known : scheme_.parameters) {
            names += QString::fromLatin1(known.name);
            if (name != names.last())
                continue;
            if (known.settings)
                settings_.*known.settings = value;
            else
                settings_.tls.*known.tls = value;
            return known.tls == &TlsSettings::mode ? checkTlsMode(name) : Result<void>();
        }
        const Message near = didYouMean(name, names);
        return error(message("url.parameter", "no parameter of %1 is called \"%2\"", {settings_.dialect, name}),
            near.isEmpty() ? message("url.parameters", "there are: %1", {names.join(QStringLiteral(", "))})
                           : near);
    }

    Result<void> checkTlsMode(const QString& name)
    {
        for (const QString& known : scheme_.tlsModes) {
            if (known.compare(settings_.tls.mode, Qt::CaseInsensitive) == 0) {
                settings_.tls.mode = known;
                return {};
            }
        }
        return error(message("url.tls-mode", "%1 is one of %2, not \"%3\"",
                         {name, scheme_.tlsModes.join(QStringLiteral(", ")), settings_.tls.mode}),
            didYouMean(settings_.tls.mode, scheme_.tlsModes));
    }

    const QString& url_;
    const Scheme& scheme_;
    ConnectionSettings settings_;
};

} // namespace

QStringList tlsModes(const QString& dialect)
{
    for (const Scheme& scheme : schemes()) {
        if (dialect == QLatin1String(scheme.dialect))
            return scheme.tlsModes;
    }
    return {};
}

bool isServerUrl(const QString& text)
{
    return schemeOf(text) != nullptr;
}

Result<ConnectionSettings> parseServerUrl(const QString& url)
{
    const Scheme* scheme = schemeOf(url);
    Q_ASSERT_X(scheme, "parseServerUrl", "asked of a URL without the scheme of a server");
    return Parser(url, *scheme).parse();
}

QString serverUrl(const ConnectionSettings& settings)
{
    const Scheme* scheme = schemeOf(settings.dialect + QStringLiteral("://"));
    Q_ASSERT_X(scheme, "serverUrl", "asked of a dialect that no server speaks");
    QString url = settings.dialect + QStringLiteral("://");
    if (!settings.user.isEmpty())
        url += encoded(settings.user) + u'@';
    const bool colons = settings.host.contains(u':'); // an address of IPv6
    url += colons ? u'[' + encoded(settings.host, ":") + u']' : encoded(settings.host);
    if (settings.port != 0)
        url += QStringLiteral(":%1").arg(settings.port);
    url += u'/' + encoded(settings.database);
    QStringList parameters;
    for (const Parameter& parameter : scheme->parameters) {
        const QString value = parameter.settings ? settings.*parameter.settings : settings.tls.*parameter.tls;
        if (parameter.canonical && !value.isEmpty())
            parameters += QString::fromLatin1(parameter.name) + u'=' + encoded(value, "/");
    }
    if (!settings.schemas.isEmpty())
        parameters += QStringLiteral("schema=") + encoded(settings.schemas.join(u','), ",");
    if (settings.timeoutSeconds != ConnectionSettings().timeoutSeconds)
        parameters += QStringLiteral("connect_timeout=%1").arg(settings.timeoutSeconds);
    return parameters.isEmpty() ? url : url + u'?' + parameters.join(u'&');
}

QString withoutPassword(const QString& url)
{
    const qsizetype scheme = url.indexOf(QLatin1String("://"));
    if (scheme < 0)
        return url;
    // Generous: whatever stands before the last @ may belong to a password that was not percent-coded.
    const qsizetype at = url.lastIndexOf(u'@');
    const qsizetype colon = url.indexOf(u':', scheme + 3);
    QString plain = url;
    if (at >= 0 && colon >= 0 && colon < at)
        plain = url.left(colon) + QStringLiteral(":…") + url.mid(at);
    const QLatin1String named("password=");
    for (qsizetype each = plain.indexOf(named); each >= 0; each = plain.indexOf(named, each + 1)) {
        const qsizetype value = each + named.size();
        const qsizetype end = plain.indexOf(u'&', value);
        plain = plain.left(value) + u'…' + (end < 0 ? QString() : plain.mid(end));
    }
    return plain;
}

} // namespace conjoin::sql
