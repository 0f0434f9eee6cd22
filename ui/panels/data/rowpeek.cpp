// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/data/rowpeek.h"

#include "ui/models/relatedcounts.h"
#include "ui/session/background.h"
#include "ui/text/messages.h"

#include <QAbstractScrollArea>
#include <QApplication>
#include <QKeyEvent>
#include <QLabel>
#include <QTextDocumentFragment>
#include <QVBoxLayout>

#include <algorithm>

namespace conjoin::ui {

namespace {

constexpr int peekWidth = 420;
constexpr int mostColumns = 12;
constexpr qsizetype longest = 60; ///< characters of a value

const QString nameOfPeek = QStringLiteral("rowPeek");

QString shortened(const QString& text)
{
    const QString line = text.simplified();
    return line.size() > longest ? line.left(longest - 1) + u'…' : line;
}

struct Around {
    sql::Row row;
    std::vector<int> counts;
};

} // namespace

void RowPeek::open(
    const Theme& theme, const RowSource& source, const RowPtr& row, QWidget& view, const QRect& area)
{
    delete view.window()->findChild<RowPeek*>(nameOfPeek);
    new RowPeek(theme, source, row, view, area);
}

RowPeek::RowPeek(
    const Theme& theme, const RowSource& source, const RowPtr& row, QWidget& view, const QRect& area)
    : QFrame(view.window())
    , theme_(theme)
    , source_(source)
    , row_(row)
    , view_(view)
    , area_(area)
    , text_(new QLabel(this))
{
    setObjectName(nameOfPeek);
    setProperty("role", QStringLiteral("floating"));
    setFocusPolicy(Qt::NoFocus); // the keyboard stays where it is
    setAttribute(Qt::WA_DeleteOnClose);
    text_->setTextFormat(Qt::RichText);
    text_->setWordWrap(true);
    text_->setFixedWidth(peekWidth - 24);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(12, 10, 12, 10);
    column->addWidget(text_);
    text_->setText(tr("Loading…"));
    qApp->installEventFilter(this);
    place();
    QFrame::show();
    raise();
    load();
}

void RowPeek::load()
{
    const orm::Model& model = source_.registry->at(row_->model);
    Result<orm::Json> where = orm::keyCondition(model, row_->key);
    if (!where)
        return;
    orm::Query query;
    query.model = row_->model;
    query.where = std::move(*where);
    for (const orm::Association& association : model.associations) {
        orm::Include include;
        include.association = association.name;
        if (association.isToMany())
            include.limit = mostRelated;
        query.includes.push_back(std::move(include));
    }
    whenDone(source_.lookup->run([registry = source_.registry, query](
                                     sql::Connection& connection) -> Result<Around> {
        const Result<sql::Rows> rows = sql::find(connection, *registry, query, shownValues);
        if (!rows)
            return failure(rows);
        if (rows->empty())
            return Around();
        const std::vector<sql::Row> one{rows->front()};
        auto counts = sql::countRelated(connection, *registry, query.model, one, RelatedCounts::cap);
        if (!counts)
            return failure(counts);
        return Around{rows->front(), counts->front()};
    }),
        this, [this](Result<Around> around) {
            if (!around)
                text_->setText(spoken(around.error()).toHtmlEscaped());
            else if (around->row.isNull())
                text_->setText(tr("This row is not in the database any more."));
            else
                show(around->row, around->counts);
            place();
        });
}

void RowPeek::show(const sql::Row& row, const std::vector<int>& counts)
{
    const orm::ModelRegistry& registry = *source_.registry;
    const orm::Model& model = registry.at(row_->model);
    const auto grey = [this](const QString& text) {
        return QStringLiteral("<span style='color:%1'>%2</span>").arg(theme_.muted.name(), text.toHtmlEscaped());
    };
    const auto labelOf = [&](const sql::Row& other) {
        RowObject object;
        object.model = other.model();
        object.values = other.values();
        object.key = rowKey(registry.at(other.model()), object.values).text;
        object.label = source_.label(object.model);
        const QString key = rowKeyText(registry, object);
        const QString label = shortened(rowLabel(registry, object)).toHtmlEscaped();
        return key.isEmpty() ? label : label + u' ' + grey(key);
    };
    const auto line = [&](const QString& name, const QString& html) {
        return QStringLiteral("<tr><td style='padding-right:12px'>%1</td><td>%2</td></tr>").arg(grey(name), html);
    };
    QString html = QStringLiteral("<b>%1</b> %2<table>").arg(labelOf(row), grey(model.table));
    int columns = 0;
    for (size_t i = 0; i < model.attributes.size() && columns < mostColumns; ++i) {
        const orm::Value value = row.value(int(i));
        if (value.isNull() || model.attributes[i].foreignKey)
            continue;
        const std::optional<qint64> bytes = row.longLength(int(i));
        const QString shown = bytes && value.isBytes() ? QStringLiteral("‹%1 bytes›").arg(*bytes) : value.display();
        html += line(model.attributes[i].name, shortened(shown).toHtmlEscaped());
        ++columns;
    }
    for (const bool refers : {true, false}) { // what it refers to, then what belongs to it
        for (size_t i = 0; i < model.associations.size() && i < row.includes(); ++i) {
            const orm::Association& association = model.associations[i];
            if ((association.kind == orm::AssociationKind::BelongsTo) != refers)
                continue;
            const sql::Related related = row.related(i);
            QStringList labels;
            for (const sql::Row& other : related.rows())
                labels.append(labelOf(other));
            if (refers) {
                html += line(QStringLiteral("→ ") + association.name,
                    labels.isEmpty() ? grey(tr("none")) : labels.first());
                continue;
            }
            const int count = i < counts.size() ? counts[i] : 0;
            QString shown = count >= RelatedCounts::cap ? QStringLiteral("<b>100+</b>")
                                                        : QStringLiteral("<b>%1</b>").arg(count);
            if (!labels.isEmpty())
                shown += QStringLiteral("&nbsp; ") + labels.join(QStringLiteral(", ")) +
                         (related.more() ? QStringLiteral(", …") : QString());
            html += line((association.through >= 0 ? QStringLiteral("⇄ ") : QStringLiteral("◂ ")) +
                             association.name,
                shown);
        }
    }
    text_->setText(html + QStringLiteral("</table>"));
}

QString RowPeek::text() const
{
    return QTextDocumentFragment::fromHtml(text_->text()).toPlainText();
}

void RowPeek::place()
{
    QWidget* window = parentWidget();
    const auto* area = qobject_cast<QAbstractScrollArea*>(&view_);
    QWidget* rows = area ? area->viewport() : &view_;
    layout()->activate();
    const QSize size(peekWidth, std::min(sizeHint().height(), window->height() - 16));
    const QPoint below = rows->mapTo(window, area_.bottomLeft()) + QPoint(24, 4);
    const QPoint above = rows->mapTo(window, area_.topLeft()) + QPoint(24, -size.height() - 4);
    QPoint at = below.y() + size.height() < window->height() - 8 || above.y() < 8 ? below : above;
    at.setX(std::clamp(at.x(), 8, std::max(8, window->width() - size.width() - 8)));
    at.setY(std::clamp(at.y(), 8, std::max(8, window->height() - size.height() - 8)));
    setGeometry(QRect(at, size));
}

bool RowPeek::eventFilter(QObject* watched, QEvent* event)
{
    const bool click = event->type() == QEvent::MouseButtonPress && watched->isWidgetType();
    const bool key = event->type() == QEvent::KeyPress &&
                     !QList<int>{Qt::Key_Alt, Qt::Key_Shift, Qt::Key_Control, Qt::Key_F1}.contains(
                         static_cast<QKeyEvent*>(event)->key());
    const bool away = event->type() == QEvent::Wheel || event->type() == QEvent::WindowDeactivate;
    if (key || away || click) {
        qApp->removeEventFilter(this);
        hide();
        deleteLater();
        // Escape only closes; any other key goes where it was meant to.
        if (key && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape)
            return true;
    }
    return false;
}

} // namespace conjoin::ui
