// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/data/valuemenu.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMenu>

namespace conjoin::ui {

namespace {

constexpr qsizetype longestInMenu = 40;
constexpr qsizetype longestFilter = 200; ///< a longer value is nothing to look for

/// As an entry of a menu shows it: on one line, short, and no letter of it a mnemonic.
QString inMenu(QString text)
{
    text.replace(u'\n', u'⏎');
    if (text.size() > longestInMenu)
        text = text.left(longestInMenu) + u'…';
    return text.replace(u'&', QStringLiteral("&&"));
}

} // namespace

QString filterByValue(const orm::Attribute& attribute, const orm::Value& value, bool equal)
{
    if (value.isNull())
        return equal ? QStringLiteral("null") : QStringLiteral("!null");
    const QString text = value.display();
    const bool plain = isNumeric(attribute.type) && (value.isInteger() || value.isReal());
    return (equal ? QStringLiteral("= ") : QStringLiteral("!= ")) +
           (plain ? text : u'\'' + QString(text).replace(u'\'', QStringLiteral("''")) + u'\'');
}

ValueMenu::ValueMenu(const ResultTreeModel& model, QObject* parent)
    : QObject(parent)
    , model_(model)
{}

void ValueMenu::fillMenu(QMenu* menu, const QModelIndex& index)
{
    const RowPtr row = index.isValid() ? model_.object(index) : nullptr;
    if (!row)
        return;
    menu->addSeparator();
    if (model_.attribute(index)) {
        const QVariant value = model_.whole(index);
        const bool isText = value.isValid() && value.metaType().id() == QMetaType::QString;
        QAction* copy = menu->addAction(tr("Copy the value"));
        copy->setObjectName(QStringLiteral("copyValue"));
        copy->setEnabled(isText);
        connect(copy, &QAction::triggered, this,
            [text = value.toString()] { QGuiApplication::clipboard()->setText(text); });
    }
    QAction* rows = menu->addAction(tr("Copy the selected rows") + QStringLiteral("\tCtrl+C"));
    rows->setObjectName(QStringLiteral("copyRows"));
    rows->setEnabled(!row->draft);
    connect(rows, &QAction::triggered, this, &ValueMenu::copyRowsAsked);
    if (!index.parent().isValid() && !row->draft)
        addFilters(menu, index);
}

void ValueMenu::addFilters(QMenu* menu, const QModelIndex& index)
{
    const orm::Attribute* attribute = model_.attribute(index);
    const RowPtr row = model_.object(index);
    const int at = attribute ? model_.registry().at(row->model).attributeIndex(attribute->name) : -1;
    if (at < 0 || size_t(at) >= row->values.size())
        return;
    const orm::Value& value = row->values[size_t(at)];
    const auto add = [&](const char* name, const QString& text, const QString& filter) {
        QAction* action = menu->addAction(text);
        action->setObjectName(QLatin1String(name));
        connect(action, &QAction::triggered, this,
            [this, column = index.column(), filter] { emit filterAsked(column, filter); });
    };
    const bool comparable = !value.isBytes() && !row->cutLength(at) && value.display().size() <= longestFilter;
    if (!value.isNull() && comparable) {
        const QString shown = inMenu(model_.cell(index).reference ? model_.cell(index).text : value.display());
        const QString named = inMenu(attribute->name);
        add("filterEqual", tr("Only rows where %1 is “%2”").arg(named, shown),
            filterByValue(*attribute, value, true));
        add("filterOther", tr("Only rows where %1 is not “%2”").arg(named, shown),
            filterByValue(*attribute, value, false));
    }
    if (attribute->nullable) {
        const QString named = inMenu(attribute->name);
        add("filterNull", tr("Only rows where %1 is NULL").arg(named),
            filterByValue(*attribute, orm::Value(), true));
        add("filterNotNull", tr("Only rows where %1 is not NULL").arg(named),
            filterByValue(*attribute, orm::Value(), false));
    }
}

} // namespace conjoin::ui
