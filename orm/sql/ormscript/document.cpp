// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/ormscript/document.h"

#include "orm/exchange/jsonplace.h"

namespace conjoin::sql::script {

using orm::Json;
using orm::JsonPlace;
using orm::JsonTaker;

namespace {

/// The moment at which the clock stood when the goldens were recorded.
QDateTime recordingsNow()
{
    return QDateTime(QDate(2026, 1, 2), QTime(3, 4, 5), Qt::UTC);
}

class StepReader {
public:
    explicit StepReader(JsonTaker& taker)
        : taker_(taker)
    {}

    std::vector<Step> readAll(const JsonPlace& steps)
    {
        std::vector<Step> result;
        const size_t count = taker_.items(steps).size();
        for (size_t i = 0; i < count && taker_.ok(); ++i)
            result.push_back(read(steps.item(i)));
        return result;
    }

private:
    Step read(const JsonPlace& place)
    {
        Step step;
        taker_.allow(
            place, {"label", "call", "args", "save", "pick", "rethrow", "transaction", "associate", "define"});
        QStringList kinds;
        for (const char* kind : {"call", "transaction", "associate", "define"}) {
            if (place.member(kind).isGiven())
                kinds.append(QString::fromLatin1(kind));
        }
        if (kinds.size() != 1) {
            taker_.fail(
                place, message("script.step", "a step is one of: call, transaction, associate, define"));
            return step;
        }
        readCommon(step, place);
        if (kinds.front() == u"call")
            readCall(step, place);
        else if (kinds.front() == u"transaction")
            readTransaction(step, place.member("transaction"));
        else
            readDefinition(step, kinds.front() == u"define" ? Step::Kind::Define : Step::Kind::Associate,
                place.member(kinds.front()));
        return step;
    }

    void readCommon(Step& step, const JsonPlace& place)
    {
        step.label = taker_.text(place.member("label"));
        step.save = taker_.text(place.member("save"));
        step.rethrow = taker_.flag(place.member("rethrow"), false);
        if (const JsonPlace pick = place.member("pick"); pick.isGiven()) {
            bool ok = false;
            const int number = pick.value->isNumber() ? pick.value->digits().toInt(&ok) : -1;
            if (!ok || number < 0)
                taker_.fail(pick, message("script.pick", "\"pick\" is a number from 0 on"));
            step.pick = number;
        }
    }

    void readCall(Step& step, const JsonPlace& place)
    {
        const QString call = taker_.text(place.member("call"));
        const qsizetype dot = call.lastIndexOf(u'.');
        if (taker_.ok() && (dot <= 0 || dot + 1 == call.size())) {
            taker_.fail(place.member("call"), message("script.call", "\"%1\" calls nothing", {call}),
                message(
                    "script.call.hint", "write \"Model.method\", \"@saved.method\" or \"sequelize.method\""));
            return;
        }
        step.receiver = call.left(dot);
        step.method = call.mid(dot + 1);
        step.arguments = taker_.items(place.member("args"));
        if (step.label.isEmpty())
            step.label = call;
    }

    void readTransaction(Step& step, const JsonPlace& place)
    {
        step.kind = Step::Kind::Transaction;
        taker_.allow(place, {"steps", "rollback", "options", "isolationLevel"});
        step.steps = readAll(place.member("steps"));
        step.rollBack = taker_.flag(place.member("rollback"), false);
        step.options = Json::object();
        if (const JsonPlace options = place.member("options"); options.isGiven())
            step.options = *options.value;
        if (const JsonPlace level = place.member("isolationLevel"); level.isGiven())
            step.options.set(QStringLiteral("isolationLevel"), *level.value);
        if (step.label.isEmpty())
            step.label = QStringLiteral("transaction");
    }

    void readDefinition(Step& step, Step::Kind kind, const JsonPlace& place)
    {
        step.kind = kind;
        if (!place.value->isObject())
            taker_.fail(place, message("models.object", "an object is expected here"));
        step.definition = *place.value;
        if (step.label.isEmpty())
            step.label = QString::fromLatin1(kind == Step::Kind::Define ? "define" : "associate");
    }

    JsonTaker& taker_;
};

void readNow(JsonTaker& taker, const JsonPlace& place, Document& document)
{
    const QString text = taker.text(place);
    if (text.isEmpty())
        return;
    const QDateTime now = QDateTime::fromString(text, Qt::ISODateWithMs);
    if (!now.isValid())
        taker.fail(place, message("script.now", "\"%1\" is no moment", {text}),
            message("script.now.hint", "write it as 2026-01-02T03:04:05Z"));
    document.now = now.toUTC();
}

void readExisting(JsonTaker& taker, const JsonPlace& place, Document& document)
{
    const QStringList words{QStringLiteral("link"), QStringLiteral("create"), QStringLiteral("error")};
    const QString word = taker.text(place);
    if (word.isEmpty())
        return;
    const qsizetype index = words.indexOf(word);
    if (index < 0) {
        taker.fail(place,
            message("existing.unknown", "\"%1\" is none of: %2", {word, words.join(QStringLiteral(", "))}),
            didYouMean(word, words));
        return;
    }
    document.existing = Existing(index);
}

} // namespace

Json Document::definitions() const
{
    Json json = Json::object();
    if (!sequelizeOptions.isNull())
        json.set(QStringLiteral("sequelizeOptions"), sequelizeOptions);
    json.set(QStringLiteral("models"), models);
    json.set(QStringLiteral("associations"), associations);
    return json;
}

Result<Document> readDocument(const Json& json, const QString& source)
{
    JsonTaker taker(source);
    Document document;
    JsonPlace root{&json, {}};
    if (root.member("neutral").isGiven()) { // a recorded golden: its clock stood still
        root = {json.find(QStringLiteral("neutral")), QStringLiteral("neutral")};
        document.now = recordingsNow();
    }
    taker.allow(
        root, {"sequelizeOptions", "models", "associations", "steps", "now", "existing", "defineErrors"});
    if (const JsonPlace options = root.member("sequelizeOptions"); options.isGiven())
        document.sequelizeOptions = *options.value;
    document.models = taker.items(root.member("models"));
    document.associations = taker.items(root.member("associations"));
    document.steps = StepReader(taker).readAll(root.member("steps"));
    readNow(taker, root.member("now"), document);
    readExisting(taker, root.member("existing"), document);
    if (!taker.ok())
        return *taker.error();
    return document;
}

} // namespace conjoin::sql::script
