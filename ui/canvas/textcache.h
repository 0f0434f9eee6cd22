// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QCache>
#include <QStaticText>

#include <array>

class QPainter;

namespace conjoin::ui {

enum class TextRole { Title, Key, Column, Type, Pill, PillAttribute, Derived, EndRole };

/// The text as one line shows it: line ends and other control characters as a space or a sign.
QString onOneLine(const QString& text);

/// Lines of text, elided and laid out when they are first painted: most of a big diagram never is.
class TextCache {
public:
    TextCache();

    /// Paints one line with its baseline at `baseline`, elided where it is wider than `most`; the pen is the
    /// caller's. Returns its width.
    double paint(QPainter& painter, TextRole role, QPointF baseline, const QString& text, double most,
        Qt::Alignment alignment = Qt::AlignLeft);
    double width(TextRole role, const QString& text);

    const QFont& font(TextRole role) const { return fonts_[size_t(role)]; }

private:
    struct Line {
        QStaticText text;
        double width = 0;
        double ascent = 0;
        bool tall = false; ///< has marks that reach beyond its line
    };
    const Line& line(TextRole role, const QString& text, double most);

    static constexpr size_t roles = 8;
    std::array<QFont, roles> fonts_;
    std::array<double, roles> ascents_{}, descents_{};
    QCache<QString, Line> lines_;
};

} // namespace conjoin::ui
