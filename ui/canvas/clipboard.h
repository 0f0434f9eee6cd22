// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/edit/fragment.h"
#include "ui/canvas/surface.h"

#include <QCoreApplication>

#include <optional>

class QMimeData;

namespace conjoin::ui {

/// What a copy of the canvas carries: the drawing itself under a type of its own (the project file's text), SQL
/// as text, SVG and an image. The last three are made when another program asks for them.
inline constexpr char drawingMimeType[] = "application/x-conjoin-drawing";
QMimeData* mimeDataOf(const model::Document& fragment); ///< the caller owns it

/// Cut, copy, paste and duplicate on the canvas.
class CanvasClipboard {
    Q_DECLARE_TR_FUNCTIONS(CanvasClipboard)

public:
    explicit CanvasClipboard(Surface& surface)
        : surface_(surface)
    {}

    void copy();
    void cut();
    void copySql();     ///< only text
    void copyPicture(); ///< only SVG and an image
    void duplicate();
    /// A drawing, or SQL with CREATE TABLE; around `centre` or, where that would cover something, as near
    /// to it as there is room; canvas units. SQL is read in the background.
    void paste(QPointF centre);

private:
    /// Nothing where nothing is selected that can be copied: says so then.
    std::optional<model::Document> chosen() const;
    enum class Where { Exactly, WhereThereIsRoom };
    static void insert(
        Surface& surface, const model::Document& fragment, QPointF centre, Where where, const QString& text);
    void pasteSql(const QString& sql, QPointF centre);

    Surface& surface_;
};

} // namespace conjoin::ui
