// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/connectiondialog.h"

#include "ui/dialogs/connectionform.h"
#include "ui/session/background.h"
#include "ui/session/opendatabase.h"
#include "ui/session/passwordstore.h"
#include "ui/text/dialecttitle.h"
#include "ui/text/messages.h"
#include "ui/text/refusal.h"
#include "ui/theme/steadyscrollarea.h"

#include <QKeyEvent>
#include <QLabel>
#include <QListWidget>
#include <QPainter>
#include <QProgressBar>
#include <QPushButton>
#include <QRegularExpression>
#include <QScreen>
#include <QSignalBlocker>
#include <QStyle>
#include <QVBoxLayout>

namespace conjoin::ui {

namespace {

constexpr QSize firstSize(760, 680);
constexpr int listWidth = 216;

/// What a server says of itself.
Result<QString> greeting(sql::Connection& connection)
{
    const bool file = connection.settings().isFile();
    const auto version =
        connection.run(file ? QStringLiteral("SELECT sqlite_version()") : QStringLiteral("SELECT version()"));
    if (!version)
        return failure(version);
    const QString said = version->rows.empty() ? QString() : version->rows.front().front().display();
    static const QRegularExpression number(QStringLiteral("\\d+(\\.\\d+)+")); // the rest is how it was built
    return QStringLiteral("%1 %2").arg(
        dialectTitle(connection.dialect().name()), number.match(said).captured());
}

QIcon dotIcon(const QColor& color)
{
    QPixmap pixmap(32, 32);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawEllipse(QRectF(8, 8, 16, 16));
    return QIcon(pixmap);
}

} // namespace

ConnectionDialog::ConnectionDialog(SavedConnections& saved, PasswordStore& passwords,
    std::weak_ptr<LogFeed> log, Purpose purpose, const Theme& theme, QWidget* parent)
    : QDialog(parent)
    , saved_(saved)
    , passwords_(passwords)
    , log_(std::move(log))
    , theme_(&theme)
    , keychain_(passwords.isAvailable())
    , list_(new QListWidget(this))
    , empty_(new QLabel(tr("Connections that you give a name are kept here."), list_))
    , new_(new QPushButton(tr("&New"), this))
    , remove_(new QPushButton(tr("&Remove"), this))
    , form_(new ConnectionForm(theme, keychain_, this))
    , answer_(new QLabel(this))
    , hint_(new QLabel(this))
    , progress_(new QProgressBar(this))
    , test_(new QPushButton(tr("&Test"), this))
    , save_(new QPushButton(tr("&Save"), this))
    , cancel_(new QPushButton(tr("Cancel"), this))
    , open_(new QPushButton(purpose == Purpose::Open      ? tr("Open")
                            : purpose == Purpose::Connect ? tr("Connect")
                                                          : tr("Choose"),
          this))
{
    setWindowTitle(purpose == Purpose::Open      ? tr("Open a database")
                   : purpose == Purpose::Connect ? tr("Connect to a database")
                                                 : tr("Choose a database"));
    setObjectName(QStringLiteral("connectionDialog"));
    resize(firstSize.boundedTo(screen()->availableSize() - QSize(16, 48))); // what frames it has room, too
    list_->setObjectName(QStringLiteral("savedConnections"));
    list_->setAccessibleName(tr("Saved connections"));
    list_->setIconSize({16, 16});
    empty_->setProperty("role", "muted");
    empty_->setWordWrap(true);
    empty_->setAttribute(Qt::WA_TransparentForMouseEvents);
    empty_->setGeometry(16, 0, listWidth - 32, 56);
    new_->setObjectName(QStringLiteral("newConnection"));
    remove_->setObjectName(QStringLiteral("removeConnection"));
    for (QPushButton* button : {new_, remove_, test_, save_, cancel_})
        button->setAutoDefault(false);
    for (QPushButton* button : {new_, remove_})
        button->setProperty("quiet", true);
    new_->setIcon(icon(QStringLiteral("plus"), theme));
    remove_->setIcon(icon(QStringLiteral("trash"), theme));
    answer_->setObjectName(QStringLiteral("connectionAnswer"));
    hint_->setObjectName(QStringLiteral("connectionHint"));
    for (QLabel* label : {answer_, hint_}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        label->hide();
    }
    progress_->setRange(0, 0);
    progress_->hide();
    test_->setObjectName(QStringLiteral("testConnection"));
    test_->setToolTip(tr("See whether it can be reached"));
    save_->setObjectName(QStringLiteral("saveConnection"));
    open_->setObjectName(QStringLiteral("openConnection"));
    open_->setDefault(true);

    auto* side = new QFrame(this);
    side->setProperty("role", "panel");
    side->setFixedWidth(listWidth);
    auto* sideColumn = new QVBoxLayout(side);
    sideColumn->setContentsMargins(0, 12, 0, 8);
    sideColumn->setSpacing(8);
    auto* heading = new QLabel(tr("Saved"), side);
    heading->setProperty("role", "section");
    heading->setIndent(16);
    sideColumn->addWidget(heading);
    sideColumn->addWidget(list_, 1);
    auto* sideButtons = new QHBoxLayout;
    sideButtons->setContentsMargins(8, 0, 8, 0);
    sideButtons->addWidget(new_);
    sideButtons->addWidget(remove_);
    sideButtons->addStretch();
    sideColumn->addLayout(sideButtons);
    auto* edge = new QFrame(this);
    edge->setProperty("role", "separator");
    edge->setFixedWidth(1);

    auto* scroll = new SteadyScrollArea(this);
    auto* inScroll = new QWidget(scroll);
    auto* inColumn = new QVBoxLayout(inScroll);
    inColumn->setContentsMargins(20, 20, 8, 8); // the scroll bar has its room beside it
    inColumn->addWidget(form_);
    scroll->setWidget(inScroll);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(test_);
    buttons->addWidget(save_);
    buttons->addStretch();
    buttons->addWidget(cancel_);
    buttons->addWidget(open_);
    auto* foot = new QVBoxLayout;
    foot->setContentsMargins(20, 16, 20, 20);
    foot->setSpacing(12);
    foot->addWidget(progress_);
    auto* said = new QVBoxLayout;
    said->setSpacing(4);
    said->addWidget(answer_);
    said->addWidget(hint_);
    foot->addLayout(said);
    foot->addLayout(buttons);
    auto* right = new QVBoxLayout;
    right->setSpacing(0);
    right->addWidget(scroll, 1);
    auto* rule = new QFrame(this); // what scrolls ends here
    rule->setProperty("role", "separator");
    rule->setFixedHeight(1);
    right->addWidget(rule);
    right->addLayout(foot);
    auto* across = new QHBoxLayout(this);
    across->setContentsMargins(0, 0, 0, 0);
    across->setSpacing(0);
    across->addWidget(side);
    across->addWidget(edge);
    across->addLayout(right, 1);

    connect(list_, &QListWidget::currentRowChanged, this, &ConnectionDialog::pickListed);
    connect(list_, &QListWidget::itemDoubleClicked, this, [this](QListWidgetItem* item) {
        if (!item->data(Qt::UserRole).toString().isEmpty())
            accept();
    });
    connect(new_, &QPushButton::clicked, this, &ConnectionDialog::startNew);
    connect(remove_, &QPushButton::clicked, this, &ConnectionDialog::removeListed);
    connect(test_, &QPushButton::clicked, this, &ConnectionDialog::test);
    connect(save_, &QPushButton::clicked, this, &ConnectionDialog::save);
    connect(cancel_, &QPushButton::clicked, this, &ConnectionDialog::reject);
    connect(open_, &QPushButton::clicked, this, &ConnectionDialog::accept);
    connect(form_, &ConnectionForm::edited, this, [this] {
        if (!testing_)
            sayNothing();
        updateButtons();
    });
    connect(&saved_, &SavedConnections::changed, this, &ConnectionDialog::fillList);
    fillList();
    updateButtons();
    form_->focusFirst();
}

ConnectionDialog::~ConnectionDialog() = default;

void ConnectionDialog::fillList()
{
    const QSignalBlocker quiet(list_);
    list_->clear();
    QString group;
    for (const SavedConnection& connection : saved_.all()) {
        if (connection.group != group) {
            group = connection.group;
            auto* heading = new QListWidgetItem(group, list_);
            heading->setFlags(Qt::NoItemFlags);
            heading->setForeground(theme_->muted);
        }
        auto* item = new QListWidgetItem(connection.title(), list_);
        item->setData(Qt::UserRole, connection.id);
        item->setIcon(connection.hue < 0 ? icon(QStringLiteral("database"), *theme_)
                                         : dotIcon(theme_->hues[size_t(connection.hue)].band));
        item->setToolTip(
            connection.settings.url() + (connection.production ? u'\n' + tr("Production") : QString()));
        if (connection.id == picked_.id && !picked_.id.isEmpty())
            list_->setCurrentItem(item);
    }
    empty_->setVisible(saved_.all().empty());
    updateButtons();
}

void ConnectionDialog::showConnection(const SavedConnection& connection, const std::optional<Error>& why)
{
    picked_ = connection;
    form_->showConnection(connection);
    fillList();
    sayNothing();
    if (why) {
        say(*why);
        form_->focusCause(*why);
    }
    updateButtons();
}

void ConnectionDialog::startNew()
{
    list_->setCurrentRow(-1);
    picked_ = {};
    form_->showConnection({});
    sayNothing();
    updateButtons();
    form_->focusFirst();
}

void ConnectionDialog::pickListed()
{
    const QListWidgetItem* item = list_->currentItem();
    const SavedConnection* connection = item ? saved_.find(item->data(Qt::UserRole).toString()) : nullptr;
    if (!connection)
        return;
    endTest();
    picked_ = *connection;
    form_->showConnection(*connection);
    sayNothing();
    updateButtons();
    if (!keychain_ || connection->settings.isFile() || connection->password == SavedConnection::Password::Ask)
        return;
    passwords_.read(connection->id, this, [this, id = connection->id](const Result<QString>& password) {
        if (picked_.id != id)
            return; // another one was picked meanwhile
        if (password)
            form_->setPassword(*password);
        else
            say(password.error());
    });
}

void ConnectionDialog::removeListed()
{
    const QListWidgetItem* item = list_->currentItem();
    const QString id = item ? item->data(Qt::UserRole).toString() : QString();
    if (id.isEmpty())
        return;
    if (keychain_)
        passwords_.forget(id);
    picked_ = {};
    saved_.remove(id);
    startNew();
}

void ConnectionDialog::storePassword(const SavedConnection& connection, const std::function<void()>& done)
{
    if (!keychain_ || connection.settings.isFile()) {
        done();
        return;
    }
    if (connection.password == SavedConnection::Password::Ask) {
        passwords_.forget(connection.id);
        done();
        return;
    }
    passwords_.write(
        connection.id, connection.settings.password, this, [this, done](const Result<void>& result) {
            if (result)
                done();
            else
                say(result.error());
        });
}

void ConnectionDialog::save()
{
    SavedConnection connection = form_->connection();
    connection.id = picked_.id;
    if (connection.name.isEmpty())
        connection.name = connection.settings.displayName();
    connection.id = saved_.save(connection);
    picked_ = connection;
    form_->showConnection(connection);
    fillList();
    storePassword(connection, [this] { say(tr("Saved"), "ok"); });
}

void ConnectionDialog::test()
{
    if (testing_) { // the button stops it, too
        endTest();
        say(tr("Stopped"), "muted");
        return;
    }
    const SavedConnection connection = form_->connection();
    if (const QString missing = form_->missing(); !missing.isEmpty()) {
        say(missing, "error");
        return;
    }
    sayNothing();
    testing_ = openDatabase(connection.settings, log_);
    progress_->show();
    test_->setText(tr("S&top"));
    updateButtons();
    whenDone(testing_->run(greeting), this, [this, tested = testing_.get()](const Result<QString>& answer) {
        if (testing_.get() == tested)
            showTest(answer);
    });
}

void ConnectionDialog::showTest(const Result<QString>& answer)
{
    endTest();
    if (answer) {
        say(tr("Reached: %1").arg(*answer), "ok");
        return;
    }
    say(answer.error());
}

void ConnectionDialog::endTest()
{
    if (!testing_)
        return;
    closeLater(std::exchange(testing_, nullptr));
    progress_->hide();
    test_->setText(tr("&Test"));
    updateButtons();
}

void ConnectionDialog::sayNothing()
{
    answer_->hide();
    hint_->hide();
}

void ConnectionDialog::say(const Error& error)
{
    const Refusal refusal = refusalOf(error);
    say(refusal.what, "error");
    hint_->setText(refusal.hint);
    hint_->setVisible(!refusal.hint.isEmpty());
}

void ConnectionDialog::say(const QString& text, const char* role)
{
    hint_->hide();
    answer_->setText(text);
    answer_->setProperty("role", role);
    answer_->style()->unpolish(answer_);
    answer_->style()->polish(answer_);
    answer_->show();
}

void ConnectionDialog::updateButtons()
{
    const bool complete = form_->missing().isEmpty();
    test_->setEnabled(testing_ != nullptr || complete);
    save_->setEnabled(complete);
    open_->setEnabled(complete);
    const QListWidgetItem* item = list_->currentItem();
    remove_->setEnabled(item && !item->data(Qt::UserRole).toString().isEmpty());
}

void ConnectionDialog::accept()
{
    if (const QString missing = form_->missing(); !missing.isEmpty()) {
        say(missing, "error");
        return;
    }
    endTest();
    SavedConnection connection = form_->connection();
    connection.id = picked_.id;
    const bool kept = !connection.id.isEmpty() || !connection.name.isEmpty();
    if (kept)
        connection.id = saved_.save(connection);
    picked_ = connection;
    if (kept)
        storePassword(connection, [this] { QDialog::accept(); });
    else
        QDialog::accept();
}

void ConnectionDialog::reject()
{
    if (testing_) {
        test();
        return;
    }
    QDialog::reject();
}

} // namespace conjoin::ui
