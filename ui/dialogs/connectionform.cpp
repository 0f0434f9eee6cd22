// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/connectionform.h"

#include "orm/dialect/dialect.h"
#include "orm/sql/serverurl.h"
#include "ui/dialogs/passwordfield.h"
#include "ui/panels/properties/foldsection.h"
#include "ui/text/dialecttitle.h"
#include "ui/text/elidedlabel.h"
#include "ui/text/messages.h"
#include "ui/text/refusal.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QSpinBox>
#include <QToolButton>
#include <QVBoxLayout>

namespace conjoin::ui {

namespace {

constexpr int labelWidth = 88;

QFormLayout* fieldsIn(QVBoxLayout* column)
{
    auto* fields = new QFormLayout;
    fields->setContentsMargins(0, 0, 0, 0);
    fields->setHorizontalSpacing(12);
    fields->setVerticalSpacing(8);
    fields->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    column->addLayout(fields);
    return fields;
}

QString withoutMnemonic(QString label)
{
    return label.remove(u'&');
}

QLabel* labelFor(const QString& text, QWidget* buddy)
{
    auto* label = new QLabel(text, buddy->parentWidget());
    label->setProperty("role", "muted");
    label->setFixedWidth(labelWidth);
    label->setMinimumHeight(32);
    label->setBuddy(buddy);
    return label;
}

QLineEdit* addLine(QWidget* parent, QFormLayout* fields, const QString& label, const char* name)
{
    auto* field = new QLineEdit(parent);
    field->setObjectName(QString::fromLatin1(name));
    field->setAccessibleName(withoutMnemonic(label));
    fields->addRow(labelFor(label, field), field);
    return field;
}

/// The client's own word for a way of encryption, and what it means.
QString tlsText(const QString& word)
{
    const std::vector<std::pair<QStringList, QString>> meanings{
        {{QStringLiteral("disable"), QStringLiteral("DISABLED")}, ConnectionForm::tr("never encrypted")},
        {{QStringLiteral("allow")}, ConnectionForm::tr("encrypted if the server insists")},
        {{QStringLiteral("prefer"), QStringLiteral("PREFERRED")},
            ConnectionForm::tr("encrypted if the server can")},
        {{QStringLiteral("require"), QStringLiteral("REQUIRED")},
            ConnectionForm::tr("encrypted, any certificate")},
        {{QStringLiteral("verify-ca"), QStringLiteral("VERIFY_CA")},
            ConnectionForm::tr("encrypted, trusted certificate")},
        {{QStringLiteral("verify-full"), QStringLiteral("VERIFY_IDENTITY")},
            ConnectionForm::tr("encrypted, trusted certificate of this host")},
    };
    for (const auto& [words, meaning] : meanings) {
        if (words.contains(word))
            return QStringLiteral("%1 – %2").arg(word, meaning);
    }
    return word;
}

} // namespace

ConnectionForm::ConnectionForm(const Theme& theme, bool keychain, QWidget* parent)
    : QWidget(parent)
    , theme_(&theme)
    , keychain_(keychain)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    addPlaceFields();
    addMarkFields();
    column->addStretch();
    showConnection({});
}

void ConnectionForm::addPlaceFields()
{
    auto* column = static_cast<QVBoxLayout*>(layout());
    place_ = fieldsIn(column);
    kind_ = new QComboBox(this);
    kind_->setObjectName(QStringLiteral("connectionKind"));
    kind_->setAccessibleName(tr("Kind of database"));
    for (const QString& name : {QStringLiteral("sqlite"), QStringLiteral("postgresql"), QStringLiteral("mysql"),
             QStringLiteral("mariadb")})
        kind_->addItem(name == u"sqlite" ? tr("SQLite file") : dialectTitle(name), name);
    place_->addRow(labelFor(tr("&Kind"), kind_), kind_);

    fileRow_ = new QWidget(this);
    auto* fileLine = new QHBoxLayout(fileRow_);
    fileLine->setContentsMargins(0, 0, 0, 0);
    fileLine->setSpacing(8);
    file_ = new QLineEdit(fileRow_);
    file_->setObjectName(QStringLiteral("connectionFile"));
    file_->setAccessibleName(tr("File"));
    auto* browseFile = new QPushButton(tr("&Browse…"), fileRow_);
    browseFile->setObjectName(QStringLiteral("connectionBrowse"));
    browseFile->setAutoDefault(false);
    fileLine->addWidget(file_, 1);
    fileLine->addWidget(browseFile);
    place_->addRow(labelFor(tr("&File"), file_), fileRow_);

    hostRow_ = new QWidget(this);
    auto* hostLine = new QHBoxLayout(hostRow_);
    hostLine->setContentsMargins(0, 0, 0, 0);
    hostLine->setSpacing(8);
    host_ = new QLineEdit(hostRow_);
    host_->setObjectName(QStringLiteral("connectionHost"));
    host_->setAccessibleName(tr("Host"));
    host_->setPlaceholderText(tr("This machine"));
    port_ = new QSpinBox(hostRow_);
    port_->setObjectName(QStringLiteral("connectionPort"));
    port_->setAccessibleName(tr("Port"));
    port_->setRange(0, 65535);
    port_->setFixedWidth(88);
    port_->setButtonSymbols(QSpinBox::NoButtons);
    auto* portLabel = new QLabel(tr("P&ort"), hostRow_);
    portLabel->setProperty("role", "muted");
    portLabel->setBuddy(port_);
    hostLine->addWidget(host_, 1);
    hostLine->addWidget(portLabel);
    hostLine->addWidget(port_);
    place_->addRow(labelFor(tr("&Host"), host_), hostRow_);
    database_ = addLine(this, place_, tr("&Database"), "connectionDatabase");
    database_->setPlaceholderText(tr("Needed"));
    user_ = addLine(this, place_, tr("&User"), "connectionUser");
    user_->setPlaceholderText(tr("You, as this machine knows you"));
    password_ = addLine(this, place_, tr("&Password"), "connectionPassword");
    hidePassword(*password_, *theme_);
    keep_ = new QComboBox(this);
    keep_->setObjectName(QStringLiteral("connectionKeep"));
    keep_->setAccessibleName(tr("What becomes of the password"));
    keep_->addItem(tr("Keep it in the keychain"), int(SavedConnection::Password::Keychain));
    keep_->addItem(tr("Ask each time"), int(SavedConnection::Password::Ask));
    place_->addRow(labelFor({}, keep_), keep_);
    // One line each in a row that hides: see PropertyForm's labels.
    noKeychain_ = new ElidedLabel(this);
    noKeychain_->setWhole(tr("No keychain runs here: asked each time, kept nowhere."));
    noKeychain_->setObjectName(QStringLiteral("connectionNoKeychain"));
    noKeychain_->setProperty("role", "muted");
    place_->addRow(labelFor({}, noKeychain_), noKeychain_);

    url_ = addLine(this, place_, tr("As a UR&L"), "connectionUrl");
    url_->setToolTip(tr("Paste one to fill the fields; it never shows the password"));
    urlError_ = new QLabel(this);
    urlError_->setObjectName(QStringLiteral("connectionUrlError"));
    urlError_->setProperty("role", "error");
    urlError_->setWordWrap(true);
    auto* below = new QHBoxLayout;
    below->setContentsMargins(labelWidth + 12, 0, 0, 0);
    below->addWidget(urlError_);
    column->addLayout(below);

    connect(kind_, &QComboBox::activated, this, [this] {
        showKind();
        changed();
    });
    connect(browseFile, &QPushButton::clicked, this, [this] {
        browse(file_, tr("Open database"), tr("SQLite databases (*.db *.sqlite *.sqlite3);;All files (*)"));
    });
    for (QLineEdit* field : {file_, host_, database_, user_})
        connect(field, &QLineEdit::textEdited, this, &ConnectionForm::changed);
    connect(password_, &QLineEdit::textEdited, this, &ConnectionForm::edited);
    connect(port_, &QSpinBox::valueChanged, this, &ConnectionForm::changed);
    connect(keep_, &QComboBox::activated, this, &ConnectionForm::edited);
    connect(url_, &QLineEdit::textEdited, this, &ConnectionForm::takeUrl);
    connect(url_, &QLineEdit::editingFinished, this, &ConnectionForm::showUrl);
}

void ConnectionForm::addMarkFields()
{
    auto* column = static_cast<QVBoxLayout*>(layout());
    moreFold_ = new FoldSection(tr("&Encryption, socket and schemas"), *theme_, this);
    moreFold_->setObjectName(QStringLiteral("connectionMore"));
    column->addWidget(moreFold_);
    more_ = fieldsIn(moreFold_->body());
    tls_ = new QComboBox(this);
    tls_->setObjectName(QStringLiteral("connectionTls"));
    tls_->setAccessibleName(tr("Encryption"));
    more_->addRow(labelFor(tr("TLS"), tls_), tls_);
    const auto file = [this](const QString& label, const char* name) {
        QLineEdit* field = addLine(this, more_, label, name);
        QAction* pick = field->addAction(icon(QStringLiteral("open"), *theme_), QLineEdit::TrailingPosition);
        pick->setToolTip(tr("Pick a file"));
        connect(pick, &QAction::triggered, this,
            [this, field, label] { browse(field, label, tr("All files (*)")); });
        return field;
    };
    authority_ = file(tr("Trusts"), "connectionAuthority");
    authority_->setPlaceholderText(tr("Certificates of this machine"));
    certificate_ = file(tr("Certificate"), "connectionCertificate");
    key_ = file(tr("Its key"), "connectionKey");
    socket_ = addLine(this, more_, tr("Socket"), "connectionSocket");
    schemas_ = addLine(this, more_, tr("Schemas"), "connectionSchemas");
    schemas_->setPlaceholderText(tr("All of them; parted by commas"));

    auto* line = new QFrame(this);
    line->setProperty("role", "separator");
    line->setFixedHeight(1);
    column->addWidget(line);
    QFormLayout* marks = fieldsIn(column);
    name_ = addLine(this, marks, tr("Na&me"), "connectionName");
    group_ = addLine(this, marks, tr("&Group"), "connectionGroup");
    group_->setPlaceholderText(tr("None"));
    addHueButtons(*this, marks, hues_, [this](int hue) {
        hue_ = hue_ == hue ? -1 : hue;
        showHue(hues_, *theme_, hue_, true);
        emit edited();
    });
    readOnly_ = new QCheckBox(tr("Read onl&y: the database refuses every change"), this);
    readOnly_->setObjectName(QStringLiteral("connectionReadOnly"));
    production_ = new QCheckBox(tr("Produ&ction: framed in red, careful with every change"), this);
    production_->setObjectName(QStringLiteral("connectionProduction"));
    auto* checks = new QVBoxLayout; // closer to each other than rows with fields
    checks->setSpacing(0);
    checks->addWidget(readOnly_);
    checks->addWidget(production_);
    auto* beside = new QLabel(this);
    beside->setFixedWidth(labelWidth);
    marks->addRow(beside, checks);
    const auto number = [this](const char* name, const QString& label, int most) {
        auto* field = new QSpinBox(this);
        field->setObjectName(QLatin1String(name));
        field->setAccessibleName(label);
        field->setRange(0, most);
        field->setButtonSymbols(QSpinBox::NoButtons);
        connect(field, &QSpinBox::valueChanged, this, [this] {
            if (!showing_)
                emit edited();
        });
        return field;
    };
    statementSeconds_ = number("connectionStatementSeconds", tr("Seconds that a statement may take"), 86400);
    statementSeconds_->setSpecialValueText(tr("As long as it takes"));
    statementSeconds_->setSuffix(tr(" s a statement"));
    marks->addRow(labelFor(tr("Time limit"), statementSeconds_), statementSeconds_);
    typedBeyond_ = number("connectionTypedBeyond",
        tr("Rows that may be deleted without typing the table's name"), 1'000'000);
    typedBeyond_->setSuffix(tr(" rows, more only with the table's name typed"));
    marks->addRow(labelFor(tr("Delete up to"), typedBeyond_), typedBeyond_);

    for (QLineEdit* field : {authority_, certificate_, key_, socket_, schemas_})
        connect(field, &QLineEdit::textEdited, this, &ConnectionForm::changed);
    connect(tls_, &QComboBox::activated, this, &ConnectionForm::changed);
    for (QLineEdit* field : {name_, group_})
        connect(field, &QLineEdit::textEdited, this, &ConnectionForm::edited);
    connect(readOnly_, &QCheckBox::clicked, this, &ConnectionForm::edited);
    connect(production_, &QCheckBox::clicked, this, &ConnectionForm::markProduction);
}

void ConnectionForm::browse(QLineEdit* field, const QString& title, const QString& filter)
{
    const QString picked = QFileDialog::getOpenFileName(this, title, field->text(), filter);
    if (picked.isEmpty())
        return;
    field->setText(picked);
    changed();
}

/// A production database is for looking, until a person says otherwise.
void ConnectionForm::markProduction(bool production)
{
    constexpr int usualSeconds = 30;
    if (production) {
        readOnly_->setChecked(true);
        if (statementSeconds_->value() == 0)
            statementSeconds_->setValue(usualSeconds);
    }
    typedBeyond_->setEnabled(production);
    emit edited();
}

void ConnectionForm::changed()
{
    if (showing_)
        return;
    showUrl();
    emit edited();
}

void ConnectionForm::showConnection(const SavedConnection& connection)
{
    const QScopedValueRollback quiet(showing_, true);
    shown_ = connection;
    name_->setText(connection.name);
    group_->setText(connection.group);
    hue_ = connection.hue;
    showHue(hues_, *theme_, hue_, true);
    production_->setChecked(connection.production);
    statementSeconds_->setValue(connection.settings.statementSeconds);
    typedBeyond_->setValue(connection.typedBeyond);
    typedBeyond_->setEnabled(connection.production);
    readOnly_->setChecked(connection.settings.readOnly);
    const auto keep = keychain_ ? connection.password : SavedConnection::Password::Ask;
    keep_->setCurrentIndex(keep_->findData(int(keep)));
    password_->setText(connection.settings.password);
    showSettings(connection.settings);
    showUrl();
}

void ConnectionForm::showSettings(const sql::ConnectionSettings& settings)
{
    const QScopedValueRollback quiet(showing_, true);
    kind_->setCurrentIndex(qMax(0, kind_->findData(settings.dialect)));
    showKind();
    file_->setText(settings.file);
    host_->setText(settings.host);
    port_->setValue(settings.port);
    database_->setText(settings.database);
    user_->setText(settings.user);
    socket_->setText(settings.socket);
    schemas_->setText(settings.schemas.join(QStringLiteral(", ")));
    tls_->setCurrentIndex(qMax(0, tls_->findData(settings.tls.mode)));
    authority_->setText(settings.tls.authority);
    certificate_->setText(settings.tls.certificate);
    key_->setText(settings.tls.key);
    const bool rare = !settings.socket.isEmpty() || !settings.schemas.isEmpty() || !settings.tls.mode.isEmpty();
    if (rare)
        moreFold_->setOpen(true);
}

void ConnectionForm::showKind()
{
    const QString dialect = kind_->currentData().toString();
    const bool file = dialect == u"sqlite";
    place_->setRowVisible(fileRow_, file);
    for (QWidget* field : std::initializer_list<QWidget*>{hostRow_, database_, user_, password_})
        place_->setRowVisible(field, !file);
    place_->setRowVisible(keep_, !file && keychain_);
    place_->setRowVisible(noKeychain_, !file && !keychain_);
    moreFold_->setVisible(!file);
    port_->setSpecialValueText(dialect == u"postgresql" ? QStringLiteral("5432") : QStringLiteral("3306"));
    name_->setPlaceholderText(tr("What you call it; named ones are kept"));
    url_->setPlaceholderText(file ? QStringLiteral("sqlite:path/to/file.db")
                                  : QStringLiteral("%1://user@host/database").arg(dialect));
    const QString mode = tls_->currentData().toString();
    tls_->clear();
    tls_->addItem(tr("As the server wants"), QString());
    for (const QString& word : sql::tlsModes(dialect))
        tls_->addItem(tlsText(word), word);
    tls_->setCurrentIndex(qMax(0, tls_->findData(mode)));
}

sql::ConnectionSettings ConnectionForm::settings() const
{
    sql::ConnectionSettings settings = shown_.settings; // what has no field stays
    settings.dialect = kind_->currentData().toString();
    settings.readOnly = readOnly_->isChecked();
    settings.statementSeconds = statementSeconds_->value();
    settings.password.clear();
    settings.file.clear();
    settings.host = settings.socket = settings.user = settings.database = QString();
    settings.port = 0;
    settings.schemas.clear();
    settings.tls = {};
    if (settings.isFile()) {
        settings.file = file_->text().trimmed();
        return settings;
    }
    settings.host = host_->text().trimmed();
    settings.port = port_->value();
    settings.socket = socket_->text().trimmed();
    settings.user = user_->text().trimmed();
    settings.password = password_->text();
    settings.database = database_->text().trimmed();
    for (const QString& name : schemas_->text().split(u',', Qt::SkipEmptyParts))
        settings.schemas << name.trimmed();
    settings.tls = {tls_->currentData().toString(), authority_->text().trimmed(),
        certificate_->text().trimmed(), key_->text().trimmed()};
    return settings;
}

SavedConnection ConnectionForm::connection() const
{
    SavedConnection connection = shown_;
    connection.name = name_->text().trimmed();
    connection.group = group_->text().trimmed();
    connection.hue = hue_;
    connection.production = production_->isChecked();
    connection.typedBeyond = typedBeyond_->value();
    connection.password = SavedConnection::Password(keep_->currentData().toInt());
    connection.settings = settings();
    return connection;
}

void ConnectionForm::setPassword(const QString& password)
{
    password_->setText(password);
}

void ConnectionForm::takeUrl()
{
    const QString typed = url_->text().trimmed();
    const auto parsed = sql::parseUrl(typed);
    urlError_->setVisible(!parsed && !typed.isEmpty());
    if (!parsed) {
        urlError_->setText(sentence(parsed.error().what));
        return;
    }
    const bool readOnly = readOnly_->isChecked();
    showSettings(*parsed);
    readOnly_->setChecked(readOnly || parsed->readOnly);
    if (!parsed->password.isEmpty())
        password_->setText(parsed->password);
    emit edited();
}

void ConnectionForm::showUrl()
{
    urlError_->hide();
    const sql::ConnectionSettings now = settings();
    const bool empty = now.isFile() ? now.file.isEmpty() : now.database.isEmpty() && now.host.isEmpty();
    const QString url = empty ? QString() : now.url();
    if (url_->text() != url)
        url_->setText(url);
}

QString ConnectionForm::missing() const
{
    const sql::ConnectionSettings now = settings();
    if (now.isFile())
        return now.file.isEmpty() ? tr("Which file? Pick one, or paste a URL.") : QString();
    return now.database.isEmpty() ? tr("Which database on the server?") : QString();
}

void ConnectionForm::focusFirst()
{
    const bool file = kind_->currentData().toString() == u"sqlite";
    (file ? file_ : database_->text().isEmpty() ? host_ : password_)->setFocus(Qt::TabFocusReason);
}

void ConnectionForm::focusCause(const Error& why)
{
    const QString& code = why.what.code;
    QLineEdit* field = shown_.settings.isFile()        ? file_
                       : asksForPassword(why)          ? password_
                       : code == u"server.no-database" ? database_
                                                       : host_;
    field->setFocus();
    field->selectAll();
}

} // namespace conjoin::ui
