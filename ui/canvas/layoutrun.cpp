// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/layoutrun.h"

#include "ui/canvas/surface.h"
#include "ui/session/editsession.h"

#include <QCoreApplication>
#include <QPointer>
#include <QThreadPool>

namespace conjoin::ui {

LayoutRun::LayoutRun(Surface& surface)
    : surface_(surface)
{
    connect(&surface.session(), &EditSession::changed, this, &LayoutRun::cancel);
    connect(&surface.session(), &EditSession::currentDiagramChanged, this, [this] {
        if (isRunning())
            surface_.say({});
        cancel();
    });
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

bool LayoutRun::stop()
{
    if (!isRunning())
        return false;
    cancel();
    surface_.say(tr("Stopped: everything is as it was."));
    return true;
}

void LayoutRun::tell(double share)
{
    surface_.say(tr("Laying out… %1 % (Esc stops it)").arg(int(share * 100)));
}

void LayoutRun::start(ArrangeWish wish)
{
    wish.aspect = aspectFor(surface_.viewport().size());
    ArrangedEdit edit{tr("Lay out"), surface_.session().currentDiagram()};
    edit.places = [wish, id = edit.diagram](const model::Document& document, const orm::Derivation& derivation,
                      const std::atomic_bool* cancel, const model::layout::Progress& progress) {
        return ui::arrange(document, id, derivation, wish, cancel, progress);
    };
    edit.then = [this, whole = wish.only.empty()](const Arrangement& made) {
        if (whole)
            surface_.zoomToFit();
        else
            showMoved(made);
    };
    start(edit);
}

void LayoutRun::start(const ArrangedEdit& edit)
{
    cancel();
    cancel_ = std::make_shared<std::atomic_bool>(false);
    tell(0);
    const EditSession& session = surface_.session();
    const QPointer<LayoutRun> self(this);
    QThreadPool::globalInstance()->start(
        [self, flag = cancel_, document = session.document(), derivation = session.derivation(), edit] {
            // Back on the thread of the window; only there may `self` be looked at.
            const auto back = [&](auto&& then) {
                QMetaObject::invokeMethod(
                    qApp,
                    [self, flag, then] {
                        if (self && !flag->load() && self->cancel_ == flag)
                            then(*self);
                    },
                    Qt::QueuedConnection);
            };
            constexpr int steps = 20; // more often nobody reads
            int told = 0;
            const auto progress = [&](double share) {
                if (const int step = int(share * steps); step > told) {
                    told = step;
                    back([share](LayoutRun& run) { run.tell(share); });
                }
            };
            const Result<model::Document> changed = edit.first ? edit.first(document) : document;
            Arrangement made; // an edit that is refused is refused once more, where it can be told
            if (changed)
                made = edit.places(*changed, derivation, flag.get(), progress);
            back([edit, made](LayoutRun& run) { run.take(edit, made); });
        });
}

void LayoutRun::take(const ArrangedEdit& edit, const Arrangement& made)
{
    cancel_.reset();
    surface_.say({});
    if (made.isEmpty() && !edit.first)
        return;
    if (!edit.first)
        surface_.animateNextChange();
    const auto change = [&](model::Document document) -> Result<model::Document> {
        Result<model::Document> changed = edit.first ? edit.first(std::move(document)) : std::move(document);
        return changed ? withArrangement(std::move(*changed), edit.diagram, made) : changed;
    };
    if (surface_.session().apply(edit.text, change) && edit.then)
        edit.then(made);
}

void LayoutRun::showMoved(const Arrangement& made)
{
    QRectF area;
    for (const model::edit::Move& move : made.moves) {
        const int node = surface_.scene().nodeOf(move.first);
        area |= node < 0 ? QRectF() : surface_.scene().nodes[size_t(node)].rect;
    }
    surface_.reveal(area);
    if (!surface_.viewport().visible().contains(area))
        surface_.zoomToFit();
}

} // namespace conjoin::ui
