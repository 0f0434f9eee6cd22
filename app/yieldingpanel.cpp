// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/yieldingpanel.h"

#include <QAction>

namespace conjoin::app {

YieldingPanel::YieldingPanel(QAction& shown, int least, std::function<void()> apply, QObject* parent)
    : QObject(parent)
    , shown_(shown)
    , least_(least)
    , apply_(std::move(apply))
{
    connect(&shown, &QAction::toggled, this, [this](bool on) {
        if (on)
            yielded_ = false; // now it is there because somebody wanted it
    });
}

bool YieldingPanel::yieldsAt(int length)
{
    const bool small = length < least_;
    if (small == small_)
        return false;
    small_ = small;
    if (small && shown_.isChecked()) {
        show(false);
        yielded_ = true;
        return true;
    }
    if (!small && yielded_)
        show(true);
    return false;
}

bool YieldingPanel::isWanted() const
{
    return shown_.isChecked() || yielded_;
}

void YieldingPanel::show(bool shown)
{
    shown_.setChecked(shown);
    apply_();
}

} // namespace conjoin::app
