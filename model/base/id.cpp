// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/id.h"

#include <QCryptographicHash>
#include <QRandomGenerator>
#include <QtEndian>

namespace conjoin {

namespace {

constexpr quint64 idMask = (quint64(1) << (5 * idTextLength)) - 1;
constexpr char16_t alphabet[] = u"0123456789abcdefghjkmnpqrstvwxyz"; // no i, l, o, u: they are misread

int digitOf(QChar c)
{
    for (int i = 0; i < 32; ++i) {
        if (c == alphabet[i])
            return i;
    }
    return -1;
}

quint64 fitted(quint64 raw)
{
    const quint64 value = raw & idMask;
    return value != 0 ? value : 1; // zero is "none"
}

} // namespace

QString idText(quint64 value)
{
    QString text(idTextLength, u'0');
    for (int i = idTextLength - 1; i >= 0; --i, value >>= 5)
        text[i] = QChar(alphabet[value & 31]);
    return text;
}

std::optional<quint64> parseIdText(QStringView text)
{
    if (text.size() != idTextLength)
        return std::nullopt;
    quint64 value = 0;
    for (QChar c : text) {
        const int digit = digitOf(c);
        if (digit < 0)
            return std::nullopt;
        value = value << 5 | quint64(digit);
    }
    if (value == 0)
        return std::nullopt;
    return value;
}

IdSource IdSource::random()
{
    return IdSource(QRandomGenerator::global()->generate64());
}

IdSource IdSource::seeded(quint64 seed)
{
    return IdSource(seed);
}

quint64 IdSource::nextValue()
{
    // SplitMix64 (Steele, Lea, Flood 2014): every state gives another value, whatever the seed.
    quint64 z = (state_ += 0x9e3779b97f4a7c15ULL);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return fitted(z ^ (z >> 31));
}

quint64 IdSource::valueOf(const QString& path)
{
    const QByteArray digest = QCryptographicHash::hash(path.toUtf8(), QCryptographicHash::Sha256);
    return fitted(qFromBigEndian<quint64>(digest.constData()));
}

} // namespace conjoin
