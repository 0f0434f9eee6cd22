// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commandline/keptpassword.h"
#include "app/program.h"
#include "support/sqlitefile.h"
#include "ui/dialogs/connectiondialog.h"
#include "ui/dialogs/connectionform.h"
#include "ui/dialogs/passwordprompt.h"
#include "ui/session/passwordstore.h"
#include "ui/session/savedconnections.h"
#include "ui/theme/steadyscrollarea.h"

#include <QTemporaryDir>
#include <QtTest>
#include <QtWidgets>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

using namespace conjoin;
using ui::SavedConnection;

namespace {

constexpr int patience = 20000;

/// A keychain in memory.
class Drawer : public ui::PasswordStore {
public:
    bool available = true;
    QHash<QString, QString> kept;

    bool isAvailable() const override { return available; }
    void read(const QString& name, QObject* receiver, Answered answered) override
    {
        QMetaObject::invokeMethod(
            receiver, [this, name, answered] { answered(kept.value(name)); }, Qt::QueuedConnection);
    }
    void write(const QString& name, const QString& password, QObject* receiver, Done done) override
    {
        kept.insert(name, password);
        QMetaObject::invokeMethod(
            receiver, [done] { done({}); }, Qt::QueuedConnection);
    }
    void forget(const QString& name) override { kept.remove(name); }
};

SavedConnection shop()
{
    SavedConnection connection;
    connection.name = QStringLiteral("Shop");
    connection.group = QStringLiteral("Work");
    connection.hue = 3;
    connection.production = true;
    connection.settings = *sql::parseUrl(
        QStringLiteral("postgresql://ann:se%20cret@db.example.org:6543/shop?sslmode=verify-full"));
    connection.settings.readOnly = true;
    return connection;
}

struct Setting {
    QTemporaryDir folder;
    QSettings settings{folder.filePath(QStringLiteral("conjoin.ini")), QSettings::IniFormat};
    ui::SavedConnections saved{settings};
    Drawer drawer;

    std::unique_ptr<ui::ConnectionDialog> dialog()
    {
        auto made = std::make_unique<ui::ConnectionDialog>(saved, drawer, std::weak_ptr<ui::LogFeed>(),
            ui::ConnectionDialog::Purpose::Open, ui::Theme::light());
        made->show();
        return made;
    }
    QByteArray written()
    {
        settings.sync();
        QFile file(settings.fileName());
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
};

/// A server that takes a connection and never says a word.
class SilentServer {
public:
    SilentServer()
        : socket_(::socket(AF_UNIX, SOCK_STREAM, 0))
    {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        const QByteArray path = folder_.filePath(QStringLiteral(".s.PGSQL.5432")).toLocal8Bit();
        qstrncpy(address.sun_path, path.constData(), sizeof address.sun_path);
        if (::bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
            ::listen(socket_, 4) != 0)
            qFatal("the silent server could not listen");
    }
    ~SilentServer() { ::close(socket_); }
    SilentServer(const SilentServer&) = delete;
    SilentServer& operator=(const SilentServer&) = delete;
    QString folder() const { return folder_.path(); }

private:
    QTemporaryDir folder_{QStringLiteral("/tmp/conjoin-XXXXXX")};
    const int socket_;
};

Error askedForPassword()
{
    return databaseError(QStringLiteral("shop"),
        message("server.password-missing", "the server asks for a password"),
        message("server.password-missing.hint", "give one in PGPASSWORD"));
}

template<class Widget>
Widget* named(QWidget& parent, const char* name)
{
    auto* found = parent.findChild<Widget*>(QString::fromLatin1(name));
    if (!found)
        qFatal("no widget is called %s", name);
    return found;
}

void type(QLineEdit* field, const QString& text)
{
    field->setFocus();
    field->selectAll();
    QTest::keyClicks(field, text);
}

} // namespace

class ConnectionTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void aUrlFillsTheFieldsAndTheFieldsAUrl();
    void aWrongUrlSaysWhy();
    void whatIsSavedComesBackWithoutItsPassword();
    void savedOnesStandByGroupAndName();
    void aSavedOneIsPickedByKeyboardWithThePasswordOfTheKeychain();
    void askingEachTimeKeepsNoPassword();
    void withoutAKeychainItSaysSo();
    void testingReachesAFile();
    void testingExplainsAFailure();
    void aTestCanBeStopped();
    void whatIsMissingIsSaid();
    void aMissingPasswordLeadsToItsField();
    void thePromptKeepsAPasswordInTheKeychainOnly();
    void withoutAKeychainThePromptKeepsNothingAndSaysSo();
    void theCommandLineFindsThePasswordOfASavedOne();
    void everyLetterBehindAltIsOfOneField();
    void choicesDropBelowTheirField();
    void noFieldCoversAnother();
    void theFormKeepsItsWidthWhenItGrows();
};

void ConnectionTest::initTestCase()
{
    app::prepare(*qApp);
    ui::applyTheme(*qApp, ui::Theme::light());
}

void ConnectionTest::aUrlFillsTheFieldsAndTheFieldsAUrl()
{
    ui::ConnectionForm form(ui::Theme::light(), true);
    form.show();
    auto* url = named<QLineEdit>(form, "connectionUrl");
    url->setFocus();
    QTest::keyClicks(url, QStringLiteral("postgresql://ann:hush@db.example.org:6543/shop?sslmode=require"));
    QCOMPARE(named<QComboBox>(form, "connectionKind")->currentData().toString(), QStringLiteral("postgresql"));
    QCOMPARE(named<QLineEdit>(form, "connectionHost")->text(), QStringLiteral("db.example.org"));
    QCOMPARE(named<QSpinBox>(form, "connectionPort")->value(), 6543);
    QCOMPARE(named<QLineEdit>(form, "connectionDatabase")->text(), QStringLiteral("shop"));
    QCOMPARE(named<QLineEdit>(form, "connectionUser")->text(), QStringLiteral("ann"));
    QCOMPARE(named<QLineEdit>(form, "connectionPassword")->text(), QStringLiteral("hush"));
    QCOMPARE(named<QComboBox>(form, "connectionTls")->currentData().toString(), QStringLiteral("require"));
    type(named<QLineEdit>(form, "connectionHost"), QStringLiteral("localhost"));
    QVERIFY(url->text().startsWith(QLatin1String("postgresql://ann@localhost:6543/shop")));
    QVERIFY2(!url->text().contains(QLatin1String("hush")), "a URL in sight holds no password");
    QCOMPARE(form.connection().settings.password, QStringLiteral("hush"));
}

void ConnectionTest::aWrongUrlSaysWhy()
{
    ui::ConnectionForm form(ui::Theme::light(), true);
    form.show();
    auto* url = named<QLineEdit>(form, "connectionUrl");
    url->setFocus();
    QTest::keyClicks(url, QStringLiteral("oracle://x/y"));
    auto* error = named<QLabel>(form, "connectionUrlError");
    QVERIFY(error->isVisible());
    QVERIFY(error->text().contains(QLatin1String("oracle")));
}

void ConnectionTest::whatIsSavedComesBackWithoutItsPassword()
{
    Setting setting;
    const QString id = setting.saved.save(shop());
    ui::SavedConnections again(setting.settings);
    const SavedConnection* found = again.find(id);
    QVERIFY(found);
    SavedConnection expected = shop();
    expected.id = id;
    expected.settings.password.clear();
    QCOMPARE(*found, expected);
    QVERIFY(!setting.written().contains("se%20cret") && !setting.written().contains("se cret"));
    QVERIFY(again.reaching(shop().settings));
    again.remove(id);
    QVERIFY(ui::SavedConnections(setting.settings).all().empty());
}

void ConnectionTest::savedOnesStandByGroupAndName()
{
    Setting setting;
    for (const auto& [group, name] : {std::pair("Work", "b"), std::pair("Work", "A"), std::pair("", "z")}) {
        SavedConnection connection = shop();
        connection.group = QString::fromLatin1(group);
        connection.name = QString::fromLatin1(name);
        setting.saved.save(connection);
    }
    const auto dialog = setting.dialog();
    auto* list = named<QListWidget>(*dialog, "savedConnections");
    QStringList shown;
    for (int row = 0; row < list->count(); ++row)
        shown << list->item(row)->text();
    QCOMPARE(shown,
        (QStringList{QStringLiteral("z"), QStringLiteral("Work"), QStringLiteral("A"), QStringLiteral("b")}));
}

void ConnectionTest::aSavedOneIsPickedByKeyboardWithThePasswordOfTheKeychain()
{
    Setting setting;
    const QString id = setting.saved.save(shop());
    setting.drawer.kept.insert(id, QStringLiteral("hush"));
    const auto dialog = setting.dialog();
    auto* list = named<QListWidget>(*dialog, "savedConnections");
    list->setFocus();
    QTest::keyClick(list, Qt::Key_Down);
    QTest::keyClick(list, Qt::Key_Down);
    QCOMPARE(named<QLineEdit>(*dialog, "connectionDatabase")->text(), QStringLiteral("shop"));
    QTRY_COMPARE(named<QLineEdit>(*dialog, "connectionPassword")->text(), QStringLiteral("hush"));
    QSignalSpy accepted(dialog.get(), &QDialog::accepted);
    named<QPushButton>(*dialog, "openConnection")->click();
    QTRY_COMPARE(accepted.count(), 1);
    QCOMPARE(dialog->picked().settings.password, QStringLiteral("hush"));
    QVERIFY(dialog->picked().settings.readOnly);
}

void ConnectionTest::askingEachTimeKeepsNoPassword()
{
    Setting setting;
    const QString id = setting.saved.save(shop());
    setting.drawer.kept.insert(id, QStringLiteral("hush"));
    const auto dialog = setting.dialog();
    SavedConnection asked = *setting.saved.find(id);
    dialog->showConnection(asked);
    auto* keep = named<QComboBox>(*dialog, "connectionKeep");
    keep->setCurrentIndex(keep->findData(int(SavedConnection::Password::Ask)));
    type(named<QLineEdit>(*dialog, "connectionPassword"), QStringLiteral("other"));
    named<QPushButton>(*dialog, "saveConnection")->click();
    QVERIFY(!setting.drawer.kept.contains(id));
    QVERIFY(!setting.written().contains("other"));
    QCOMPARE(setting.saved.find(id)->password, SavedConnection::Password::Ask);
}

void ConnectionTest::withoutAKeychainItSaysSo()
{
    Setting setting;
    setting.drawer.available = false;
    const auto dialog = setting.dialog();
    auto* kind = named<QComboBox>(*dialog, "connectionKind");
    kind->setCurrentIndex(kind->findData(QStringLiteral("mysql")));
    emit kind->activated(kind->currentIndex());
    QVERIFY(named<QLabel>(*dialog, "connectionNoKeychain")->isVisible());
    QVERIFY(!named<QComboBox>(*dialog, "connectionKeep")->isVisible());
}

void ConnectionTest::testingReachesAFile()
{
    Setting setting;
    const QString file = setting.folder.filePath(QStringLiteral("t.db"));
    QCOMPARE(tests::runScript(file, "CREATE TABLE t (id INTEGER PRIMARY KEY)"), QString());
    const auto dialog = setting.dialog();
    type(named<QLineEdit>(*dialog, "connectionFile"), file);
    auto* test = named<QPushButton>(*dialog, "testConnection");
    QTest::mouseClick(test, Qt::LeftButton);
    auto* answer = named<QLabel>(*dialog, "connectionAnswer");
    QTRY_VERIFY_WITH_TIMEOUT(answer->isVisible(), patience);
    QVERIFY2(answer->text().contains(QLatin1String("SQLite 3.")), qPrintable(answer->text()));
}

void ConnectionTest::testingExplainsAFailure()
{
    Setting setting;
    const auto dialog = setting.dialog();
    type(named<QLineEdit>(*dialog, "connectionFile"), setting.folder.filePath(QStringLiteral("nothing.db")));
    named<QPushButton>(*dialog, "testConnection")->click();
    auto* answer = named<QLabel>(*dialog, "connectionAnswer");
    QTRY_VERIFY_WITH_TIMEOUT(answer->isVisible(), patience);
    QCOMPARE(answer->property("role").toString(), QStringLiteral("error"));
    QVERIFY2(answer->text().contains(QLatin1String("nothing.db")), qPrintable(answer->text()));
    QVERIFY(!QFileInfo::exists(setting.folder.filePath(QStringLiteral("nothing.db"))));
}

void ConnectionTest::aTestCanBeStopped()
{
    const SilentServer silent;
    Setting setting;
    const auto dialog = setting.dialog();
    auto* url = named<QLineEdit>(*dialog, "connectionUrl");
    url->setFocus();
    QTest::keyClicks(url, QStringLiteral("postgresql:///shop?host=%1").arg(silent.folder()));
    auto* test = named<QPushButton>(*dialog, "testConnection");
    test->click();
    QCOMPARE(test->text().remove(u'&'), QStringLiteral("Stop"));
    QTest::keyClick(dialog.get(), Qt::Key_Escape);
    auto* answer = named<QLabel>(*dialog, "connectionAnswer");
    QTRY_VERIFY(answer->isVisible());
    QVERIFY2(dialog->isVisible(), "the first Escape stops the test only");
}

void ConnectionTest::whatIsMissingIsSaid()
{
    Setting setting;
    const auto dialog = setting.dialog();
    QVERIFY(!named<QPushButton>(*dialog, "openConnection")->isEnabled());
    dialog->accept();
    auto* answer = named<QLabel>(*dialog, "connectionAnswer");
    QVERIFY(answer->isVisible());
    QVERIFY(dialog->isVisible());
}

void ConnectionTest::aMissingPasswordLeadsToItsField()
{
    Setting setting;
    const auto dialog = setting.dialog();
    dialog->showConnection(shop(), askedForPassword());
    QCOMPARE(dialog->focusWidget(), named<QLineEdit>(*dialog, "connectionPassword"));
    QCOMPARE(
        named<QLabel>(*dialog, "connectionAnswer")->text(), QStringLiteral("The server asks for a password"));
    // How to go on is said of this dialog's fields, not of the environment of a command line.
    QCOMPARE(named<QLabel>(*dialog, "connectionHint")->text(), QStringLiteral("Type the password."));
}

void ConnectionTest::thePromptKeepsAPasswordInTheKeychainOnly()
{
    Setting setting;
    SavedConnection known = shop();
    known.settings.password.clear();
    known.id = setting.saved.save(known);
    ui::PasswordPrompt prompt(known, askedForPassword(), setting.saved, setting.drawer, ui::Theme::light());
    prompt.show();
    auto* connect = named<QPushButton>(prompt, "passwordConnect");
    QVERIFY(!connect->isEnabled());
    auto* field = named<QLineEdit>(prompt, "passwordField");
    QCOMPARE(field->echoMode(), QLineEdit::Password);
    type(field, QStringLiteral("open sesame"));
    QVERIFY(named<QCheckBox>(prompt, "passwordKeep")->isChecked());
    QTest::keyClick(field, Qt::Key_Return);
    QCOMPARE(prompt.result(), int(QDialog::Accepted));
    QCOMPARE(prompt.connection().settings.password, QStringLiteral("open sesame"));
    QCOMPARE(setting.drawer.kept.value(known.id), QStringLiteral("open sesame"));
    QVERIFY(!setting.written().contains("sesame"));
}

void ConnectionTest::withoutAKeychainThePromptKeepsNothingAndSaysSo()
{
    Setting setting;
    setting.drawer.available = false;
    SavedConnection known = shop();
    known.settings.password.clear();
    known.id = setting.saved.save(known);
    ui::PasswordPrompt prompt(known, askedForPassword(), setting.saved, setting.drawer, ui::Theme::light());
    prompt.show();
    auto* note = named<QLabel>(prompt, "passwordNote");
    QVERIFY2(note->isVisible() && note->text().contains(QLatin1String("keychain")), qPrintable(note->text()));
    QVERIFY(!named<QCheckBox>(prompt, "passwordKeep")->isVisible());
    type(named<QLineEdit>(prompt, "passwordField"), QStringLiteral("open sesame"));
    named<QPushButton>(prompt, "passwordConnect")->click();
    QCOMPARE(prompt.connection().settings.password, QStringLiteral("open sesame"));
    QVERIFY(setting.drawer.kept.isEmpty());
    QVERIFY(!setting.written().contains("sesame"));

    ui::PasswordPrompt other(known, askedForPassword(), setting.saved, setting.drawer, ui::Theme::light());
    other.show();
    const QSignalSpy change(&other, &ui::PasswordPrompt::changeRequested);
    named<QPushButton>(other, "passwordChange")->click();
    QCOMPARE(change.count(), 1);
    QVERIFY(!other.isVisible());
}

void ConnectionTest::theCommandLineFindsThePasswordOfASavedOne()
{
    Setting setting;
    const QString id = setting.saved.save(shop());
    setting.drawer.kept.insert(id, QStringLiteral("kept secret"));
    sql::ConnectionSettings asked = shop().settings;
    asked.password.clear();
    QCOMPARE(app::keptPassword(asked, setting.saved, setting.drawer), "kept secret");
    sql::ConnectionSettings other = asked;
    other.user = QStringLiteral("bob");
    QCOMPARE(app::keptPassword(other, setting.saved, setting.drawer), QString());
    QCOMPARE(app::keptPassword(shop().settings, setting.saved, setting.drawer), QString()); // the URL tells it
    qputenv("PGPASSWORD", "from the environment");
    QCOMPARE(app::keptPassword(asked, setting.saved, setting.drawer), QString());
    qunsetenv("PGPASSWORD");
    setting.drawer.available = false;
    QCOMPARE(app::keptPassword(asked, setting.saved, setting.drawer), QString());
}

void ConnectionTest::everyLetterBehindAltIsOfOneField()
{
    Setting setting;
    const auto dialog = setting.dialog();
    dialog->showConnection(shop());
    QMap<QString, QString> letters;
    const auto take = [&](const QString& text) {
        const QKeySequence letter = QKeySequence::mnemonic(text);
        if (letter.isEmpty())
            return;
        QVERIFY2(!letters.contains(letter.toString()),
            qPrintable(text + QStringLiteral(" and ") + letters.value(letter.toString())));
        letters.insert(letter.toString(), text);
    };
    for (const QLabel* label : dialog->findChildren<QLabel*>()) {
        if (label->isVisible() && label->buddy())
            take(label->text());
    }
    for (const QAbstractButton* button : dialog->findChildren<QAbstractButton*>()) {
        if (button->isVisible())
            take(button->text());
    }
    QVERIFY(letters.size() > 10);
    dialog->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(dialog.get()));
    QTest::keyClick(dialog.get(), Qt::Key_D, Qt::AltModifier);
    QCOMPARE(dialog->focusWidget(), named<QLineEdit>(*dialog, "connectionDatabase"));
}

void ConnectionTest::noFieldCoversAnother()
{
    Setting setting;
    setting.drawer.available = false;
    const auto dialog = setting.dialog();
    QVERIFY(QTest::qWaitForWindowExposed(dialog.get()));
    auto* url = named<QLineEdit>(*dialog, "connectionUrl");
    url->setFocus();
    for (const QChar letter : QStringLiteral("mariadb://ann@localhost/shop")) { // wrong until the last ones
        QTest::keyClicks(url, letter);
        QCoreApplication::processEvents();
    }
    int below = 0;
    for (const char* name : {"connectionKind", "connectionHost", "connectionDatabase", "connectionUser",
             "connectionPassword", "connectionNoKeychain", "connectionUrl"}) {
        auto* field = named<QWidget>(*dialog, name);
        QVERIFY2(field->isVisible(), name);
        const int top = field->mapTo(dialog.get(), QPoint()).y();
        QVERIFY2(top >= below, name);
        below = top + field->height();
    }
}

void ConnectionTest::choicesDropBelowTheirField()
{
    Setting setting;
    const auto dialog = setting.dialog();
    auto* kind = named<QComboBox>(*dialog, "connectionKind");
    kind->showPopup();
    const QWidget* list = kind->view()->window();
    QVERIFY(list->isVisible());
    QVERIFY(list->geometry().top() >= kind->mapToGlobal(QPoint(0, kind->height())).y() - 1);
    QVERIFY2(kind->view()->visualRect(kind->model()->index(0, 0)).height() >= 26, "a row is easy to hit");
    kind->hidePopup();
}

void ConnectionTest::theFormKeepsItsWidthWhenItGrows()
{
    Setting setting;
    const auto dialog = setting.dialog();
    SavedConnection plain = shop();
    plain.settings.tls = {};
    dialog->showConnection(plain);
    dialog->resize(760, 480);
    QVERIFY(QTest::qWaitForWindowExposed(dialog.get()));
    auto* name = named<QLineEdit>(*dialog, "connectionName");
    dialog->resize(760, 900);
    const QScrollBar* bar = dialog->findChild<ui::SteadyScrollArea*>()->verticalScrollBar();
    QTRY_VERIFY(!bar->isVisible());
    QCoreApplication::processEvents();
    const int wide = name->width();
    dialog->resize(760, 420);
    QTRY_VERIFY(bar->isVisible());
    QCoreApplication::processEvents();
    QCOMPARE(name->width(), wide);
}

QTEST_MAIN(ConnectionTest)
#include "connectiontest.moc"
