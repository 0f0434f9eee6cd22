// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tools/linkchooser.h"

#include "ui/canvas/cardstyle.h"
#include "ui/canvas/linkgeometry.h"

#include <QAbstractButton>
#include <QApplication>
#include <QKeyEvent>
#include <QPainter>
#include <QVBoxLayout>

#include <algorithm>

namespace conjoin::ui {

namespace {

constexpr int rowHeight = 40, padding = 12, markWidth = 64, badge = 20;
constexpr double cornerRadius = 10;
constexpr int shadowRoom = 24; // around the panel, inside the widget

/// One choice: the ends as they will be drawn, the sentence, its digit.
class ChoiceButton : public QAbstractButton {
public:
    ChoiceButton(const LinkChooser::Choice& choice, int digit, const Theme& theme, QWidget* parent)
        : QAbstractButton(parent)
        , kind_(choice.kind)
        , digit_(digit)
        , theme_(theme)
    {
        setText(choice.sentence);
        setFocusPolicy(Qt::StrongFocus);
        setMouseTracking(true);
        setFont(CanvasFonts().column);
    }

    QSize sizeHint() const override
    {
        return {padding + markWidth + padding + fontMetrics().horizontalAdvance(text()) + 2 * padding + badge,
            rowHeight};
    }

protected:
    void enterEvent(QEnterEvent*) override { setFocus(); }

    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        if (hasFocus()) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(theme_.hover);
            painter.drawRoundedRect(QRectF(rect()).adjusted(2, 1, -2, -1), 6, 6);
            painter.setPen(QPen(theme_.accent, 1.5));
            painter.setBrush(Qt::NoBrush);
            painter.drawRoundedRect(QRectF(rect()).adjusted(2.75, 1.75, -2.75, -1.75), 6, 6);
        }
        paintEnds(painter);
        painter.setPen(theme_.ink);
        painter.drawText(
            rect().adjusted(padding + markWidth + padding, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft, text());
        const QRectF key(width() - padding - badge, (height() - badge) / 2.0, badge, badge);
        painter.setPen(QPen(theme_.fieldBorder, 1));
        painter.setBrush(theme_.panel);
        painter.drawRoundedRect(key.adjusted(0.5, 0.5, -0.5, -0.5), 5, 5);
        painter.setPen(theme_.muted);
        painter.setFont(CanvasFonts().type);
        painter.drawText(key, Qt::AlignCenter, QString::number(digit_));
    }

private:
    void paintEnds(QPainter& painter) const
    {
        const bool many = kind_ == LinkKind::ManyToMany || kind_ == LinkKind::FurtherEnd;
        // The many are on the left, where the line begins.
        const bool key = kind_ == LinkKind::ColumnKey || kind_ == LinkKind::ManyToOne;
        const QColor color = many ? theme_.link : theme_.edge;
        const QPointF left(padding, rowHeight / 2.0), right(padding + markWidth, rowHeight / 2.0);
        painter.setPen(
            QPen(color, many ? style::linkWidth : style::referenceWidth, Qt::SolidLine, Qt::FlatCap));
        painter.drawLine(left, right);
        painter.setPen(
            QPen(color, many ? style::linkMarkWidth : style::referenceWidth, Qt::SolidLine, Qt::RoundCap));
        const auto mark = [&](EndMark shown, QPointF at, QPointF outward) {
            const MarkShape shape = markShape(shown, false, at, outward);
            painter.setBrush(Qt::NoBrush);
            painter.drawPath(shape.strokes);
            if (shape.ring) {
                painter.setBrush(hasFocus() ? theme_.hover : theme_.panel);
                painter.drawEllipse(*shape.ring);
            }
        };
        mark(many || key ? EndMark::ZeroOrMany : EndMark::One, left, {1, 0});
        mark(key                           ? EndMark::One
             : kind_ == LinkKind::OneToOne ? EndMark::ZeroOrOne
                                           : EndMark::ZeroOrMany,
            right, {-1, 0});
    }

    LinkKind kind_;
    int digit_;
    const Theme& theme_;
};

} // namespace

LinkChooser::LinkChooser(const std::vector<Choice>& choices, const Theme& theme, QWidget* parent)
    : QFrame(parent) // no window of its own: not every desktop can blend the corners and the shadow of one
    , choices_(choices)
    , theme_(theme)
    , shadow_(theme.shadow)
{
    setObjectName(QStringLiteral("linkChooser"));
    setAttribute(Qt::WA_DeleteOnClose);
    setCursor(Qt::ArrowCursor);
    setAccessibleName(tr("Kind of link"));
    auto* layout = new QVBoxLayout(this);
    constexpr int inside = shadowRoom + 6;
    layout->setContentsMargins(inside, inside, inside, inside);
    layout->setSpacing(0);
    for (size_t i = 0; i < choices_.size(); ++i) {
        auto* button = new ChoiceButton(choices_[i], int(i) + 1, theme_, this);
        connect(button, &QAbstractButton::clicked, this, [this, i] { choose(i); });
        button->installEventFilter(this);
        layout->addWidget(button);
        if (i == 0)
            setFocusProxy(button);
    }
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget*, const QWidget* now) {
        if (isVisible() && now && !isAncestorOf(now))
            close();
    });
}

void LinkChooser::openAt(QPoint global)
{
    adjustSize();
    const QPoint wanted = parentWidget()->mapFromGlobal(global) + QPoint(8, 8) - QPoint(shadowRoom, shadowRoom);
    const QRect room = parentWidget()->rect();
    move(std::max(room.left(), std::min(wanted.x(), room.right() - width())),
        std::max(room.top(), std::min(wanted.y(), room.bottom() - height())));
    raise();
    show();
    layout()->itemAt(0)->widget()->setFocus(Qt::PopupFocusReason);
}

void LinkChooser::dismiss()
{
    if (QWidget* canvas = parentWidget()->parentWidget())
        canvas->setFocus(Qt::PopupFocusReason); // which closes this
    close();
}

void LinkChooser::choose(size_t index)
{
    const LinkKind kind = choices_[index].kind;
    dismiss();
    emit chosen(kind);
}

void LinkChooser::chooseKind(LinkKind kind)
{
    const auto it = std::ranges::find(choices_, kind, &Choice::kind);
    if (it != choices_.end())
        choose(size_t(it - choices_.begin()));
}

void LinkChooser::keyPressEvent(QKeyEvent* event)
{
    const int digit = event->key() - Qt::Key_1;
    if (digit >= 0 && digit < int(choices_.size())) {
        choose(size_t(digit));
        return;
    }
    int focused = 0;
    for (int i = 0; i < layout()->count(); ++i) {
        if (layout()->itemAt(i)->widget()->hasFocus())
            focused = i;
    }
    const int count = layout()->count();
    switch (event->key()) {
    case Qt::Key_M:
        chooseKind(LinkKind::ManyToMany);
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        choose(size_t(focused));
        return;
    case Qt::Key_Down:
    case Qt::Key_Tab:
        layout()->itemAt((focused + 1) % count)->widget()->setFocus();
        return;
    case Qt::Key_Up:
    case Qt::Key_Backtab:
        layout()->itemAt((focused + count - 1) % count)->widget()->setFocus();
        return;
    case Qt::Key_Escape:
        dismiss();
        return;
    default:
        QFrame::keyPressEvent(event);
    }
}

void LinkChooser::mousePressEvent(QMouseEvent* event)
{
    const bool beside =
        !rect().adjusted(shadowRoom, shadowRoom, -shadowRoom, -shadowRoom).contains(event->pos());
    if (beside) // on the shadow
        dismiss();
}

bool LinkChooser::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        event->accept(); // digits and letters are choices here, whatever the window uses them for
        return true;
    }
    if (event->type() == QEvent::KeyPress) {
        keyPressEvent(static_cast<QKeyEvent*>(event));
        return true;
    }
    return QFrame::eventFilter(watched, event);
}

void LinkChooser::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF panel = QRectF(rect()).adjusted(shadowRoom, shadowRoom, -shadowRoom, -shadowRoom);
    shadow_.paint(painter, panel);
    painter.setPen(QPen(theme_.panelBorder, 1));
    painter.setBrush(theme_.panel);
    painter.drawRoundedRect(panel.adjusted(0.5, 0.5, -0.5, -0.5), cornerRadius, cornerRadius);
}

} // namespace conjoin::ui
