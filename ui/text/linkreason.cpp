// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/linkreason.h"

#include <QCoreApplication>

#include <array>

namespace conjoin::ui {

namespace {

struct Reason {
    const char* code; ///< of the detector
    const char* text;
};

constexpr std::array reasons{
    Reason{"pk2", QT_TRANSLATE_NOOP("conjoin::ui::LinkReason",
                      "Its primary key is two foreign keys, and there is nothing else")},
    Reason{"pk2_attrs", QT_TRANSLATE_NOOP("conjoin::ui::LinkReason",
                            "Its primary key is two foreign keys; the rest are attributes")},
    Reason{"pk2_disc", QT_TRANSLATE_NOOP("conjoin::ui::LinkReason",
                           "Its primary key is two foreign keys and something that lets a pair come again")},
    Reason{"uq2", QT_TRANSLATE_NOOP("conjoin::ui::LinkReason", "Its two foreign keys are unique together")},
    Reason{
        "uq2_disc", QT_TRANSLATE_NOOP("conjoin::ui::LinkReason",
                        "Its two foreign keys are unique together with something that lets a pair come again")},
    Reason{"bare2", QT_TRANSLATE_NOOP("conjoin::ui::LinkReason", "It holds nothing but two foreign keys")},
};

} // namespace

QString linkReason(const QString& code)
{
    for (const Reason& reason : reasons) {
        if (code == QLatin1String(reason.code))
            return QCoreApplication::translate("conjoin::ui::LinkReason", reason.text);
    }
    return QCoreApplication::translate("conjoin::ui::LinkReason", "You said so");
}

} // namespace conjoin::ui
