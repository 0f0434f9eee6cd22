// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/completions.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QEvent>
#include <QScrollBar>

#include <algorithm>

namespace conjoin::ui {

namespace {

/// A list as wide as what it offers: a narrow field must not cut its entries off.
class ListWidth : public QObject {
public:
    ListWidth(QCompleter& completer, QAbstractItemView& list)
        : QObject(&completer)
        , completer_(completer)
        , list_(list)
    {
        list.installEventFilter(this);
    }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override
    {
        if (event->type() == QEvent::Show)
            list_.setMinimumWidth(widest());
        return QObject::eventFilter(watched, event);
    }

private:
    int widest() const
    {
        constexpr int mostLooked = 200, mostWidth = 480;
        constexpr int around = 28; // padding and border of the list and of an entry
        const QAbstractItemModel* words = completer_.model();
        const int count = words ? std::min(words->rowCount(), mostLooked) : 0;
        int width = 0;
        for (int row = 0; row < count; ++row) {
            const QModelIndex index = words->index(row, completer_.completionColumn());
            const int sign = index.data(Qt::DecorationRole).isValid() ? list_.iconSize().width() + 6 : 0;
            const QString text = index.data(completer_.completionRole()).toString();
            width = std::max(width, list_.fontMetrics().horizontalAdvance(text) + sign);
        }
        const bool scrolls = completer_.completionCount() > completer_.maxVisibleItems();
        return std::min(
            width + around + (scrolls ? list_.verticalScrollBar()->sizeHint().width() : 0), mostWidth);
    }

    QCompleter& completer_;
    QAbstractItemView& list_;
};

} // namespace

void dressCompletions(QCompleter& completer)
{
    QAbstractItemView* list = completer.popup();
    list->setProperty("completions", true);
    list->setIconSize(QSize(16, 16));
    new ListWidth(completer, *list); // the completer's child
}

} // namespace conjoin::ui
