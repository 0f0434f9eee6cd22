// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/layoutrun.h"

#include "ui/session/editsession.h"

#include <QCoreApplication>
#include <QPointer>
#include <QThreadPool>

namespace conjoin::ui {

LayoutRun::LayoutRun(EditSession& session)
    : session_(session)
{
    connect(&session, &EditSession::changed, this, &LayoutRun::cancel);
    connect(&session, &EditSession::currentDiagramChanged, this, &LayoutRun::cancel);
}

LayoutRun::~LayoutRun()
{
    cancel();
}

void LayoutRun::cancel()
{
    if (cancel_)
        cancel_->store(true);
    cancel_.reset();
}

void LayoutRun::start(const ArrangeWish& wish)
{
    cancel();
    cancel_ = std::make_shared<std::atomic_bool>(false);
    const QPointer<LayoutRun> self(this);
    QThreadPool::globalInstance()->start(
        [self, flag = cancel_, document = session_.document(), derivation = session_.derivation(),
            diagram = session_.currentDiagram(), wish] {
            auto made = arrange(document, diagram, derivation, wish, flag.get());
            // Back on the thread of the window; only there may `self` be looked at.
            QMetaObject::invokeMethod(
                qApp,
                [self, flag, wish, made = std::move(made)] {
                    if (!self || flag->load() || self->cancel_ != flag)
                        return;
                    self->cancel_.reset();
                    emit self->finished(wish, made);
                },
                Qt::QueuedConnection);
        });
}

} // namespace conjoin::ui
