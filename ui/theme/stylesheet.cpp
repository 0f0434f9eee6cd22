// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/theme.h"
#include "ui/theme/windowfont.h"
#include "ui/theme/windowstyle.h"

#include <QApplication>
#include <QFile>
#include <QPalette>
#include <QRegularExpression>

#include <map>

// Q_INIT_RESOURCE must stand outside of every namespace.
static void initConjoinResources()
{
    Q_INIT_RESOURCE(conjoin);
}

namespace conjoin::ui {

void loadResources()
{
    static const bool loaded = (initConjoinResources(), true);
    Q_UNUSED(loaded);
}

namespace {

QColor mixed(const QColor& a, const QColor& b, double share)
{
    const auto channel = [share](int x, int y) { return int(x + (y - x) * share + 0.5); };
    return QColor(channel(a.red(), b.red()), channel(a.green(), b.green()), channel(a.blue(), b.blue()));
}

QString styleSheet(const Theme& theme)
{
    QFile file(QStringLiteral(":/themes/conjoin.qss"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const bool dark = theme.isDark();
    const std::map<QString, QColor> colors{
        {QStringLiteral("window"), theme.window},
        {QStringLiteral("panel"), theme.panel},
        {QStringLiteral("panelBorder"), theme.panelBorder},
        {QStringLiteral("field"), theme.field},
        {QStringLiteral("fieldBorder"), theme.fieldBorder},
        {QStringLiteral("hover"), theme.hover},
        {QStringLiteral("pressed"), theme.pressed},
        {QStringLiteral("accent"), theme.accent},
        {QStringLiteral("accentInk"), theme.accentInk},
        {QStringLiteral("accentHover"), mixed(theme.accent, dark ? Qt::white : Qt::black, 0.12)},
        {QStringLiteral("focus"), mixed(theme.accent, theme.ink, 0.55)},
        {QStringLiteral("selection"), selectionColor(theme)},
        {QStringLiteral("scroll"),
            mixed(theme.panel, theme.muted, theme.kind == Theme::Kind::HighContrast ? 0.5 : 0.35)},
        {QStringLiteral("ink"), theme.ink},
        {QStringLiteral("muted"), theme.muted},
        {QStringLiteral("disabled"), theme.disabled},
        {QStringLiteral("rowLine"), theme.rowLine},
        {QStringLiteral("error"), theme.error},
        {QStringLiteral("ok"), theme.ok},
    };
    const QString source = QString::fromUtf8(file.readAll());
    static const QRegularExpression token(QStringLiteral("@([A-Za-z]+)"));
    QString sheet;
    sheet.reserve(source.size() + source.size() / 4);
    qsizetype from = 0;
    for (auto it = token.globalMatch(source); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        sheet += QStringView(source).mid(from, match.capturedStart() - from);
        const QString name = match.captured(1);
        if (name == u"kind")
            sheet += dark ? QStringLiteral("dark") : QStringLiteral("light");
        else if (const auto color = colors.find(name); color != colors.end())
            sheet += color->second.name();
        else
            sheet += match.captured(0); // the comment on top
        from = match.capturedEnd();
    }
    sheet += QStringView(source).mid(from);
    return sheet;
}

QPalette paletteFor(const Theme& theme)
{
    QPalette palette;
    palette.setColor(QPalette::Window, theme.window);
    palette.setColor(QPalette::WindowText, theme.ink);
    palette.setColor(QPalette::Base, theme.panel);
    palette.setColor(QPalette::AlternateBase, theme.window);
    palette.setColor(QPalette::Text, theme.ink);
    palette.setColor(QPalette::PlaceholderText, theme.faint);
    palette.setColor(QPalette::Button, theme.panel);
    palette.setColor(QPalette::ButtonText, theme.ink);
    palette.setColor(QPalette::BrightText, theme.error);
    palette.setColor(QPalette::Highlight, theme.accent);
    palette.setColor(QPalette::HighlightedText, theme.accentInk);
    palette.setColor(QPalette::Link, theme.accent);
    palette.setColor(QPalette::LinkVisited, theme.link);
    palette.setColor(QPalette::ToolTipBase, theme.panel);
    palette.setColor(QPalette::ToolTipText, theme.ink);
    palette.setColor(QPalette::Light, theme.panel);
    palette.setColor(QPalette::Midlight, theme.hover);
    palette.setColor(QPalette::Mid, theme.panelBorder);
    palette.setColor(QPalette::Dark, theme.fieldBorder);
    palette.setColor(QPalette::Shadow, theme.fieldBorder);
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, theme.disabled);
    palette.setColor(QPalette::Disabled, QPalette::Highlight, theme.pressed);
    return palette;
}

} // namespace

double selectionShare(const Theme& theme)
{
    switch (theme.kind) {
    case Theme::Kind::Light:
        break;
    case Theme::Kind::Dark:
        return 0.18;
    case Theme::Kind::HighContrast:
        return 0.42; // 3 : 1 to the panel
    }
    return 0.12;
}

QColor selectionColor(const Theme& theme)
{
    return mixed(theme.panel, theme.accent, selectionShare(theme));
}

void applyTheme(QApplication& application, const Theme& theme)
{
    loadResources();
    if (application.styleSheet().isEmpty()) // otherwise it is there, below the style sheet
        QApplication::setStyle(new WindowStyle);
    setWindowFont();
    QApplication::setPalette(paletteFor(theme));
    application.setStyleSheet(styleSheet(theme));
}

} // namespace conjoin::ui
