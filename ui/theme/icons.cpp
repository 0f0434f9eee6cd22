// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/theme.h"

#include <QFile>
#include <QHash>
#include <QIconEngine>
#include <QPainter>
#include <QSvgRenderer>

namespace conjoin::ui {

namespace {

/// Draws one SVG of ours, its `currentColor` replaced, sharp at every size and pixel ratio.
class LineIconEngine : public QIconEngine {
public:
    LineIconEngine(QByteArray svg, QColor normal, QColor checked, QColor disabled)
        : svg_(std::move(svg))
        , normal_(normal)
        , checked_(checked)
        , disabled_(disabled)
    {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override
    {
        const double ratio = painter->device()->devicePixelRatioF();
        const QPixmap drawn = scaledPixmap(rect.size() * ratio, mode, state, ratio);
        painter->drawPixmap(rect, drawn);
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override
    {
        return scaledPixmap(size, mode, state, 1);
    }

    /// `size` is in device pixels.
    QPixmap scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State state, qreal) override
    {
        const QColor color = mode == QIcon::Disabled ? disabled_ : state == QIcon::On ? checked_ : normal_;
        const auto key = std::make_pair(quint64(size.width()) << 32 | quint64(size.height()), color.rgba());
        if (const auto it = drawn_.constFind(key); it != drawn_.cend())
            return *it;
        if (size.isEmpty())
            return {};
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QByteArray coloured = svg_;
        coloured.replace("currentColor", color.name(QColor::HexRgb).toLatin1());
        QSvgRenderer renderer(coloured);
        renderer.setAspectRatioMode(Qt::KeepAspectRatio);
        QPainter painter(&pixmap);
        painter.setOpacity(color.alphaF());
        renderer.render(&painter);
        drawn_.insert(key, pixmap);
        return pixmap;
    }

    QIconEngine* clone() const override { return new LineIconEngine(*this); }

private:
    QByteArray svg_;
    QColor normal_, checked_, disabled_;
    QHash<std::pair<quint64, QRgb>, QPixmap> drawn_;
};

QIcon lineIcon(const QString& name, const QColor& normal, const QColor& checked, const QColor& disabled)
{
    loadResources();
    QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
    if (!file.open(QIODevice::ReadOnly)) {
        qWarning("no icon is called %s", qUtf8Printable(name));
        return {};
    }
    return QIcon(new LineIconEngine(file.readAll(), normal, checked, disabled));
}

} // namespace

QIcon icon(const QString& name, const Theme& theme)
{
    return lineIcon(name, theme.muted, theme.accent, theme.disabled);
}

QIcon icon(const QString& name, const QColor& color)
{
    QColor pale = color;
    pale.setAlphaF(color.alphaF() * 0.4F);
    return lineIcon(name, color, color, pale);
}

} // namespace conjoin::ui
