// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/textcache.h"

#include "ui/canvas/cardstyle.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace conjoin::ui {

namespace {

constexpr int mostLines = 6'000; // some 4 MB; a view full of cards at 50 % has fewer
constexpr double unlimited = 1e6;

bool isTall(const QString& text, const QFontMetricsF& metrics)
{
    const bool hasMarks = std::any_of(text.begin(), text.end(), [](QChar c) { return c.isMark(); });
    if (!hasMarks) // whatever else there is keeps to its line, and measuring takes time
        return false;
    const QRectF ink = metrics.tightBoundingRect(text);
    return ink.top() < -metrics.ascent() || ink.bottom() > metrics.descent();
}

} // namespace

QString onOneLine(const QString& text)
{
    QString line = text;
    for (QChar& c : line) {
        if (c == u'\n' || c == u'\r' || c == u'\t' || c == QChar::LineSeparator ||
            c == QChar::ParagraphSeparator)
            c = u' ';
        else if (c.category() == QChar::Other_Control)
            c = QChar::ReplacementCharacter;
    }
    return line;
}

TextCache::TextCache()
    : lines_(mostLines)
{
    const CanvasFonts fonts;
    QFont derived = fonts.column;
    QFont endRole = fonts.type;
    endRole.setPixelSize(int(style::roleTextSize));
    fonts_ = {
        fonts.title, fonts.key, fonts.column, fonts.type, fonts.pill, fonts.pillAttribute, derived, endRole};
    for (size_t i = 0; i < roles; ++i) {
        const QFontMetricsF metrics(fonts_[i]);
        ascents_[i] = metrics.ascent();
        descents_[i] = metrics.descent();
    }
}

const TextCache::Line& TextCache::line(TextRole role, const QString& text, double most)
{
    const QString key =
        QChar(u'a' + ushort(role)) + QString::number(int(std::min(most, unlimited))) + u'\n' + text;
    if (const Line* known = lines_.object(key))
        return *known;
    auto made = std::make_unique<Line>();
    const QFont& font = fonts_[size_t(role)];
    const QFontMetricsF metrics(font);
    const QString whole = onOneLine(text);
    QString shown = whole;
    made->width = metrics.horizontalAdvance(shown);
    constexpr double tolerance = 0.5;
    if (made->width > most + tolerance) {
        shown = metrics.elidedText(whole, Qt::ElideRight, most);
        made->width = metrics.horizontalAdvance(shown);
    }
    made->ascent = ascents_[size_t(role)];
    made->tall = isTall(shown, metrics);
    made->text = QStaticText(shown);
    made->text.setTextFormat(Qt::PlainText);
    QTextOption option;
    option.setWrapMode(QTextOption::NoWrap);
    made->text.setTextOption(option);
    made->text.prepare({}, font);
    const Line* line = made.get();
    lines_.insert(key, made.release());
    return *line;
}

double TextCache::paint(QPainter& painter, TextRole role, QPointF baseline, const QString& text, double most,
    Qt::Alignment alignment)
{
    if (text.isEmpty() || most <= 0)
        return 0;
    const Line& shown = line(role, text, most);
    const double left = alignment & Qt::AlignRight     ? shown.width
                        : alignment & Qt::AlignHCenter ? shown.width / 2
                                                       : 0;
    painter.setFont(fonts_[size_t(role)]);
    const QPointF corner(baseline.x() - left, baseline.y() - shown.ascent);
    if (shown.tall) { // a heap of marks must not cover the rows around it
        painter.save();
        painter.setClipRect(
            QRectF(corner, QSizeF(shown.width, shown.ascent + descents_[size_t(role)])), Qt::IntersectClip);
        painter.drawStaticText(corner, shown.text);
        painter.restore();
    } else {
        painter.drawStaticText(corner, shown.text);
    }
    return shown.width;
}

double TextCache::width(TextRole role, const QString& text)
{
    return line(role, text, unlimited).width;
}

} // namespace conjoin::ui
