// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/clipboard.h"

#include "model/io/documentfile.h"
#include "orm/dialect/dialect.h"
#include "orm/sql/scriptdialect.h"
#include "orm/translate/translate.h"
#include "ui/canvas/canvascommands.h"
#include "ui/canvas/freeplace.h"
#include "ui/canvas/importdocument.h"
#include "ui/canvas/subjectareas.h"
#include "ui/export/picture.h"
#include "ui/session/background.h"
#include "ui/session/editsession.h"
#include "ui/session/selection.h"
#include "ui/text/sqlscript.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMimeData>
#include <QRegularExpression>

#include <cmath>

namespace conjoin::ui {

namespace edit = model::edit;

namespace {

constexpr double grid = 8;
constexpr double pictureScale = 2; // pixels a canvas unit: sharp on every screen
constexpr QLatin1String plainText("text/plain");
constexpr QLatin1String svgImage("image/svg+xml");
constexpr QLatin1String rasterImage("application/x-qt-image"); // what Qt offers as PNG and the like

orm::Derivation derivationOf(const model::Document& document)
{
    const auto dialect = orm::dialectNamed(document.settings.dialect);
    return orm::derive(
        document.schema, document.settings.naming, dialect ? (*dialect)->capabilities() : orm::Capabilities());
}

SceneGraph sceneOf(const model::Document& fragment)
{
    return buildScene(fragment, fragment.diagrams.begin()->id, derivationOf(fragment));
}

class DrawingMime : public QMimeData {
public:
    DrawingMime(const model::Document& fragment, const QStringList& types)
        : fragment_(fragment)
        , types_(types)
    {}

    QStringList formats() const override { return types_; }
    bool hasFormat(const QString& type) const override { return types_.contains(type); }

protected:
    QVariant retrieveData(const QString& type, QMetaType) const override
    {
        if (!types_.contains(type))
            return {};
        if (type == QLatin1String(drawingMimeType))
            return model::writeDocument(fragment_);
        if (type == plainText) {
            const Result<SqlScript> script = createScript(fragment_);
            return script ? script->text : QString();
        }
        // For documents and pages, whatever the window looks like.
        if (type == svgImage)
            return svgPicture(sceneOf(fragment_), Theme::light());
        const Result<QImage> image = pngPicture(sceneOf(fragment_), Theme::light(), pictureScale);
        return image ? QVariant(*image) : QVariant();
    }

private:
    model::Document fragment_;
    QStringList types_;
};

/// The drawing in the words of another engine's, where it is for one.
model::Document inDialect(model::Document fragment, const QString& dialect)
{
    const auto from = orm::dialectNamed(fragment.settings.dialect), to = orm::dialectNamed(dialect);
    if (from && to && *from != *to)
        fragment.schema = orm::translate(fragment.schema, **from, **to).schema;
    return fragment;
}

/// As a fragment is: with the one diagram that shows everything.
model::Document withOneDiagram(model::Document document)
{
    const model::Diagram wall = document.diagrams.at(fullestDiagram(document));
    document.diagrams = {};
    document.diagrams.set(wall);
    return document;
}

bool makesTables(const QString& text)
{
    static const QRegularExpression words(
        QStringLiteral("\\bcreate\\s+(\\w+\\s+){0,3}table\\b"), QRegularExpression::CaseInsensitiveOption);
    return text.contains(words);
}

} // namespace

QMimeData* mimeDataOf(const model::Document& fragment)
{
    return new DrawingMime(fragment, {QLatin1String(drawingMimeType), plainText, svgImage, rasterImage});
}

std::optional<model::Document> CanvasClipboard::chosen() const
{
    const EditSession& session = surface_.session();
    model::Document fragment =
        edit::fragmentOf(session.document(), session.currentDiagram(), surface_.selection().objects());
    const model::Diagram& shown = *fragment.diagrams.begin();
    if (fragment.schema.tables.isEmpty() && shown.notes.isEmpty() && shown.groups.isEmpty()) {
        surface_.say(tr("Select the tables to copy; a link comes along with its tables"));
        return std::nullopt;
    }
    return fragment;
}

void CanvasClipboard::copy()
{
    if (const auto fragment = chosen()) {
        QGuiApplication::clipboard()->setMimeData(mimeDataOf(*fragment));
        surface_.say(tr("Copied, also as SQL and as a picture"));
    }
}

void CanvasClipboard::cut()
{
    if (!chosen())
        return;
    copy();
    CanvasCommands(surface_).remove();
}

void CanvasClipboard::copySql()
{
    if (const auto fragment = chosen()) {
        QGuiApplication::clipboard()->setMimeData(new DrawingMime(*fragment, {plainText}));
        surface_.say(tr("SQL copied"));
    }
}

void CanvasClipboard::copyPicture()
{
    if (const auto fragment = chosen()) {
        QGuiApplication::clipboard()->setMimeData(new DrawingMime(*fragment, {svgImage, rasterImage}));
        surface_.say(tr("Picture copied"));
    }
}

void CanvasClipboard::duplicate()
{
    const auto fragment = chosen();
    if (!fragment)
        return;
    constexpr double beside = 48;
    const QRectF area = sceneOf(*fragment).bounds();
    insert(surface_, *fragment, area.center() + QPointF(beside, beside), Where::Exactly, tr("Duplicate"));
}

void CanvasClipboard::insert(
    Surface& surface, const model::Document& fragment, QPointF centre, Where where, const QString& text)
{
    EditSession& session = surface.session();
    const model::Document fitting = inDialect(fragment, session.document().settings.dialect);
    QRectF field = sceneOf(fitting).bounds();
    const QPointF from = field.topLeft();
    field.moveCenter(centre);
    if (where == Where::WhereThereIsRoom)
        field = movedFree(surface.scene(), field);
    const QPointF way = field.topLeft() - from;
    const QPointF shift(std::round(way.x() / grid) * grid, std::round(way.y() / grid) * grid);
    const DiagramId diagram = session.currentDiagram();
    std::vector<ObjectRef> objects;
    const auto done = session.apply(text, [&](model::Document d) -> Result<model::Document> {
        Result<edit::Pasted> pasted = edit::paste(std::move(d), diagram, fitting, session.ids(), shift);
        if (!pasted)
            return failure(pasted);
        objects = std::move(pasted->objects);
        return std::move(pasted->document);
    });
    if (!done)
        return; // the session has said why
    surface.selection().select(objects);
    QRectF area;
    for (const ObjectRef& object : objects) {
        const int node = surface.scene().nodeOf(object);
        if (node >= 0)
            area |= surface.scene().nodes[size_t(node)].rect;
    }
    surface.reveal(area);
}

void CanvasClipboard::paste(QPointF centre)
{
    const QMimeData* data = QGuiApplication::clipboard()->mimeData();
    if (!data)
        return;
    if (data->hasFormat(QLatin1String(drawingMimeType))) {
        const Result<model::Document> fragment =
            model::readDocument(data->data(QLatin1String(drawingMimeType)), tr("the clipboard"));
        if (fragment)
            insert(surface_, *fragment, centre, Where::WhereThereIsRoom, tr("Paste"));
        else
            (void)surface_.session().apply(
                tr("Paste"), [&](model::Document) -> Result<model::Document> { return failure(fragment); });
        return;
    }
    if (data->hasText() && makesTables(data->text()))
        pasteSql(data->text(), centre);
    else
        surface_.say(tr("The clipboard holds no tables: copy some here, or SQL with CREATE TABLE"));
}

void CanvasClipboard::pasteSql(const QString& sql, QPointF centre)
{
    const QByteArray script = sql.toUtf8();
    const QString own = surface_.session().document().settings.dialect;
    const QString name = tr("the clipboard");
    surface_.say(tr("Reading the SQL…"));
    const auto read = [script, own, name]() -> Result<ImportedDocument> {
        // Its own words say whose it is; where they don't, it is taken for the project's.
        const QString dialect = sql::scriptDialect(script).value_or(own);
        const Result<orm::PhysicalSchema> schema = sql::readScript(dialect, script, name);
        if (!schema)
            return failure(schema);
        return importDocument(*schema, name, dialect);
    };
    whenDone(
        inBackground(read), &surface_, [surface = &surface_, centre](const Result<ImportedDocument>& imported) {
            surface->say({});
            if (imported)
                insert(*surface, withOneDiagram(imported->document), centre, Where::WhereThereIsRoom,
                    tr("Paste SQL"));
            else
                (void)surface->session().apply(tr("Paste SQL"),
                    [&](model::Document) -> Result<model::Document> { return failure(imported); });
        });
}

} // namespace conjoin::ui
