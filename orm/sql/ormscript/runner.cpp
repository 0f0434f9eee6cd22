// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/ormscript/runner.h"

#include "orm/exchange/definitions.h"
#include "orm/sql/ormscript/calls.h"
#include "orm/sql/ormscript/errors.h"
#include "orm/translate/translate.h"

namespace conjoin::sql::script {

using orm::Json;

namespace {

/// Hears the statements of a step; whoever listened before hears them, too.
class Trace : public StatementLog {
public:
    explicit Trace(StatementLog* next)
        : next_(next)
    {}
    void ran(const LoggedStatement& statement) override
    {
        statements_.push_back(statement);
        if (next_)
            next_->ran(statement);
    }
    /// What was heard from there on.
    Json since(size_t first) const
    {
        Json list = Json::array();
        for (size_t i = first; i < statements_.size(); ++i) {
            const LoggedStatement& statement = statements_[i];
            Json one = Json::object();
            one.set(QStringLiteral("sql"), statement.sql);
            if (!statement.parameters.empty()) {
                Json bind = Json::array();
                for (const Value& value : statement.parameters)
                    bind.append(orm::valueToJson(value, {}));
                one.set(QStringLiteral("bind"), std::move(bind));
            }
            one.set(QStringLiteral("rows"), statement.rows);
            one.set(QStringLiteral("microseconds"), statement.microseconds);
            if (!statement.error.isEmpty())
                one.set(QStringLiteral("error"), statement.error);
            list.append(std::move(one));
        }
        return list;
    }
    size_t heard() const { return statements_.size(); }
    StatementLog* next() const { return next_; }

private:
    StatementLog* next_;
    std::vector<LoggedStatement> statements_;
};

/// What Sequelize's options of a transaction mean here.
Result<TransactionOptions> transactionOptions(const Step& step)
{
    static const QHash<QString, Isolation> levels{
        {QStringLiteral("READ UNCOMMITTED"), Isolation::ReadUncommitted},
        {QStringLiteral("READ COMMITTED"), Isolation::ReadCommitted},
        {QStringLiteral("REPEATABLE READ"), Isolation::RepeatableRead},
        {QStringLiteral("SERIALIZABLE"), Isolation::Serializable}};
    TransactionOptions options;
    auto known =
        knownOptions(step.options, {QStringLiteral("isolationLevel"), QStringLiteral("readOnly")}, step.label);
    if (!known)
        return failure(known);
    if (const Json* level = known->find(QStringLiteral("isolationLevel")); level && !level->isNull()) {
        const QString name =
            level->isString() ? QString(level->string()).replace(u'_', u' ').toUpper() : QString();
        if (!levels.contains(name)) {
            return inputError(step.label, message("script.isolation", "\"%1\" is no isolation level", {name}),
                didYouMean(name, levels.keys()));
        }
        options.isolation = levels.value(name);
    }
    if (const Json* readOnly = known->find(QStringLiteral("readOnly")); readOnly && readOnly->isBool())
        options.readOnly = readOnly->toBool();
    return options;
}

} // namespace

struct Runner::State {
    State(Connection& connection, const Document& document, const QString& source, const RunOptions& options)
        : connection_(connection)
        , document_(document)
        , source_(source)
        , options_(options)
        , trace_(connection.log())
        , values_(document.now.value_or(QDateTime::currentDateTimeUtc()))
    {
        connection_.setLog(&trace_);
        if (document_.now)
            connection_.setClock([now = *document_.now] { return now; });
    }
    ~State()
    {
        connection_.setClock({});
        connection_.setLog(trace_.next());
    }
    State(const State&) = delete;
    State& operator=(const State&) = delete;

    /// Makes models of what is defined so far. What was there stays where it does not hold.
    Result<void> define()
    {
        auto definitions = orm::readDefinitions(document_.definitions(), source_);
        if (!definitions)
            return failure(definitions);
        auto derivation = orm::deriveFor(definitions->document, connection_.dialect());
        if (!derivation)
            return failure(derivation);
        orm::ModelRegistry registry = definitions->registry(*derivation);
        for (size_t i = 0; i < registry.models().size(); ++i) { // a scope is told of before it is needed
            const orm::Json& scope = registry.at(int(i)).defaultScope;
            if (auto read = orm::readFindOptions(registry, int(i), scope); !read)
                return failure(read);
        }
        session_.reset();
        derivation_ = std::make_unique<orm::Derivation>(std::move(*derivation));
        registry_ = std::make_unique<orm::ModelRegistry>(std::move(registry));
        session_ = std::make_unique<Session>(connection_, *registry_);
        return {};
    }

    /// An Error ends the run.
    Result<Json> runStep(const Step& step, std::optional<Error>* failed = nullptr)
    {
        const size_t heard = trace_.heard();
        Json told = Json::object();
        told.set(QStringLiteral("label"), step.label);
        Result<Json> result = Json();
        switch (step.kind) {
        case Step::Kind::Call:
            result = runCall(step);
            break;
        case Step::Kind::Transaction:
            result = runTransaction(step, told);
            break;
        case Step::Kind::Associate:
            result = runDefinition(document_.associations, step);
            break;
        case Step::Kind::Define:
            result = runDefinition(document_.models, step);
            break;
        }
        if (!result && result.error().kind == ErrorKind::Cancelled)
            return result;
        if (result)
            told.set(QStringLiteral("result"), std::move(*result));
        else
            told.set(QStringLiteral("error"), errorJson(result.error()));
        if (!result && failed)
            *failed = result.error();
        if (options_.trace)
            told.set(QStringLiteral("sql"), trace_.since(heard));
        return told;
    }

    Result<Json> runDefinition(Json::Array& definitions, const Step& step)
    {
        definitions.push_back(step.definition);
        auto defined = define();
        if (defined)
            return Json();
        definitions.pop_back();
        return failure(defined);
    }

    Result<Json> runTransaction(const Step& step, Json& told)
    {
        Json steps = Json::array();
        const auto options = transactionOptions(step);
        if (!options)
            return failure(options);
        auto done = connection_.transaction(*options, [&]() -> Result<void> {
            for (const Step& inner : step.steps) {
                std::optional<Error> failed;
                auto result = runStep(inner, &failed);
                if (!result)
                    return failure(result);
                steps.append(std::move(*result));
                if (failed && inner.rethrow)
                    return *failed;
            }
            if (step.rollBack)
                return inputError(step.label, message("transaction.undone", "ROLLBACK REQUESTED"));
            return {};
        });
        told.set(QStringLiteral("steps"), std::move(steps));
        if (!done)
            return failure(done);
        return Json();
    }

    Result<Json> runCall(const Step& step)
    {
        if (!connection_.inTransaction())
            return call(step);
        // A failed statement must not take the rest of the transaction with it.
        Json value;
        auto done = connection_.transaction([&]() -> Result<void> {
            auto result = call(step);
            if (!result)
                return failure(result);
            value = std::move(*result);
            return {};
        });
        if (!done)
            return failure(done);
        return value;
    }

    Result<Json> call(const Step& step)
    {
        Context context{connection_, *derivation_, *session_, values_, document_.existing};
        Json::Array arguments;
        for (const Json& given : step.arguments) {
            auto resolved = values_.resolved(given);
            if (!resolved)
                return resolved;
            arguments.push_back(std::move(*resolved));
        }
        Result<Outcome> outcome = dispatch(context, step, Arguments(arguments));
        if (!outcome)
            return failure(outcome);
        if (!step.save.isEmpty()) {
            if (auto saved = values_.save(step.save, *outcome, step.pick); !saved)
                return failure(saved);
        }
        return std::move(outcome->result);
    }

    Result<Outcome> dispatch(Context& context, const Step& step, const Arguments& arguments)
    {
        if (step.receiver == u"sequelize")
            return callSequelize(context, step.method, arguments);
        if (step.receiver.startsWith(u'@')) {
            auto instance = values_.instance(step.receiver.mid(1));
            if (!instance)
                return failure(instance);
            return callInstance(context, **instance, step.method, arguments);
        }
        auto repository = session_->repository(step.receiver);
        if (!repository)
            return failure(repository);
        return callModel(context, *repository, step.method, arguments);
    }

    Connection& connection_;
    Document document_; ///< grows by definitions
    const QString source_;
    const RunOptions options_;
    Trace trace_;
    Values values_;
    std::unique_ptr<orm::Derivation> derivation_;
    std::unique_ptr<orm::ModelRegistry> registry_;
    std::unique_ptr<Session> session_;
};

Runner::Runner(
    Connection& connection, const Document& document, const QString& source, const RunOptions& options)
    : state_(std::make_unique<State>(connection, document, source, options))
{}

Runner::~Runner() = default;

Result<void> Runner::define()
{
    return state_->define();
}

Result<Json> Runner::run(const Step& step)
{
    Q_ASSERT_X(state_->session_, "Runner::run", "models are defined first");
    return state_->runStep(step);
}

Result<Json> run(
    Connection& connection, const Document& document, const QString& source, const RunOptions& options)
{
    Runner runner(connection, document, source, options);
    if (auto defined = runner.define(); !defined)
        return failure(defined);
    Json steps = Json::array();
    for (const Step& step : document.steps) {
        auto told = runner.run(step);
        if (!told)
            return told;
        steps.append(std::move(*told));
    }
    return Json(Json::Object{{QStringLiteral("steps"), std::move(steps)}});
}

} // namespace conjoin::sql::script
