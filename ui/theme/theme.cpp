// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/theme.h"

namespace conjoin::ui {

namespace {

QColor rgb(QRgb value)
{
    return QColor::fromRgb(value);
}

Theme makeLight()
{
    Theme t;
    t.kind = Theme::Kind::Light;
    t.canvas = rgb(0xF5F6F8);
    t.dot = rgb(0xDDE1E7);
    t.card = rgb(0xFFFFFF);
    t.cardBorder = rgb(0xD5DAE2);
    t.rowLine = rgb(0xEDF0F4);
    t.ink = rgb(0x1B2430);
    t.type = rgb(0x5B6675);
    t.faint = rgb(0x606A78);
    t.edge = rgb(0x7A879A);
    t.link = rgb(0x7C3AED);
    t.pillFill = rgb(0xF3EEFE);
    t.pillInk = rgb(0x4C1D95);
    t.pillBorder = rgb(0xB79CF5);
    t.key = rgb(0xA65F00);
    t.foreignKey = rgb(0x3557C9);
    t.shadow = QColor(20, 32, 56, 30);
    t.hoverRow = rgb(0xF2F5FF);
    t.selected = rgb(0x3B5BDB);
    t.hues = {{{rgb(0x4C6EF5), rgb(0xEEF2FF), rgb(0x23388F)}, {rgb(0x0CA678), rgb(0xE6F8F2), rgb(0x075E45)},
        {rgb(0xE8890C), rgb(0xFFF4E2), rgb(0x7A4300)}, {rgb(0xE64980), rgb(0xFFEDF4), rgb(0x8F1D48)},
        {rgb(0x1C93C9), rgb(0xE6F5FC), rgb(0x0B4F70)}, {rgb(0x7950F2), rgb(0xF2EDFF), rgb(0x44259C)},
        {rgb(0x66A80F), rgb(0xF1F9E4), rgb(0x3A6108)}, {rgb(0x64748B), rgb(0xEFF2F6), rgb(0x334155)}}};
    t.window = rgb(0xF5F6F8);
    t.panel = rgb(0xFFFFFF);
    t.panelBorder = rgb(0xE1E5EB);
    t.field = rgb(0xFFFFFF);
    t.fieldBorder = rgb(0xC3CAD5);
    t.hover = rgb(0xEFF1F5);
    t.pressed = rgb(0xE3E7EE);
    t.accent = rgb(0x3B5BDB);
    t.accentInk = rgb(0xFFFFFF);
    t.muted = rgb(0x5B6675);
    t.disabled = rgb(0xA3ACBA);
    t.inserted = rgb(0x0B7A58);
    t.updated = rgb(0x9A5B00);
    t.deleted = rgb(0xB42338);
    t.error = rgb(0xB42338);
    t.warning = rgb(0x9A5B00);
    t.ok = rgb(0x0B7A58);
    return t;
}

Theme makeDark()
{
    Theme t;
    t.kind = Theme::Kind::Dark;
    t.canvas = rgb(0x0E1218);
    t.dot = rgb(0x1D242E);
    t.card = rgb(0x171D26);
    t.cardBorder = rgb(0x2C3643);
    t.rowLine = rgb(0x212A35);
    t.ink = rgb(0xE7ECF3);
    t.type = rgb(0x9BA8B8);
    t.faint = rgb(0x939FAF);
    t.edge = rgb(0x64748B);
    t.link = rgb(0xA78BFA);
    t.pillFill = rgb(0x231B3B);
    t.pillInk = rgb(0xDDD2FF);
    t.pillBorder = rgb(0x5F4AA8);
    t.key = rgb(0xF2B84B);
    t.foreignKey = rgb(0x91A7FF);
    t.shadow = QColor(0, 0, 0, 110);
    t.hoverRow = rgb(0x1E2735);
    t.selected = rgb(0x91A7FF);
    t.hues = {{{rgb(0x6C8AFF), rgb(0x1C2540), rgb(0xC7D3FF)}, {rgb(0x2BC99A), rgb(0x14302A), rgb(0xB5F0DD)},
        {rgb(0xF0A33A), rgb(0x33260F), rgb(0xFFDFAE)}, {rgb(0xF2739F), rgb(0x371A27), rgb(0xFFCADC)},
        {rgb(0x4DB8E8), rgb(0x122B38), rgb(0xBFE7FA)}, {rgb(0x9775FA), rgb(0x261D40), rgb(0xDACDFF)},
        {rgb(0x94D82D), rgb(0x213010), rgb(0xD8F5A2)}, {rgb(0x8796AA), rgb(0x202833), rgb(0xD5DDE8)}}};
    t.window = rgb(0x0E1218);
    t.panel = rgb(0x141A22);
    t.panelBorder = rgb(0x262F3B);
    t.field = rgb(0x0F141B);
    t.fieldBorder = rgb(0x3A4655);
    t.hover = rgb(0x1E2631);
    t.pressed = rgb(0x273140);
    t.accent = rgb(0x91A7FF);
    t.accentInk = rgb(0x10162A);
    t.muted = rgb(0x9BA8B8);
    t.disabled = rgb(0x5A6675);
    t.inserted = rgb(0x4CD6A6);
    t.updated = rgb(0xF2B84B);
    t.deleted = rgb(0xFF8A9A);
    t.error = rgb(0xFF8A9A);
    t.warning = rgb(0xF2B84B);
    t.ok = rgb(0x4CD6A6);
    return t;
}

/// Borders where other themes have tints: nothing is told by a shade alone. The fills of rows that are hovered
/// or selected keep 3 : 1 to the black around them, so what is written on them is paler than on black.
Theme makeHighContrast()
{
    Theme t;
    t.kind = Theme::Kind::HighContrast;
    t.canvas = rgb(0x000000);
    t.dot = rgb(0x404040);
    t.card = rgb(0x000000);
    t.cardBorder = rgb(0xFFFFFF);
    t.rowLine = rgb(0x9A9A9A);
    t.ink = rgb(0xFFFFFF);
    t.type = rgb(0xE0E0E0);
    t.faint = rgb(0xDADADA);
    t.edge = rgb(0xFFFFFF);
    t.link = rgb(0xEFCCFF);
    t.pillFill = rgb(0x000000);
    t.pillInk = rgb(0xF6E6FF);
    t.pillBorder = rgb(0xEFCCFF);
    t.key = rgb(0xFFE000);
    t.foreignKey = rgb(0x94E4FF);
    t.shadow = QColor(0, 0, 0, 0);
    t.hoverRow = rgb(0x5C5C5C);
    t.selected = rgb(0xFFE000);
    t.hues = {{{rgb(0x8FB0FF), rgb(0x000000), rgb(0xDCE6FF)}, {rgb(0x30E0A8), rgb(0x000000), rgb(0xC8FFE8)},
        {rgb(0xFFB347), rgb(0x000000), rgb(0xFFE8C4)}, {rgb(0xFF8FB8), rgb(0x000000), rgb(0xFFDCE8)},
        {rgb(0x6FD6FF), rgb(0x000000), rgb(0xD4F4FF)}, {rgb(0xC8A2FF), rgb(0x000000), rgb(0xECDCFF)},
        {rgb(0xB4F04A), rgb(0x000000), rgb(0xE8FFC4)}, {rgb(0xD0D0D0), rgb(0x000000), rgb(0xFFFFFF)}}};
    t.window = rgb(0x000000);
    t.panel = rgb(0x000000);
    t.panelBorder = rgb(0xFFFFFF);
    t.field = rgb(0x000000);
    t.fieldBorder = rgb(0xFFFFFF);
    t.hover = rgb(0x5C5C5C);
    t.pressed = rgb(0x6E6E6E);
    t.accent = rgb(0xFFE000);
    t.accentInk = rgb(0x000000);
    t.muted = rgb(0xE0E0E0);
    t.disabled = rgb(0xB4B4B4);
    t.inserted = rgb(0x66F4C4);
    t.updated = rgb(0xFFD28F);
    t.deleted = rgb(0xFFCCD3);
    t.error = rgb(0xFFCCD3);
    t.warning = rgb(0xFFD28F);
    t.ok = rgb(0x66F4C4);
    return t;
}

QFont canvasFont(int pixels, QFont::Weight weight)
{
    QFont font(QStringLiteral("Inter"));
    font.setStyleHint(QFont::SansSerif);
    font.setPixelSize(pixels);
    font.setWeight(weight);
    font.setHintingPreference(QFont::PreferNoHinting); // text must keep its width at every zoom
    font.setStyleStrategy(QFont::PreferAntialias);
    return font;
}

} // namespace

const Theme& Theme::light()
{
    static const Theme theme = makeLight();
    return theme;
}

const Theme& Theme::dark()
{
    static const Theme theme = makeDark();
    return theme;
}

const Theme& Theme::highContrast()
{
    static const Theme theme = makeHighContrast();
    return theme;
}

const Theme& Theme::of(Kind kind)
{
    switch (kind) {
    case Kind::Light:
        break;
    case Kind::Dark:
        return dark();
    case Kind::HighContrast:
        return highContrast();
    }
    return light();
}

CanvasFonts::CanvasFonts()
    : title(canvasFont(14, QFont::DemiBold))
    , key(canvasFont(13, QFont::DemiBold))
    , column(canvasFont(13, QFont::Normal))
    , type(canvasFont(12, QFont::Normal))
    , pill(canvasFont(13, QFont::DemiBold))
    , pillAttribute(canvasFont(12, QFont::Normal))
{}

QFont codeFont(int pixels)
{
    QFont font(QStringLiteral("JetBrains Mono"));
    font.setStyleHint(QFont::Monospace);
    font.setPixelSize(pixels);
    // The font draws `<=>` or `!=` as one sign; what is code is read sign by sign. Scripts that can't be written
    // without shaping still are.
    font.setStyleStrategy(QFont::PreferNoShaping);
    return font;
}

} // namespace conjoin::ui
