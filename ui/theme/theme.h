// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/diagram/diagram.h"

#include <QColor>
#include <QFont>
#include <QIcon>
#include <QString>

#include <array>

class QApplication;

namespace conjoin::ui {

/// One subject colour: the band on top of a card, its header, the title on it.
struct Hue {
    QColor band, header, ink;
};

/// Every colour of the program, by what it means (LOOK, "The canvas").
struct Theme {
    enum class Kind { Light, Dark, HighContrast };

    Kind kind = Kind::Light;
    bool isDark() const { return kind != Kind::Light; }
    // canvas
    QColor canvas, dot, card, cardBorder, rowLine, ink, type, faint, edge, link, pillFill, pillInk, pillBorder;
    QColor key, foreignKey, shadow, hoverRow, selected;
    std::array<Hue, model::subjectHues> hues;
    // the window around it
    QColor window, panel, panelBorder, field, fieldBorder, hover, pressed, accent, accentInk, muted, disabled;
    // states
    QColor inserted, updated, deleted, error, warning, ok;

    static const Theme& light();
    static const Theme& dark();
    static const Theme& highContrast(); ///< black and pure colours: every text at least 7 : 1
    static const Theme& of(Kind kind);
};

/// Fonts of the canvas, in canvas units: pixels at 100 %.
struct CanvasFonts {
    QFont title, key, column, type, pill, pillAttribute;
    CanvasFonts();
};

/// The monospaced font of SQL, `pixels` high.
QFont codeFont(int pixels = 13);

/// Makes the resources of the program (`:/icons`, `:/themes`, `:/examples`) readable; cheap to call again.
void loadResources();

/// The share of the accent in what is behind a selected row.
double selectionShare(const Theme& theme);

/// The quiet fill behind whatever is selected in a list, a tree or a table.
QColor selectionColor(const Theme& theme);

/// Puts fonts, palette and style sheet on the application.
void applyTheme(QApplication& application, const Theme& theme);

/// A line icon of `resources/icons/NAME.svg`, coloured for the theme: muted, the accent where checked.
QIcon icon(const QString& name, const Theme& theme);
QIcon icon(const QString& name, const QColor& color);

} // namespace conjoin::ui
