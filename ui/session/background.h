// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFuture>
#include <QFutureWatcher>
#include <QPromise>
#include <QThreadPool>

#include <memory>
#include <type_traits>

namespace conjoin::ui {

/// Runs `work()` on a thread of the pool. `work` holds values only: nothing that a window owns.
template<class Work>
auto inBackground(Work work) -> QFuture<std::invoke_result_t<Work>>
{
    using T = std::invoke_result_t<Work>;
    auto promise = std::make_shared<QPromise<T>>();
    promise->start();
    QFuture<T> future = promise->future();
    QThreadPool::globalInstance()->start([promise, work = std::move(work)]() mutable {
        promise->addResult(work());
        promise->finish();
    });
    return future;
}

/// Calls `done(result)` in the thread of `receiver` – not at all when `receiver` is gone or there is no result.
template<class T, class Done>
void whenDone(const QFuture<T>& future, QObject* receiver, Done done)
{
    auto* watcher = new QFutureWatcher<T>(receiver);
    QObject::connect(
        watcher, &QFutureWatcherBase::finished, receiver, [watcher, done = std::move(done)]() mutable {
            watcher->deleteLater();
            const QFuture<T> finished = watcher->future();
            if (finished.resultCount() > 0)
                done(finished.result());
        });
    watcher->setFuture(future);
}

} // namespace conjoin::ui
