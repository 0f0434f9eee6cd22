// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTranslator>

namespace conjoin::ui {

/// English as the sources have it, with `table(s)` made `table` or `tables` by the number: tr("%n table(s)",
/// …).
class EnglishPlurals : public QTranslator {
    Q_OBJECT

public:
    using QTranslator::QTranslator;

    bool isEmpty() const override { return false; }
    QString translate(
        const char* context, const char* source, const char* disambiguation, int n) const override;
};

} // namespace conjoin::ui
